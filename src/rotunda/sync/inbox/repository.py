"""The inbox at rest: the only SQL about it."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from rotunda.connector_kit.connector import Named
from rotunda.kit import database
from rotunda.kit.database import Connection, Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import ConnectionId
from rotunda.sync.inbox.gathering import Arriving, Number
from rotunda.sync.inbox.model import KEPT, WAITS, Arrived, Failed, Kept, Silent
from rotunda.timeline.storable import as_array, as_json

_USUAL = "extract(epoch FROM last_at - first_at) / (deliveries - 1)"
_IS_SILENT = f"deliveries >= 10 AND extract(epoch FROM %(now)s - last_at) > greatest(3600, 20 * {_USUAL})"
"""A kind of news has stopped when it did not come for twenty times as long as usual, and an hour at the least. How
often is usual is not known of what came a few times.
"""

_KEEP = """
    INSERT INTO webhook_delivery (id, connection_id, delivery_id, received_at, body, next_attempt_at)
    SELECT n.id, n.connection, n.delivery, n.at, n.body, n.at
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::bytea[])
        AS n (id, connection, delivery, at, body)
    WHERE EXISTS (SELECT FROM connection c WHERE c.id = n.connection)
    ON CONFLICT (connection_id, delivery_id) DO NOTHING
    RETURNING connection_id AS connection, delivery_id AS delivery
"""
_KEEP_NAMED = """
    INSERT INTO webhook_delivery (id, connection_id, delivery_id, received_at, named, next_attempt_at, pulled)
    VALUES (%(id)s, %(connection)s, %(id)s, %(now)s, %(named)s, %(now)s, true)
"""
_COUNT = """
    INSERT INTO webhook_kind AS k (connection_id, kind, first_at, last_at, deliveries)
    SELECT %(connection)s, kind, %(now)s, %(now)s, number
    FROM unnest(%(kinds)s::text[], %(numbers)s::bigint[]) AS n (kind, number) ORDER BY kind
    ON CONFLICT (connection_id, kind) DO UPDATE SET
        last_at = greatest(k.last_at, excluded.last_at), deliveries = k.deliveries + excluded.deliveries
"""
_SILENT = f"""
    SELECT connection_id, kind, last_at, ({_USUAL})::float AS usual_every_seconds, deliveries::int AS deliveries
    FROM webhook_kind WHERE {_IS_SILENT} ORDER BY last_at DESC, connection_id, kind
"""
_TOLD = f"""
    SELECT count(*)::int AS kinds, (count(*) FILTER (WHERE {_IS_SILENT}))::int AS silent
    FROM webhook_kind WHERE connection_id = %(connection)s
"""
_DUE = """
    SELECT id, connection_id, attempts, body, named, pulled FROM webhook_delivery
    WHERE state = 'waiting' AND next_attempt_at <= %s ORDER BY next_attempt_at, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_DONE = """
    UPDATE webhook_delivery d SET state = 'done', body = NULL, named = n.named, attempts = d.attempts + 1,
        next_attempt_at = NULL, error = NULL, reason = NULL, ended_at = %(now)s
    FROM unnest(%(ids)s::text[], %(named)s::jsonb[]) AS n (id, named) WHERE d.id = n.id
"""
_FAILED = """
    UPDATE webhook_delivery SET state = %(state)s, attempts = attempts + 1, next_attempt_at = %(next)s,
        error = %(error)s, reason = %(reason)s, ended_at = %(ended)s WHERE id = %(id)s
"""
_NEXT = "SELECT min(next_attempt_at) AS at FROM webhook_delivery WHERE state = 'waiting'"
_PRUNE = "DELETE FROM webhook_delivery WHERE state <> 'waiting' AND ended_at < %s"
_SHOWN = "id, connection_id, received_at, state, attempts, next_attempt_at, error, reason, ended_at"
_PAGE = f"""
    SELECT {_SHOWN} FROM webhook_delivery
    WHERE NOT pulled AND (%(state)s::text IS NULL OR state = %(state)s)
        AND (%(at)s::timestamptz IS NULL OR (received_at, id) < (%(at)s, %(id)s))
    ORDER BY received_at DESC, id DESC LIMIT %(most)s
"""
_REPLAY = f"""
    UPDATE webhook_delivery SET state = 'waiting', attempts = 0, next_attempt_at = %s, ended_at = NULL
    WHERE id = %s AND NOT pulled RETURNING {_SHOWN}
"""


class _Row(msgspec.Struct, frozen=True):
    id: str
    connection_id: ConnectionId
    attempts: int
    body: bytes | None
    named: Any
    pulled: bool


class _New(msgspec.Struct, frozen=True):
    connection: ConnectionId
    delivery: str


class _Told(msgspec.Struct, frozen=True):
    kinds: int
    silent: int


class _Moment(msgspec.Struct, frozen=True):
    at: datetime | None


class InboxRepository:
    def __init__(self, opened: Database) -> None:
        self._database = opened

    async def keep(self, arriving: Sequence[Arriving]) -> set[Number]:
        """Durable when it returns. Those that were not there already; a connection that is gone keeps nothing."""
        columns = (
            as_array(new_id("whd_") for _ in arriving),
            as_array(each.connection for each in arriving),
            as_array(each.delivery for each in arriving),
            as_array(each.at for each in arriving),
            as_array(f"\\x{each.body.hex()}" for each in arriving),
        )
        rows = await self._database.fetch_all(_New, _KEEP, columns)
        return {(row.connection, row.delivery) for row in rows}

    async def keep_named(
        self, transaction: Connection, connection: ConnectionId, named: Iterable[Named], now: datetime
    ) -> None:
        """As if the source had sent it: a pull has seen it."""
        values = {"id": new_id("whd_"), "connection": connection, "named": Jsonb(msgspec.to_builtins(list(named)))}
        await transaction.execute(_KEEP_NAMED, {**values, "now": now})

    async def count(self, connection: ConnectionId, kinds: Mapping[str, int], now: datetime) -> None:
        """So many of each kind have come."""
        if kinds:
            numbers = list(kinds.values())
            values = {"connection": connection, "kinds": list(kinds), "numbers": numbers, "now": now}
            await self._database.execute(_COUNT, values)

    async def silent(self, now: datetime) -> list[Silent]:
        """What sources have stopped sending, the latest first."""
        return await self._database.fetch_all(Silent, _SILENT, {"now": now})

    async def still_told(self, connection: ConnectionId, now: datetime) -> bool:
        """Whether the source sends news, and none of what it used to send is missing."""
        told = await self._database.fetch_one(_Told, _TOLD, {"connection": connection, "now": now})
        return told is not None and told.kinds > 0 and told.silent == 0

    @asynccontextmanager
    async def due(self, now: datetime, most: int) -> AsyncGenerator["Taken"]:
        """The oldest that are due, nobody else's until the block ends. Whatever ends the process before leaves them."""
        async with self._database.transaction() as transaction:
            rows = await database.fetch_all(transaction, _Row, _DUE, (now, most))
            yield Taken(transaction, [_kept(row) for row in rows])

    async def next_at(self) -> datetime | None:
        """When the next one is due."""
        row = await self._database.fetch_one(_Moment, _NEXT)
        return row.at if row else None

    async def prune(self, now: datetime) -> int:
        """Forgets those that ended long ago."""
        return await self._database.execute(_PRUNE, (now - KEPT,))

    async def page(self, state: str | None, after: tuple[datetime, str] | None, most: int) -> list[Arrived]:
        """Newest first."""
        at, last = after or (None, None)
        rows = await self._database.fetch_all(_Shown, _PAGE, {"state": state, "at": at, "id": last, "most": most})
        return [row.arrived for row in rows]

    async def replay(self, delivery: str, now: datetime) -> Arrived | None:
        """It is due at once, as if it had never been tried. None where there is none."""
        row = await self._database.fetch_one(_Shown, _REPLAY, (now, delivery))
        return row.arrived if row else None


class _Shown(msgspec.Struct, frozen=True):
    id: str
    connection_id: str
    received_at: datetime
    state: str
    attempts: int
    next_attempt_at: datetime | None
    error: str | None
    reason: str | None
    ended_at: datetime | None

    @property
    def arrived(self) -> Arrived:
        return msgspec.convert(msgspec.structs.asdict(self), Arrived)


class Taken:
    """Deliveries that are being made to count."""

    def __init__(self, transaction: Connection, deliveries: Sequence[Kept]) -> None:
        self.transaction = transaction
        self.deliveries = deliveries

    async def done(self, ended: Iterable[tuple[Kept, Sequence[Named]]], now: datetime) -> None:
        """They count. What was in them is forgotten, but for what they named."""
        rows = [(each.id, as_json(named)) for each, named in ended]
        if rows:
            ids, records = map(as_array, zip(*rows, strict=True))
            await self.transaction.execute(_DONE, {"ids": ids, "named": records, "now": now})

    async def failed(self, failures: Iterable[tuple[Kept, Failed]], now: datetime) -> None:
        """They are tried again later, or no more."""
        async with self.transaction.cursor() as cursor:
            await cursor.executemany(_FAILED, [_failure(each, failed, now) for each, failed in failures])


def _kept(row: _Row) -> Kept:
    named = None if row.named is None else msgspec.convert(row.named, list[Named])
    return Kept(row.id, row.connection_id, row.attempts, row.body, named, row.pulled)


def _failure(delivery: Kept, failed: Failed, now: datetime) -> dict[str, Any]:
    again = None if failed.final or delivery.attempts >= len(WAITS) else now + WAITS[delivery.attempts]
    return {
        "id": delivery.id,
        "state": "waiting" if again else "dead",
        "next": again,
        "error": failed.error,
        "reason": failed.reason,
        "ended": None if again else now,
    }
