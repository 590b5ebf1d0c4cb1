"""Pulls streams: a page, its events and the cursor after it in one transaction, so that whatever ends the process
leaves neither a gap nor an event twice.

Records that a page says have changed go the way of a webhook, in the same transaction: into the inbox, which makes
what was read of them stale.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec
import structlog

from rotunda.connections.model import UnknownConnection
from rotunda.connections.service import Connections
from rotunda.connections.statuses import kind_of
from rotunda.connector_kit.connector import Connector, Named
from rotunda.connector_kit.errors import RateLimited, SourceError
from rotunda.connector_kit.events import Stream, StreamAsk, StreamPage
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database, DatabaseUnavailable
from rotunda.kit.jobs.port import JobFailed, Jobs
from rotunda.reading.model import Priority
from rotunda.reading.service import Readings
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.inbox.repository import InboxRepository
from rotunda.sync.pulls.model import LONGEST_WAIT, MONTH, MONTHS, Pulled
from rotunda.sync.pulls.repository import StreamRepository
from rotunda.sync.telling import Telling

PULL = "pull"
DUE = "pull.due"
_PAGES_AT_ONCE = 25
"""Of one stream, before the others of its connection have their turn."""

_WITH_WEBHOOKS = 3
"""Where the source tells of changes by itself, so many times as rarely."""

_log = structlog.get_logger(__name__)


class Recorder(msgspec.Struct, frozen=True):
    """Where pages go."""

    database: Database
    telling: Telling
    streams: StreamRepository
    inbox: InboxRepository
    arrived: Callable[[], None]


class Puller:
    """One job for each connection: nobody else pulls it meanwhile."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        readings: Readings,
        recorder: Recorder,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._connectors = connectors
        self._connections = connections
        self._readings = readings
        self._recorder = recorder
        self._jobs = jobs
        self._clock = clock
        jobs.on(PULL, self._job)
        jobs.on(DUE, self._due)
        jobs.every("* * * * *", DUE)

    async def soon(self, connection: ConnectionId) -> None:
        """All streams of the connection, whenever it was asked before."""
        await self._recorder.streams.soon(connection, self._clock.now())
        await self._jobs.enqueue(PULL, connection)

    async def pull(self, connection: ConnectionId) -> bool:
        """Every stream that is due; whether more is left to read now."""
        streams = self._streams(connection)
        more = False
        for pulled in await self._recorder.streams.of(connection):
            if pulled.name in streams and pulled.next_at <= self._clock.now():
                more = await self._pull(pulled, streams[pulled.name]) or more
        return more

    async def begin(self) -> None:
        """Streams of connections that are new."""
        now = self._clock.now()
        for connection in self._connections.list():
            names = self._connectors[connection.source].streams
            await self._recorder.streams.begin(connection.id, names, now - MONTHS * MONTH, now)

    async def _job(self, key: str) -> None:
        try:
            more = await self.pull(ConnectionId(key))
        except DatabaseUnavailable as error:
            raise JobFailed("database", str(error)) from error
        if more:
            await self._jobs.enqueue(PULL, key)

    async def _due(self, _: str) -> None:
        await self.begin()
        now, known = self._clock.now(), {each.id for each in self._connections.list()}
        due = {each.connection_id for each in await self._recorder.streams.all() if each.next_at <= now}
        for connection in sorted(due & known):
            await self._jobs.enqueue(PULL, connection)

    def _streams(self, connection: ConnectionId) -> Mapping[str, Stream]:
        try:
            return self._connectors[self._connections.get(connection).source].streams
        except UnknownConnection:
            return {}

    async def _pull(self, pulled: Pulled, stream: Stream) -> bool:
        """Whether more is left to read now."""
        at: Pulled | None = pulled
        every = await self._every(pulled.connection_id, stream)
        for _ in range(_PAGES_AT_ONCE):
            try:
                page = await self._page(at, stream)
            except SourceError as error:
                await self._failed(at, stream, error)
                return False
            at = await self._keep(at, page, every)
            if at is None or not page.more:
                return at is None
        return True

    async def _page(self, pulled: Pulled, stream: Stream) -> StreamPage:
        settings = self._connections.get(pulled.connection_id).settings
        ask = StreamAsk(cursor=pulled.cursor, since=pulled.since, now=self._clock.now(), settings=settings)
        return await self._readings.fetch_program(pulled.connection_id, stream.read(ask), Priority.BACKGROUND)

    async def _keep(self, pulled: Pulled, page: StreamPage, every: timedelta) -> Pulled | None:
        now = self._clock.now()
        async with self._recorder.database.transaction() as transaction:
            next_at = now if page.more else now + every
            kept = await self._recorder.streams.go_on(transaction, pulled, page, now, next_at)
            if kept is None:
                return None
            told = await self._tell(transaction, pulled, page, now)
            await self._recorder.telling.record_in(transaction, pulled.connection_id, page.events)
        if told:
            self._recorder.arrived()
        return kept

    async def _tell(self, transaction: Connection, pulled: Pulled, page: StreamPage, now: datetime) -> bool:
        """While the past is read, nothing has changed."""
        named = [Named(each.sections, each.record) for each in page.touched]
        if pulled.caught_up_at is None or not named:
            return False
        await self._recorder.inbox.keep_named(transaction, pulled.connection_id, named, now)
        return True

    async def _every(self, connection: ConnectionId, stream: Stream) -> timedelta:
        """A source that tells of changes by itself is asked more rarely, as long as it does."""
        tells = await self._recorder.inbox.still_told(connection, self._clock.now())
        return stream.every * (_WITH_WEBHOOKS if tells else 1)

    async def _failed(self, pulled: Pulled, stream: Stream, error: SourceError) -> None:
        now, wait = self._clock.now(), min(stream.every * 2 ** min(pulled.failures, 8), LONGEST_WAIT)
        next_at = max(error.until, now) if isinstance(error, RateLimited) else now + wait
        _log.warning(
            "a source could not be pulled", connection=pulled.connection_id, stream=pulled.name, reason=error.reason
        )
        await self._recorder.streams.failed(pulled, kind_of(error).value, error.reason, next_at)
