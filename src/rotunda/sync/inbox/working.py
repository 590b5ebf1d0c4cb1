"""Makes deliveries count: whose record does each name, and what was read of that customer is no longer current.

A delivery only says that something has changed; what is true now is asked of the source when somebody looks. So the
order in which deliveries arrive, and how often, make no difference.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import structlog

from rotunda.connections.model import UnknownConnection
from rotunda.connections.service import Connections
from rotunda.connections.statuses import kind_of
from rotunda.connector_kit.connector import Connector, Named
from rotunda.connector_kit.errors import Misconfigured, SourceError
from rotunda.connector_kit.webhooks import json_of
from rotunda.kit.clock import Clock
from rotunda.kit.database import DatabaseUnavailable
from rotunda.reading.notices import Notice, Notices
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.background import Background
from rotunda.sync.inbox.holders import Holders
from rotunda.sync.inbox.model import Failed, Kept
from rotunda.sync.inbox.repository import InboxRepository, Taken

_AT_ONCE = 100
_LONGEST_PAUSE = timedelta(minutes=1)
_AFTER_FAULT = 1.0
_FORGET_EVERY = timedelta(hours=1)

_log = structlog.get_logger(__name__)


class InboxWorker(Background):
    """One loop. Several may run beside one another: no delivery is taken twice at a time."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        notices: Notices,
        holders: Holders,
        repository: InboxRepository,
        clock: Clock,
    ) -> None:
        super().__init__("webhooks")
        self._connectors = connectors
        self._connections = connections
        self._notices = notices
        self._holders = holders
        self._repository = repository
        self._clock = clock
        self._forgot_at: float | None = None

    async def work(self) -> None:
        """Until nothing is due."""
        while True:
            async with self._repository.due(self._clock.now(), _AT_ONCE) as taken:
                await self._make_count(taken)
            if len(taken.deliveries) < _AT_ONCE:
                return

    async def _run(self) -> None:
        while True:
            try:
                self._wanted.clear()
                await self.work()
                await self._forget()
                await self._pause()
            except DatabaseUnavailable as error:
                _log.warning("webhooks wait for the database", reason=str(error))
                await asyncio.sleep(_AFTER_FAULT)

    async def _pause(self) -> None:
        """Until something arrives or the next try is due."""
        next_at, now = await self._repository.next_at(), self._clock.now()
        pause = _LONGEST_PAUSE if next_at is None else min(_LONGEST_PAUSE, max(next_at - now, timedelta(0)))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause.total_seconds()):
                await self._wanted.wait()

    async def _forget(self) -> None:
        now = self._clock.monotonic()
        if self._forgot_at is None or now - self._forgot_at >= _FORGET_EVERY.total_seconds():
            self._forgot_at = now
            await self._repository.prune(self._clock.now())

    async def _make_count(self, taken: Taken) -> None:
        by_connection: dict[ConnectionId, list[Kept]] = defaultdict(list)
        for delivery in taken.deliveries:
            by_connection[delivery.connection_id].append(delivery)
        told: list[Notice] = []
        for connection, deliveries in by_connection.items():
            now = self._clock.now()
            read, failures = self._read(connection, deliveries)
            found = await self._told(connection, read)
            if isinstance(found, Failed):
                failures += [(delivery, found) for delivery, _ in read]
                read = []
            else:
                told += found
            await taken.done(read, now)
            await taken.failed(failures, now)
        await self._notices.write(taken.transaction, told)

    def _read(
        self, connection: ConnectionId, deliveries: Iterable[Kept]
    ) -> tuple[list[tuple[Kept, Sequence[Named]]], list[tuple[Kept, Failed]]]:
        read: list[tuple[Kept, Sequence[Named]]] = []
        failures: list[tuple[Kept, Failed]] = []
        for delivery in deliveries:
            try:
                read.append((delivery, self._named(connection, delivery)))
            except SourceError as error:
                failures.append((delivery, _failed(error, final=True)))
            except Exception as error:  # noqa: BLE001 - a defect of one connector holds up no other delivery
                _log.exception("a webhook could not be read", connection=connection, delivery=delivery.id)
                failures.append((delivery, Failed("defect", type(error).__name__, final=True)))
        return read, failures

    def _named(self, connection: ConnectionId, delivery: Kept) -> Sequence[Named]:
        if delivery.body is None:
            return delivery.named or ()
        webhooks = self._connector(connection).webhooks
        if webhooks is None:
            raise Misconfigured("This source sends nothing that could be read.")
        return webhooks.named(json_of(delivery.body))

    async def _told(
        self, connection: ConnectionId, read: Sequence[tuple[Kept, Sequence[Named]]]
    ) -> list[Notice] | Failed:
        """What the deliveries name is read anew when somebody looks; or why it could not be found out whose it is."""
        named = dict.fromkeys(each for _, all_named in read for each in all_named)
        records = dict.fromkeys(each.record for each in named if each.record is not None)
        try:
            holders = await self._holders.of(connection, self._connector(connection), list(records))
        except SourceError as error:
            return _failed(error)
        return [
            Notice(connection, account, section)
            for each in named
            for account in ([None] if each.record is None else holders.get(each.record, ()))
            for section in each.sections
        ]

    def _connector(self, connection: ConnectionId) -> Connector:
        try:
            return self._connectors[self._connections.get(connection).source]
        except UnknownConnection as error:
            raise Misconfigured("The connection was removed.") from error


def _failed(error: SourceError, *, final: bool = False) -> Failed:
    return Failed(kind_of(error).value, error.reason, final)
