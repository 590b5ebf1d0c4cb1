"""What is written, and who was told of it, in the database."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime
from typing import Any, LiteralString, TypeAlias

import msgspec

from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import UserId
from rotunda.timeline.model import OURS
from rotunda.timeline.service import Timeline
from rotunda.timeline.storable import as_json, optional, storable
from rotunda.timeline.written.mentions import Teammate
from rotunda.timeline.written.model import Kind, Written, author_of, event_of

_ADD = """
    INSERT INTO written (id, customer_id, kind, label, subject, text, at, details, due_at, assignee, completed_at,
        author, written_at, changed_at, version, removed_at)
    VALUES (%(id)s, %(customer_id)s, %(kind)s, %(label)s, %(subject)s, %(text)s, %(at)s, %(details)s::jsonb, %(due_at)s,
        %(assignee)s, %(completed_at)s, %(author)s, %(written_at)s, %(changed_at)s, %(version)s, %(removed_at)s)
"""
_CHANGE = """
    UPDATE written SET subject = %(subject)s, text = %(text)s, due_at = %(due_at)s, assignee = %(assignee)s,
        completed_at = %(completed_at)s, changed_at = %(changed_at)s, removed_at = %(removed_at)s, version = version + 1
    WHERE id = %(id)s AND version = %(version)s
"""
_WHOLE = "SELECT * FROM written WHERE id = %s"
_ONE = "SELECT * FROM written WHERE id = %s AND customer_id = ANY(%s) AND removed_at IS NULL"
_PAGE = """
    SELECT * FROM written WHERE customer_id = ANY(%(customers)s) AND kind = ANY(%(kinds)s) AND label = ANY(%(labels)s)
        AND removed_at IS NULL AND (at, id) < (%(at)s, %(id)s)
        AND (%(done)s::boolean IS NULL OR (completed_at IS NOT NULL) = %(done)s)
    ORDER BY at DESC, id DESC LIMIT %(limit)s
"""
_NOTIFY = """
    INSERT INTO notification (id, user_id, why, written_id, at) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_TOLD = """
    SELECT n.id, n.why, n.at, n.read_at, w.id AS written_id, w.customer_id, w.kind, w.label, w.subject, w.text,
        u.name AS author
    FROM notification n JOIN written w ON w.id = n.written_id JOIN app_user u ON u.id = w.author
    WHERE n.user_id = %s AND w.removed_at IS NULL ORDER BY n.at DESC, n.id DESC LIMIT %s
"""
_READ = "UPDATE notification SET read_at = coalesce(read_at, %s) WHERE user_id = %s AND id = ANY(%s)"
_TEAMMATES = "SELECT id, name, email FROM app_user WHERE disabled_at IS NULL ORDER BY id"


Also: TypeAlias = Callable[[Connection, Written], Awaitable[None]]
"""What else follows, in the same transaction."""


class ChangedMeanwhile(Exception):
    """Somebody else has changed it since it was read."""


class Told(msgspec.Struct, frozen=True):
    """One notification, with what it is about."""

    id: str
    why: str
    at: datetime
    read_at: datetime | None
    written_id: str
    customer_id: str
    kind: str
    label: str
    subject: str | None
    text: str
    author: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """`done` of tasks: None for both."""

    customers: Collection[str]
    kinds: Collection[Kind]
    labels: Collection[str]
    at: datetime
    id: str
    done: bool | None
    limit: int


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    customer_id: str
    kind: str
    label: str
    subject: str | None
    text: str
    at: datetime
    details: dict[str, Any]
    due_at: datetime | None
    assignee: str | None
    completed_at: datetime | None
    author: str
    written_at: datetime
    changed_at: datetime | None
    version: int
    removed_at: datetime | None


class WrittenRepository:
    """Every change is in the timeline in the same transaction."""

    def __init__(self, database: Database, timeline: Timeline, clock: Clock) -> None:
        self._database = database
        self._timeline = timeline
        self._clock = clock

    async def add(
        self, written: Written, author: Teammate, tell: Iterable[tuple[UserId, str]], also: Also | None = None
    ) -> None:
        """`tell`: who is told, and why."""
        async with self._database.transaction() as transaction:
            await self._write(transaction, _ADD, written, tell)
            if also is not None:
                await also(transaction, written)
            await self._record(transaction, written, author)

    async def change(
        self, written: Written, author: Teammate, tell: Iterable[tuple[UserId, str]], also: Also | None = None
    ) -> Written:
        """`written.version` is the one that was read. Raises ChangedMeanwhile."""
        newer = msgspec.structs.replace(written, version=written.version + 1, changed_at=self._clock.now())
        async with self._database.transaction() as transaction:
            parameters = msgspec.structs.replace(newer, version=written.version)
            if not await self._write(transaction, _CHANGE, parameters, tell):
                raise ChangedMeanwhile
            if also is not None:
                await also(transaction, newer)
            await self._record(transaction, newer, author)
        return newer

    async def whole(self, written_id: str) -> Written | None:
        """For no viewer; also what was taken back."""
        row = await self._database.fetch_one(_Row, _WHOLE, (written_id,))
        return msgspec.convert(msgspec.to_builtins(row), Written) if row else None

    async def one(self, written_id: str, customers: Collection[str]) -> Written | None:
        row = await self._database.fetch_one(_Row, _ONE, (storable(written_id), list(customers)))
        return msgspec.convert(msgspec.to_builtins(row), Written) if row else None

    async def page(self, wanted: Wanted) -> list[Written]:
        """Newest first."""
        rows = await self._database.fetch_all(_Row, _PAGE, {**msgspec.structs.asdict(wanted), **_listed(wanted)})
        return [msgspec.convert(msgspec.to_builtins(row), Written) for row in rows]

    async def teammates(self) -> list[Teammate]:
        """Whoever may sign in."""
        return await self._database.fetch_all(Teammate, _TEAMMATES)

    async def told(self, user: UserId, limit: int) -> list[Told]:
        """Newest first."""
        return await self._database.fetch_all(Told, _TOLD, (user, limit))

    async def mark_read(self, user: UserId, ids: Collection[str]) -> int:
        """How many there are of these."""
        return await self._database.execute(_READ, (self._clock.now(), user, [storable(each) for each in ids]))

    async def _write(
        self, transaction: Connection, statement: LiteralString, written: Written, tell: Iterable[tuple[UserId, str]]
    ) -> bool:
        found = await transaction.execute(statement, _parameters(written))
        for user, why in tell:
            await transaction.execute(_NOTIFY, (new_id("ntf_"), user, why, written.id, self._clock.now()))
        return found.rowcount > 0

    async def _record(self, transaction: Connection, written: Written, author: Teammate) -> None:
        event = event_of(written, author_of(author.name, author.email))
        await self._timeline.record_in(transaction, OURS, [event])


def _parameters(written: Written) -> dict[str, Any]:
    return {
        **msgspec.structs.asdict(written),
        "subject": optional(written.subject),
        "text": storable(written.text),
        "details": as_json(written.details),
    }


def _listed(wanted: Wanted) -> dict[str, Any]:
    return {"customers": list(wanted.customers), "kinds": list(wanted.kinds), "labels": list(wanted.labels)}
