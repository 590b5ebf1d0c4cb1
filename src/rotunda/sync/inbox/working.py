"""Makes deliveries count: what was read of the customers that they name is no longer current, and timelines tell what
happened.

A delivery only says that something has changed; what is true now is asked of the source when somebody looks. So the
order in which deliveries arrive, and how often, make no difference.
"""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import msgspec
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
from rotunda.sync.inbox.effects import Effects
from rotunda.sync.inbox.model import Failed, Kept
from rotunda.sync.inbox.repository import InboxRepository, Taken

_AT_ONCE = 100
_LONGEST_PAUSE = timedelta(minutes=1)
_AFTER_FAULT = 1.0
_TOGETHER_SECONDS = 0.05
"""What arrives so shortly after one another is made to count together: in a burst, one by one would cost more than to
take it in, and nobody sees the difference.
"""
_FORGET_EVERY = timedelta(hours=1)

_log = structlog.get_logger(__name__)


class InboxWorker(Background):
    """One loop. Several may run beside one another: no delivery is taken twice at a time."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        effects: Effects,
        notices: Notices,
        repository: InboxRepository,
        clock: Clock,
    ) -> None:
        super().__init__("webhooks")
        self._connectors = connectors
        self._connections = connections
        self._effects = effects
        self._notices = notices
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
        if self._wanted.is_set():
            await asyncio.sleep(_TOGETHER_SECONDS)

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
            await self._repository.count(connection, Counter(kind for each in read for kind in each.kinds), now)
            found = await self._have_effect(connection, read)
            if isinstance(found, Failed):
                failures += [(each.delivery, found) for each in read]
                read = []
            else:
                told += found
            await taken.done([(each.delivery, each.named) for each in read], now)
            await taken.failed(failures, now)
        await self._notices.write(taken.transaction, told)

    def _read(
        self, connection: ConnectionId, deliveries: Iterable[Kept]
    ) -> tuple[list["_Read"], list[tuple[Kept, Failed]]]:
        read: list[_Read] = []
        failures: list[tuple[Kept, Failed]] = []
        for delivery in deliveries:
            try:
                read.append(self._read_one(connection, delivery))
            except SourceError as error:
                failures.append((delivery, _failed(error, final=True)))
            except Exception as error:  # noqa: BLE001 - a defect of one connector holds up no other delivery
                _log.exception("a webhook could not be read", connection=connection, delivery=delivery.id)
                failures.append((delivery, Failed("defect", type(error).__name__, final=True)))
        return read, failures

    def _read_one(self, connection: ConnectionId, delivery: Kept) -> "_Read":
        if delivery.body is None:
            return _Read(delivery, delivery.named or (), ())
        webhooks = self._connector(connection).webhooks
        if webhooks is None:
            raise Misconfigured("This source sends nothing that could be read.")
        body = json_of(delivery.body)
        # Tried again, it is no further news.
        return _Read(delivery, webhooks.named(body), () if delivery.attempts else webhooks.kinds(body))

    async def _have_effect(self, connection: ConnectionId, read: Sequence["_Read"]) -> list[Notice] | Failed:
        """What is to be read anew when somebody looks; or why it could not be found out what the deliveries mean."""
        if not read:
            return []
        named = list(dict.fromkeys(each for one in read for each in one.named))
        sent = list(dict.fromkeys(each for one in read if not one.delivery.pulled for each in one.named))
        try:
            connector = self._connector(connection)
            outdated = await self._effects.outdated(connection, connector, named)
            if sent:
                await self._effects.retell(connection, connector, sent)
        except SourceError as error:
            return _failed(error)
        return outdated

    def _connector(self, connection: ConnectionId) -> Connector:
        try:
            return self._connectors[self._connections.get(connection).source]
        except UnknownConnection as error:
            raise Misconfigured("The connection was removed.") from error


class _Read(msgspec.Struct, frozen=True):
    delivery: Kept
    named: Sequence[Named]
    kinds: Sequence[str]


def _failed(error: SourceError, *, final: bool = False) -> Failed:
    return Failed(kind_of(error).value, error.reason, final)
