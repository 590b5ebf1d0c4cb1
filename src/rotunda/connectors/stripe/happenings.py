"""What happened in Stripe, as entries of the timeline: made of invoices, charges and subscriptions as they are, so
that a list, an event and a look at a single record tell the same. Only what a record forgets comes from the event
itself.
"""

from collections.abc import Iterator
from datetime import datetime

from rotunda.connector_kit.events import BillingDetails, ChangeDetails, Event, EventType, RecordName
from rotunda.connector_kit.json import Wild
from rotunda.connectors.stripe.mapping import CUSTOMER
from rotunda.connectors.stripe.money import currency_of, money_of
from rotunda.connectors.stripe.references import id_of, ref_of
from rotunda.sections.ids import ExternalId
from rotunda.sections.labels import Label

_SETTLED = (
    ("finalized_at", "finalized", "Invoice issued", "total"),
    ("paid_at", "paid", "Invoice paid", "amount_paid"),
    ("voided_at", "voided", "Invoice voided", "total"),
    ("marked_uncollectible_at", "uncollectible", "Invoice written off", "total"),
)
"""When, our word for it, theirs for people, and which amount of the invoice counts."""

_STANDS_IN_WORDS = {"incomplete_expired": "never begun", "past_due": "past due"}


def whose_of(raw: Wild) -> tuple[RecordName, ...]:
    """The customer of an invoice, a charge or a subscription; the account's own have none."""
    customer = raw.optional(CUSTOMER)
    return () if customer.is_null else ((CUSTOMER, ExternalId(id_of(customer))),)


def of_invoice(raw: Wild) -> Iterator[Event]:
    times, currency = raw["status_transitions"], currency_of(raw["currency"])
    for member, word, what, amount in _SETTLED:
        at = times.maybe(member, Wild.at_epoch_seconds)
        if at is not None:
            number = raw.maybe_text("number")
            details = BillingDetails(what=what, money=money_of(raw[amount], currency), number=number)
            yield _billing(raw, "invoice", f"invoice:{raw['id'].text()}:{word}", at, details)


def of_charge(raw: Wild) -> Iterator[Event]:
    """A refused payment, and what went back of others: `refunds` are there when they were asked for."""
    currency, number = currency_of(raw["currency"]), raw["id"].text()
    if raw["status"].text() == "failed":
        details = BillingDetails(what="Payment failed", money=money_of(raw["amount"], currency))
        at = raw["created"].at_epoch_seconds()
        yield _billing(raw, "charge", f"charge:{number}:failed", at, details, raw.maybe_text("failure_message"))
    refunds = raw.optional("refunds")
    for refund in () if refunds.is_null else refunds["data"]:
        details = BillingDetails(what="Refund", money=money_of(refund["amount"], currency))
        key, at = f"refund:{refund['id'].text()}", refund["created"].at_epoch_seconds()
        yield _billing(raw, "charge", key, at, details)


def of_subscription(raw: Wild) -> Iterator[Event]:
    """Its beginning and its end."""
    number, ended_at = raw["id"].text(), raw["ended_at"].or_none(Wild.at_epoch_seconds)
    started = BillingDetails(what="Subscription started")
    at = raw["start_date"].at_epoch_seconds()
    yield _billing(raw, "subscription", f"subscription:{number}:started", at, started)
    if ended_at is not None:
        ended = BillingDetails(what="Subscription ended")
        yield _billing(raw, "subscription", f"subscription:{number}:ended", ended_at, ended)


def of_change(event: Wild) -> Iterator[Event]:
    """What a subscription no longer tells of itself: how many, in which state, and that its end was asked for."""
    raw, before = event["data"]["object"], event["data"].optional("previous_attributes")
    if before.is_null or raw["object"].text() != "subscription":
        return
    for field, was, is_ in _differences(raw, before):
        key = f"subscription:{raw['id'].text()}:{field.lower()}:{event['id'].text()}"
        yield Event(
            type=EventType.BILLING,
            key=key,
            version=event["created"].integer(),
            at=event["created"].at_epoch_seconds(),
            record=("subscription", ExternalId(raw["id"].text())),
            label=Label.COMMERCIAL,
            whose=whose_of(raw),
            subject="Subscription changed",
            url=ref_of(raw, "subscription").url,
            details=ChangeDetails(field=field, before=was, after=is_),
        )


def _differences(raw: Wild, before: Wild) -> Iterator[tuple[str, str | None, str | None]]:
    if not before.optional("items").is_null:
        was, is_ = _quantity(before["items"]), _quantity(raw["items"])
        if was != is_:
            yield "Quantity", was, is_
    status = before.maybe_text("status")
    if status is not None:
        yield "Status", _in_words(status), _in_words(raw["status"].text())
    ends = before.maybe("cancel_at_period_end", Wild.boolean)
    if ends is not None:
        yield "Ends with its period", _yes(ends), _yes(raw["cancel_at_period_end"].boolean())


def _quantity(items: Wild) -> str | None:
    """None where all of it is metered."""
    counted = [number for item in items["data"] if (number := item.maybe("quantity", Wild.integer)) is not None]
    return str(sum(counted)) if counted else None


def _in_words(status: str) -> str:
    return _STANDS_IN_WORDS.get(status, status)


def _yes(said: bool) -> str:  # noqa: FBT001 - a fact in words
    return "yes" if said else "no"


def _billing(
    raw: Wild, record_type: str, key: str, at: datetime, details: BillingDetails, text: str | None = None
) -> Event:
    return Event(
        type=EventType.BILLING,
        key=key,
        version=int(at.timestamp()),
        at=at,
        record=(record_type, ExternalId(raw["id"].text())),
        label=Label.COMMERCIAL,
        whose=whose_of(raw),
        subject=_subject(details),
        text=text,
        url=ref_of(raw, record_type).url,
        details=details,
    )


def _subject(details: BillingDetails) -> str:
    return f"{details.what}: {details.number}" if details.number else details.what
