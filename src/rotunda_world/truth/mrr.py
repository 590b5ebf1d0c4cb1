"""Monthly recurring revenue of a subscription, exactly.

Stripe publishes no such figure; these are the rules of its Dashboard: active and past due subscriptions count, metered
prices and trials do not, of the discounts only those for ever. Ours to choose: a paused collection counts nothing when
invoices are voided or written off, and everything when they are kept as drafts; a year has 52 weeks and 365 days; tax
contained in prices is taken out by the share that it has in the subscription's newest invoice, as
`(total - sum of total_taxes) / total` of that invoice.
"""

from fractions import Fraction

from rotunda_world.model import Discount, Invoice, Subscription, SubscriptionItem
from rotunda_world.pricing import item_amount, net_amounts

_INTERVALS_PER_MONTH = {
    "day": Fraction(365, 12),
    "week": Fraction(52, 12),
    "month": Fraction(1),
    "year": Fraction(1, 12),
}


def counts(subscription: Subscription) -> bool:
    """Whether it is part of the account's MRR today."""
    return subscription.status in {"active", "past_due"} and subscription.pause_behavior in {None, "keep_as_draft"}


def monthly_value(subscription: Subscription) -> Fraction:
    """Minor units a month, not rounded, whatever the subscription's status."""
    licensed = [
        (item, item_amount(item.price, item.quantity or 0))
        for item in subscription.items
        if item.price.usage_type == "licensed"
    ]
    amounts = net_amounts(licensed, subscription.discounts, _for_ever)
    pairs = zip((item for item, _ in licensed), amounts, strict=True)
    return sum((_monthly(subscription, item, amount) for item, amount in pairs), Fraction(0))


def _for_ever(discount: Discount) -> bool:
    return discount.coupon.duration == "forever"


def _monthly(subscription: Subscription, item: SubscriptionItem, amount: Fraction) -> Fraction:
    monthly = amount * _INTERVALS_PER_MONTH[item.price.interval] / item.price.interval_count
    return monthly * _net_of_tax(subscription) if item.price.tax_behavior == "inclusive" else monthly


def _net_of_tax(subscription: Subscription) -> Fraction:
    """1 where there is no invoice to tell."""
    newest = _newest_invoice(subscription)
    if newest is None or newest.total == 0:
        return Fraction(1)
    return Fraction(newest.total - newest.tax_included, newest.total)


def _newest_invoice(subscription: Subscription) -> Invoice | None:
    own = [invoice for invoice in subscription.customer.invoices if invoice.subscription is subscription]
    return max(own, key=lambda invoice: invoice.created_at, default=None)
