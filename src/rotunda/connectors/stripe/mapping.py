"""Stripe's customers, invoices and charges as the section models have them. Subscriptions: `subscriptions.py`."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.requests import Payload
from rotunda.connectors.stripe.money import currency_of, money_of
from rotunda.connectors.stripe.references import check_same, id_of, ref_of
from rotunda.sections.billing.model import BillingCustomer, Invoice, InvoiceStatus, Payment
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.money import Money, sum_by_currency

CUSTOMER = "customer"
ACCOUNT_KEY = "account_id"
"""The key of a customer's metadata under which the product's own account id stands."""
PRODUCT_SOURCE = SourceName("productdb")

_CHARGE_STATES = {"succeeded": "succeeded", "pending": "pending", "failed": "failed"}
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
        external_id=ExternalId(raw["id"].text()),
        name=_name(raw),
        emails=(email,) if email else (),
        declared=(Declared(PRODUCT_SOURCE, ExternalId(account_id)),) if account_id else (),
        city=None if address.is_null else address.optional("city").text_or_none(),
        country=None if address.is_null else address.optional("country").text_or_none(),
    )


class Timing(msgspec.Struct, frozen=True):
    """Whether an invoice is unpaid past its day, and whether a payment of it was refused."""

    overdue_since: datetime | None
    payment_failed: bool


def invoice_of(raw: Wild, customer_id: str, now: datetime) -> Invoice:
    check_same(raw["customer"], customer_id)
    currency = currency_of(raw["currency"])
    timing = _timing(raw, now)
    return Invoice(
        ref=ref_of(raw, "invoice"),
        status=raw["status"].one_of(InvoiceStatus),
        total=money_of(raw["total"], currency),
        amount_due=money_of(raw["amount_due"], currency),
        amount_paid=money_of(raw["amount_paid"], currency),
        amount_remaining=money_of(raw["amount_remaining"], currency),
        created_at=raw["created"].at_epoch_seconds(),
        number=raw.maybe_text("number"),
        due_at=raw["due_date"].or_none(Wild.at_epoch_seconds),
        paid_at=raw["status_transitions"]["paid_at"].or_none(Wild.at_epoch_seconds),
        overdue_since=timing.overdue_since,
        payment_failed=timing.payment_failed,
        attempts=raw["attempt_count"].integer(),
        next_attempt_at=raw["next_payment_attempt"].or_none(Wild.at_epoch_seconds),
        pay_url=raw.maybe_text("hosted_invoice_url"),
        pdf_url=raw.maybe_text("invoice_pdf"),
    )


def _timing(raw: Wild, now: datetime) -> Timing:
    """An open invoice is overdue after its due date or, charged automatically, from the first refused attempt on: it
    fell due when it was finalized.
    """
    unpaid = raw["status"].one_of(InvoiceStatus) is InvoiceStatus.OPEN and raw["amount_remaining"].integer() > 0
    attempted = raw["attempted"].boolean()
    due_at = raw["due_date"].or_none(Wild.at_epoch_seconds)
    if due_at is None and attempted:
        finalized_at = raw["status_transitions"]["finalized_at"].or_none(Wild.at_epoch_seconds)
        due_at = finalized_at or raw["created"].at_epoch_seconds()
    return Timing(
        overdue_since=due_at if unpaid and due_at is not None and due_at < now else None,
        payment_failed=unpaid and attempted and raw["attempt_count"].integer() > 0,
    )


def paid_outside(invoices: Sequence[Wild]) -> list[Money]:
    """What was settled by other means, per currency: it never becomes a charge."""
    return [
        money
        for money in sum_by_currency(
            money_of(raw["amount_paid_off_stripe"], currency_of(raw["currency"]))
            for raw in invoices
            if raw["amount_paid_off_stripe"].integer_or_none()
        )
        if money.amount_minor
    ]


def is_disputed(charge: Wild) -> bool:
    return charge["disputed"].boolean()


def is_lost(disputes: Payload, charge_id: str) -> bool:
    """Whether any of a charge's disputes was lost: the money is gone."""
    found = False
    for raw in each(disputes, "disputes"):
        check_same(raw["charge"], charge_id)
        found = raw["status"].choice(_DISPUTE_STATES) or found
    return found


def payment_of(raw: Wild, customer_id: str, *, lost: bool) -> Payment:
    """A charge. One that was only authorised is pending until it is captured."""
    check_same(raw["customer"], customer_id)
    currency = currency_of(raw["currency"])
    state = raw["status"].choice(_CHARGE_STATES)
    succeeded = state == "succeeded" and raw["captured"].boolean()
    intent = raw["payment_intent"]
    return Payment(
        ref=ref_of(raw, "charge", None if intent.is_null else id_of(intent)),
        at=raw["created"].at_epoch_seconds(),
        amount=money_of(raw["amount_captured" if succeeded else "amount"], currency),
        refunded=money_of(raw["amount_refunded"], currency),
        succeeded=succeeded,
        pending=not succeeded and state != "failed",
        disputed=is_disputed(raw),
        dispute_lost=lost,
        failure_code=raw.maybe_text("failure_code"),
        failure_message=raw.maybe_text("failure_message"),
    )
