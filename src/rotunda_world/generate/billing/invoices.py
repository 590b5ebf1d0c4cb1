"""The invoices of a subscription's whole past, one per period and interval, consistent with its items."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
from random import Random

from rotunda_world.generate.billing.periods import Period, periods
from rotunda_world.generate.billing.subscriptions import every_of
from rotunda_world.generate.seeds import stripe_id
from rotunda_world.model import Discount, Invoice, InvoiceLine, Payer, Subscription, SubscriptionItem
from rotunda_world.pricing import item_amount, net_amounts

_TAX_PERCENT = {"gbp": 20, "eur": 21, "usd": 8, "jpy": 10, "kwd": 5}


@dataclass(slots=True)
class Ledger:
    """Writes one payer's invoices. `growth` is the share of today's seats that came after the start."""

    payer: Payer
    random: Random
    now: datetime
    growth: float
    prefix: str

    def bill(self, subscription: Subscription) -> list[Invoice]:
        """Every invoice of the subscription, oldest first, open and unpaid until somebody settles them."""
        invoices = [self._trial_invoice(subscription)] if subscription.trial_start else []
        until = _billed_until(subscription, self.now)
        groups = {every_of(item) for item in subscription.items}
        for every in sorted(groups):
            items = [item for item in subscription.items if every_of(item) == every]
            invoices += [
                self._cycle_invoice(subscription, items, period)
                for period in periods(subscription.billing_cycle_anchor, every, until)
            ]
        return sorted(invoices, key=lambda invoice: invoice.created_at)

    def manual(self, description: str, amount: int, at: datetime) -> Invoice:
        """A one-off, outside every subscription."""
        line = InvoiceLine(stripe_id(self.random, "il"), None, description, amount, 1, at, at)
        return self._invoice(None, "manual", at, [line], amount)

    def number(self, invoices: Iterable[Invoice]) -> None:
        """Numbers run per payer, in the order of creation."""
        for place, invoice in enumerate(sorted(invoices, key=lambda each: each.created_at), start=1):
            invoice.number = f"{self.prefix}-{place:04}"

    def _trial_invoice(self, subscription: Subscription) -> Invoice:
        lines = [
            InvoiceLine(
                stripe_id=stripe_id(self.random, "il"),
                item=item,
                description=f"Trial period for {item.price.product.name}",
                amount=0,
                quantity=item.quantity,
                period_start=subscription.start_at,
                period_end=subscription.trial_end or subscription.start_at,
            )
            for item in subscription.items
        ]
        return self._invoice(subscription, "subscription_create", subscription.start_at, lines, 0)

    def _cycle_invoice(self, subscription: Subscription, items: list[SubscriptionItem], period: Period) -> Invoice:
        first = period.start == subscription.start_at
        lines: list[InvoiceLine] = []
        licensed: list[tuple[SubscriptionItem, Fraction]] = []
        for item in items:
            if item.quantity is None:
                lines += self._used(item, period)
                continue
            quantity = self._quantity(item, period)
            amount = item_amount(item.price, quantity)
            licensed.append((item, Fraction(_rounded(amount))))
            lines.append(self._line(item, quantity, _rounded(amount), period))
        used = sum(line.amount for line in lines if line.quantity is not None and line.period_start < period.start)
        net = net_amounts(licensed, subscription.discounts, lambda discount: _in_force(discount, period.start))
        total = used + _rounded(sum(net, Fraction(0)))
        reason = "subscription_create" if first else "subscription_cycle"
        invoice = self._invoice(subscription, reason, period.start, lines, total)
        if any(item.price.tax_behavior == "inclusive" for item in items):
            percent = _TAX_PERCENT[subscription.currency]
            invoice.tax_included = _rounded(Fraction(total * percent, 100 + percent))
        return invoice

    def _used(self, item: SubscriptionItem, period: Period) -> list[InvoiceLine]:
        """Metered items are billed for the period before; the first invoice has none."""
        if period.number == 0:
            return []
        quantity = self.random.randrange(2_000, 60_000)
        amount = _rounded(item_amount(item.price, quantity))
        before = Period(period.start - (period.end - period.start), period.start, period.number - 1)
        return [self._line(item, quantity, amount, before)]

    def _quantity(self, item: SubscriptionItem, period: Period) -> int:
        """Today's quantity in the current period, and fewer the longer ago; never more than the growth allows."""
        quantity = item.quantity or 1
        span = (item.period_start - item.created_at).total_seconds()
        if quantity < 4 or span <= 0:
            return quantity
        age = max(0.0, (item.period_start - period.start).total_seconds() / span)
        return max(1, quantity - floor(quantity * self.growth * age))

    def _line(self, item: SubscriptionItem, quantity: int, amount: int, period: Period) -> InvoiceLine:
        return InvoiceLine(
            stripe_id=stripe_id(self.random, "il"),
            item=item,
            description=f"{quantity} x {item.price.product.name}",
            amount=amount,
            quantity=quantity,
            period_start=period.start,
            period_end=period.end,
        )

    def _invoice(
        self, subscription: Subscription | None, reason: str, at: datetime, lines: list[InvoiceLine], total: int
    ) -> Invoice:
        sent = subscription is not None and subscription.collection_method == "send_invoice"
        days = (subscription.days_until_due if subscription else None) or 0
        return Invoice(
            stripe_id=stripe_id(self.random, "in"),
            number="",
            customer=self.payer,
            subscription=subscription,
            status="open",
            billing_reason=reason,
            currency=self.payer.currency,
            subtotal=sum(line.amount for line in lines),
            total=total,
            amount_paid=0,
            created_at=at,
            lines=lines,
            collection_method="send_invoice" if sent else "charge_automatically",
            due_at=at + timedelta(days=days) if sent else None,
            finalized_at=at + timedelta(hours=1) if reason == "subscription_cycle" else at,
        )


def _billed_until(subscription: Subscription, now: datetime) -> datetime:
    """The last moment at which a period could begin and be billed."""
    if subscription.status in {"trialing", "paused"}:
        return subscription.billing_cycle_anchor - timedelta(seconds=1)
    if subscription.ended_at is not None:
        return min(now, subscription.ended_at - timedelta(seconds=1))
    return now


def _in_force(discount: Discount, at: datetime) -> bool:
    return discount.start <= at and (discount.end is None or at < discount.end)


def _rounded(amount: Fraction) -> int:
    """Half up, as invoices round each line."""
    return floor(amount + Fraction(1, 2))
