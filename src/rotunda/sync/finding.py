"""Looking one customer up in a source that has no record of it, because somebody has opened its page.

The directory would find it within a quarter of an hour; whoever has just made a customer in the billing system wants
to see it sooner. So it happens in the background, and what is found is there for the next look.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import msgspec
import structlog

from rotunda.connections.model import Connection, UnknownConnection
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector, Find, SourceRecord
from rotunda.connector_kit.errors import SourceError
from rotunda.identity.service import Identity
from rotunda.kit.clock import Clock
from rotunda.kit.database import DatabaseUnavailable
from rotunda.kit.recent import Recent
from rotunda.reading.model import Priority
from rotunda.reading.service import Readings
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName

NOT_BEFORE = timedelta(minutes=10)
"""How long an account is not looked up in the same source again."""

_AT_ONCE = 4
_REMEMBERED_MOST = 20_000

_log = structlog.get_logger(__name__)


class Finding:
    """Knows no vendor: what to ask is in each connector's `find`."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        readings: Readings,
        identity: Identity,
        clock: Clock,
    ) -> None:
        self._connectors = connectors
        self._connections = connections
        self._readings = readings
        self._identity = identity
        self._clock = clock
        self._asked: Recent[tuple[AccountId, ConnectionId], float] = Recent(_REMEMBERED_MOST)
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def lacking(
        self, connections: Iterable[Connection], links: Mapping[ConnectionId, Mapping[str, Sequence[ExternalId]]]
    ) -> tuple[Connection, ...]:
        """Those that have no record of an account with these links, as far as any section could be read from it."""
        return tuple(each for each in connections if not self._is_known(each, links.get(each.id, {})))

    def look_up(self, account: AccountId, lacking: Iterable[Connection]) -> None:
        """Returns at once. A source that was asked for this account a moment ago is not asked again."""
        now = self._clock.monotonic()
        for connection in lacking:
            asked_at = self._asked.get((account, connection.id))
            if asked_at is None or now - asked_at >= NOT_BEFORE.total_seconds():
                self._asked.put((account, connection.id), now)
                task = asyncio.create_task(self._look_up(account, connection), name="looking a customer up")
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Waits until everything that was begun has ended."""
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _is_known(self, connection: Connection, records: Mapping[str, Sequence[ExternalId]]) -> bool:
        needs = self._connectors[connection.source].needs.values()
        return any(records.get(record_type) for needed in needs for record_type in needed)

    async def _look_up(self, account: AccountId, connection: Connection) -> None:
        try:
            async with self._turns:
                records = await self._found(account, connection)
                if records:
                    await self._link(connection, records)
        except SourceError as error:
            _log.info("a customer could not be looked up", source=connection.source, reason=error.reason)
        except DatabaseUnavailable as error:
            _log.warning("a customer was not looked up", source=connection.source, reason=str(error))

    async def _found(self, account: AccountId, connection: Connection) -> Sequence[SourceRecord]:
        clues = await self._identity.clues(account)
        wanted = Find(**msgspec.structs.asdict(clues), settings=connection.settings, now=self._clock.now())
        program = self._connectors[connection.source].find(wanted)
        return await self._readings.fetch_program(connection.id, program, Priority.BACKGROUND)

    async def _link(self, connection: Connection, records: Sequence[SourceRecord]) -> None:
        try:
            self._connections.get(connection.id)
        except UnknownConnection:
            return
        category = self._connectors[connection.source].manifest.category
        applied = await self._identity.apply_found(connection.id, connection.source, category, records)
        if applied.linked:
            _log.info("a customer was found", source=connection.source, records=applied.linked)
