"""Products, prices, coupons and the discounts made of them."""

from datetime import UTC, datetime

from rotunda_world.model import Coupon, Price, Product, Tier
from rotunda_world.simulators.stripe.records import DiscountOf, suffix
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json, decimal_text, nulls, seconds, seconds_or_none, whole

COUPONS_MADE_AT = datetime(2020, 1, 1, tzinfo=UTC)
"""When the demo account was set up: the world does not date its coupons."""


def product(rendering: Rendering, one: Product) -> Json:
    prices = [price for price in rendering.book.world.prices if price.product is one]
    return {
        "id": one.stripe_id,
        "object": "product",
        **nulls("description", "package_dimensions", "shippable", "statement_descriptor", "tax_code", "url"),
        "active": True,
        "created": seconds(one.updated_at),  # The world knows only when it last changed.
        "default_price": prices[0].stripe_id if prices else None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {"plan": one.plan} if one.plan else {},
        "name": one.name,
        "type": "service",
        "unit_label": "seat" if one.plan else None,
        "updated": seconds(one.updated_at),
    }


def price(_: Rendering, one: Price) -> Json:
    """Without `tiers` and `currency_options`, which come only when expanded."""
    return {
        "id": one.stripe_id,
        "object": "price",
        "active": True,
        "billing_scheme": billing_scheme(one),
        "created": seconds(one.created_at),
        "currency": one.currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": one.nickname,
        "product": one.product.stripe_id,
        "recurring": recurring(one),
        "tax_behavior": one.tax_behavior,
        "tiers_mode": one.tiers_mode,
        "transform_quantity": transform(one),
        "type": "recurring",
        "unit_amount": whole(one.unit_amount),
        "unit_amount_decimal": decimal_text(one.unit_amount),
    }


def plan(_: Rendering, one: Price) -> Json:
    """The legacy mirror of a price that subscription items still carry."""
    return {
        "id": one.stripe_id,
        "object": "plan",
        **nulls("trial_period_days"),
        "active": True,
        "amount": whole(one.unit_amount),
        "amount_decimal": decimal_text(one.unit_amount),
        "billing_scheme": billing_scheme(one),
        "created": seconds(one.created_at),
        "currency": one.currency,
        "interval": one.interval,
        "interval_count": one.interval_count,
        "livemode": False,
        "metadata": {},
        "meter": meter_id(one),
        "nickname": one.nickname,
        "product": one.product.stripe_id,
        "tiers_mode": one.tiers_mode,
        "transform_usage": transform(one),
        "usage_type": one.usage_type,
    }


def recurring(one: Price) -> Json:
    return {
        "interval": one.interval,
        "interval_count": one.interval_count,
        "meter": meter_id(one),
        "trial_period_days": None,
        "usage_type": one.usage_type,
    }


def meter_id(one: Price) -> str | None:
    """Since basil every metered price is counted by a meter."""
    return f"mtr_test_{suffix(one.stripe_id)}" if one.usage_type == "metered" else None


def billing_scheme(one: Price) -> str:
    return "tiered" if one.tiers_mode else "per_unit"


def transform(one: Price) -> Json | None:
    return {"divide_by": one.divide_by, "round": one.round or "up"} if one.divide_by else None


def tiers(_: Rendering, one: Price) -> list[Json] | None:
    return [_tier(step) for step in one.tiers] if one.tiers_mode else None


def currency_options(rendering: Rendering, one: Price) -> Json:
    """Every price of the world knows one currency: its own."""
    return {
        one.currency: {
            "custom_unit_amount": None,
            "tax_behavior": one.tax_behavior,
            "tiers": tiers(rendering, one),
            "unit_amount": whole(one.unit_amount),
            "unit_amount_decimal": decimal_text(one.unit_amount),
        }
    }


def _tier(step: Tier) -> Json:
    flat = step.flat_amount or None
    return {
        "flat_amount": whole(flat),
        "flat_amount_decimal": decimal_text(flat),
        "unit_amount": whole(step.unit_amount),
        "unit_amount_decimal": decimal_text(step.unit_amount),
        "up_to": step.up_to,
    }


def coupon(rendering: Rendering, one: Coupon) -> Json:
    """Without `applies_to` and `currency_options`, which come only when expanded."""
    return {
        "id": one.stripe_id,
        "object": "coupon",
        **nulls("max_redemptions", "redeem_by"),
        "amount_off": one.amount_off,
        "created": seconds(COUPONS_MADE_AT),
        "currency": one.currency,
        "duration": one.duration,
        "duration_in_months": one.duration_in_months,
        "livemode": False,
        "metadata": {},
        "name": one.name,
        "percent_off": float(one.percent_off) if one.percent_off is not None else None,
        "times_redeemed": rendering.redemptions[one.stripe_id],
        "valid": True,
    }


def applies_to(_: Rendering, one: Coupon) -> Json | None:
    return {"products": [product.stripe_id for product in one.applies_to]} if one.applies_to else None


def coupon_currency_options(_: Rendering, one: Coupon) -> Json | None:
    return {one.currency: {"amount_off": one.amount_off}} if one.currency and one.amount_off else None


def discount(_: Rendering, one: DiscountOf) -> Json:
    return {
        "id": one.discount.stripe_id,
        "object": "discount",
        **nulls("checkout_session", "customer_account", "invoice", "invoice_item", "promotion_code"),
        "customer": one.subscription.customer.stripe_id,
        "end": seconds_or_none(one.discount.end),
        "source": {"coupon": one.discount.coupon.stripe_id, "type": "coupon"},
        "start": seconds(one.discount.start),
        "subscription": one.subscription.stripe_id,
        "subscription_item": one.item.stripe_id if one.item else None,
    }
