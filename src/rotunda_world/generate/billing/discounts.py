"""Discounts: on the subscription or on one item, for ever, for some months or once, in percent or as an amount."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random

from rotunda_world.generate.catalogue import Catalogue
from rotunda_world.generate.companies import Cast
from rotunda_world.generate.moments import months_after
from rotunda_world.generate.seeds import stripe_id
from rotunda_world.model import Coupon, Discount, Subscription

_CYCLE = (
    "none", "forever", "none", "repeating", "none", "amount", "none", "once", "none", "item", "none", "plan_only",
    "none", "item_amount", "none", "repeating_amount", "none",
)  # fmt: skip
_AMOUNTS = {"amount", "repeating_amount", "item", "item_amount"}
"""Need an invoice that is large enough, and the same items on every invoice."""


def discount(cast: Cast, catalogue: Catalogue, subscription: Subscription, random: Random) -> None:
    """Gives the subscription the discount whose turn it is."""
    kind = _CYCLE[(cast.casting.index * 5 + cast.seed) % len(_CYCLE)]
    inclusive = any(item.price.tax_behavior == "inclusive" for item in subscription.items)
    # Dinars must keep a last digit of 0 and inclusive tax is taken from undiscounted invoices: both stay plain.
    if kind == "none" or subscription.currency == "kwd" or inclusive:
        return
    _Discounter(cast, catalogue, subscription, random).apply(kind)


class _Discounter:
    """Applies discounts to one subscription."""

    def __init__(self, cast: Cast, catalogue: Catalogue, subscription: Subscription, random: Random) -> None:
        self._cast = cast
        self._catalogue = catalogue
        self._subscription = subscription
        self._random = random

    def apply(self, kind: str) -> None:
        subscription = self._subscription
        uniform = len({(item.price.interval, item.price.interval_count) for item in subscription.items}) == 1
        licensed = all(item.quantity is not None for item in subscription.items)
        often = subscription.items[0].price.interval in {"day", "week"}
        if kind in _AMOUNTS and (often or not (uniform and licensed)):
            kind = "forever"
        _GIVE[kind](self)

    def forever(self) -> None:
        percent = self._random.choice((Decimal(10), Decimal(15), Decimal("12.5"), Decimal(20)))
        self._on_subscription(Coupon(f"partner_{percent}", "", f"Partner {percent} %", "forever", percent_off=percent))

    def once(self) -> None:
        """Given lately and not used yet: the next invoice will use it up."""
        coupon = self._coupon(Coupon("goodwill_25", "", "Goodwill 25 %", "once", percent_off=Decimal(25)))
        begun = max(item.period_start for item in self._subscription.items)
        given = begun + (self._cast.now - begun) / 2
        self._subscription.discounts.append(
            Discount(stripe_id(self._random, "di"), coupon, given.replace(microsecond=0))
        )

    def repeating(self) -> None:
        coupon = Coupon("launch_30", "", "Launch 30 %", "repeating", percent_off=Decimal(30), duration_in_months=6)
        self._for_months(coupon)

    def repeating_amount(self) -> None:
        self._for_months(self._amount_off("welcome", "Welcome credit", 20, "repeating"))

    def amount(self) -> None:
        self._on_subscription(self._amount_off("loyalty", "Loyalty", 10, "forever"))

    def item(self) -> None:
        """Percent off the first item, then an amount off the whole."""
        coupon = self._coupon(Coupon("volume_20", "", "Volume 20 %", "forever", percent_off=Decimal(20)))
        self._subscription.items[0].discounts.append(self._since_start(coupon))
        self.amount()

    def item_amount(self) -> None:
        coupon = self._coupon(self._amount_off("bundle", "Bundle", 15, "forever"))
        self._subscription.items[-1 if self._subscription.items[-1].quantity else 0].discounts.append(
            self._since_start(coupon)
        )

    def plan_only(self) -> None:
        product = self._subscription.items[0].price.product
        coupon = Coupon(f"only_{product.key}", "", f"{product.name} 18 %", "forever", percent_off=Decimal(18))
        coupon.applies_to = [product]
        self._on_subscription(coupon)

    def _amount_off(self, key: str, name: str, units: int, duration: str) -> Coupon:
        """`units` hundred minor units per interval, twelve times that for a year."""
        subscription = self._subscription
        yearly = subscription.items[0].price.interval == "year"
        minor = units * (1200 if yearly else 100)
        months = 6 if duration == "repeating" else None
        return Coupon(
            f"{key}_{subscription.currency}_{minor}",
            "",
            f"{name} {minor} {subscription.currency.upper()}",
            duration,
            amount_off=minor,
            currency=subscription.currency,
            duration_in_months=months,
        )

    def _for_months(self, terms: Coupon) -> None:
        start = max(self._subscription.start_at, self._cast.now - timedelta(days=self._random.randrange(20, 120)))
        end = months_after(start, terms.duration_in_months or 1)
        discount = Discount(stripe_id(self._random, "di"), self._coupon(terms), start, end)
        self._subscription.discounts.append(discount)

    def _on_subscription(self, terms: Coupon) -> None:
        self._subscription.discounts.append(self._since_start(self._coupon(terms)))

    def _since_start(self, coupon: Coupon) -> Discount:
        return Discount(stripe_id(self._random, "di"), coupon, self._subscription.start_at)

    def _coupon(self, terms: Coupon) -> Coupon:
        return self._catalogue.coupon(terms)


_GIVE: dict[str, Callable[[_Discounter], None]] = {
    "forever": _Discounter.forever,
    "once": _Discounter.once,
    "repeating": _Discounter.repeating,
    "repeating_amount": _Discounter.repeating_amount,
    "amount": _Discounter.amount,
    "item": _Discounter.item,
    "item_amount": _Discounter.item_amount,
    "plan_only": _Discounter.plan_only,
}
