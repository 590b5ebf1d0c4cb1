"""Stripe's discounts with the terms of their coupons."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

import msgspec

from rotunda.connector_kit.json import Wild
from rotunda.connectors.stripe.money import currency_of, exact_minor
from rotunda.connectors.stripe.mrr import Discount
from rotunda.connectors.stripe.references import id_of

_DURATIONS = {"forever": "forever", "once": "for one invoice", "repeating": "for some months"}


class Reduction(msgspec.Struct, frozen=True):
    """A discount and when it ends; None where its coupon has no end, or one invoice uses it up."""

    discount: Discount
    ends_at: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        """Whether an invoice at `moment` is reduced by it. A coupon for one invoice was used up by the first."""
        return self.discount.forever or (self.ends_at is not None and self.ends_at > moment)


def coupon_id_of(discount: Wild) -> str:
    return id_of(discount["source"]["coupon"])


def reduction_of(discount: Wild, currency: str, coupons: Mapping[str, Wild]) -> Reduction:
    """`coupons` know to which products they apply. A coupon that was deleted lives on in its discounts: where these
    hold it expanded, its terms are known but for the products; else they are not.
    """
    embedded = discount["source"]["coupon"]
    coupon = coupons.get(id_of(embedded), embedded)
    ends_at = discount["end"].or_none(Wild.at_epoch_seconds)
    if not coupon.is_object:
        return Reduction(Discount(name="A deleted coupon", forever=True, currency=currency), ends_at)
    return Reduction(_with_terms(coupon, currency), ends_at)


def _with_terms(coupon: Wild, currency: str) -> Discount:
    duration = coupon["duration"].choice(_DURATIONS)
    return Discount(
        name=coupon.optional("name").text_or_none() or "Coupon",
        forever=duration == "forever",
        currency=currency,
        duration=duration,
        percent=coupon["percent_off"].or_none(_percent),
        amount=_amount_off(coupon, currency),
        products=coupon.maybe("applies_to", _products),
    )


def _percent(raw: Wild) -> Fraction:
    percent = Fraction(raw.decimal())
    if not 0 <= percent <= 100:
        raise raw.bad("must be a percentage")
    return percent


def _amount_off(coupon: Wild, currency: str) -> Fraction | None:
    """None for a percentage, and for an amount that the coupon does not name in the subscription's currency."""
    if coupon["amount_off"].is_null:
        return None
    if currency_of(coupon["currency"]) == currency:
        return _amount(coupon["amount_off"], currency)
    options = coupon.optional("currency_options")
    option = None if options.is_null else options.maybe(currency.lower(), lambda found: found)
    return None if option is None else _amount(option["amount_off"], currency)


def _amount(raw: Wild, currency: str) -> Fraction:
    amount = raw.integer()
    if amount < 0:
        raise raw.bad("must not be negative")
    return exact_minor(amount, currency)


def _products(raw: Wild) -> frozenset[str]:
    return frozenset(product.text() for product in raw["products"])
