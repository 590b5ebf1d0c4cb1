"""Brings what was written to the sources, one connection's things one after the other, each as one record there.

A request that makes a record cannot be repeated safely, so that it is under way is durable before it is sent. Where
nobody knows what came of it (no answer, a process that died), the record is looked for by its mark, once the request
can have no further effect, and only made where it is not there.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

import structlog

from rotunda.connections.model import UnknownConnection
from rotunda.connections.service import Connections
from rotunda.connections.statuses import kind_of
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.errors import Forbidden, Gone, Refused, SourceError
from rotunda.connector_kit.requests import Program
from rotunda.connector_kit.writing import Copy, Writer, Writes
from rotunda.kit.clock import Clock
from rotunda.kit.database import DatabaseUnavailable
from rotunda.kit.jobs.port import JobFailed, Jobs
from rotunda.reading.model import Priority
from rotunda.reading.service import Readings
from rotunda.sections.ids import ConnectionId, SourceName, UserId
from rotunda.sync.outbox.attempts import failure_of
from rotunda.sync.outbox.model import PATIENCE, WAITS, Outgoing
from rotunda.sync.outbox.originals import original_of
from rotunda.sync.outbox.repository import OutboxRepository
from rotunda.timeline.written.model import Written

SEND = "outbox"
DUE = "outbox.due"
_AT_ONCE = 50
_Result = TypeVar("_Result")

_log = structlog.get_logger(__name__)


class Sender:
    """One job for each connection: nobody else sends to it meanwhile."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        readings: Readings,
        repository: OutboxRepository,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._connectors = connectors
        self._connections = connections
        self._readings = readings
        self._repository = repository
        self._jobs = jobs
        self._clock = clock
        jobs.on(SEND, self._job)
        jobs.on(DUE, self._due)
        jobs.every("* * * * *", DUE)

    async def soon(self, connection: ConnectionId) -> None:
        await self._jobs.enqueue(SEND, connection)

    async def send(self, connection: ConnectionId) -> bool:
        """What is due; whether more may be."""
        writes = self._writes(connection)
        if writes is None:
            return False
        due = await self._repository.due(connection, self._clock.now(), _AT_ONCE)
        for outgoing in due:
            if not await self._try(writes, outgoing):
                return False
        return len(due) == _AT_ONCE

    async def _job(self, key: str) -> None:
        try:
            more = await self.send(ConnectionId(key))
        except DatabaseUnavailable as error:
            raise JobFailed("database", str(error)) from error
        if more:
            await self._jobs.enqueue(SEND, key)

    async def _due(self, _: str) -> None:
        known = {each.id for each in self._connections.list()}
        for connection in await self._repository.connections_due(self._clock.now()):
            if connection in known:
                await self._jobs.enqueue(SEND, connection)

    def _writes(self, connection: ConnectionId) -> Writes | None:
        """None: whatever waits goes on waiting, until it is connected so that it may be written to."""
        try:
            known = self._connections.get(connection)
        except UnknownConnection:
            return None
        writes = self._connectors[known.source].writes
        return writes if writes is not None and writes.allowed(known.settings) else None

    async def _try(self, writes: Writes, outgoing: Outgoing) -> bool:
        """Whether the next may be tried at once."""
        now, written = self._clock.now(), await self._repository.written(outgoing.written_id)
        if written is None:
            return True
        if outgoing.begun_at is not None and now < outgoing.begun_at + PATIENCE:
            await self._repository.later(outgoing, outgoing.begun_at + PATIENCE)
            return True
        next_at = now + WAITS[min(outgoing.attempts, len(WAITS) - 1)]
        if not await self._repository.begin(outgoing, now, next_at):
            return True
        return await self._attempt(writes, outgoing, written, now, next_at)

    async def _attempt(
        self, writes: Writes, outgoing: Outgoing, written: Written, begun: datetime, next_at: datetime
    ) -> bool:
        try:
            copy = await self._bring(writes, outgoing, written)
        except SourceError as error:
            await self._repository.failed(outgoing, begun, failure_of(error, outgoing, next_at))
            _log.warning(
                "what was written could not be sent",
                connection=outgoing.connection_id,
                written=outgoing.written_id,
                error=kind_of(error).value,
            )
            return isinstance(error, Refused | Gone | Forbidden)
        if not await self._repository.sent(outgoing, begun, written.version, copy, self._clock.now()):
            _log.warning("somebody else has sent it meanwhile", written=outgoing.written_id)
        return True

    async def _bring(self, writes: Writes, outgoing: Outgoing, written: Written) -> Copy | None:
        """Makes it there what it is here."""
        original = original_of(written, tuple(outgoing.whose), await self._writers(written))
        copy = outgoing.copy
        if copy is None and outgoing.begun_at is not None:
            copy = await self._run(outgoing, writes.find(original))
        if written.removed_at is not None:
            if copy is not None:
                await self._run(outgoing, writes.remove(copy.record))
            return copy
        if copy is None:
            return await self._run(outgoing, writes.create(original))
        return await self._run(outgoing, writes.change(original, copy.record))

    async def _run(self, outgoing: Outgoing, program: Program[_Result]) -> _Result:
        return await self._readings.fetch_program(outgoing.connection_id, program, Priority.BACKGROUND)

    async def _writers(self, written: Written) -> Mapping[UserId, Writer]:
        return await self._repository.writers(each for each in (written.author, written.assignee) if each is not None)
