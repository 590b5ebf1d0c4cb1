"""The directory of customers: each source's own list of companies and people, linked by `identity`.

Runs at the start, every quarter of an hour, and when a connection was added. A source that fails keeps its links.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import msgspec
import structlog

from rotunda.connections.model import Connection
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector, SourceRecord
from rotunda.connector_kit.errors import SourceError
from rotunda.identity.service import Identity
from rotunda.kit.clock import Clock
from rotunda.kit.database import DatabaseUnavailable
from rotunda.reading.model import Priority
from rotunda.reading.service import Readings
from rotunda.sections.ids import SourceName
from rotunda.sections.provenance import Category

EVERY = timedelta(minutes=15)
_FOUNDERS_FIRST = (Category.PRODUCT, Category.CRM)
_log = structlog.get_logger(__name__)


class Listed(msgspec.Struct, frozen=True):
    """What one connection's list came to. `reason` is set where it could not be read."""

    connection: Connection
    records: int
    reason: str | None = None


class Directory:
    """Keeps the directory current."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        readings: Readings,
        identity: Identity,
        clock: Clock,
        changed: Callable[[], None],
    ) -> None:
        """`changed` is called after lists were applied that may have changed the book."""
        self._changed = changed
        self._connectors = connectors
        self._connections = connections
        self._readings = readings
        self._identity = identity
        self._clock = clock
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="directory of customers")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def refresh_soon(self) -> None:
        """Somebody changed what there is to list."""
        self._wanted.set()

    async def refresh(self) -> list[Listed]:
        """Lists every source and links what it finds: the product's accounts first, then the CRM's, then the rest."""
        lists = await asyncio.gather(*(self._list(each) for each in self._connections.list()))
        listed: list[Listed] = []
        for connection, records in sorted(lists, key=lambda pair: self._rank(pair[0])):
            if isinstance(records, str):
                listed.append(Listed(connection, 0, records))
                continue
            category = self._connectors[connection.source].manifest.category
            await self._identity.apply_directory(connection.id, connection.source, category, records)
            self._changed()
            listed.append(Listed(connection, len(records)))
        return listed

    async def _list(self, connection: Connection) -> tuple[Connection, Sequence[SourceRecord] | str]:
        connector = self._connectors[connection.source]
        found: list[SourceRecord] = []
        try:
            for program in connector.records:
                started = program(connection.settings, self._clock.now())
                found.extend(await self._readings.fetch_program(connection.id, started, Priority.BACKGROUND))
        except SourceError as error:
            _log.warning("a source's customers could not be listed", source=connection.source, reason=error.reason)
            return connection, error.reason
        return connection, found

    def _rank(self, connection: Connection) -> tuple[int, str]:
        category = self._connectors[connection.source].manifest.category
        rank = _FOUNDERS_FIRST.index(category) if category in _FOUNDERS_FIRST else len(_FOUNDERS_FIRST)
        return (rank, connection.id)

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(EVERY.total_seconds()):
                    await self._wanted.wait()
            except TimeoutError:
                pass
            self._wanted.clear()
            try:
                await self.refresh()
            except DatabaseUnavailable as error:
                _log.warning("the directory of customers was not refreshed", reason=str(error))
