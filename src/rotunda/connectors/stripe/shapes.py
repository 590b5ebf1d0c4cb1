"""What is read of Stripe's long lists. An invoice comes with its lines and a charge with its card: neither is shown.

Times are whole seconds since 1970; amounts are in the currency's unit as Stripe counts it (see `money.py`).
"""

from typing import TypedDict

import msgspec

from rotunda.connector_kit.requests import Json


class Transitions(msgspec.Struct, gc=False):
    """When an invoice changed its state."""

    finalized_at: int | None
    paid_at: int | None


class RawInvoice(msgspec.Struct, gc=False):
    id: str
    livemode: bool
    customer: str
    currency: str
    status: str
    total: int
    amount_due: int
    amount_paid: int
    amount_remaining: int
    amount_paid_off_stripe: int | None
    attempt_count: int
    attempted: bool
    created: int
    due_date: int | None
    next_payment_attempt: int | None
    status_transitions: Transitions
    number: str | None = None
    hosted_invoice_url: str | None = None
    invoice_pdf: str | None = None


class InvoicePage(TypedDict, total=False):
    """A page of `/v1/invoices`."""

    data: list[RawInvoice]
    has_more: Json


class RawCharge(msgspec.Struct, gc=False):
    id: str
    livemode: bool
    customer: str
    currency: str
    status: str
    amount: int
    amount_captured: int
    amount_refunded: int
    captured: bool
    created: int
    disputed: bool
    payment_intent: str | None
    failure_code: str | None = None
    failure_message: str | None = None


class ChargePage(TypedDict, total=False):
    """A page of `/v1/charges`."""

    data: list[RawCharge]
    has_more: Json
