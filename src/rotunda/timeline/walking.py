"""The stream of an account, and walking along it: what many of its newest events have is found in a few of them, and
most accounts have no more than a few. An index has the rest.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.kit.database import Connection
from rotunda.timeline.model import Place

_MOST_WALKED = 400

STREAM: LiteralString = """
    SELECT at, id FROM (
        SELECT DISTINCT p.at, p.event_id AS id FROM (
            SELECT DISTINCT c.account_id, c.kind FROM timeline_count c
            WHERE c.account_id = ANY(%(accounts)s) AND c.kind = ANY(%(kinds)s) AND c.events > 0
        ) AS stream CROSS JOIN LATERAL (
            SELECT t.at, t.event_id FROM timeline_entry t
            WHERE t.account_id = stream.account_id AND t.kind = stream.kind
                AND t.at >= %(since)s AND t.at < %(until)s AND (t.at, t.event_id) {beyond} (%(at)s, %(id)s)
            ORDER BY t.at {order}, t.event_id {order} LIMIT {limit}
        ) AS p
    ) AS found ORDER BY at {order}, id {order} LIMIT {limit}
"""
_WALKED: LiteralString = """
    WITH walked AS MATERIALIZED ({stream}), found AS (
        SELECT e.at, e.id FROM walked w JOIN timeline_event e ON e.at = w.at AND e.id = w.id WHERE {conditions}
        ORDER BY e.at {order}, e.id {order} LIMIT %(limit)s
    )
    SELECT length.walked, found.at, found.id FROM (SELECT count(*) AS walked FROM walked) AS length
    LEFT JOIN found ON true ORDER BY found.at {order}, found.id {order}
"""
_COUNTED: LiteralString = """
    WITH walked AS MATERIALIZED ({stream})
    SELECT e.kind, count(*) AS walked, count(*) FILTER (WHERE {conditions}) AS events
    FROM walked w JOIN timeline_event e ON e.at = w.at AND e.id = w.id GROUP BY e.kind
"""
_NEWEST: Mapping[str, sql.SQL] = {"order": sql.SQL("DESC"), "beyond": sql.SQL("<")}


class _Row(msgspec.Struct, frozen=True):
    walked: int
    at: datetime | None
    id: UUID | None


class _Counted(msgspec.Struct, frozen=True):
    kind: int
    walked: int
    events: int


async def walk(
    connection: Connection, conditions: sql.Composable, order: Mapping[str, sql.SQL], asked: Mapping[str, Any]
) -> list[Place] | None:
    """What is found along the way; None where that is too long a way."""
    statement = _composed(_WALKED, conditions, order)
    async with connection.cursor(row_factory=class_row(_Row)) as cursor:
        await cursor.execute(statement, asked)
        rows = await cursor.fetchall()
    places = [Place(row.at, row.id) for row in rows if row.at is not None and row.id is not None]
    is_whole = len(places) == asked["limit"] or rows[0].walked < _MOST_WALKED
    return places if is_whole else None


async def count_walking(
    connection: Connection, conditions: sql.Composable, asked: Mapping[str, Any]
) -> dict[int, int] | None:
    """How many there are of each kind; None where there are too many to walk along."""
    statement = _composed(_COUNTED, conditions, _NEWEST)
    async with connection.cursor(row_factory=class_row(_Counted)) as cursor:
        await cursor.execute(statement, asked)
        rows = await cursor.fetchall()
    if sum(row.walked for row in rows) >= _MOST_WALKED:
        return None
    return {row.kind: row.events for row in rows if row.events}


def _composed(statement: LiteralString, conditions: sql.Composable, order: Mapping[str, sql.SQL]) -> sql.Composed:
    stream = sql.SQL(STREAM).format(limit=sql.Literal(_MOST_WALKED), **order)
    return sql.SQL(statement).format(stream=stream, conditions=conditions, order=order["order"])
