"""Writes the log. Under load, rows that wait while a group is being committed become the next group."""

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
import psycopg
import structlog

from rotunda.access.audit.chain import AuditRow, Head, Seals, named_heads
from rotunda.access.audit.checkpoints import append_checkpoint
from rotunda.access.audit.entry import SYSTEM, Action, AuditEntry, storable, storable_detail
from rotunda.access.audit.repository import append, read_heads, read_starts
from rotunda.access.changes import Changes, Versions
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database, DatabaseUnavailable
from rotunda.kit.ids import new_id
from rotunda.kit.logging import request_id

_log = structlog.get_logger(__name__)

_LARGEST_GROUP = 500
_WRITE_SECONDS = 10.0
_CHECKPOINT_SECONDS = 10.0


class AuditUnavailable(Exception):
    """The look could not be recorded, so nothing may be shown."""

    def __init__(self) -> None:
        super().__init__("The access log cannot be written, so nothing is shown. Try again in a minute.")


class _Waiting(msgspec.Struct, frozen=True):
    """A row that has everything but its place in the chain, and who waits for it."""

    row: AuditRow
    written: "asyncio.Future[Versions]"


class AuditLog:
    """One per process. `checkpoints` is the file that heads are appended to: at the start of a chain, at most every ten
    seconds while rows are written, and at the end.
    """

    def __init__(
        self, database: Database, key: bytes, clock: Clock, checkpoints: Path, changes: Changes | None = None
    ) -> None:
        self._database = database
        self._changes = changes or Changes(database)
        self._seals = Seals(key)
        self._clock = clock
        self._checkpoints = checkpoints
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._head: Head | None = None
        self._next_checkpoint = 0.0
        self._writer: asyncio.Task[None] | None = None

    async def open(self) -> None:
        self._writer = asyncio.create_task(self._write_groups(), name="audit writer")

    async def close(self) -> None:
        """Writes what waits, and the last checkpoint."""
        writer, self._writer = self._writer, None
        if writer is None:
            return
        await self._queue.join()
        writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer
        if self._head is not None:
            await self._checkpoint(self._head)

    async def record(self, entry: AuditEntry) -> Versions:
        """Returns when the row is durable: what had changed by then.

        Raises:
            AuditUnavailable: it is not, or nobody can tell. Show nothing.
        """
        return await self.begin(entry)

    def begin(self, entry: AuditEntry) -> "asyncio.Future[Versions]":
        """`record`, to be awaited later. Raises AuditUnavailable at once where nothing can be written at all."""
        if self._writer is None or self._writer.done():
            raise AuditUnavailable
        waiting = _Waiting(self._row(entry), asyncio.get_running_loop().create_future())
        self._queue.put_nowait(waiting)
        return waiting.written

    def _row(self, entry: AuditEntry) -> AuditRow:
        return AuditRow(
            id=new_id("aud_"),
            chain="",
            seq=0,
            at=self._clock.now(),
            actor_id=entry.actor.user_id,
            actor_name=storable(entry.actor.name),
            actor_via=storable(entry.actor.via),
            action=entry.action.value,
            account_id=None if entry.account is None else storable(entry.account),
            detail=storable_detail(entry.detail),
            request_id=storable(request_id.get() if entry.request_id is None else entry.request_id),
            previous=b"",
        )

    async def _write_groups(self) -> None:
        try:
            while True:
                first = await self._queue.get()
                await self._write_while_any_wait([first, *self._all_that_wait()])
        finally:
            self._refuse_rest()

    def _all_that_wait(self) -> list[_Waiting]:
        number = min(self._queue.qsize(), _LARGEST_GROUP - 1)
        return [self._queue.get_nowait() for _ in range(number)]

    async def _write_while_any_wait(self, group: Sequence[_Waiting]) -> None:
        """Over one connection: under load, taking one for each group costs as much as writing it."""
        try:
            async with self._database.connection() as connection:
                while group:
                    async with asyncio.timeout(_WRITE_SECONDS):
                        versions = await self._append(connection, [waiting.row for waiting in group])
                    self._answer_all(group, versions)
                    group = self._all_that_wait()
        except (DatabaseUnavailable, psycopg.Error, TimeoutError) as error:
            # The group may have been committed all the same. A new chain is true in either case: this one just ends.
            self._head = None
            _log.error("audit rows could not be written", rows=len(group), reason=str(error))
        finally:
            self._answer_all(group, None)

    def _answer_all(self, group: Sequence[_Waiting], versions: Versions | None) -> None:
        for waiting in group:
            _answer(waiting, versions)
            self._queue.task_done()

    async def _append(self, connection: Connection, rows: Sequence[AuditRow]) -> Versions:
        if self._head is None:
            chain = new_id("chn_")
            rows = [await self._first_row(connection), *rows]
        else:
            chain = self._head.chain
        chained = self._chained(chain, rows)
        head = self._seals.head(chain, chained[-1].seq, chained[-1].hash)
        versions = await append(connection, chained, head)
        self._head = head
        self._changes.see(versions)
        await self._checkpoint_when_due(head, new_chain=len(chained) == head.seq)
        return versions

    def _chained(self, chain: str, rows: Sequence[AuditRow]) -> list[AuditRow]:
        seq, previous = (self._head.seq, self._head.hash) if self._head else (0, self._seals.genesis(chain))
        chained: list[AuditRow] = []
        for row in rows:
            seq += 1
            placed = msgspec.structs.replace(row, chain=chain, seq=seq, previous=previous)
            previous = self._seals.row(placed)
            chained.append(msgspec.structs.replace(placed, hash=previous))
        return chained

    async def _first_row(self, connection: Connection) -> AuditRow:
        """Names the heads that no earlier chain has named yet, so that removing those chains breaks this one."""
        heads = await read_heads(connection)
        starts = await read_starts(connection)
        named = {place for start in starts for place in named_heads(start)}
        new = [f"{head.chain}:{head.seq}" for head in heads if (head.chain, head.seq) not in named]
        row = self._row(AuditEntry(SYSTEM, Action.CHAIN_START, request_id=""))
        return msgspec.structs.replace(row, detail={"heads": new})

    async def _checkpoint_when_due(self, head: Head, *, new_chain: bool) -> None:
        if new_chain or self._clock.monotonic() >= self._next_checkpoint:
            await self._checkpoint(head)

    async def _checkpoint(self, head: Head) -> None:
        self._next_checkpoint = self._clock.monotonic() + _CHECKPOINT_SECONDS
        try:
            point = self._seals.checkpoint(head, self._clock.now())
            await asyncio.to_thread(append_checkpoint, self._checkpoints, point)
        except OSError as error:
            # The rows are durable and the head's table still tells of a cut: looking on is safe, staying silent is not.
            _log.error("audit checkpoint could not be written", path=str(self._checkpoints), reason=str(error))

    def _refuse_rest(self) -> None:
        while not self._queue.empty():
            _answer(self._queue.get_nowait(), None)
            self._queue.task_done()


def _answer(waiting: _Waiting, versions: Versions | None) -> None:
    """Without versions nobody knows whether the row was written."""
    if waiting.written.done():
        return  # whoever asked has gone
    if versions:
        waiting.written.set_result(versions)
    else:
        waiting.written.set_exception(AuditUnavailable())
