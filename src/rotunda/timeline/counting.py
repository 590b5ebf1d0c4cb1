"""How many events of each kind there are: of streams from what is kept by quarter of a year, with the edges counted; of
searches up to a limit.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import LiteralString
from uuid import UUID

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.kit.database import Connection, fetch_all
from rotunda.timeline.model import quarter_of
from rotunda.timeline.quarters import quarters_around
from rotunda.timeline.reading import BY_INDEX, Wanted, conditions
from rotunda.timeline.walking import count_walking

MOST_COUNTED = 200
"""Events that a search counts."""
_MOST_COMPARED = 6
"""Merged customers of which events that several of them have are counted once."""

_KEPT = """
    SELECT kind, sum(events)::bigint AS events FROM timeline_count
    WHERE customer_id = ANY(%(whose)s) AND kind = ANY(%(kinds)s) AND quarter >= %(first)s AND quarter < %(end)s
    GROUP BY kind
"""
_EDGE = """
    SELECT kind, count(*) AS events FROM timeline_entry
    WHERE customer_id = ANY(%(whose)s) AND kind = ANY(%(kinds)s) AND at >= %(since)s AND at < %(until)s GROUP BY kind
"""
_SHARED = """
    SELECT e.kind, e.keys FROM timeline_event e
    WHERE ({pairs}) AND e.kind = ANY(%(kinds)s) AND e.at >= %(since)s AND e.at < %(until)s
"""
_FOUND: LiteralString = """
    SELECT kind, count(*) AS events FROM (
        SELECT e.kind FROM (
            SELECT e.kind, e.at FROM timeline_event e
            WHERE {conditions} AND e.kind = ANY(%(kinds)s) AND e.at >= %(first)s AND e.at < %(end)s OFFSET 0
        ) AS e WHERE e.at >= %(since)s AND e.at < %(until)s LIMIT %(most)s
    ) AS found GROUP BY kind
"""


class Counts(msgspec.Struct, frozen=True):
    """By kind. Not `exact`: there are more than that where words are searched for; up to that many of customers of whom
    very many were merged.
    """

    by_kind: dict[int, int]
    exact: bool


class _Counted(msgspec.Struct, frozen=True):
    kind: int
    events: int


class _Shared(msgspec.Struct, frozen=True):
    kind: int
    keys: list[str]


async def count(connection: Connection, wanted: Wanted) -> Counts:
    """Of all that is wanted, whatever the page."""
    if not wanted.kinds or not wanted.customers:
        return Counts({}, exact=True)
    return await (_of_stream(connection, wanted) if wanted.is_stream else _of_search(connection, wanted))


async def _of_search(connection: Connection, wanted: Wanted) -> Counts:
    asked = wanted.parameters()
    beyond = {"at": wanted.until, "id": UUID(int=0)}
    if (walked := await count_walking(connection, conditions(wanted), asked | beyond)) is not None:
        return Counts(walked, exact=True)
    first, end = quarters_around(wanted.since, wanted.until)
    statement = sql.SQL(_FOUND).format(conditions=conditions(wanted))
    async with connection.transaction(), connection.cursor(row_factory=class_row(_Counted)) as cursor:
        await connection.execute(BY_INDEX)
        await cursor.execute(statement, asked | {"first": first, "end": end, "most": MOST_COUNTED + 1})
        found = {row.kind: row.events for row in await cursor.fetchall()}
    return Counts(found, exact=sum(found.values()) <= MOST_COUNTED)


async def _of_stream(connection: Connection, wanted: Wanted) -> Counts:
    asked = wanted.parameters()
    first, end = _whole_quarters(wanted.since, wanted.until)
    found: Counter[int] = Counter()
    if first < end:
        kept = await fetch_all(connection, _Counted, _KEPT, asked | {"first": first, "end": end})
        found.update({row.kind: row.events for row in kept})
        edges = [(wanted.since, _moment(first)), (_moment(end), wanted.until)]
    else:
        edges = [(wanted.since, wanted.until)]
    for since, until in edges:
        if since < until:
            rows = await fetch_all(connection, _Counted, _EDGE, asked | {"since": since, "until": until})
            found.update({row.kind: row.events for row in rows})
    found.subtract(await _counted_again(connection, wanted))
    return Counts(
        {kind: events for kind, events in found.items() if events > 0}, len(wanted.customers) <= _MOST_COMPARED
    )


async def _counted_again(connection: Connection, wanted: Wanted) -> Counter[int]:
    """Events that several of the customers have are counted once for each of them."""
    customers = wanted.customers
    again: Counter[int] = Counter()
    if not 1 < len(customers) <= _MOST_COMPARED:
        return again
    pairs = [sql.SQL("e.keys @> {}").format(sql.Literal(list(pair))) for pair in combinations(customers, 2)]
    statement = sql.SQL(_SHARED).format(pairs=sql.SQL(" OR ").join(pairs))
    async with connection.cursor(row_factory=class_row(_Shared)) as cursor:
        await cursor.execute(statement, wanted.parameters())
        for row in await cursor.fetchall():
            again[row.kind] += len(set(customers).intersection(row.keys)) - 1
    return again


def _whole_quarters(since: datetime, until: datetime) -> tuple[date, date]:
    """The first one that begins in the range, and the one in which the range ends."""
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    first, end = quarter_of(since), quarter_of(until)
    if _moment(first) < since:
        first = quarter_of(_moment(first) + timedelta(days=95))
    return first, end


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
