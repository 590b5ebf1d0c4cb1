"""How Stripe writes values: Unix seconds, decimal strings in minor units, list objects."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

Json = dict[str, Any]

EMBEDDED = 10
"""How many elements of a list Stripe puts inside another object; the rest is at the list's own URL."""


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def seconds_or_none(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def decimal_text(amount: Decimal | None) -> str | None:
    """Without exponent and trailing zeros, at most 12 decimals: `1050.5`."""
    if amount is None:
        return None
    rounded = amount if amount == amount.to_integral_value() else round(amount, 12).normalize()
    return format(rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded, "f")


def whole(amount: Decimal | None) -> int | None:
    """The amount as an integer, or None where it has a fraction: then only the decimal field tells it."""
    return int(amount) if amount is not None and amount == amount.to_integral_value() else None


def nulls(*names: str) -> Json:
    return dict.fromkeys(names)


def embedded(elements: Iterable[Json], url: str) -> Json:
    """A list object inside another object."""
    page = list(islice(elements, EMBEDDED + 1))
    return {"object": "list", "data": page[:EMBEDDED], "has_more": len(page) > EMBEDDED, "url": url}
