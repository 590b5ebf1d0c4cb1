"""Pages of events by key, newest or oldest first, of accounts and of contacts.

The stream of a customer is read kind by kind from one index, whatever its length and the depth of the page. Where words
or people are asked for, a stretch of it is walked along; where that does not fill the page, a second index has
customers, people, kinds and words of each event side by side, and quarters of a year are gone through one after the
other until it does.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.connector_kit.events import Details, Participant
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, CustomerId, ExternalId
from rotunda.timeline.model import Entry, Kind, Place
from rotunda.timeline.quarters import Stretch, quarters_around, stretches
from rotunda.timeline.recording import accounts_in, contacts_in
from rotunda.timeline.walking import STREAM, walk

_FIRST_ID, _LAST_ID = UUID(int=0), UUID(int=(1 << 128) - 1)

_COLUMNS: LiteralString = """
    e.id, e.at, e.kind, e.recorded_at, e.version, e.connection_id AS connection, e.key, e.record_type, e.external_id,
    e.subject, e.text, e.url, e.people, e.details, e.keys
"""
_FOUND: LiteralString = """
    SELECT e.at, e.id FROM (
        SELECT e.at, e.id FROM timeline_event e
        WHERE {conditions} AND e.kind = ANY(%(kinds)s) AND e.at >= %(first)s AND e.at < %(end)s OFFSET 0
    ) AS e WHERE e.at >= %(since)s AND e.at < %(until)s AND (e.at, e.id) {beyond} (%(at)s, %(id)s)
    ORDER BY e.at {order}, e.id {order} LIMIT %(limit)s
"""
"""Whole quarters inside: a range within one would be looked up by time, too, going through all that is in it."""

_ONE: LiteralString = """
    SELECT e.at, e.id FROM timeline_key k JOIN timeline_event e ON e.at = k.at AND e.id = k.id
    WHERE k.id = %(id)s AND {conditions} AND e.kind = ANY(%(kinds)s) AND e.at >= %(since)s AND e.at < %(until)s
"""
_WHOLE: LiteralString = """
    SELECT {columns} FROM unnest(%s::timestamptz[], %s::uuid[]) WITH ORDINALITY AS w (at, id, position)
    JOIN timeline_event e ON e.at = w.at AND e.id = w.id ORDER BY w.position
"""
BY_INDEX = """
    SELECT set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true),
        set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('max_parallel_workers_per_gather', '0', true)
"""
"""Words are looked up, never searched for along the order: a rare one would be looked for in all that ever was. A plan
for any range of time takes all ranges for narrow and reads whole partitions by time, so each range has its own. Workers
beside one another would go through all quarters at once, of which one or two fill the page.
"""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which events: of any of `accounts` or `contacts` (members of those that are shown), of these kinds and no other,
    `since` (included) `until` (not), with any of `people` (keys), with all of the words of `text`.
    """

    accounts: Collection[AccountId] = ()
    contacts: Collection[ContactId] = ()
    kinds: Collection[int]
    since: datetime
    until: datetime
    people: Collection[str] | None = None
    text: str | None = None

    @property
    def is_stream(self) -> bool:
        return self.people is None and self.text is None

    @property
    def customers(self) -> list[CustomerId]:
        return sorted([*self.accounts, *self.contacts])

    @property
    def streams(self) -> Sequence[str]:
        """Those with all that is wanted: of contacts with whom something was, which are the shorter ones, or of the
        customers themselves.
        """
        if self.people and contacts_in(self.people) == list(self.people):
            return sorted(self.people)
        return self.customers

    def parameters(self) -> dict[str, Any]:
        return {
            "streams": self.streams,
            "whose": self.customers,
            "kinds": sorted(self.kinds),
            "kind_keys": [f"k|{each}" for each in sorted(self.kinds)],
            "since": self.since,
            "until": self.until,
            "people": sorted(self.people or ()),
            "text": self.text,
        }


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    at: datetime
    kind: int
    recorded_at: datetime
    version: int
    connection: ConnectionId
    key: str
    record_type: str
    external_id: ExternalId
    subject: str | None
    text: str | None
    url: str | None
    people: list[Any]
    details: dict[str, Any] | None
    keys: list[str]


class _Placed(msgspec.Struct, frozen=True):
    at: datetime
    id: UUID


def before(at: datetime) -> Place:
    """Before all that is of this moment."""
    return Place(at, _FIRST_ID)


def after(at: datetime) -> Place:
    """After all that is of this moment."""
    return Place(at, _LAST_ID)


async def read_places(connection: Connection, wanted: Wanted, beyond: Place, *, newer: bool, limit: int) -> list[Place]:
    """The next ones beyond a place: downwards (newest first), or upwards (oldest first)."""
    if not wanted.kinds or not wanted.customers:
        return []
    asked = wanted.parameters() | {"at": beyond.at, "id": beyond.id, "limit": limit}
    order = {"order": sql.SQL("ASC" if newer else "DESC"), "beyond": sql.SQL(">" if newer else "<")}
    if wanted.is_stream:
        stream = sql.SQL(STREAM).format(limit=sql.SQL("%(limit)s"), **order)
        return await places_of(connection, stream, asked)
    if (walked := await walk(connection, conditions(wanted), order, asked)) is not None:
        return walked
    statement = sql.SQL(_FOUND).format(conditions=conditions(wanted), **order)
    ordered = await stretches(connection, wanted.since, wanted.until, beyond.at, newer=newer)
    async with connection.transaction():
        await connection.execute(BY_INDEX)
        return await fill(connection, statement, asked, ordered)


async def fill(
    connection: Connection, statement: sql.Composed, asked: Mapping[str, Any], ordered: Sequence[Stretch]
) -> list[Place]:
    """Goes through stretches until the page is full."""
    found: list[Place] = []
    for since, until in ordered:
        if (left := asked["limit"] - len(found)) > 0:
            first, end = quarters_around(since, until)
            stretch = {"since": since, "until": until, "first": first, "end": end}
            found += await places_of(connection, statement, {**asked, **stretch, "limit": left})
    return found


def conditions(wanted: Wanted) -> sql.Composable:
    every: list[LiteralString] = ["e.keys && %(whose)s::text[]"]
    if wanted.people is not None:
        every.append("e.keys && %(people)s::text[]")
    if wanted.text is not None:
        every.append("e.words @@ websearch_to_tsquery('timeline_words', %(text)s)")
    return sql.SQL(" AND ").join(map(sql.SQL, every))


async def places_of(connection: Connection, statement: sql.Composed, asked: Mapping[str, Any]) -> list[Place]:
    """What a query for places has found."""
    async with connection.cursor(row_factory=class_row(_Placed)) as cursor:
        await cursor.execute(statement, asked)
        return [Place(row.at, row.id) for row in await cursor.fetchall()]


async def find_place(connection: Connection, wanted: Wanted, event: UUID) -> Place | None:
    """Where the event stands, if it is wanted."""
    if not wanted.kinds or not wanted.customers:
        return None
    statement = sql.SQL(_ONE).format(conditions=conditions(wanted))
    found = await places_of(connection, statement, wanted.parameters() | {"id": event})
    return next(iter(found), None)


async def read_entries(connection: Connection, places: Sequence[Place], kinds: Mapping[int, Kind]) -> list[Entry]:
    """In the order of the places; what is gone since is left out, and so is what is of no known kind."""
    if not places:
        return []
    statement: LiteralString = _WHOLE.format(columns=_COLUMNS)
    ats, ids = [each.at for each in places], [each.id for each in places]
    rows = await fetch_all(connection, _Row, statement, (ats, ids))
    return [_entry(row, kinds[row.kind]) for row in rows if row.kind in kinds]


def _entry(row: _Row, kind: Kind) -> Entry:
    return Entry(
        id=row.id,
        kind=kind,
        at=row.at,
        recorded_at=row.recorded_at,
        version=row.version,
        connection=row.connection,
        key=row.key,
        record_type=row.record_type,
        external_id=row.external_id,
        subject=row.subject,
        text=row.text,
        url=row.url,
        people=msgspec.convert(row.people, tuple[Participant, ...]),
        details=msgspec.convert(row.details, Details | None),
        accounts=accounts_in(row.keys),
        contacts=contacts_in(row.keys),
    )
