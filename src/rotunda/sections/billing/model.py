"""What do they pay: subscriptions, MRR, invoices, payments and their failures."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from rotunda.sections.labels import CONTRACT, PERSONAL
from rotunda.sections.money import Money
from rotunda.sections.provenance import MadeMoney, Ref


class SubscriptionStatus(StrEnum):
    """The state of a subscription, in words that every billing system maps to."""

    ACTIVE = "active"
    PAST_DUE = "past_due"
    TRIALING = "trialing"
    PAUSED = "paused"
    UNPAID = "unpaid"
    INCOMPLETE = "incomplete"
    CANCELED = "canceled"


class InvoiceStatus(StrEnum):
    """`failed` and `overdue` are not states of an invoice: see `Invoice.payment_failed` and `Invoice.overdue_since`."""

    DRAFT = "draft"
    OPEN = "open"
    PAID = "paid"
    UNCOLLECTIBLE = "uncollectible"
    VOID = "void"


class SubscriptionItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One priced line. `amount` is per billing interval before discounts; None for metered prices."""

    product: str
    interval: str
    quantity: int | None = None
    amount: Money | None = None
    metered: bool = False


class Subscription(msgspec.Struct, frozen=True, omit_defaults=True):
    """`mrr` counts towards the account's MRR now (None: nothing counts); `trial_mrr` is what a trial would bring.

    `mrr_if_live` is the monthly value of the subscription whatever its status: what ended with a canceled one.
    `mrr_exact` and `trial_mrr_exact` are the same amounts as decimal text in minor units before rounding: the account's
    total is summed from these and rounded once.
    """

    ref: Ref
    status: SubscriptionStatus
    currency: str
    items: list[SubscriptionItem]
    started_at: datetime
    mrr: MadeMoney | None = None
    trial_mrr: MadeMoney | None = None
    mrr_exact: str | None = None
    trial_mrr_exact: str | None = None
    mrr_if_live: Money | None = None
    interval: str | None = None
    current_period_end_at: datetime | None = None
    renews_at: datetime | None = None
    trial_ends_at: datetime | None = None
    cancel_at: datetime | None = None
    canceled_at: datetime | None = None
    ended_at: datetime | None = None
    collection_paused: bool = False
    collection_resumes_at: datetime | None = None
    sent_by_invoice: bool = False
    discounts: list[str] = []
    notes: list[str] = []


class Invoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """`overdue_since` is when an unpaid invoice fell due; `payment_failed` is true after a refused attempt."""

    ref: Ref
    status: InvoiceStatus
    total: Money
    amount_due: Money
    amount_paid: Money
    amount_remaining: Money
    created_at: datetime
    number: str | None = None
    due_at: datetime | None = None
    paid_at: datetime | None = None
    overdue_since: datetime | None = None
    payment_failed: bool = False
    attempts: int = 0
    next_attempt_at: datetime | None = None
    pay_url: str | None = None
    pdf_url: str | None = None


class Payment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A charge. `amount` is what was captured (or tried, when `succeeded` is false); `refunded` of it went back."""

    ref: Ref
    at: datetime
    amount: Money
    refunded: Money
    succeeded: bool
    pending: bool = False
    disputed: bool = False
    dispute_lost: bool = False
    failure_code: str | None = None
    failure_message: str | None = None


class BillingCustomer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The payer's own record. `credit` is what we owe them (positive) or they owe beside invoices (negative)."""

    ref: Ref
    created_at: datetime
    name: str | None = None
    email: str | None = None
    delinquent: bool = False
    credit: Money | None = None


class BillingPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one billing system says. Invoices and payments are newest first. `truncated` names lists that were cut.

    `paid_outside` is what was settled outside the source, per currency; it counts towards lifetime paid.
    """

    customers: list[BillingCustomer]
    subscriptions: list[Subscription]
    invoices: list[Invoice]
    payments: list[Payment]
    paid_outside: list[Money] = []
    truncated: list[str] = []


class MonthPaid(msgspec.Struct, frozen=True):
    """`month` is `YYYY-MM` in UTC; `paid` holds one amount per currency of the invoices paid in it."""

    month: str
    paid: list[Money]


class Overdue(msgspec.Struct, frozen=True):
    """Unpaid invoices past their due date, per currency."""

    count: int
    amounts: list[Money]
    oldest_due_at: datetime


class CustomerView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The payer's record as shown."""

    ref: Ref
    created_at: Annotated[datetime, CONTRACT]
    name: Annotated[str | None, PERSONAL] = None
    email: Annotated[str | None, PERSONAL] = None
    credit: Money | None = None


class PlanLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is subscribed to, without any amount: readable by roles that may not see money."""

    ref: Ref
    products: list[str]
    status: SubscriptionStatus
    interval: str | None = None
    seats: int | None = None
    started_at: datetime | None = None
    renews_at: datetime | None = None
    trial_ends_at: datetime | None = None
    cancel_at: datetime | None = None
    ended_at: datetime | None = None
    collection_paused: bool = False


class BillingView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Money per currency, never summed across. Default label: commercial."""

    plans: Annotated[list[PlanLine], CONTRACT]
    next_renewal_at: Annotated[datetime | None, CONTRACT]
    payment_ok: Annotated[bool, CONTRACT]
    customers: list[CustomerView]
    mrr: list[MadeMoney]
    arr: list[MadeMoney]
    trial_mrr: list[MadeMoney]
    mrr_change_30d: list[MadeMoney]
    subscriptions: list[Subscription]
    invoices: list[Invoice]
    payments: list[Payment]
    failed_payments_30d: int
    paid_by_month: list[MonthPaid]
    lifetime_paid: list[MadeMoney]
    overdue: Overdue | None = None
    truncated: list[str] = []
