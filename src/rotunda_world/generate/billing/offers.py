"""What a company is sold: the priced lines of its subscriptions, in every shape that billing systems know."""

from dataclasses import dataclass

from rotunda_world.generate.billing.periods import DAILY, MONTHLY, QUARTERLY, TEN_DAYS, WEEKLY, YEARLY, Every
from rotunda_world.generate.catalogue import MAPS, READINGS, SUPPORT, TEXTS, UNITS


@dataclass(frozen=True, slots=True)
class Line:
    """One item to be sold. `quantity` None: metered. `seats`: its quantity is the account's seats, which grew."""

    product: str
    every: Every
    quantity: int | None
    scheme: str = "per_unit"
    seats: bool = False


# Walked with a stride, so that neighbours differ and every shape occurs in each 24 accounts.
SHAPES = (
    "monthly", "annual", "addons", "graduated", "annual", "volume", "metered", "monthly",
    "quarterly", "decimal", "addons", "packages", "annual", "inclusive", "weekly", "monthly",
    "two_subscriptions", "ten_days", "graduated", "mixed", "annual", "two_payers", "monthly", "daily",
)  # fmt: skip
_EVERY = {
    "annual": YEARLY,
    "volume": YEARLY,
    "quarterly": QUARTERLY,
    "weekly": WEEKLY,
    "ten_days": TEN_DAYS,
    "mixed": YEARLY,
    "two_subscriptions": YEARLY,
    "daily": DAILY,
}
_SCHEME = {"graduated": "graduated", "volume": "volume", "inclusive": "inclusive"}


def lines_of(shape: str, plan: str, seats: int) -> list[Line]:
    """The lines of the main subscription: the plan by the seat, and what the shape adds to it."""
    every = _EVERY.get(shape, MONTHLY)
    return [Line(plan, every, seats, _SCHEME.get(shape, "per_unit"), seats=True), *_added(shape, seats)]


def second_lines(shape: str, seats: int) -> list[Line]:
    """The lines of a further subscription, of the same payer or of a second one; none for most shapes."""
    if shape == "two_subscriptions":
        return [Line(UNITS, MONTHLY, seats * 2), Line(SUPPORT, MONTHLY, 1)]
    if shape == "two_payers":
        return [Line(UNITS, MONTHLY, seats + 3)]
    return []


def _added(shape: str, seats: int) -> list[Line]:
    added = {
        "addons": [Line(UNITS, MONTHLY, seats * 2), Line(SUPPORT, MONTHLY, 1)],
        "decimal": [Line(READINGS, MONTHLY, seats * 731 + 1, "decimal")],
        "packages": [Line(TEXTS, MONTHLY, seats * 47, "packages")],
        "metered": [Line(MAPS, MONTHLY, None, "metered")],
        "mixed": [Line(UNITS, MONTHLY, seats)],
    }
    return added.get(shape, [])
