"""What was said in conversations, asked of their sources, and kept for as long as the conversation has not changed.

A source tells what was said conversation by conversation, so whoever shows several decides how many are asked for. What
was read once costs nothing again until its source lists the conversation as changed.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import msgspec

from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector, Thread
from rotunda.connector_kit.connector import Threads as ThreadsOfSource
from rotunda.kit.recent import Recent
from rotunda.reading.alarm import Timing
from rotunda.reading.model import Priority
from rotunda.reading.service import Readings
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sync.asking import Asking

_MOST = 2_000


class Wanted(msgspec.Struct, frozen=True):
    """One conversation; `changed_at` is when its source says that something last happened in it."""

    connection: ConnectionId
    record_type: str
    external_id: ExternalId
    changed_at: datetime

    @property
    def place(self) -> tuple[ConnectionId, str, ExternalId]:
        return (self.connection, self.record_type, self.external_id)


class ReadThreads(msgspec.Struct, frozen=True):
    """`silent` are the titles of sources that did not answer: their threads are missing, or those of before."""

    threads: Mapping[Wanted, Thread]
    silent: Sequence[str]


class _Kept(msgspec.Struct, frozen=True):
    thread: Thread
    changed_at: datetime


class Threads:
    """Knows no vendor: what to ask is in each connector's `threads`."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        readings: Readings,
        timing: Timing,
        patience: timedelta,
    ) -> None:
        self._connectors = connectors
        self._connections = connections
        self._readings = readings
        self._timing = timing
        self._patience = patience.total_seconds()
        self._kept: Recent[tuple[ConnectionId, str, ExternalId], _Kept] = Recent(_MOST)
        self._asking = Asking[tuple[Wanted, ...]](timing.alarm, "reading what was said")

    async def read(self, wanted: Sequence[Wanted]) -> ReadThreads:
        """Those that can be had. Waits for all sources, but not longer than a page does."""
        until = self._timing.clock.monotonic() + self._patience
        missing: dict[ConnectionId, list[Wanted]] = {}
        for each in wanted:
            if not self._is_current(each):
                missing.setdefault(each.connection, []).append(each)
        answered = await asyncio.gather(*(self._ask(tuple(asked), until) for asked in missing.values()))
        silent = {connection for connection, heard in zip(missing, answered, strict=True) if not heard}
        titles = [each.title for each in self._connections.list() if each.id in silent]
        known = {each: kept.thread for each in wanted if (kept := self._kept.get(each.place)) is not None}
        return ReadThreads(known, titles)

    async def stop(self) -> None:
        """Ends whatever is being asked."""
        await self._asking.stop()

    def _is_current(self, wanted: Wanted) -> bool:
        kept = self._kept.get(wanted.place)
        if kept is None:
            return self._program_of(wanted.connection, wanted.record_type) is None
        return kept.changed_at == wanted.changed_at

    async def _ask(self, wanted: tuple[Wanted, ...], until: float) -> bool:
        """Whether the source has answered. One batch for everybody who waits for the same."""
        return await self._asking.answered(wanted, partial(self._fetch, wanted), until)

    async def _fetch(self, wanted: tuple[Wanted, ...]) -> None:
        connection = wanted[0].connection
        settings = next(each.settings for each in self._connections.list() if each.id == connection)
        for record_type in dict.fromkeys(each.record_type for each in wanted):
            threads = self._program_of(connection, record_type)
            if threads is None:
                continue
            asked = {each.external_id: each for each in wanted if each.record_type == record_type}
            program = threads.read(list(asked), settings)
            found = await self._readings.fetch_program(connection, program, Priority.PERSON)
            for external_id, each in asked.items():
                # A conversation that is gone has nothing more to say: it is not asked for again and again.
                thread = found.get(external_id, Thread(()))
                self._kept.put(each.place, _Kept(thread, each.changed_at))

    def _program_of(self, connection: ConnectionId, record_type: str) -> ThreadsOfSource | None:
        source = next((each.source for each in self._connections.list() if each.id == connection), None)
        connector = self._connectors.get(source) if source else None
        threads = connector.threads if connector else None
        return threads if threads and threads.record_type == record_type else None
