"""What the demo company sells: Haulpath, software for fleets, in three plans with add-ons."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from rotunda_world.generate.seeds import chance, stripe_id
from rotunda_world.model import Coupon, Feature, Price, Product, Tier

STARTER, PRO, ENTERPRISE = "starter", "pro", "enterprise"
PLANS = (STARTER, PRO, ENTERPRISE)
UNITS, SUPPORT, TEXTS, READINGS, MAPS = "units", "support", "texts", "readings", "maps"

_FEATURES = (
    ("live_map", "Live map", 3),
    ("trip_history", "Trip history", 3),
    ("driver_app", "Driver app", 3),
    ("maintenance", "Maintenance plans", 3),
    ("geofences", "Geofences", 2),
    ("fuel_cards", "Fuel cards", 2),
    ("route_planning", "Route planning", 2),
    ("dispatch_board", "Dispatch board", 2),
    ("reports", "Reports", 2),
    ("cold_chain", "Cold chain monitoring", 1),
    ("driver_scoring", "Driver scoring", 1),
    ("api_access", "API access", 1),
)
# Euro cents per unit and month.
_PRODUCTS = {
    STARTER: ("Haulpath Starter", 1900),
    PRO: ("Haulpath Pro", 3900),
    ENTERPRISE: ("Haulpath Enterprise", 6900),
    UNITS: ("Tracking units", 450),
    SUPPORT: ("Premium support", 24_900),
    TEXTS: ("Driver text messages", 900),
    READINGS: ("Sensor readings", 0),
    MAPS: ("Map requests", 0),
}
# Minor units per euro cent, and what amounts are rounded to. Dinars keep a last digit of 0, as Stripe wants them.
_CURRENCIES = {
    "eur": (Decimal(1), 100),
    "usd": (Decimal("1.1"), 100),
    "gbp": (Decimal("0.85"), 100),
    "jpy": (Decimal("1.6"), 10),
    "kwd": (Decimal("3.3"), 100),
}
# Months that an interval costs: years and quarters are cheaper than their months.
_MONTHS = {
    ("month", 1): Decimal(1),
    ("year", 1): Decimal(10),
    ("month", 3): Decimal("2.85"),
    ("week", 1): Decimal("0.24"),
    ("day", 10): Decimal("0.34"),
    ("day", 1): Decimal("0.034"),
}


def features() -> list[Feature]:
    """Twelve features; the number in the table is how many plans, from the top down, include one."""
    return [Feature(key, name, frozenset(PLANS[-plans:])) for key, name, plans in _FEATURES]


class Catalogue:
    """The products, and every price and coupon that somebody has been sold so far."""

    def __init__(self, seed: int, opened_at: datetime) -> None:
        self._seed = seed
        self._opened_at = opened_at
        self.products = {key: self._product(key) for key in _PRODUCTS}
        self.prices: dict[str, Price] = {}
        self.coupons: dict[str, Coupon] = {}

    def price(self, product: str, currency: str, every: tuple[str, int], scheme: str = "per_unit") -> Price:
        """`every` is interval and count; `scheme` is a key of the table of schemes below."""
        key = f"{product}_{currency}_{every[0]}{every[1]}_{scheme}"
        if key not in self.prices:
            self.prices[key] = self._make_price(key, product, currency, every, scheme)
        return self.prices[key]

    def coupon(self, terms: Coupon) -> Coupon:
        """The one coupon with these terms' key; `terms` without a Stripe id are registered at first sight."""
        if terms.key not in self.coupons:
            terms.stripe_id = stripe_id(chance(self._seed, "coupon", terms.key), "co")[4:12].upper()
            self.coupons[terms.key] = terms
        return self.coupons[terms.key]

    def _product(self, key: str) -> Product:
        random = chance(self._seed, "product", key)
        made_at = self._opened_at + timedelta(hours=random.randrange(48))
        return Product(key, stripe_id(random, "prod"), _PRODUCTS[key][0], key if key in PLANS else None, made_at)

    def _make_price(self, key: str, product: str, currency: str, every: tuple[str, int], scheme: str) -> Price:
        random = chance(self._seed, "price", key)
        price = Price(
            key=key,
            stripe_id=stripe_id(random, "price"),
            product=self.products[product],
            currency=currency,
            interval=every[0],
            interval_count=every[1],
            created_at=self._opened_at + timedelta(days=2, seconds=random.randrange(30 * 86_400)),
            nickname=None if scheme == "per_unit" else f"{_PRODUCTS[product][0]}, {scheme.replace('_', ' ')}",
        )
        _SCHEMES[scheme](price, _rate(product, currency, every))
        return price


def _rate(product: str, currency: str, every: tuple[str, int]) -> Decimal:
    """Minor units per unit and interval, in round amounts; years divide by twelve and quarters by three."""
    factor, round_to = _CURRENCIES[currency]
    cents = _PRODUCTS[product][1] * factor * _MONTHS[every]
    step = round_to * {("year", 1): 12, ("month", 3): 3}.get(every, 1)
    if every[0] in {"week", "day"}:
        step = 10
    return Decimal(max(1, round(cents / step)) * step)


def _per_unit(price: Price, rate: Decimal) -> None:
    price.unit_amount = rate


def _inclusive(price: Price, rate: Decimal) -> None:
    price.unit_amount = rate
    price.tax_behavior = "inclusive"


def _graduated(price: Price, rate: Decimal) -> None:
    price.tiers_mode = "graduated"
    price.tiers = [
        Tier(10, rate, rate * 2),
        Tier(40, rate * 8 / 10),
        Tier(None, rate * 6 / 10, rate),
    ]


def _volume(price: Price, rate: Decimal) -> None:
    price.tiers_mode = "volume"
    price.tiers = [Tier(15, rate), Tier(50, rate * 9 / 10, rate * 3), Tier(None, rate * 7 / 10, rate * 10)]


def _packages(price: Price, rate: Decimal) -> None:
    price.unit_amount, price.divide_by, price.round = rate, 100, "up"


def _decimal(price: Price, rate: Decimal) -> None:  # noqa: ARG001 - the shape of a scheme
    price.unit_amount = Decimal("0.75") if price.currency in {"eur", "gbp"} else Decimal("0.825")


def _metered(price: Price, rate: Decimal) -> None:  # noqa: ARG001 - the shape of a scheme
    price.unit_amount, price.usage_type = Decimal("0.4"), "metered"


_SCHEMES: dict[str, Callable[[Price, Decimal], None]] = {
    "per_unit": _per_unit,
    "inclusive": _inclusive,
    "graduated": _graduated,
    "volume": _volume,
    "packages": _packages,
    "decimal": _decimal,
    "metered": _metered,
}
