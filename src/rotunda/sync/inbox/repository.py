"""The inbox at rest: the only SQL about it."""

from collections.abc import AsyncGenerator, Iterable, Sequence
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
from rotunda.sync.inbox.model import KEPT, WAITS, Arrived, Failed, Kept

_KEEP = """
    INSERT INTO webhook_delivery (id, connection_id, delivery_id, received_at, body, next_attempt_at)
    VALUES (%(id)s, %(connection)s, %(delivery)s, %(now)s, %(body)s, %(now)s)
    ON CONFLICT (connection_id, delivery_id) DO NOTHING
"""
_DUE = """
    SELECT id, connection_id, attempts, body, named FROM webhook_delivery
    WHERE state = 'waiting' AND next_attempt_at <= %s ORDER BY next_attempt_at, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_DONE = """
    UPDATE webhook_delivery SET state = 'done', body = NULL, named = %(named)s, attempts = attempts + 1,
        next_attempt_at = NULL, error = NULL, reason = NULL, ended_at = %(now)s WHERE id = %(id)s
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
    WHERE (%(state)s::text IS NULL OR state = %(state)s)
        AND (%(at)s::timestamptz IS NULL OR (received_at, id) < (%(at)s, %(id)s))
    ORDER BY received_at DESC, id DESC LIMIT %(most)s
"""
_REPLAY = f"""
    UPDATE webhook_delivery SET state = 'waiting', attempts = 0, next_attempt_at = %s, ended_at = NULL
    WHERE id = %s RETURNING {_SHOWN}
"""


class _Row(msgspec.Struct, frozen=True):
    id: str
    connection_id: ConnectionId
    attempts: int
    body: bytes | None
    named: Any


class _Moment(msgspec.Struct, frozen=True):
    at: datetime | None


class InboxRepository:
    def __init__(self, opened: Database) -> None:
        self._database = opened

    async def keep(self, connection: ConnectionId, delivery: str, body: bytes, now: datetime) -> bool:
        """Durable when it returns. False where it was there already."""
        values = {"id": new_id("whd_"), "connection": connection, "delivery": delivery, "now": now, "body": body}
        return await self._database.execute(_KEEP, values) == 1

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
        rows = [{"id": each.id, "named": Jsonb(msgspec.to_builtins(named)), "now": now} for each, named in ended]
        async with self.transaction.cursor() as cursor:
            await cursor.executemany(_DONE, rows)

    async def failed(self, failures: Iterable[tuple[Kept, Failed]], now: datetime) -> None:
        """They are tried again later, or no more."""
        async with self.transaction.cursor() as cursor:
            await cursor.executemany(_FAILED, [_failure(each, failed, now) for each, failed in failures])


def _kept(row: _Row) -> Kept:
    named = None if row.named is None else msgspec.convert(row.named, list[Named])
    return Kept(row.id, row.connection_id, row.attempts, row.body, named)


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
