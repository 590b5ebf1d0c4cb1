"""Stripe's customers, invoices and charges as the section models have them. Subscriptions: `subscriptions.py`."""

from collections.abc import Iterable
from datetime import UTC, datetime

from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.requests import Payload
from rotunda.connector_kit.typed import Placed
from rotunda.connectors.stripe.money import NO_CURRENCY, currency_of, iso_currency, iso_money, money_of
from rotunda.connectors.stripe.references import ANOTHER_RECORD, check_same, link_of, ref_of
from rotunda.connectors.stripe.shapes import RawCharge, RawInvoice
from rotunda.sections.billing.model import BillingCustomer, Invoice, InvoiceStatus, Payment
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.money import Money, sum_by_currency

CUSTOMER = "customer"
ACCOUNT_KEY = "account_id"
"""The key of a customer's metadata under which the product's own account id stands."""
PRODUCT_SOURCE = SourceName("productdb")

_INVOICE_STATES = {str(status.value): status for status in InvoiceStatus}
_CHARGE_STATES = ("succeeded", "pending", "failed")
_DISPUTE_STATES = dict.fromkeys(
    (
        "warning_needs_response",
        "warning_under_review",
        "warning_closed",
        "needs_response",
        "under_review",
        "won",
        "prevented",
    ),
    False,
) | {"lost": True}


def is_deleted(customer: Wild) -> bool:
    """A deleted customer is answered with its id and little else."""
    return bool(customer.maybe("deleted", Wild.boolean))


def customer_of(raw: Wild, customer_id: str) -> BillingCustomer:
    check_same(raw["id"], customer_id)
    return BillingCustomer(
        ref=ref_of(raw, CUSTOMER),
        created_at=raw["created"].at_epoch_seconds(),
        name=_name(raw),
        email=raw.maybe_text("email"),
        delinquent=raw["delinquent"].boolean_or_none() or False,
        credit=_credit(raw),
    )


def _name(raw: Wild) -> str | None:
    return raw.maybe_text("name") or raw.maybe_text("business_name")


def _credit(raw: Wild) -> Money | None:
    """`balance` is negative when we owe the customer. It has no currency before the first charge."""
    if raw["currency"].is_null:
        return None
    return -money_of(raw["balance"], currency_of(raw["currency"]))


def record_of(raw: Wild) -> SourceRecord:
    """A customer as the list of customers has it."""
    account_id = raw["metadata"].maybe(ACCOUNT_KEY, Wild.text)
    email = raw.maybe_text("email")
    address = raw.optional("address")
    return SourceRecord(
        record_type=CUSTOMER,
        external_id=ExternalId(raw.text_at("id")),
        name=_name(raw),
        emails=(email,) if email else (),
        declared=(Declared(PRODUCT_SOURCE, ExternalId(account_id)),) if account_id else (),
        city=None if address.is_null else address.optional("city").text_or_none(),
        country=None if address.is_null else address.optional("country").text_or_none(),
    )


def invoice_of(found: Placed[RawInvoice], customer_id: str, now: datetime) -> Invoice:
    raw = found.value
    _check_owner(found, raw.customer, customer_id)
    currency = _currency(found, raw.currency)
    overdue_since, payment_failed = _timing(found, now)
    return Invoice(
        ref=link_of("invoice", raw.id, livemode=raw.livemode),
        status=_status(found),
        total=_money(found, "total", raw.total, currency),
        amount_due=_money(found, "amount_due", raw.amount_due, currency),
        amount_paid=_money(found, "amount_paid", raw.amount_paid, currency),
        amount_remaining=_money(found, "amount_remaining", raw.amount_remaining, currency),
        created_at=_at(found, "created", raw.created),
        number=raw.number,
        due_at=_maybe_at(found, "due_date", raw.due_date),
        paid_at=_maybe_at(found, "status_transitions.paid_at", raw.status_transitions.paid_at),
        overdue_since=overdue_since,
        payment_failed=payment_failed,
        attempts=raw.attempt_count,
        next_attempt_at=_maybe_at(found, "next_payment_attempt", raw.next_payment_attempt),
        pay_url=raw.hosted_invoice_url,
        pdf_url=raw.invoice_pdf,
    )


def _timing(found: Placed[RawInvoice], now: datetime) -> tuple[datetime | None, bool]:
    """Since when it is overdue, and whether a payment was refused. An open invoice is overdue after its due date or,
    charged automatically, from the first refused attempt on: it fell due when it was finalized.
    """
    raw = found.value
    if raw.status != InvoiceStatus.OPEN or raw.amount_remaining <= 0:
        return None, False
    due = raw.due_date
    if due is None and raw.attempted:
        due = raw.status_transitions.finalized_at or raw.created
    due_at = _maybe_at(found, "due_date", due)
    return due_at if due_at is not None and due_at < now else None, raw.attempted and raw.attempt_count > 0


def paid_outside(invoices: Iterable[Placed[RawInvoice]]) -> list[Money]:
    """What was settled by other means, per currency: it never becomes a charge."""
    settled = [
        _money(found, "amount_paid_off_stripe", amount, _currency(found, found.value.currency))
        for found in invoices
        if (amount := found.value.amount_paid_off_stripe)
    ]
    return [money for money in sum_by_currency(settled) if money.amount_minor]


def is_lost(disputes: Payload, charge_id: str) -> bool:
    """Whether any of a charge's disputes was lost: the money is gone."""
    found = False
    for raw in each(disputes, "disputes"):
        check_same(raw["charge"], charge_id)
        found = raw["status"].choice(_DISPUTE_STATES) or found
    return found


def payment_of(found: Placed[RawCharge], customer_id: str, *, lost: bool) -> Payment:
    """A charge. One that was only authorised is pending until it is captured."""
    raw = found.value
    _check_owner(found, raw.customer, customer_id)
    currency = _currency(found, raw.currency)
    if raw.status not in _CHARGE_STATES:
        raise found.bad("status", f"must be one of {', '.join(_CHARGE_STATES)}")
    succeeded = raw.status == "succeeded" and raw.captured
    amount = "amount_captured" if succeeded else "amount"
    return Payment(
        ref=link_of("charge", raw.id, livemode=raw.livemode, page_id=raw.payment_intent),
        at=_at(found, "created", raw.created),
        amount=_money(found, amount, raw.amount_captured if succeeded else raw.amount, currency),
        refunded=_money(found, "amount_refunded", raw.amount_refunded, currency),
        succeeded=succeeded,
        pending=not succeeded and raw.status != "failed",
        disputed=raw.disputed,
        dispute_lost=lost,
        failure_code=raw.failure_code,
        failure_message=raw.failure_message,
    )


# Fields of records that were decoded whole


def _check_owner(found: Placed[RawInvoice] | Placed[RawCharge], customer: str, expected: str) -> None:
    if customer != expected:
        raise found.bad("customer", ANOTHER_RECORD)


def _status(found: Placed[RawInvoice]) -> InvoiceStatus:
    status = _INVOICE_STATES.get(found.value.status)
    if status is None:
        raise found.bad("status", f"must be one of {', '.join(_INVOICE_STATES)}")
    return status


def _currency(found: Placed[RawInvoice] | Placed[RawCharge], code: str) -> str:
    currency = iso_currency(code)
    if currency is None:
        raise found.bad("currency", NO_CURRENCY)
    return currency


def _money(found: Placed[RawInvoice] | Placed[RawCharge], field: str, amount: int, currency: str) -> Money:
    money = iso_money(amount, currency)
    if isinstance(money, str):
        raise found.bad(field, money)
    return money


def _at(found: Placed[RawInvoice] | Placed[RawCharge], field: str, seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise found.bad(field, "is no time: out of range for its unit") from None


def _maybe_at(found: Placed[RawInvoice], field: str, seconds: int | None) -> datetime | None:
    return None if seconds is None else _at(found, field, seconds)
