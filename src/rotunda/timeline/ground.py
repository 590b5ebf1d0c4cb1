"""What events stand on: a partition for each quarter of a year, and the numbers of kinds. Both are made as they are
needed, in transactions of their own, so that no batch of events waits for another to end.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import product

import msgspec
from psycopg import sql

from rotunda.connector_kit.events import EventType
from rotunda.kit.database import Connection, Database, fetch_all
from rotunda.sections.labels import Label
from rotunda.timeline.model import Kind, quarter_of

_LOCK = "SELECT pg_advisory_xact_lock(7308332183992431201)"
_FIRST, _END = date(1990, 1, 1), date(2100, 1, 1)
"""Before and after, where nothing real happens, one partition holds it all."""

_THERE = "SELECT to_regclass(%s) IS NOT NULL AS there"
_MAKE = "CREATE TABLE {name} (LIKE timeline_event INCLUDING ALL EXCLUDING INDEXES)"
_KEYED = "ALTER TABLE {name} ADD PRIMARY KEY (at, id)"
_FOUND = "CREATE INDEX {index} ON {name} USING gin (keys, words) WITH (gin_pending_list_limit = 4096)"
"""What waits to be sorted in is gone through by each search. With less of it, recording costs a fifth more."""
_ATTACH = "ALTER TABLE timeline_event ATTACH PARTITION {name} FOR VALUES FROM ({begin}) TO ({end})"
_ADD_KINDS = """
    INSERT INTO timeline_kind (type, label, routine)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::boolean[]) EXCEPT SELECT type, label, routine FROM timeline_kind
"""
_KINDS = "SELECT id, type, label, routine FROM timeline_kind"


class _There(msgspec.Struct, frozen=True):
    there: bool


class _Numbered(msgspec.Struct, frozen=True):
    id: int
    type: str
    label: str
    routine: bool


class Ground:
    """Remembers what there is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._made: set[date] = set()
        self._kinds: Mapping[Kind, int] = {}
        self._loading = asyncio.Lock()

    async def make_room(self, moments: Iterable[datetime]) -> None:
        """Lets events of these moments be stored."""
        for begin in sorted({_begin_of(at) for at in moments} - self._made):
            async with self._database.transaction() as transaction:
                await _partition(transaction, begin)
            self._made.add(begin)

    async def kinds(self) -> Mapping[Kind, int]:
        """The number of every kind that this version knows. One that it does not know is shown to nobody."""
        async with self._loading:
            if not self._kinds:
                async with self._database.transaction() as transaction:
                    self._kinds = await _kinds(transaction)
        return self._kinds


def _begin_of(at: datetime) -> date:
    quarter = quarter_of(at.astimezone(UTC))
    if quarter < _FIRST:
        return date.min
    return min(quarter, _END)


async def _partition(transaction: Connection, begin: date) -> None:
    name = f"timeline_event_{begin:%Y}_{(begin.month + 2) // 3}" if begin > date.min else "timeline_event_past"
    await transaction.execute(_LOCK)
    [found] = await fetch_all(transaction, _There, _THERE, (name,))
    if found.there:
        return
    named = sql.Identifier(name)
    for statement in (_MAKE, _KEYED, _FOUND):
        await transaction.execute(sql.SQL(statement).format(name=named, index=sql.Identifier(f"{name}_found")))
    lower, upper = _bounds(begin)
    await transaction.execute(sql.SQL(_ATTACH).format(name=named, begin=lower, end=upper))


def _bounds(begin: date) -> tuple[sql.Composable, sql.Composable]:
    lower = sql.SQL("MINVALUE") if begin == date.min else _moment(begin)
    if begin == _END:
        return lower, sql.SQL("MAXVALUE")
    return lower, _moment(_FIRST if begin == date.min else quarter_of(_midnight(begin) + timedelta(days=95)))


def _moment(day: date) -> sql.Composable:
    return sql.Literal(_midnight(day))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


async def _kinds(transaction: Connection) -> dict[Kind, int]:
    every = [(type_.value, label.value, routine) for type_, label, routine in product(EventType, Label, (False, True))]
    await transaction.execute(_LOCK)
    await transaction.execute(_ADD_KINDS, tuple(map(list, zip(*every, strict=True))))
    known = frozenset(every)
    return {
        Kind(EventType(each.type), Label(each.label), each.routine): each.id
        for each in await fetch_all(transaction, _Numbered, _KINDS)
        if (each.type, each.label, each.routine) in known
    }
