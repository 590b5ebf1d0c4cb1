"""Pages of conversations, by their last mail; each of the mails that count is of the customer and may be read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from rotunda.connector_kit.events import Participant
from rotunda.kit.database import Connection, fetch_all
from rotunda.timeline.model import Place
from rotunda.timeline.reading import Wanted

_LAST: LiteralString = """
    SELECT at, id, thread FROM (
        SELECT DISTINCT p.at, p.id, p.thread FROM (
            SELECT DISTINCT c.customer_id, c.kind FROM timeline_count c
            WHERE c.customer_id = ANY(%(whose)s) AND c.kind = ANY(%(kinds)s) AND c.events > 0
        ) AS stream CROSS JOIN LATERAL (
            SELECT t.at, t.event_id AS id, m.thread
            FROM timeline_entry t JOIN thread_mail m ON m.event_id = t.event_id
            WHERE t.customer_id = stream.customer_id AND t.kind = stream.kind AND (t.at, t.event_id) < (%(at)s, %(id)s)
                AND NOT EXISTS (
                    SELECT FROM thread_mail o JOIN timeline_entry l
                        ON l.at = o.at AND l.event_id = o.event_id
                        AND l.customer_id = ANY(%(whose)s) AND l.kind = ANY(%(kinds)s)
                    WHERE o.thread = m.thread AND (o.at, o.event_id) > (t.at, t.event_id)
                )
            ORDER BY t.at DESC, t.event_id DESC LIMIT %(limit)s
        ) AS p
    ) AS found ORDER BY at DESC, id DESC LIMIT %(limit)s
"""
_MAILS = """
    SELECT m.thread, e.at, e.id, e.subject, e.people FROM thread_mail m
    JOIN timeline_event e ON e.at = m.at AND e.id = m.event_id
    WHERE m.thread = ANY(%(threads)s) AND e.keys && %(whose)s::text[] AND e.kind = ANY(%(kinds)s)
    ORDER BY e.at, e.id
"""
_THREAD = """
    SELECT m.thread FROM thread_mail m JOIN timeline_event e ON e.at = m.at AND e.id = m.event_id
    WHERE m.event_id = %(event)s AND e.keys && %(whose)s::text[] AND e.kind = ANY(%(kinds)s)
"""


class LastMail(msgspec.Struct, frozen=True):
    """The newest mail of a thread."""

    at: datetime
    id: UUID
    thread: UUID

    @property
    def place(self) -> Place:
        return Place(self.at, self.id)


class ThreadMail(msgspec.Struct, frozen=True):
    """A mail of a thread, in short."""

    thread: UUID
    at: datetime
    id: UUID
    subject: str | None
    people: Sequence[Participant]

    @property
    def place(self) -> Place:
        return Place(self.at, self.id)


class _Row(msgspec.Struct, frozen=True):
    thread: UUID
    at: datetime
    id: UUID
    subject: str | None
    people: list[Any]


class _Thread(msgspec.Struct, frozen=True):
    thread: UUID


async def read_last_mails(connection: Connection, wanted: Wanted, beyond: Place, limit: int) -> list[LastMail]:
    """Of the threads whose last mail is older than the place, newest first."""
    asked = wanted.parameters() | {"at": beyond.at, "id": beyond.id, "limit": limit}
    return await fetch_all(connection, LastMail, _LAST, asked)


async def read_mails(connection: Connection, wanted: Wanted, threads: Collection[UUID]) -> list[ThreadMail]:
    """All mails of these threads that are wanted, oldest first."""
    rows = await fetch_all(connection, _Row, _MAILS, wanted.parameters() | {"threads": list(threads)})
    return [
        ThreadMail(row.thread, row.at, row.id, row.subject, msgspec.convert(row.people, tuple[Participant, ...]))
        for row in rows
    ]


async def find_thread(connection: Connection, wanted: Wanted, event: UUID) -> UUID | None:
    """The thread of a mail, if the mail is among those that are wanted."""
    found = await fetch_all(connection, _Thread, _THREAD, wanted.parameters() | {"event": event})
    return found[0].thread if found else None
