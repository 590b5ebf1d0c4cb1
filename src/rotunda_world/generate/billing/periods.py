"""Billing periods: interval arithmetic from one anchor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rotunda_world.generate.moments import months_after

Every = tuple[str, int]
"""Interval and count, such as `("month", 3)`."""

MONTHLY: Every = ("month", 1)
YEARLY: Every = ("year", 1)
QUARTERLY: Every = ("month", 3)
WEEKLY: Every = ("week", 1)
TEN_DAYS: Every = ("day", 10)
DAILY: Every = ("day", 1)


@dataclass(frozen=True, slots=True)
class Period:
    """`end` is not part of it. `number` counts from 0 at the anchor."""

    start: datetime
    end: datetime
    number: int


def step(anchor: datetime, every: Every, count: int) -> datetime:
    """The anchor and `count` intervals."""
    interval, width = every
    if interval in {"month", "year"}:
        return months_after(anchor, count * width * (12 if interval == "year" else 1))
    return anchor + timedelta(days=(7 if interval == "week" else 1) * width) * count


def periods(anchor: datetime, every: Every, until: datetime) -> list[Period]:
    """All periods from the anchor through the one that contains `until`; empty when the anchor lies after it."""
    found: list[Period] = []
    start = anchor
    while start <= until:
        end = step(anchor, every, len(found) + 1)
        found.append(Period(start, end, len(found)))
        start = end
    return found
