"""The outbox at rest: the only SQL about it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.connector_kit.writing import Copy, Writer
from rotunda.kit.database import Connection, Database
from rotunda.sections.ids import ConnectionId, UserId
from rotunda.sync.outbox.model import Chosen, OutboxItem, OutboxState, OutboxStatus, Outgoing, Queue
from rotunda.timeline.storable import as_json, optional
from rotunda.timeline.written.model import Written
from rotunda.timeline.written.repository import WrittenRepository

_MOST_SHOWN = 100
_COLUMNS = (
    "written_id, connection_id, source, whose, state, wanted, sent, record_type, external_id, url, begun_at, next_at,"
    " attempts, error, reason, said, since"
)
_PUT = """
    INSERT INTO outbox (written_id, connection_id, source, whose, state, wanted, reason, next_at, since)
    VALUES (%(id)s, %(connection)s, %(source)s, %(whose)s::jsonb, %(state)s, %(version)s, %(reason)s, %(now)s, %(now)s)
"""
_AGAIN = """
    UPDATE outbox SET wanted = %(version)s, state = 'waiting', next_at = %(now)s, attempts = 0, error = NULL,
        reason = NULL, said = NULL, since = %(now)s
    WHERE written_id = %(id)s AND state <> 'kept_here' RETURNING connection_id
"""
_NOT_FOLLOWED = "UPDATE outbox SET reason = %s WHERE written_id = %s AND state = 'sent'"
_OF = f"SELECT {_COLUMNS} FROM outbox WHERE written_id = ANY(%s)"
_DUE = f"""
    SELECT {_COLUMNS} FROM outbox WHERE connection_id = %s AND state = 'waiting' AND next_at <= %s
    ORDER BY next_at, written_id LIMIT %s
"""
_CONNECTIONS_DUE = "SELECT DISTINCT connection_id AS id FROM outbox WHERE state = 'waiting' AND next_at <= %s"
_BEGIN = """
    UPDATE outbox SET begun_at = %(now)s, attempts = attempts + 1, next_at = %(next)s
    WHERE written_id = %(id)s AND state = 'waiting' AND begun_at IS NOT DISTINCT FROM %(before)s
"""
_SENT = """
    UPDATE outbox SET sent = %(version)s, record_type = %(type)s, external_id = %(external)s, url = %(url)s,
        state = CASE WHEN wanted > %(version)s THEN 'waiting' ELSE 'sent' END, begun_at = NULL, next_at = %(now)s,
        attempts = 0, error = NULL, reason = NULL, said = NULL, since = %(now)s
    WHERE written_id = %(id)s AND begun_at = %(begun)s
"""
_FAILED = """
    UPDATE outbox SET state = %(state)s, begun_at = CASE WHEN %(unknown)s THEN begun_at END, next_at = %(next)s,
        error = %(error)s, reason = %(reason)s, said = %(said)s,
        record_type = CASE WHEN %(gone)s THEN NULL ELSE record_type END,
        external_id = CASE WHEN %(gone)s THEN NULL ELSE external_id END,
        url = CASE WHEN %(gone)s THEN NULL ELSE url END
    WHERE written_id = %(id)s AND begun_at = %(begun)s
"""
_LATER = "UPDATE outbox SET next_at = %s WHERE written_id = %s AND begun_at = %s"
_RETRY = """
    UPDATE outbox SET state = 'waiting', next_at = %(now)s, attempts = 0
    WHERE written_id = %(id)s AND error IS NOT NULL RETURNING connection_id AS id
"""
_QUEUES = """
    SELECT connection_id, source, count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
        count(*) FILTER (WHERE state = 'refused')::int AS refused
    FROM outbox WHERE state IN ('waiting', 'refused') GROUP BY connection_id, source ORDER BY connection_id
"""
_FAILURES = """
    SELECT o.written_id AS id, w.kind, o.connection_id, o.source, o.state, o.attempts, o.since,
        CASE WHEN o.state = 'waiting' THEN o.next_at END AS next_at, o.error, o.reason
    FROM outbox o JOIN written w ON w.id = o.written_id
    WHERE o.error IS NOT NULL ORDER BY o.since DESC, o.written_id LIMIT %s
"""
_WRITERS = "SELECT id, name, email AS address FROM app_user WHERE id = ANY(%s)"


class _Id(msgspec.Struct, frozen=True):
    id: ConnectionId


class _User(msgspec.Struct, frozen=True):
    id: UserId
    name: str
    address: str


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """`unknown`: it may have had its effect all the same. `gone`: the copy is not there any more."""

    state: OutboxState
    next_at: datetime
    error: str
    reason: str
    said: str | None = None
    unknown: bool = False
    gone: bool = False


class OutboxRepository:
    def __init__(self, database: Database, written: WrittenRepository) -> None:
        self._database = database
        self._written = written

    async def put(self, transaction: Connection, written: Written, chosen: Chosen, now: datetime) -> None:
        """In the transaction in which it is written."""
        state = OutboxState.KEPT_HERE if chosen.kept_because else OutboxState.WAITING
        values = {
            "id": written.id,
            "connection": chosen.connection,
            "source": chosen.source,
            "whose": as_json(chosen.whose),
            "state": state,
            "version": written.version,
            "reason": chosen.kept_because,
            "now": now,
        }
        await transaction.execute(_PUT, values)

    async def again(self, transaction: Connection, written: Written, now: datetime) -> None:
        """It was changed or taken back: so it is to be there."""
        await transaction.execute(_AGAIN, {"id": written.id, "version": written.version, "now": now})

    async def not_followed(self, transaction: Connection, written_id: str, reason: str) -> None:
        """It was changed, and the copy is not to follow."""
        await transaction.execute(_NOT_FOLLOWED, (reason, written_id))

    async def of(self, ids: Collection[str]) -> Mapping[str, Outgoing]:
        """By the ids of what was written."""
        if not ids:
            return {}
        rows = await self._database.fetch_all(Outgoing, _OF, (list(ids),))
        return {row.written_id: _typed(row) for row in rows}

    async def due(self, connection: ConnectionId, now: datetime, most: int) -> Sequence[Outgoing]:
        return [_typed(row) for row in await self._database.fetch_all(Outgoing, _DUE, (connection, now, most))]

    async def connections_due(self, now: datetime) -> Sequence[ConnectionId]:
        return [each.id for each in await self._database.fetch_all(_Id, _CONNECTIONS_DUE, (now,))]

    async def begin(self, outgoing: Outgoing, now: datetime, next_at: datetime) -> bool:
        """Durable before anything is sent. False: somebody else has begun, or it is not to be sent any more."""
        values = {"id": outgoing.written_id, "before": outgoing.begun_at, "now": now, "next": next_at}
        return await self._database.execute(_BEGIN, values) > 0

    async def sent(self, outgoing: Outgoing, begun: datetime, version: int, copy: Copy | None, now: datetime) -> bool:
        """False: somebody else has begun meanwhile."""
        values = {
            "id": outgoing.written_id,
            "begun": begun,
            "version": version,
            "type": copy.record[0] if copy else None,
            "external": copy.record[1] if copy else None,
            "url": copy.url if copy else None,
            "now": now,
        }
        return await self._database.execute(_SENT, values) > 0

    async def failed(self, outgoing: Outgoing, begun: datetime, failure: Failure) -> None:
        values = {
            "id": outgoing.written_id,
            "begun": begun,
            "state": failure.state,
            "unknown": failure.unknown,
            "gone": failure.gone,
            "next": failure.next_at,
            "error": failure.error,
            "reason": failure.reason,
            "said": optional(failure.said),
        }
        await self._database.execute(_FAILED, values)

    async def later(self, outgoing: Outgoing, at: datetime) -> None:
        """What was begun may still have its effect."""
        await self._database.execute(_LATER, (at, outgoing.written_id, outgoing.begun_at))

    async def retry(self, written_id: str, now: datetime) -> ConnectionId | None:
        """What has failed is due at once. None where nothing has."""
        found = await self._database.fetch_one(_Id, _RETRY, {"id": written_id, "now": now})
        return found.id if found else None

    async def queues(self) -> Sequence[Queue]:
        """Where anything waits or was refused."""
        return await self._database.fetch_all(Queue, _QUEUES)

    async def status(self) -> OutboxStatus:
        queues = await self.queues()
        items = await self._database.fetch_all(OutboxItem, _FAILURES, (_MOST_SHOWN,))
        return OutboxStatus(sum(each.waiting for each in queues), sum(each.refused for each in queues), items)

    async def written(self, written_id: str) -> Written | None:
        """As it is now, also where it was taken back."""
        return await self._written.whole(written_id)

    async def writers(self, users: Iterable[UserId]) -> Mapping[UserId, Writer]:
        """Also those who may not sign in any more."""
        rows = await self._database.fetch_all(_User, _WRITERS, (list(users),))
        return {row.id: Writer(row.name, row.address) for row in rows}


def _typed(row: Outgoing) -> Outgoing:
    return msgspec.convert(msgspec.to_builtins(row), Outgoing)
