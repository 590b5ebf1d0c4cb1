"""Emails, calls and meetings of accounts with everybody whom they name: what judgement of people is made of.

Kind by kind from the index of streams, newest first, at most `MOST` in all, each event once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.connector_kit.events import Details, Participant
from rotunda.kit.database import Connection
from rotunda.sections.ids import AccountId, ContactId
from rotunda.timeline.reading import after
from rotunda.timeline.walking import STREAM

MOST: Final = 5000

_TOUCHES: LiteralString = """
    WITH stream AS MATERIALIZED ({stream})
    SELECT e.id, e.at, e.kind, e.people, e.details - 'html' AS details,
        ARRAY(SELECT DISTINCT coalesce(c.shown_as, c.id) FROM contact c WHERE c.id = ANY(e.keys)) AS contacts
    FROM stream s JOIN timeline_event e ON e.at = s.at AND e.id = s.id
"""


class Touched(msgspec.Struct, frozen=True):
    """`contacts` are all whom the event names, as merges show them. `kind` is the number of its kind."""

    id: UUID
    at: datetime
    kind: int
    people: Sequence[Participant]
    details: Details | None
    contacts: Sequence[ContactId]


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    at: datetime
    kind: int
    people: list[Any]
    details: dict[str, Any] | None
    contacts: list[ContactId]


async def read_touches(
    connection: Connection, accounts: Collection[AccountId], kinds: Collection[int], since: datetime, until: datetime
) -> list[Touched]:
    """In no order."""
    beyond = after(until)
    asked = {
        "streams": sorted(accounts),
        "kinds": sorted(kinds),
        "since": since,
        "until": until,
        "at": beyond.at,
        "id": beyond.id,
    }
    stream = sql.SQL(STREAM).format(limit=sql.Literal(MOST), order=sql.SQL("DESC"), beyond=sql.SQL("<"))
    async with connection.cursor(row_factory=class_row(_Row)) as cursor:
        await cursor.execute(sql.SQL(_TOUCHES).format(stream=stream), asked)
        return [_touched(row) for row in await cursor.fetchall()]


def _touched(row: _Row) -> Touched:
    return Touched(
        id=row.id,
        at=row.at,
        kind=row.kind,
        people=msgspec.convert(row.people, tuple[Participant, ...]),
        details=msgspec.convert(row.details, Details | None),
        contacts=row.contacts,
    )
