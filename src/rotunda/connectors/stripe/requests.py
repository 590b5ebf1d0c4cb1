"""What is asked of Stripe, in which order. Nothing here is executed: see `rotunda.connector_kit.requests`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec

from rotunda.connector_kit.connector import Find, SourceRecord
from rotunda.connector_kit.errors import Gone, Misconfigured
from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.listing import list_all
from rotunda.connector_kit.paging import LastId
from rotunda.connector_kit.requests import Customer, Payload, Program, Request
from rotunda.connector_kit.typed import Placed, records
from rotunda.connectors.stripe.catalogue import Open, Wanted, catalogue_of, expand, wanted_by
from rotunda.connectors.stripe.manifest import SOURCE
from rotunda.connectors.stripe.mapping import (
    ACCOUNT_KEY,
    CUSTOMER,
    PRODUCT_SOURCE,
    customer_of,
    invoice_of,
    is_deleted,
    is_lost,
    paid_outside,
    payment_of,
    record_of,
)
from rotunda.connectors.stripe.references import check_same
from rotunda.connectors.stripe.shapes import ChargePage, InvoicePage, RawCharge, RawInvoice
from rotunda.connectors.stripe.subscriptions import Held, held_of, subscription_of, upcoming_of
from rotunda.sections.billing.model import BillingPart, Payment
from rotunda.sections.upcoming.model import UpcomingPart

_LIMIT = ("limit", "100")
# A customer that Stripe never had is refused with 404 by its own address and with 400 as a parameter of a list.
_NOT_THERE = frozenset({400, 404})
# Merchants in India have no search; the list of all customers and the addresses find what it would.
_NO_SEARCH = frozenset({400})
_MOST_EMAILS = 10
_MOST_ACCOUNTS = 5
_GONE = "Stripe no longer has this customer"


class _Payer(msgspec.Struct, frozen=True):
    """What Stripe has of one customer. `record` is None where it was deleted; what it paid is still there."""

    id: str
    record: Wild | None
    subscriptions: Payload
    invoices: list[Placed[RawInvoice]]
    charges: list[Placed[RawCharge]]
    truncated: list[str]


def read_billing(customer: Customer) -> Program[BillingPart]:
    """All lists of all customers at once, then what their subscriptions and disputed charges refer to."""
    ids = customer.ids(CUSTOMER)
    payloads = yield [request for one in ids for request in _customer_requests(one)]
    payers = [_payer(one, payloads[4 * place : 4 * place + 4]) for place, one in enumerate(ids)]
    if all(payer.record is None for payer in payers):
        raise Gone(_GONE)
    disputed = [found.value.id for payer in payers for found in payer.charges if found.value.disputed]
    held, lost = yield from _held(tuple(ids), tuple([payer.subscriptions for payer in payers]), disputed)
    invoices = [(payer.id, found) for payer in payers for found in payer.invoices]
    return BillingPart(
        customers=[customer_of(payer.record, payer.id) for payer in payers if payer.record is not None],
        subscriptions=[subscription_of(one) for one in held],
        invoices=[invoice_of(found, payer_id, customer.now) for payer_id, found in invoices],
        payments=[payment for payer in payers for payment in _payments(payer, lost)],
        paid_outside=paid_outside(found for _, found in invoices),
        truncated=sorted({name for payer in payers for name in payer.truncated}),
    )


def read_upcoming(customer: Customer) -> Program[UpcomingPart]:
    """What the subscriptions say of the time ahead."""
    ids = customer.ids(CUSTOMER)
    payloads = yield [_subscriptions(one) for one in ids]
    if not any(payload.pages for payload in payloads):
        raise Gone(_GONE)
    held, _ = yield from _held(tuple(ids), tuple(payloads), [])
    return UpcomingPart(contract=[item for one in held for item in upcoming_of(one, customer.now)])


def list_customers(settings: Mapping[str, str], now: datetime) -> Program[Sequence[SourceRecord]]:
    """Every customer of the Stripe account; deleted ones are not listed."""
    del settings, now
    request = Request(path="/v1/customers", query=(_LIMIT,), paging=LastId())
    records = yield from list_all(request, _records)
    return records


def find(whom: Find) -> Program[Sequence[SourceRecord]]:
    """By customer ids that another source declares, by the account id in the metadata, and by address.

    Addresses are matched exactly and by case, so that each is asked for as it was written and in lower case.
    """
    declared = [one.external_id for one in whom.declared if one.source == SOURCE]
    accounts = [one.external_id for one in whom.own_ids if one.source == PRODUCT_SOURCE][:_MOST_ACCOUNTS]
    emails = dict.fromkeys(spelling for email in whom.emails for spelling in (email, email.lower()))
    requests = [
        *(_search(account) for account in accounts),
        *(_by_email(email) for email in list(emails)[:_MOST_EMAILS]),
        *(_customer(customer_id) for customer_id in declared),
    ]
    payloads = (yield requests) if requests else []
    lists, singles = payloads[: len(requests) - len(declared)], payloads[len(requests) - len(declared) :]
    found = [record for payload in lists for record in _records(payload)]
    for payload, customer_id in zip(singles, declared, strict=True):
        raw = _living(payload, customer_id)
        found += [] if raw is None else [record_of(raw)]
    return list({record.external_id: record for record in found}.values())


# Steps of programs


class _Opened(msgspec.Struct, frozen=True, eq=False):
    """Subscriptions with all of their items, and what they refer to."""

    subscriptions: list[Open]
    wanted: list[Wanted]


def _held(
    ids: tuple[str, ...], lists: tuple[Payload, ...], disputed: Sequence[str]
) -> Program[tuple[Sequence[Held], set[str]]]:
    """Subscriptions, read with everything that they refer to, and which of the disputed charges were lost. What is
    owed and what is coming are made of the same answers: they are read once.
    """
    cut = [subscription for payload in lists for subscription in payload.once(_cut)]
    items = tuple((yield [_items(one) for one in cut]) if cut else ())
    opened = lists[0].once(_opened, ids, lists, items)
    wanted = opened.wanted
    requests = [*[one.request for one in wanted], *map(_disputes, disputed)]
    payloads = (yield requests) if requests else []
    lost = {
        charge for charge, payload in zip(disputed, payloads[len(wanted) :], strict=True) if is_lost(payload, charge)
    }
    return lists[0].once(_read, opened, tuple(payloads[: len(wanted)])), lost


def _subscriptions_in(payload: Payload) -> list[Wild]:
    return list(each(payload, "subscriptions"))


def _cut(payload: Payload) -> list[str]:
    """A subscription holds only the first of its items when there are many."""
    raws = payload.once(_subscriptions_in)
    return [raw.text_at("id") for raw in raws if raw["items"]["has_more"].boolean()]


def _opened(_: Payload, ids: tuple[str, ...], lists: tuple[Payload, ...], items: tuple[Payload, ...]) -> _Opened:
    cut = [subscription for payload in lists for subscription in payload.once(_cut)]
    whole = dict(zip(cut, items, strict=True))
    subscriptions = [
        Open(customer_id, raw, _items_of(raw, whole))
        for customer_id, payload in zip(ids, lists, strict=True)
        for raw in payload.once(_subscriptions_in)
    ]
    return _Opened(subscriptions, wanted_by(subscriptions))


def _read(_: Payload, opened: _Opened, found: tuple[Payload, ...]) -> list[Held]:
    catalogue = catalogue_of(opened.wanted, found)
    return [held_of(one.raw, one.items, one.customer_id, catalogue) for one in opened.subscriptions]


def _items_of(raw: Wild, whole: Mapping[str, Payload]) -> list[Wild]:
    subscription_id = raw.text_at("id")
    payload = whole.get(subscription_id)
    items = list(raw["items"]["data"]) if payload is None else list(each(payload, "subscription_items"))
    for item in items:
        check_same(item["subscription"], subscription_id)
    return items


def _payer(customer_id: str, payloads: Sequence[Payload]) -> _Payer:
    record, *lists = payloads
    living = _living(record, customer_id)
    names = ("subscriptions", "invoices", "payments")
    if living is not None and not all(payload.pages for payload in lists):
        raise Misconfigured("Stripe refuses the lists of a customer that it has")
    subscriptions, invoices, charges = lists
    return _Payer(
        customer_id,
        living,
        subscriptions,
        records(invoices, "invoices", RawInvoice),
        records(charges, "payments", RawCharge),
        [name for name, payload in zip(names, lists, strict=True) if payload.truncated],
    )


def _living(payload: Payload, customer_id: str) -> Wild | None:
    """The customer's record; None where Stripe never had it or it was deleted."""
    if not payload.pages:
        return None
    raw = Wild(payload.only, "customer")
    check_same(raw["id"], customer_id)
    return None if is_deleted(raw) else raw


def _payments(payer: _Payer, lost: set[str]) -> list[Payment]:
    return [payment_of(found, payer.id, lost=found.value.id in lost) for found in payer.charges]


def _records(payload: Payload) -> list[SourceRecord]:
    return [record_of(raw) for raw in each(payload, "customers") if not is_deleted(raw)]


# Requests


def _customer_requests(customer_id: str) -> tuple[Request, ...]:
    owner = ("customer", customer_id)
    return (
        _customer(customer_id),
        _subscriptions(customer_id),
        Request(path="/v1/invoices", query=(owner, _LIMIT), paging=LastId(), absent_on=_NOT_THERE, reads=InvoicePage),
        Request(path="/v1/charges", query=(owner, _LIMIT), paging=LastId(), absent_on=_NOT_THERE, reads=ChargePage),
    )


def _customer(customer_id: str) -> Request:
    return Request(path=f"/v1/customers/{quote(customer_id, safe='')}", absent_on=_NOT_THERE)


def _subscriptions(customer_id: str) -> Request:
    """Also canceled ones. Coupons at the end of the second path, and nothing deeper: four steps are the most."""
    paths = expand("data.discounts.source.coupon", "data.items.data.discounts")
    query = (("customer", customer_id), ("status", "all"), _LIMIT, *paths)
    return Request(path="/v1/subscriptions", query=query, paging=LastId(), absent_on=_NOT_THERE)


def _items(subscription_id: str) -> Request:
    query = (("subscription", subscription_id), _LIMIT, *expand("data.discounts"))
    return Request(path="/v1/subscription_items", query=query, paging=LastId())


def _disputes(charge_id: str) -> Request:
    return Request(path="/v1/disputes", query=(("charge", charge_id), _LIMIT))


def _search(account_id: str) -> Request:
    quoted = account_id.replace("\\", "\\\\").replace("'", "\\'")
    query = (("query", f"metadata['{ACCOUNT_KEY}']:'{quoted}'"), _LIMIT)
    return Request(path="/v1/customers/search", query=query, bucket="search", absent_on=_NO_SEARCH)


def _by_email(email: str) -> Request:
    return Request(path="/v1/customers", query=(("email", email), _LIMIT))
