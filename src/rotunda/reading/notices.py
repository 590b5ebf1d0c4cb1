"""What sources have said to have changed, as all processes of an installation hear of it: each once, in one order.

A notice is a row that is written in the transaction of whatever made it known; positions grow in the order in which
these commit. So a process that was away, or that is new, loses nothing: it goes on where it was.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

import msgspec
import structlog

from rotunda.kit.clock import Clock
from rotunda.kit.cluster import Cluster
from rotunda.kit.database import Connection, Database
from rotunda.reading.heard import Heard, Told
from rotunda.reading.service import Readings
from rotunda.sections.ids import AccountId, ConnectionId, SectionName

_TOPIC = "notices"
_KEPT = timedelta(days=1)
"""The newest stays for good."""
_KNOWN = timedelta(hours=1)
"""How far back a new process looks."""
_AT_ONCE = 5_000
_PRUNE_EVERY_SECONDS = 3600.0

_TURN = "SELECT pg_advisory_xact_lock(8360, 3)"
"""Until the transaction ends: positions are given in the order of commits."""
_WRITE = """
    WITH last AS (
        SELECT greatest((extract(epoch FROM clock_timestamp()) * 1000000)::bigint, coalesce(max(position), 0)) AS at
        FROM source_notice
    )
    INSERT INTO source_notice (position, at, origin, connection_id, account_id, section)
    SELECT last.at + row_number() OVER (), clock_timestamp(), %(origin)s, one.connection, one.account, one.section
    FROM last, jsonb_to_recordset(%(notices)s::jsonb) AS one(connection text, account text, section text)
"""
_FROM = """
    SELECT position, at, origin, connection_id AS connection, account_id AS account, section
    FROM source_notice WHERE position >= %s ORDER BY position LIMIT %s
"""
_LATEST = """
    SELECT * FROM (
        SELECT position, at, origin, connection_id AS connection, account_id AS account, section
        FROM source_notice WHERE position > %s ORDER BY position DESC LIMIT %s
    ) AS latest ORDER BY position
"""
_BEFORE = "SELECT coalesce(max(position), 0) AS position FROM source_notice WHERE at <= clock_timestamp() - %s"
_PRUNE = """
    DELETE FROM source_notice WHERE at < clock_timestamp() - %s AND position < (SELECT max(position) FROM source_notice)
"""
"""The newest stays: from it everybody knows how far they have heard, and that they have missed nothing."""

_log = structlog.get_logger(__name__)


class Notice(msgspec.Struct, frozen=True):
    """A source has said that this section has changed: of one account, or, without one, of anybody's."""

    connection: ConnectionId
    account: AccountId | None
    section: SectionName


class _Position(msgspec.Struct, frozen=True):
    position: int


Listener = Callable[[Sequence[Told]], None]


class Notices:
    """`heard` is how far this process is. `lately` are those that stood there when it was opened."""

    def __init__(self, opened: Database, readings: Readings, cluster: Cluster, heard: Heard, clock: Clock) -> None:
        self._database = opened
        self._readings = readings
        self._cluster = cluster
        self._clock = clock
        self.heard = heard
        self.lately: list[Told] = []
        self._listeners: list[Listener] = []
        self._reading = asyncio.Lock()
        self._pruned_at: float | None = None

    async def open(self) -> None:
        """Knows what was told lately, and follows."""
        [before] = await self._database.fetch_all(_Position, _BEFORE, (_KNOWN,))
        self.lately = await self._database.fetch_all(Told, _LATEST, (before.position, _AT_ONCE))
        full = len(self.lately) == _AT_ONCE
        self.heard.since = self.heard.position = self.lately[0].position if full else before.position
        self.heard.note(self.lately)
        self._cluster.hear(_TOPIC, lambda _: self._cluster.soon(self.catch_up))
        self._cluster.follow(self.catch_up)

    def subscribe(self, listener: Listener) -> None:
        """`listener` is given notices, oldest first, when they count here."""
        self._listeners.append(listener)

    async def write(self, transaction: Connection, notices: Iterable[Notice]) -> None:
        """Counts here at once, elsewhere when the transaction has committed, which should be soon: others wait to write
        theirs.
        """
        told = list(dict.fromkeys(notices))
        if not told:
            return
        for each in told:
            self.heard.expect(each.connection, each.account, each.section)
            self._readings.invalidate(each.connection, each.account, each.section)
        await transaction.execute(_TURN)
        values = {"origin": self._cluster.id, "notices": msgspec.json.encode(told).decode()}
        await transaction.execute(_WRITE, values)
        await self._cluster.tell_with(transaction, _TOPIC)

    async def tell(self, notices: Iterable[Notice]) -> None:
        """`write`, and nothing else. Raises DatabaseUnavailable."""
        async with self._database.transaction() as transaction:
            await self.write(transaction, notices)

    async def catch_up(self) -> None:
        """Raises DatabaseUnavailable."""
        async with self._reading:
            while True:
                found = await self._database.fetch_all(Told, _FROM, (self.heard.position, _AT_ONCE))
                if self.heard.position and (not found or found[0].position != self.heard.position):
                    self._suspect_everything(found)
                self._count([told for told in found if told.position > self.heard.position])
                if len(found) < _AT_ONCE:
                    break
            await self._prune()

    def _count(self, found: Sequence[Told]) -> None:
        if not found:
            return
        for each in found:
            if each.origin != self._cluster.id:
                self._readings.invalidate(each.connection, each.account, each.section)
        self.heard.note(found)
        for listener in self._listeners:
            listener(found)

    def _suspect_everything(self, found: Sequence[Told]) -> None:
        """The last that was heard was pruned since, and others after it, perhaps: what was read before is not fresh.
        Without any, the database is another one, and is heard from its beginning.
        """
        _log.warning("notices of sources were missed; what was read before is read again")
        for connection, _ in self._readings.lines:
            self._readings.invalidate(connection)
        self.heard.since = self.heard.position = self.heard.position if found else 0

    async def _prune(self) -> None:
        now = self._clock.monotonic()
        if self._pruned_at is None or now - self._pruned_at >= _PRUNE_EVERY_SECONDS:
            self._pruned_at = now
            await self._database.execute(_PRUNE, (_KEPT,))
