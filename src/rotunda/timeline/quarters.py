"""In which order quarters of a year are gone through. Left to itself the database would look in all of them at once, of
which one or two fill a page.
"""

from collections.abc import Sequence
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias

import msgspec

from rotunda.kit.database import Connection, fetch_all
from rotunda.timeline.model import quarter_of

Stretch: TypeAlias = tuple[datetime, datetime]
"""From a moment (included) until another (not)."""

_AT_ONCE = (1, 3)
"""Quarters in the first stretch and in the second; the last one has the rest."""
_INSTANT = timedelta(microseconds=1)
_EVER = datetime.min.replace(tzinfo=UTC)
_THERE = """
    SELECT c.relname::text AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'timeline_event'::regclass
"""


class _Partition(msgspec.Struct, frozen=True):
    name: str

    @property
    def begin(self) -> datetime:
        year, _, quarter = self.name.removeprefix("timeline_event_").partition("_")
        return datetime(int(year), 3 * int(quarter) - 2, 1, tzinfo=UTC) if quarter else _EVER


async def stretches(
    connection: Connection, since: datetime, until: datetime, beyond: datetime, *, newer: bool
) -> list[Stretch]:
    """Of this range, in the order of time or against it, by the quarters that any event is in. What is asked for lies
    beyond a moment.
    """
    since, until = (max(since, beyond), until) if newer else (since, min(until, beyond + _INSTANT))
    if since >= until:
        return []
    begins = [each.begin for each in await fetch_all(connection, _Partition, _THERE)]
    within = sorted(begin for begin in begins if since < begin < until)
    bounds = [since, *sorted(_cuts(within if newer else within[::-1])), until]
    found = list(pairwise(bounds))
    return found if newer else found[::-1]


def quarters_around(since: datetime, until: datetime) -> Stretch:
    """The whole quarters that a range touches."""
    last = until.astimezone(UTC) - _INSTANT
    end = until if last.year == MAXYEAR else _midnight(quarter_of(_midnight(quarter_of(last)) + timedelta(days=95)))
    return _midnight(quarter_of(since.astimezone(UTC))), end


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _cuts(ordered: Sequence[datetime]) -> list[datetime]:
    first, second = _AT_ONCE
    return [ordered[n] for n in (first - 1, first + second - 1) if n < len(ordered)]
