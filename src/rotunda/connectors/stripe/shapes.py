"""What is read of Stripe's long lists. An invoice comes with its lines and a charge with its card: neither is shown."""

from typing import TypedDict

from rotunda.connector_kit.requests import Json


class _Invoice(TypedDict, total=False):
    id: Json
    livemode: Json
    customer: Json
    currency: Json
    status: Json
    number: Json
    total: Json
    amount_due: Json
    amount_paid: Json
    amount_paid_off_stripe: Json
    amount_remaining: Json
    attempt_count: Json
    attempted: Json
    created: Json
    due_date: Json
    next_payment_attempt: Json
    status_transitions: Json
    hosted_invoice_url: Json
    invoice_pdf: Json


class InvoicePage(TypedDict, total=False):
    """A page of `/v1/invoices`."""

    data: list[_Invoice]
    has_more: Json


class _Charge(TypedDict, total=False):
    id: Json
    livemode: Json
    customer: Json
    currency: Json
    status: Json
    amount: Json
    amount_captured: Json
    amount_refunded: Json
    captured: Json
    created: Json
    disputed: Json
    failure_code: Json
    failure_message: Json
    payment_intent: Json


class ChargePage(TypedDict, total=False):
    """A page of `/v1/charges`."""

    data: list[_Charge]
    has_more: Json
