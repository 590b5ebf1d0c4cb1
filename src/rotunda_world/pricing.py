"""What one billing interval of an item costs: exact arithmetic in minor units, rounded by nobody here.

Source of the rules: Stripe's billing model (per unit, packages, graduated and volume tiers, discounts in order).
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from rotunda_world.model import Discount, Price, SubscriptionItem, Tier

Counts = Callable[[Discount], bool]


def item_amount(price: Price, quantity: int) -> Fraction:
    """Before discounts, per interval of the price. Raises ValueError for a price without amount or tiers."""
    if price.tiers_mode == "graduated":
        return _graduated(price.tiers, quantity)
    if price.tiers_mode == "volume":
        return _volume(price.tiers, quantity)
    if price.unit_amount is None:
        raise ValueError(f"price {price.key} has neither a unit amount nor tiers")
    return Fraction(price.unit_amount) * _packages(price, quantity)


def net_amounts(
    items: Sequence[tuple[SubscriptionItem, Fraction]], further: list[Discount], counts: Counts
) -> list[Fraction]:
    """The items' amounts after their own discounts and then the subscription's (`further`), in the order given.

    Only discounts that `counts` accepts are applied. An amount off the subscription is shared out over the items that
    it reduces in proportion to their amounts, so that the sum is exact; nothing falls below zero.
    """
    amounts = [_after_own(item, amount, counts) for item, amount in items]
    for discount in filter(counts, further):
        wanted = discount.coupon.applies_to
        reduces = [not wanted or item.price.product in wanted for item, _ in items]
        amounts = _after(discount, amounts, reduces)
    return amounts


def _packages(price: Price, quantity: int) -> int:
    if price.divide_by is None:
        return quantity
    return -(-quantity // price.divide_by) if price.round == "up" else quantity // price.divide_by


def _graduated(tiers: list[Tier], quantity: int) -> Fraction:
    """Each slice at its tier's price, and the flat amount of every tier entered; none at all still enters the first."""
    total, below = Fraction(0), 0
    for tier in tiers:
        top = quantity if tier.up_to is None else min(quantity, tier.up_to)
        total += (top - below) * Fraction(tier.unit_amount) + Fraction(tier.flat_amount)
        below = top
        if below == quantity:
            break
    return total


def _volume(tiers: list[Tier], quantity: int) -> Fraction:
    for tier in tiers:
        if tier.up_to is None or quantity <= tier.up_to:
            return quantity * Fraction(tier.unit_amount) + Fraction(tier.flat_amount)
    raise ValueError(f"no tier reaches {quantity}")


def _after_own(item: SubscriptionItem, amount: Fraction, counts: Counts) -> Fraction:
    for discount in filter(counts, item.discounts):
        [amount] = _after(discount, [amount], [True])
    return amount


def _after(discount: Discount, amounts: list[Fraction], reduces: list[bool]) -> list[Fraction]:
    coupon = discount.coupon
    if coupon.percent_off is not None:
        kept = 1 - Fraction(coupon.percent_off) / 100
    else:
        base = sum((amount for amount, reduced in zip(amounts, reduces, strict=True) if reduced), Fraction(0))
        kept = max(Fraction(0), 1 - Fraction(coupon.amount_off or 0) / base) if base else Fraction(0)
    return [amount * kept if reduced else amount for amount, reduced in zip(amounts, reduces, strict=True)]
