"""What is sold: features, products, prices, coupons."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(slots=True)
class Feature:
    """One feature of the product; `plans` are the plan keys that include it."""

    key: str
    name: str
    plans: frozenset[str]


@dataclass(slots=True)
class Tier:
    """One step of a tiered price. `up_to` None is infinity; amounts are minor units."""

    up_to: int | None
    unit_amount: Decimal
    flat_amount: Decimal = Decimal(0)


@dataclass(slots=True)
class Product:
    key: str
    stripe_id: str  # prod_...
    name: str
    plan: str | None  # The plan key that it sells, None for add-ons.
    updated_at: datetime


@dataclass(slots=True)
class Price:
    """`unit_amount` is minor units and may have decimals (unit_amount_decimal). Tiered prices carry `tiers` instead."""

    key: str
    stripe_id: str  # price_...
    product: Product
    currency: str  # lower case, as Stripe writes it
    interval: str  # day, week, month, year
    interval_count: int
    created_at: datetime
    unit_amount: Decimal | None = None
    usage_type: str = "licensed"  # or metered
    tiers_mode: str | None = None  # graduated, volume
    tiers: list[Tier] = field(default_factory=list)
    divide_by: int | None = None  # transform_quantity
    round: str | None = None  # up, down
    tax_behavior: str = "exclusive"
    nickname: str | None = None


@dataclass(slots=True)
class Coupon:
    """`percent_off` xor `amount_off` (minor units of `currency`)."""

    key: str
    stripe_id: str
    name: str
    duration: str  # once, repeating, forever
    percent_off: Decimal | None = None
    amount_off: int | None = None
    currency: str | None = None
    duration_in_months: int | None = None
    applies_to: list[Product] = field(default_factory=list)
