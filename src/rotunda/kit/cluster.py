"""The processes of one installation, as they know of each other through the database that they share.

Each holds one connection beside its pool. Over it the process hears what others tell, is counted by them, and may lead:
whatever ends the process ends all three. Telling is quick but not durable, so whoever follows something durable is
asked to catch up: at every connection anew, and every few seconds between.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, LiteralString, TypeAlias

import msgspec
import psycopg
import structlog

from rotunda.kit.database import Connection, Database, DatabaseUnavailable, address_of
from rotunda.kit.ids import new_id

_CHANNEL = "rotunda"
_BEAT_SECONDS = 5.0
_AGAIN_SECONDS = 0.5
_CONNECT_SECONDS = 3
_MEMBERS = "members"
_STAND = "stand"

_PRESENT: LiteralString = "SELECT pg_advisory_lock_shared(8360, 1)"
_LEAD: LiteralString = "SELECT pg_try_advisory_lock(8360, 2) AS held"
_COUNT: LiteralString = """
    SELECT count(*) AS number FROM pg_locks WHERE locktype = 'advisory' AND classid = 8360 AND objid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

_log = structlog.get_logger(__name__)

Hear: TypeAlias = Callable[[str], None]
CatchUp: TypeAlias = Callable[[], Awaitable[None]]
Counted: TypeAlias = Callable[[int], None]


class _Number(msgspec.Struct, frozen=True):
    number: int


class Cluster:
    """`id` is this process's own. `members` is how many processes there are, as far as is known; never below one."""

    def __init__(self, database: Database, beat: float = _BEAT_SECONDS) -> None:
        self.id = new_id("prc_")
        self.members = 1
        self.leads = False
        self._database = database
        self._beat = beat
        self._hear: dict[str, list[Hear]] = {_MEMBERS: [self._recount_soon]}
        self._follow: list[CatchUp] = []
        self._counted: list[Counted] = []
        self._stood = False
        self._hears = True
        self._lead: tuple[Callable[[], None], Callable[[], Awaitable[None]]] | None = None
        self._under_way: set[asyncio.Task[Any]] = set()
        self._task: asyncio.Task[None] | None = None
        self._attended = asyncio.Event()

    def hear(self, topic: str, handler: Hear) -> None:
        """`handler` is called with what any process, this one too, tells of the topic."""
        self._hear.setdefault(topic, []).append(handler)

    def follow(self, catch_up: CatchUp) -> None:
        """`catch_up` reads what may have been missed. It may raise DatabaseUnavailable."""
        self._follow.append(catch_up)

    def when_counted(self, counted: Counted) -> None:
        """`counted` is told how many processes there are, whenever that has changed."""
        self._counted.append(counted)

    def stand(self, begin: Callable[[], None], end: Callable[[], Awaitable[None]]) -> None:
        """From now on this process may lead: one at a time does. `begin` starts what only the leader does, `end` stops
        it.
        """
        self._lead = begin, end
        self.tell_soon(_STAND, self.id)

    async def tell(self, topic: str, body: str = "") -> None:
        """Raises DatabaseUnavailable."""
        await self._database.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, f"{topic}:{body}"))

    async def tell_with(self, transaction: Connection, topic: str, body: str = "") -> None:
        """When the transaction commits."""
        await transaction.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, f"{topic}:{body}"))

    def tell_soon(self, topic: str, body: str = "") -> None:
        """As well as it can be done."""
        self.soon(lambda: self.tell(topic, body))

    def soon(self, work: CatchUp) -> None:
        """Runs it beside, as long as the database is there."""

        async def run() -> None:
            with contextlib.suppress(DatabaseUnavailable):
                await work()

        task = asyncio.create_task(run())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def open(self) -> None:
        """Returns when this process is one of them, or cannot be for now."""
        self._task = asyncio.create_task(self._run(), name="cluster")
        await self._attended.wait()

    async def close(self) -> None:
        tasks = [*self._under_way, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._resign()

    async def _run(self) -> None:
        while True:
            try:
                await self._attend()
            except (psycopg.Error, OSError, TimeoutError) as error:
                if self._hears:
                    address = address_of(self._database.url)
                    _log.warning("other processes are not heard", database=address, reason=type(error).__name__)
            self._hears = False
            self._attended.set()
            await self._resign()
            await self._catch_up()
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _attend(self) -> None:
        connecting = psycopg.AsyncConnection.connect(
            self._database.url, autocommit=True, connect_timeout=_CONNECT_SECONDS, application_name="rotunda cluster"
        )
        async with await connecting as connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            await connection.execute(_PRESENT)
            await connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, f"{_MEMBERS}:"))
            while True:
                async with asyncio.timeout(self._beat):
                    await self._stand(connection)
                await self._recount()
                await self._catch_up()
                self._hears = True
                self._attended.set()
                await self._listen(connection)

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """For one beat. Nothing else can be asked over the connection while it listens."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + self._beat
        while (seconds := ends_at - loop.time()) > 0:
            async for notice in connection.notifies(timeout=seconds, stop_after=1):
                self._heard(notice.payload)
            if self._lead is not None and not self._stood:
                await self._stand(connection)

    async def _stand(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """It also shows that somebody still answers at the other end."""
        self._stood = self._lead is not None
        if self._lead is None or self.leads:
            await connection.execute("SELECT 1")
            return
        row = await (await connection.execute(_LEAD)).fetchone()
        if row and row[0]:
            self.leads = True
            self._lead[0]()

    async def _resign(self) -> None:
        if self.leads and self._lead is not None:
            self.leads = False
            await self._lead[1]()

    def _heard(self, payload: str) -> None:
        topic, _, body = payload.partition(":")
        for handler in self._hear.get(topic, ()):
            try:
                handler(body)
            except Exception:  # noqa: BLE001 - a defect of one who hears makes nobody else deaf
                _log.exception("what another process told could not be followed", topic=topic)

    async def _catch_up(self) -> None:
        for catch_up in self._follow:
            try:
                await catch_up()
            except DatabaseUnavailable:
                continue
            except Exception:  # noqa: BLE001 - as above
                _log.exception("what other processes did could not be followed")

    def _recount_soon(self, _: str) -> None:
        self.soon(self._recount)

    async def _recount(self) -> None:
        with contextlib.suppress(DatabaseUnavailable):
            found = await self._database.fetch_one(_Number, _COUNT)
            members = max(1, found.number if found else 1)
            if members != self.members:
                self.members = members
                for counted in self._counted:
                    counted(members)
