"""Figures as the page writes them, told anew from the API's answers, so that each can be looked for on the page."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

NOTHING = "\N{EN DASH}"
"""What stands in a cell without a value."""

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "US$", "JPY": "JP¥", "KWD": "KWD "}
_DECIMALS = {"JPY": 0, "KWD": 3}


def money(amount: Mapping[str, Any]) -> str:
    """`€8,400`, or `€8,400.50` where there are cents."""
    decimals = _DECIMALS.get(amount["currency"], 2)
    whole, rest = divmod(abs(amount["amount_minor"]), 10**decimals)
    fraction = f".{rest:0{decimals}}" if rest else ""
    sign = "-" if amount["amount_minor"] < 0 else ""
    return f"{sign}{_SYMBOLS[amount['currency']]}{whole:,}{fraction}"


def moneys(made: Sequence[Mapping[str, Any]]) -> str:
    """Computed amounts of several currencies stand side by side."""
    return " + ".join(money(each["money"]) for each in made)


def percent(ratio: float) -> str:
    return f"{ratio:.0%}"


def day(moment: str) -> str:
    """`14 Mar 2027`; September has four letters."""
    at = datetime.fromisoformat(moment)
    month = "Sept" if at.month == 9 else f"{at:%b}"
    return f"{at.day} {month} {at.year}"


def in_words(slug: str) -> str:
    """`past_due` is `Past due`."""
    spaced = slug.replace("_", " ")
    return spaced[:1].upper() + spaced[1:]


def whole(text: str) -> re.Pattern[str]:
    """Matches this figure and none that only begins or ends like it."""
    return re.compile(rf"(?<![\d.,]){re.escape(text)}(?![\d]|[.,]\d)")
