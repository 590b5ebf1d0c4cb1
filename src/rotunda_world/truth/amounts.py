"""Exact sums of money, per currency."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

_EXPONENTS = {"JPY": 0, "KWD": 3}


def money(amount_minor: int, currency: str) -> dict[str, Any]:
    """One amount; the currency in upper case."""
    return {"amount_minor": amount_minor, "currency": currency.upper()}


def moneys(totals: Mapping[str, int]) -> list[dict[str, Any]]:
    """One amount per currency, by code."""
    return [money(total, currency) for currency, total in sorted(totals.items())]


def summed(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Totals by currency in upper case; nothing is converted."""
    totals: dict[str, int] = {}
    for currency, amount in amounts:
        totals[currency.upper()] = totals.get(currency.upper(), 0) + amount
    return totals


def half_even(amount: Fraction) -> int:
    """Rounds to whole minor units. Python rounds fractions half to even, exactly."""
    return round(amount)


def minor_units(currency: str) -> int:
    """How many minor units one major unit has: 100, but 1 for yen and 1,000 for dinars."""
    return 10 ** _EXPONENTS.get(currency.upper(), 2)


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
