"""How every connection is doing, as its calls tell. Kept in memory, written to the database now and then."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from rotunda.connections.model import Connection, ConnectionState, Health, LastError
from rotunda.connections.statuses import kind_of
from rotunda.connector_kit.errors import SourceError
from rotunda.connector_kit.manifest import ErrorKind
from rotunda.kit.clock import Clock
from rotunda.kit.database import DatabaseUnavailable
from rotunda.sections.ids import ConnectionId

_WRITE_AFTER_SECONDS = 2.0
_CALM_SECONDS = 10.0

_log = structlog.get_logger(__name__)

_STATES: Mapping[ErrorKind, ConnectionState] = {
    ErrorKind.AUTH_EXPIRED: ConnectionState.NEEDS_SIGN_IN,
    ErrorKind.MISCONFIGURED: ConnectionState.MISCONFIGURED,
    ErrorKind.RATE_LIMITED: ConnectionState.LIMITED,
    ErrorKind.UNAVAILABLE: ConnectionState.FAILING,
    ErrorKind.BAD_PAYLOAD: ConnectionState.FAILING,
}
"""A right that is missing concerns one section, a record that is gone one customer: neither is the connection's."""


class _Standing:
    """`told` whether the log says that it fails; `failed_at` is monotonic."""

    __slots__ = ("connection", "failed_at", "health", "told")

    def __init__(self, connection: Connection, health: Health) -> None:
        self.connection = connection
        self.health = health
        self.told = False
        self.failed_at = 0.0


class HealthLedger:
    """`save` writes what has changed; so many seconds after the first change, with all that came meanwhile."""

    def __init__(
        self,
        save: Callable[[Mapping[ConnectionId, Health]], Awaitable[None]],
        clock: Clock,
        write_after: float = _WRITE_AFTER_SECONDS,
    ) -> None:
        self._save = save
        self._write_after = write_after
        self._clock = clock
        self._standing: dict[ConnectionId, _Standing] = {}
        self._unsaved: set[ConnectionId] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    def watch(self, connection: Connection, health: Health) -> None:
        self._standing[connection.id] = _Standing(connection, health)

    def forget(self, connection: ConnectionId) -> None:
        self._standing.pop(connection, None)
        self._unsaved.discard(connection)

    def of(self, connection: ConnectionId) -> Health:
        standing = self._standing.get(connection)
        return standing.health if standing else Health()

    def succeeded(self, connection: ConnectionId) -> None:
        """A read came back whole."""
        standing = self._standing.get(connection)
        if standing is None:
            return
        standing.health = Health(ConnectionState.OK, self._clock.now(), standing.health.last_error)
        self._mark(connection)
        if standing.told and self._clock.monotonic() - standing.failed_at >= _CALM_SECONDS:
            standing.told = False
            _log.info("the source works again", **_names(standing.connection))

    def failed(self, connection: ConnectionId, error: SourceError) -> None:
        """A read failed because of the source, not because of us or of one customer."""
        standing = self._standing.get(connection)
        kind = kind_of(error)
        if standing is None or kind is ErrorKind.GONE:
            return
        before = standing.health
        state = _STATES.get(kind, before.state)
        standing.health = Health(state, before.last_success_at, LastError(kind, error.reason, self._clock.now()))
        standing.failed_at = self._clock.monotonic()
        self._mark(connection)
        if not standing.told:
            standing.told = True
            _log.warning("the source fails", kind=kind.value, reason=error.reason, **_names(standing.connection))

    def judge(self, connection: ConnectionId, state: ConnectionState) -> None:
        """A check's own verdict."""
        standing = self._standing.get(connection)
        if standing is not None:
            standing.health = Health(state, standing.health.last_success_at, standing.health.last_error)
            self._mark(connection)

    async def flush(self) -> None:
        """Writes what is unsaved. What cannot be written now stays unsaved."""
        changed = {connection: self._standing[connection].health for connection in self._unsaved}
        self._unsaved.clear()
        if not changed:
            return
        try:
            await self._save(changed)
        except DatabaseUnavailable as error:
            self._unsaved |= changed.keys() & self._standing.keys()
            _log.warning("how connections are doing could not be written", reason=str(error))

    async def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._writing is not None:
            await self._writing
        await self.flush()

    def _mark(self, connection: ConnectionId) -> None:
        self._unsaved.add(connection)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._write_after, self._write)

    def _write(self) -> None:
        self._timer = None
        self._writing = asyncio.create_task(self.flush())


def _names(connection: Connection) -> dict[str, str]:
    return {"connection": connection.id, "source": connection.source}
