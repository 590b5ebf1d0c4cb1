"""How judgement writes numbers into its sentences: plain English, one place."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from rotunda.sections.money import Money, minor_exponent


def amount(money: Money) -> str:
    """`EUR 8,400.00`: ISO code first, so that no two currencies look alike."""
    exponent = minor_exponent(money.currency)
    whole = Decimal(money.amount_minor).scaleb(-exponent)
    return f"{money.currency} {whole:,.{exponent}f}"


def amounts(several: Sequence[Money]) -> str:
    return " and ".join(amount(each) for each in several)


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`1 invoice`, `3 invoices`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def days_until(now: datetime, at: datetime) -> int:
    """Calendar days (UTC) from today to that day: tomorrow is 1, however early it is. 0 once it is past."""
    return max(0, (at.date() - now.date()).days)


def days_ago(since: datetime, now: datetime) -> str:
    """`today`, `yesterday`, `3 days ago`, by elapsed days."""
    ago = days(since, now)
    return {0: "today", 1: "yesterday"}.get(ago, f"{ago} days ago")


def days(since: datetime, until: datetime) -> int:
    """Whole days, rounded down; 0 within the same 24 hours."""
    return max(0, (until - since).days)
