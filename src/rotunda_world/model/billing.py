"""Who pays, for what, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from rotunda_world.model.catalogue import Coupon, Price

if TYPE_CHECKING:  # a company has payers and a payer has a company
    from rotunda_world.model.company import Company


@dataclass(slots=True)
class Discount:
    stripe_id: str  # di_...
    coupon: Coupon
    start: datetime
    end: datetime | None = None


@dataclass(slots=True)
class SubscriptionItem:
    stripe_id: str  # si_...
    price: Price
    quantity: int | None
    period_start: datetime
    period_end: datetime
    created_at: datetime
    discounts: list[Discount] = field(default_factory=list)


@dataclass(slots=True)
class Subscription:
    """`status` as Stripe writes it. `pause_behavior` set: collection is paused (the status stays as it is)."""

    stripe_id: str  # sub_...
    customer: "Payer" = field(compare=False, repr=False)
    status: str
    currency: str
    items: list[SubscriptionItem]
    created_at: datetime
    start_at: datetime
    billing_cycle_anchor: datetime
    collection_method: str = "charge_automatically"
    days_until_due: int | None = None
    discounts: list[Discount] = field(default_factory=list)
    trial_start: datetime | None = None
    trial_end: datetime | None = None
    cancel_at: datetime | None = None
    cancel_at_period_end: bool = False
    canceled_at: datetime | None = None
    ended_at: datetime | None = None
    cancellation_reason: str | None = None
    cancellation_feedback: str | None = None
    pause_behavior: str | None = None
    pause_resumes_at: datetime | None = None


@dataclass(slots=True)
class InvoiceLine:
    stripe_id: str  # il_...
    item: SubscriptionItem | None
    description: str
    amount: int
    quantity: int | None
    period_start: datetime
    period_end: datetime


@dataclass(slots=True)
class Invoice:
    """`subtotal` is before discounts. `tax_included` is the part of `total` that is inclusive tax (`total_taxes`)."""

    stripe_id: str  # in_...
    number: str
    customer: "Payer" = field(compare=False, repr=False)
    subscription: Subscription | None
    status: str  # draft, open, paid, uncollectible, void
    billing_reason: str
    currency: str
    subtotal: int
    total: int
    amount_paid: int
    created_at: datetime
    lines: list[InvoiceLine]
    collection_method: str = "charge_automatically"
    due_at: datetime | None = None
    finalized_at: datetime | None = None
    paid_at: datetime | None = None
    voided_at: datetime | None = None
    attempt_count: int = 0
    next_payment_attempt_at: datetime | None = None
    paid_outside: bool = False
    charge: "Charge | None" = None  # The newest attempt.
    tax_included: int = 0

    @property
    def amount_remaining(self) -> int:
        return 0 if self.status == "void" else self.total - self.amount_paid


@dataclass(slots=True)
class Refund:
    stripe_id: str
    amount: int
    created_at: datetime
    reason: str | None = None


@dataclass(slots=True)
class Charge:
    stripe_id: str  # ch_...
    payment_intent_id: str  # pi_...
    customer: "Payer" = field(compare=False, repr=False)
    invoice: Invoice | None = field(compare=False, repr=False)
    amount: int
    currency: str
    status: str  # succeeded, failed, pending
    created_at: datetime
    refunds: list[Refund] = field(default_factory=list)
    failure_code: str | None = None
    failure_message: str | None = None
    decline_code: str | None = None
    disputed: bool = False
    dispute_status: str | None = None

    @property
    def amount_refunded(self) -> int:
        return sum(refund.amount for refund in self.refunds)


@dataclass(slots=True)
class Payer:
    """A Stripe customer. `declares_account`: whether its metadata names the product's account id; some do not."""

    stripe_id: str  # cus_...
    company: "Company" = field(compare=False, repr=False)
    name: str
    email: str | None
    created_at: datetime
    currency: str
    declares_account: bool = True
    delinquent: bool = False
    balance: int = 0
    phone: str | None = None
    subscriptions: list[Subscription] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
