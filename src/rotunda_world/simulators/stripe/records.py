"""Stripe objects that the world keeps inside others, or does not keep because they follow from others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rotunda_world.model import (
    Charge,
    Discount,
    Feature,
    Invoice,
    InvoiceLine,
    Payer,
    Price,
    Refund,
    Subscription,
    SubscriptionItem,
)

AWAITING = ("open", "uncollectible", "void")
LIVE = ("active", "past_due", "trialing")


@dataclass(frozen=True, slots=True)
class ItemOf:
    subscription: Subscription
    item: SubscriptionItem


@dataclass(frozen=True, slots=True)
class LineOf:
    invoice: Invoice
    line: InvoiceLine


@dataclass(frozen=True, slots=True)
class DiscountOf:
    """A discount of a subscription, or of one of its items."""

    subscription: Subscription
    item: SubscriptionItem | None
    discount: Discount


@dataclass(frozen=True, slots=True)
class RefundOf:
    charge: Charge
    refund: Refund


@dataclass(frozen=True, slots=True)
class DisputeOf:
    charge: Charge

    @property
    def id(self) -> str:
        return f"du_{suffix(self.charge.stripe_id)}"

    @property
    def opened_at(self) -> datetime:
        """The world does not say when; the first disputes come within a day."""
        return self.charge.created_at + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Card:
    """The card that an automatically charged payer pays with."""

    payer: Payer

    @property
    def id(self) -> str:
        return f"pm_{suffix(self.payer.stripe_id)}"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The one adjustment by which a payer came to its credit balance."""

    payer: Payer

    @property
    def id(self) -> str:
        return f"cbtxn_{suffix(self.payer.stripe_id)}"


@dataclass(frozen=True, slots=True)
class Intent:
    """A PaymentIntent: its attempts, newest last. One without attempts waits for an invoice to be paid."""

    id: str
    payer: Payer
    invoice: Invoice | None
    charges: tuple[Charge, ...]

    @property
    def created_at(self) -> datetime:
        if self.charges:
            return self.charges[0].created_at
        return _finalized_at(self.invoice) if self.invoice else self.payer.created_at

    @property
    def amount(self) -> int:
        return self.charges[-1].amount if self.charges else self.invoice.total if self.invoice else 0

    @property
    def currency(self) -> str:
        return self.charges[-1].currency if self.charges else self.invoice.currency if self.invoice else ""

    @property
    def status(self) -> str:
        states = {charge.status for charge in self.charges}
        if "succeeded" in states:
            return "succeeded"
        if "pending" in states:
            return "processing"
        void = self.invoice is not None and self.invoice.status == "void"
        return "canceled" if void else "requires_payment_method"


@dataclass(frozen=True, slots=True)
class PaymentOf:
    """An InvoicePayment: what joins an invoice to a PaymentIntent."""

    invoice: Invoice
    intent: Intent
    is_default: bool

    @property
    def id(self) -> str:
        return f"inpay_{suffix(self.intent.id)}"

    @property
    def status(self) -> str:
        if self.intent.status == "succeeded":
            return "paid"
        replaced = not self.is_default or self.invoice.paid_outside or self.invoice.status == "void"
        return "canceled" if replaced else "open"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A feature that a payer's plan opens."""

    payer: Payer
    feature: Feature

    @property
    def id(self) -> str:
        return f"ent_test_{suffix(self.payer.stripe_id)}{self.feature.key}"


def suffix(stripe_id: str) -> str:
    """What follows the prefix of an id."""
    return stripe_id.rpartition("_")[2]


def intents_of(payer: Payer) -> Iterator[Intent]:
    attempts: dict[str, list[Charge]] = {}
    for charge in payer.charges:
        attempts.setdefault(charge.payment_intent_id, []).append(charge)
    for intent_id, charges in attempts.items():
        charges.sort(key=lambda charge: charge.created_at)
        yield Intent(intent_id, payer, charges[-1].invoice, tuple(charges))
    for invoice in payer.invoices:
        if _awaits_first_payment(invoice):
            yield Intent(f"pi_{suffix(invoice.stripe_id)}", payer, invoice, ())


def payments_of(payer: Payer) -> Iterator[PaymentOf]:
    """By invoice, newest first; the newest of an invoice is its default one."""
    newest_first = sorted(intents_of(payer), key=lambda intent: intent.created_at, reverse=True)
    seen: set[int] = set()
    for intent in newest_first:
        if intent.invoice is not None:
            yield PaymentOf(intent.invoice, intent, is_default=id(intent.invoice) not in seen)
            seen.add(id(intent.invoice))


def discounts_of(subscription: Subscription) -> Iterator[DiscountOf]:
    for discount in subscription.discounts:
        yield DiscountOf(subscription, None, discount)
    for item in subscription.items:
        for discount in item.discounts:
            yield DiscountOf(subscription, item, discount)


def has_card(payer: Payer) -> bool:
    """Whoever was ever charged has a card on file; who pays by transfer, or is still trying, has none."""
    return bool(payer.charges)


def plans_of(payer: Payer) -> set[str]:
    prices: Iterator[Price] = (item.price for one in payer.subscriptions if one.status in LIVE for item in one.items)
    return {price.product.plan for price in prices if price.product.plan}


def _awaits_first_payment(invoice: Invoice) -> bool:
    never_tried = invoice.charge is None and not invoice.paid_outside
    return never_tried and invoice.status in AWAITING and invoice.total > 0


def _finalized_at(invoice: Invoice) -> datetime:
    return invoice.finalized_at or invoice.created_at
