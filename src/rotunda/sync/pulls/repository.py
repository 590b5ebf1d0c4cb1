"""Streams at rest: the only SQL about them."""

from collections.abc import Iterable
from datetime import datetime

from rotunda.connector_kit.events import StreamPage
from rotunda.kit.database import Connection, Database, fetch_one
from rotunda.sections.ids import ConnectionId
from rotunda.sync.pulls.model import Pulled

_COLUMNS = (
    "connection_id, name, cursor, since, begun_at, reached, caught_up_at, last_ok_at, next_at, failures, error, reason,"
    " pages, events"
)
_BEGIN = """
    INSERT INTO stream (connection_id, name, since, begun_at, next_at)
    SELECT %(connection)s, name, %(since)s, %(now)s, %(now)s FROM unnest(%(names)s::text[]) AS n (name)
    ON CONFLICT DO NOTHING
"""
_OF = f"SELECT {_COLUMNS} FROM stream WHERE connection_id = %s ORDER BY name"
_ALL = f"SELECT {_COLUMNS} FROM stream ORDER BY connection_id, name"
_GO_ON = f"""
    UPDATE stream SET cursor = %(cursor)s, reached = coalesce(%(reached)s, reached), last_ok_at = %(now)s,
        next_at = %(next)s, failures = 0, error = NULL, reason = NULL, pages = pages + 1, events = events + %(events)s,
        caught_up_at = CASE WHEN %(more)s THEN caught_up_at ELSE coalesce(caught_up_at, %(now)s) END
    WHERE connection_id = %(connection)s AND name = %(name)s AND begun_at = %(begun)s
        AND cursor IS NOT DISTINCT FROM %(before)s
    RETURNING {_COLUMNS}
"""
_FAILED = """
    UPDATE stream SET failures = failures + 1, error = %(error)s, reason = %(reason)s, next_at = %(next)s
    WHERE connection_id = %(connection)s AND name = %(name)s AND begun_at = %(begun)s
"""
_SOON = "UPDATE stream SET next_at = least(next_at, %s) WHERE connection_id = %s"
_AGAIN = """
    UPDATE stream SET cursor = NULL, since = %(since)s, begun_at = %(now)s, reached = NULL, caught_up_at = NULL,
        next_at = %(now)s, failures = 0, error = NULL, reason = NULL, pages = 0, events = 0
    WHERE connection_id = %(connection)s
"""


class StreamRepository:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, connection: ConnectionId, names: Iterable[str], since: datetime, now: datetime) -> None:
        """Streams that are new are due at once."""
        values = {"connection": connection, "names": list(names), "since": since, "now": now}
        await self._database.execute(_BEGIN, values)

    async def of(self, connection: ConnectionId) -> list[Pulled]:
        return await self._database.fetch_all(Pulled, _OF, (connection,))

    async def all(self) -> list[Pulled]:
        return await self._database.fetch_all(Pulled, _ALL)

    async def go_on(
        self, transaction: Connection, pulled: Pulled, page: StreamPage, now: datetime, next_at: datetime
    ) -> Pulled | None:
        """After this page. None where somebody else has gone on from there, or began anew: the page is theirs."""
        values = {
            "connection": pulled.connection_id,
            "name": pulled.name,
            "begun": pulled.begun_at,
            "before": pulled.cursor,
            "cursor": page.cursor,
            "reached": page.reached,
            "more": page.more,
            "events": len(page.events),
            "now": now,
            "next": next_at,
        }
        return await fetch_one(transaction, Pulled, _GO_ON, values)

    async def failed(self, pulled: Pulled, error: str, reason: str, next_at: datetime) -> None:
        values = {
            "connection": pulled.connection_id,
            "name": pulled.name,
            "begun": pulled.begun_at,
            "error": error,
            "reason": reason,
            "next": next_at,
        }
        await self._database.execute(_FAILED, values)

    async def soon(self, connection: ConnectionId, now: datetime) -> None:
        """All streams of the connection are due."""
        await self._database.execute(_SOON, (now, connection))

    async def again(self, connection: ConnectionId, since: datetime, now: datetime) -> None:
        """All streams of the connection begin anew, at `since`. What was recorded stays."""
        await self._database.execute(_AGAIN, {"connection": connection, "since": since, "now": now})
