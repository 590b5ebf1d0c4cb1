"""How HubSpot writes property values: always as text, or null."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal, localcontext

_DIGITS = 60


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def flag(value: bool) -> str:  # noqa: FBT001 - a value to write, not a switch
    return "true" if value else "false"


def number(value: Decimal | int | None) -> str | None:
    """Without exponent and trailing zeros."""
    if value is None:
        return None
    written = format(Decimal(value), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def noisy(value: Decimal) -> Decimal:
    """As a binary double comes out: 0.2 is 0.200000000000000011102230246251565404236316680908203125."""
    return Decimal(float(value))


def product_of(left: Decimal, right: Decimal) -> Decimal:
    """Exact, with all the noise of its factors."""
    with localcontext() as context:
        context.prec = _DIGITS
        return left * right


def several(values: Iterable[str]) -> str | None:
    """A multi-select value, `;` between its options."""
    return ";".join(values) or None
