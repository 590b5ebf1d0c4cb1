"""The stream of a customer, and walking along it: what many of its newest events have is found in a few of them, and
most customers have no more than a few. An index has the rest.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.kit.database import Connection, fetch_all
from rotunda.timeline.model import Place
from rotunda.timeline.quarters import quarters_around

_PROBED, _MOST_WALKED = 100, 400
"""Events. How frequent it is what is looked for shows in the first hundred."""

STREAM: LiteralString = """
    SELECT at, id FROM (
        SELECT DISTINCT p.at, p.event_id AS id FROM (
            SELECT DISTINCT c.customer_id, c.kind FROM timeline_count c
            WHERE c.customer_id = ANY(%(streams)s) AND c.kind = ANY(%(kinds)s) AND c.events > 0
        ) AS stream CROSS JOIN LATERAL (
            SELECT t.at, t.event_id FROM timeline_entry t
            WHERE t.customer_id = stream.customer_id AND t.kind = stream.kind
                AND t.at >= %(since)s AND t.at < %(until)s AND (t.at, t.event_id) {beyond} (%(at)s, %(id)s)
            ORDER BY t.at {order}, t.event_id {order} LIMIT {limit}
        ) AS p
    ) AS found ORDER BY at {order}, id {order} LIMIT {limit}
"""
_WALKED: LiteralString = """
    WITH walked AS MATERIALIZED ({stream}), found AS (
        SELECT e.at, e.id FROM walked w CROSS JOIN LATERAL {met} WHERE {conditions}
        ORDER BY e.at {order}, e.id {order} LIMIT %(limit)s
    )
    SELECT length.walked, found.at, found.id FROM (SELECT count(*) AS walked FROM walked) AS length
    LEFT JOIN found ON true ORDER BY found.at {order}, found.id {order}
"""
_COUNTED: LiteralString = """
    WITH walked AS MATERIALIZED ({stream})
    SELECT e.kind, count(*) AS walked, count(*) FILTER (WHERE {conditions}) AS events
    FROM walked w CROSS JOIN LATERAL {met} GROUP BY e.kind
"""
_MET = sql.SQL("(SELECT * FROM timeline_event t WHERE t.at = w.at AND t.id = w.id OFFSET 0) AS e")
"""Each is looked up by where it stands. Left to itself the database may look up the conditions instead, in all
quarters: of a contact with 40,000 events it read 38,000 blocks to find 51.
"""

_LENGTH = """
    SELECT coalesce(sum(events), 0)::bigint AS events FROM timeline_count
    WHERE customer_id = ANY(%(streams)s) AND kind = ANY(%(kinds)s)
        AND quarter >= %(first)s::timestamptz::date AND quarter < %(end)s::timestamptz::date
"""
_NEWEST: Mapping[str, sql.SQL] = {"order": sql.SQL("DESC"), "beyond": sql.SQL("<")}


class _Row(msgspec.Struct, frozen=True):
    walked: int
    at: datetime | None
    id: UUID | None


class _Walked(msgspec.Struct, frozen=True):
    """`is_whole`: the page is full, or there is nothing more."""

    places: list[Place]
    is_whole: bool


class _Length(msgspec.Struct, frozen=True):
    events: int


class _Counted(msgspec.Struct, frozen=True):
    kind: int
    walked: int
    events: int


async def walk(
    connection: Connection, conditions: sql.Composable, order: Mapping[str, sql.SQL], asked: Mapping[str, Any]
) -> list[Place] | None:
    """What is found along the way; None where that is too long a way."""
    found = await _walked(connection, conditions, order, asked, _PROBED)
    if found.is_whole:
        return found.places
    is_frequent = len(found.places) * _MOST_WALKED >= asked["limit"] * _PROBED
    if not is_frequent and await _length(connection, asked) > _MOST_WALKED:
        return None
    found = await _walked(connection, conditions, order, asked, _MOST_WALKED)
    return found.places if found.is_whole else None


async def _walked(
    connection: Connection,
    conditions: sql.Composable,
    order: Mapping[str, sql.SQL],
    asked: Mapping[str, Any],
    most: int,
) -> _Walked:
    statement = _composed(_WALKED, conditions, order, most)
    async with connection.cursor(row_factory=class_row(_Row)) as cursor:
        await cursor.execute(statement, asked)
        rows = await cursor.fetchall()
    places = [Place(row.at, row.id) for row in rows if row.at is not None and row.id is not None]
    return _Walked(places, len(places) == asked["limit"] or rows[0].walked < most)


async def count_walking(
    connection: Connection, conditions: sql.Composable, asked: Mapping[str, Any]
) -> dict[int, int] | None:
    """How many there are of each kind; None where there are too many to walk along."""
    if await _length(connection, asked) >= _MOST_WALKED:
        return None
    statement = _composed(_COUNTED, conditions, _NEWEST, _MOST_WALKED)
    async with connection.cursor(row_factory=class_row(_Counted)) as cursor:
        await cursor.execute(statement, asked)
        rows = await cursor.fetchall()
    if sum(row.walked for row in rows) >= _MOST_WALKED:  # what several streams have counts once, and more may come
        return None
    return {row.kind: row.events for row in rows if row.events}


async def _length(connection: Connection, asked: Mapping[str, Any]) -> int:
    """Of the streams, in all quarters that the range touches."""
    first, end = quarters_around(asked["since"], asked["until"])
    [row] = await fetch_all(connection, _Length, _LENGTH, {**asked, "first": first, "end": end})
    return row.events


def _composed(
    statement: LiteralString, conditions: sql.Composable, order: Mapping[str, sql.SQL], most: int
) -> sql.Composed:
    stream = sql.SQL(STREAM).format(limit=sql.Literal(most), **order)
    return sql.SQL(statement).format(stream=stream, met=_MET, conditions=conditions, order=order["order"])
