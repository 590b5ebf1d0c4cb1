"""Takes events into the store: each once, in its newest version, whatever the order in which versions come.

Of an event there is one row in `timeline_key` for ever, gone or not. What it says, whose it is, and how many there are
follow from that row and from links as they stand, so a batch that comes twice, late or in pieces changes nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from rotunda.connector_kit.events import Event
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import AccountId, ConnectionId, CustomerId, is_contact
from rotunda.timeline.attribution import customers_of, names_of
from rotunda.timeline.model import Kind, Recorded, id_of, quarter_of
from rotunda.timeline.storable import as_array, as_json, digest_of, optional, storable

LOCK = "SELECT pg_advisory_xact_lock(7308332183992431202)"
"""Taken by all who write the store, until they commit: batches follow one another, and none waits inside of another."""

_KNOWN = "SELECT id, at, version, digest FROM timeline_key WHERE id = ANY(%s::uuid[])"
_KEEP = """
    INSERT INTO timeline_key AS k (id, at, version, digest)
    SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::bigint[], %s::bigint[])
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, version = excluded.version, digest = excluded.digest
"""
_REMOVE = """
    DELETE FROM timeline_event e USING unnest(%s::timestamptz[], %s::uuid[]) AS o (at, id)
    WHERE e.at = o.at AND e.id = o.id RETURNING e.at, e.id, e.kind, e.keys
"""
_REMOVE_ENTRIES = """
    DELETE FROM timeline_entry t
    USING unnest(%s::text[], %s::smallint[], %s::timestamptz[], %s::uuid[]) AS o (account_id, kind, at, event_id)
    WHERE (t.account_id, t.kind, t.at, t.event_id) = (o.account_id, o.kind, o.at, o.event_id)
"""
_ADD_EVENTS = """
    COPY timeline_event (at, id, kind, connection_id, key, version, recorded_at, record_type, external_id, subject,
        text, url, people, details, keys) FROM STDIN
"""
_ADD_ENTRIES = "COPY timeline_entry (account_id, kind, at, event_id) FROM STDIN"
_COUNT = """
    INSERT INTO timeline_count AS c (account_id, kind, quarter, events)
    SELECT * FROM unnest(%s::text[], %s::smallint[], %s::date[], %s::integer[])
    ON CONFLICT (account_id, kind, quarter) DO UPDATE SET events = c.events + excluded.events
"""

EntryRow: TypeAlias = tuple[AccountId, int, datetime, UUID]
Counted: TypeAlias = tuple[AccountId, int, date]


class _Known(msgspec.Struct, frozen=True):
    id: UUID
    at: datetime | None
    version: int
    digest: int


class Stored(msgspec.Struct, frozen=True):
    """What streams are made of, of one event."""

    at: datetime
    id: UUID
    kind: int
    keys: list[str]

    def entries(self) -> list[EntryRow]:
        return [(account, self.kind, self.at, self.id) for account in accounts_in(self.keys)]


class Read(msgspec.Struct, frozen=True):
    """An event with its id and the digest of what it says."""

    id: UUID
    event: Event
    digest: int

    def replaces(self, other: "_Known | Read") -> bool:
        """A newer version does. Of one version, gone does, and else what was read last."""
        if self.event.version != other.version:
            return self.event.version > other.version
        return other.at is not None and (self.event.gone or self.digest != other.digest)

    @property
    def version(self) -> int:
        return self.event.version

    @property
    def at(self) -> datetime | None:
        return None if self.event.gone else self.event.at


def accounts_in(keys: Iterable[str]) -> list[AccountId]:
    return [AccountId(key) for key in keys if key.startswith("acc_")]


def newest(connection: ConnectionId, events: Iterable[Event]) -> list[Read]:
    """Each event once."""
    found: dict[UUID, Read] = {}
    for event in events:
        read = Read(id_of(connection, event.key), event, 0 if event.gone else digest_of(event))
        if (other := found.get(read.id)) is None or read.replaces(other):
            found[read.id] = read
    return list(found.values())


async def record_batch(
    transaction: Connection,
    connection: ConnectionId,
    batch: Sequence[Read],
    kinds: Mapping[Kind, int],
    recorded_at: datetime,
) -> Recorded:
    """Each event is in the batch once, and there is room for all."""
    await transaction.execute(LOCK)
    rows = await fetch_all(transaction, _Known, _KNOWN, (as_array(each.id for each in batch),))
    known = {row.id: row for row in rows}
    taken = [each for each in batch if each.id not in known or each.replaces(known[each.id])]
    if not taken:
        return Recorded(unchanged=len(batch))
    removed = await _remove(transaction, [known[each.id] for each in taken if each.id in known])
    await _keep(transaction, taken)
    standing = [each for each in taken if not each.event.gone]
    added = await _add(transaction, connection, standing, kinds, recorded_at)
    await count_entries(transaction, added, removed)
    replaced = sum(each.id in known and known[each.id].at is not None for each in standing)
    return Recorded(
        added=len(standing) - replaced,
        replaced=replaced,
        removed=sum(each.event.gone and each.id in known and known[each.id].at is not None for each in taken),
        unchanged=len(batch) - len(taken),
        accounts=frozenset(row[0] for row in (*added, *removed)),
    )


async def _remove(transaction: Connection, known: Iterable[_Known]) -> list[EntryRow]:
    places = [(each.at, each.id) for each in known if each.at is not None]
    if not places:
        return []
    ats, ids = map(list, zip(*places, strict=True))
    rows = [row for each in await fetch_all(transaction, Stored, _REMOVE, (ats, ids)) for row in each.entries()]
    await remove_entries(transaction, rows)
    return rows


async def remove_entries(transaction: Connection, rows: Sequence[EntryRow]) -> None:
    if rows:
        await transaction.execute(_REMOVE_ENTRIES, _columns_of(rows))


async def _keep(transaction: Connection, taken: Sequence[Read]) -> None:
    rows = [(each.id, each.at, each.version, each.digest) for each in taken]
    await transaction.execute(_KEEP, _columns_of(rows))


async def _add(
    transaction: Connection,
    connection: ConnectionId,
    standing: Sequence[Read],
    kinds: Mapping[Kind, int],
    recorded_at: datetime,
) -> list[EntryRow]:
    if not standing:
        return []
    names = {each.id: names_of(connection, each.event) for each in standing}
    customers = await customers_of(transaction, frozenset[str]().union(*names.values()))
    entries: list[EntryRow] = []
    async with transaction.cursor() as cursor, cursor.copy(_ADD_EVENTS) as copy:
        for each in standing:
            kind = kinds[Kind(each.event.type, each.event.label, each.event.routine)]
            keys = keys_of(names[each.id], customers, kind)
            await copy.write_row(
                (each.event.at, each.id, kind, connection, *_columns(each, recorded_at), as_array(keys))
            )
            entries += Stored(each.event.at, each.id, kind, keys).entries()
    await add_entries(transaction, entries)
    return entries


def keys_of(names: Collection[str], customers: Mapping[str, Collection[CustomerId]], kind: int) -> list[str]:
    """What an event is found by: its customers, its names, its kind."""
    whose = {customer for name in names for customer in customers.get(name, ())}
    accounts = sorted(each for each in whose if not is_contact(each))
    contacts = sorted(each for each in whose if is_contact(each))
    return [*accounts, *contacts, *sorted(names), f"k|{kind}"]


def _columns(each: Read, recorded_at: datetime) -> tuple[object, ...]:
    event = each.event
    return (
        storable(event.key),
        event.version,
        recorded_at,
        storable(event.record[0]),
        storable(event.record[1]),
        optional(event.subject),
        optional(event.text),
        optional(event.url),
        as_json(event.people),
        None if event.details is None else as_json(event.details),
    )


async def add_entries(transaction: Connection, rows: Iterable[EntryRow]) -> None:
    async with transaction.cursor() as cursor, cursor.copy(_ADD_ENTRIES) as copy:
        for row in rows:
            await copy.write_row(row)


async def count_entries(transaction: Connection, added: Iterable[EntryRow], removed: Iterable[EntryRow]) -> None:
    changes: Counter[Counted] = Counter(map(_counted, added))
    changes.subtract(map(_counted, removed))
    rows = [(*counted, change) for counted, change in sorted(changes.items()) if change]
    if rows:
        await transaction.execute(_COUNT, _columns_of(rows))


def _columns_of(rows: Sequence[Sequence[object]]) -> list[str]:
    return [as_array(column) for column in zip(*rows, strict=True)]


def _counted(row: EntryRow) -> Counted:
    account, kind, at, _ = row
    return account, kind, quarter_of(at.astimezone(UTC))
