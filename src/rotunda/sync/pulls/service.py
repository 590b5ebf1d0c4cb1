"""Pulls as the rest of the house sees them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from rotunda.connections.model import Connection
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector
from rotunda.kit.clock import Clock
from rotunda.kit.jobs.port import Jobs
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.pulls.model import MONTH, Pulled, StreamItem, StreamState, SyncItem, SyncStatus
from rotunda.sync.pulls.pulling import PULL, Puller
from rotunda.sync.pulls.repository import StreamRepository


class NothingToPull(Exception):
    """The source has no streams."""


class Pulls:
    """`puller` does the work, in jobs."""

    def __init__(
        self,
        puller: Puller,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        streams: StreamRepository,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self.puller = puller
        self._connectors = connectors
        self._connections = connections
        self._streams = streams
        self._jobs = jobs
        self._clock = clock

    async def status(self) -> SyncStatus:
        return SyncStatus(await self.items(), await self._jobs.status())

    async def items(self) -> list[SyncItem]:
        """Of every connection that has streams."""
        now = self._clock.now()
        by_connection = {
            connection: list(found)
            for connection, found in groupby(await self._streams.all(), lambda each: each.connection_id)
        }
        listed = self._connections.list()
        return [_item(each, by_connection[each.id], now) for each in listed if each.id in by_connection]

    async def run(self, connection: ConnectionId) -> SyncItem:
        """Pulls at once, whenever it was asked before. Raises UnknownConnection, NothingToPull."""
        known = self._known(connection)
        await self.puller.begin()
        await self.puller.soon(connection)
        return _item(known, await self._streams.of(connection), self._clock.now())

    async def backfill(self, connection: ConnectionId, months: int) -> SyncItem:
        """Reads the last months again from their beginning. Raises UnknownConnection, NothingToPull."""
        known, now = self._known(connection), self._clock.now()
        await self.puller.begin()
        await self._streams.again(connection, now - months * MONTH, now)
        await self._jobs.enqueue(PULL, connection)
        return _item(known, await self._streams.of(connection), now)

    def _known(self, connection: ConnectionId) -> Connection:
        known = self._connections.get(connection)
        if not self._connectors[known.source].streams:
            raise NothingToPull
        return known


def _item(connection: Connection, pulled: Sequence[Pulled], now: datetime) -> SyncItem:
    lags = [each.lag(now).total_seconds() for each in pulled if each.caught_up_at is not None]
    return SyncItem(
        connection_id=connection.id,
        source=connection.source,
        title=connection.title,
        progress=min((each.progress() for each in pulled), default=0.0),
        lag_seconds=max(lags, default=None),
        streams=[_stream(each, now) for each in pulled],
    )


def _stream(pulled: Pulled, now: datetime) -> StreamItem:
    return StreamItem(
        name=pulled.name,
        state=_state(pulled),
        since=pulled.since,
        progress=round(pulled.progress(), 3),
        lag_seconds=pulled.lag(now).total_seconds(),
        last_ok_at=pulled.last_ok_at,
        next_at=pulled.next_at,
        events=pulled.events,
        failures=pulled.failures,
        error=pulled.error,
        reason=pulled.reason,
    )


def _state(pulled: Pulled) -> StreamState:
    if pulled.error is not None:
        return StreamState.FAILING
    return StreamState.BACKFILLING if pulled.caught_up_at is None else StreamState.CURRENT
