"""Takes events into the store: each once, in its newest version, whatever the order in which versions come.

Of an event there is one row in `timeline_key` for ever, gone or not. What it says, whose it is, and how many there are
follow from that row and from links as they stand, so a batch that comes twice, late or in pieces changes nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import LiteralString, TypeAlias
from uuid import UUID

import msgspec

from rotunda.connector_kit.events import Event
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, CustomerId, is_contact
from rotunda.timeline.attribution import customers_of, names_of
from rotunda.timeline.model import Kind, Recorded, id_of, quarter_of
from rotunda.timeline.storable import as_array, as_json, as_line, digest_of, optional, storable

LOCK = "SELECT pg_advisory_xact_lock(7308332183992431202)"
"""Until the transaction ends nobody else writes the store: for whoever attributes events anew."""

_TURN = "SELECT pg_advisory_xact_lock(8361, hashtext(%s)), pg_advisory_xact_lock_shared(7308332183992431202)"
"""Batches of one connection follow one another; no two connections have an event in common. Whoever has the second part
waits for nobody who waits for the first, so this is taken once in a transaction.
"""

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
    USING unnest(%s::text[], %s::smallint[], %s::timestamptz[], %s::uuid[]) AS o (customer_id, kind, at, event_id)
    WHERE (t.customer_id, t.kind, t.at, t.event_id) = (o.customer_id, o.kind, o.at, o.event_id)
"""
_ADD_EVENTS = """
    COPY timeline_event (at, id, kind, connection_id, key, version, recorded_at, record_type, external_id, subject,
        text, url, people, details, keys) FROM STDIN
"""
_ADD_ENTRIES = "COPY timeline_entry (customer_id, kind, at, event_id) FROM STDIN"
_COUNT = """
    INSERT INTO timeline_count AS c (customer_id, kind, quarter, events)
    SELECT * FROM unnest(%s::text[], %s::smallint[], %s::date[], %s::integer[])
    ON CONFLICT (customer_id, kind, quarter) DO UPDATE SET events = c.events + excluded.events
"""

EntryRow: TypeAlias = tuple[CustomerId, int, datetime, UUID]
Counted: TypeAlias = tuple[CustomerId, int, date]


class Known(msgspec.Struct, frozen=True):
    """An event as it stands in the store; `at` is None where it is gone."""

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
        return [(each, self.kind, self.at, self.id) for each in customers_in(self.keys)]


class Read(msgspec.Struct, frozen=True):
    """An event with its id and the digest of what it says."""

    id: UUID
    event: Event
    digest: int

    def replaces(self, other: "Known | Read") -> bool:
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


class Draft(msgspec.Struct, frozen=True):
    """An event as it is about to be written: `line` is its row without the keys, which links decide."""

    read: Read
    kind: int
    names: frozenset[str]
    line: str

    def stored(self, keys: list[str]) -> Stored:
        return Stored(self.read.event.at, self.read.id, self.kind, keys)


class Taken(msgspec.Struct, frozen=True):
    """What a batch has changed, and what stood before it."""

    recorded: Recorded
    before: Mapping[UUID, Known]


def accounts_in(keys: Iterable[str]) -> list[AccountId]:
    return [AccountId(key) for key in keys if key.startswith("acc_")]


def contacts_in(keys: Iterable[str]) -> list[ContactId]:
    return [ContactId(key) for key in keys if key.startswith("per_")]


def customers_in(keys: Sequence[str]) -> list[CustomerId]:
    """Whose streams an event stands in."""
    return [*accounts_in(keys), *contacts_in(keys)]


def newest(connection: ConnectionId, events: Iterable[Event]) -> list[Read]:
    """Each event once."""
    found: dict[UUID, Read] = {}
    for event in events:
        read = Read(id_of(connection, event.key), event, 0 if event.gone else digest_of(event))
        if (other := found.get(read.id)) is None or read.replaces(other):
            found[read.id] = read
    return list(found.values())


def drafts_of(
    connection: ConnectionId, batch: Iterable[Read], kinds: Mapping[Kind, int], recorded_at: datetime
) -> list[Draft]:
    """All that can be written without knowing what stands, so that nobody waits for it who waits for the store."""
    return [_draft(connection, each, kinds, recorded_at) for each in batch]


def _draft(connection: ConnectionId, read: Read, kinds: Mapping[Kind, int], recorded_at: datetime) -> Draft:
    event = read.event
    kind = kinds[Kind(event.type, event.label, event.routine)]
    if event.gone:
        return Draft(read, kind, frozenset(), "")
    row = (
        event.at,
        read.id.hex,
        kind,
        connection,
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
    return Draft(read, kind, frozenset(names_of(connection, event)), as_line(row))


async def record_batch(transaction: Connection, connection: ConnectionId, batch: Sequence[Draft]) -> Taken:
    """Each event is in the batch once, and there is room for all."""
    await transaction.execute(_TURN, (connection,))
    rows = await fetch_all(transaction, Known, _KNOWN, (as_array(each.read.id for each in batch),))
    known = {row.id: row for row in rows}
    taken = [each for each in batch if is_taken(each.read, known)]
    if not taken:
        return Taken(Recorded(unchanged=len(batch)), known)
    removed = await _remove(transaction, [known[each.read.id] for each in taken if each.read.id in known])
    await _keep(transaction, [each.read for each in taken])
    added = await _add(transaction, [each for each in taken if not each.read.event.gone])
    await count_entries(transaction, added, removed)
    accounts = frozenset(accounts_in(row[0] for row in (*added, *removed)))
    return Taken(_recorded([each.read for each in batch], known, accounts), known)


def is_taken(read: Read, known: Mapping[UUID, Known]) -> bool:
    """Whether it takes the place of what stands."""
    return read.id not in known or read.replaces(known[read.id])


def _recorded(batch: Sequence[Read], known: Mapping[UUID, Known], accounts: frozenset[AccountId]) -> Recorded:
    taken = [each for each in batch if is_taken(each, known)]
    stood = [each.event.gone for each in taken if each.id in known and known[each.id].at is not None]
    standing = sum(not each.event.gone for each in taken)
    return Recorded(
        added=standing - stood.count(False),
        replaced=stood.count(False),
        removed=stood.count(True),
        unchanged=len(batch) - len(taken),
        accounts=accounts,
    )


async def _remove(transaction: Connection, known: Iterable[Known]) -> list[EntryRow]:
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


async def _add(transaction: Connection, standing: Sequence[Draft]) -> list[EntryRow]:
    if not standing:
        return []
    customers = await customers_of(transaction, frozenset[str]().union(*(each.names for each in standing)))
    stored = [each.stored(keys_of(each.names, customers, each.kind)) for each in standing]
    lines = [f"{each.line}\t{as_line([as_array(one.keys)])}" for each, one in zip(standing, stored, strict=True)]
    await _copy(transaction, _ADD_EVENTS, lines)
    entries = [entry for one in stored for entry in one.entries()]
    await add_entries(transaction, entries)
    return entries


def keys_of(names: Collection[str], customers: Mapping[str, Collection[CustomerId]], kind: int) -> list[str]:
    """What an event is found by: its customers, its names, its kind."""
    whose = {customer for name in names for customer in customers.get(name, ())}
    accounts = sorted(each for each in whose if not is_contact(each))
    contacts = sorted(each for each in whose if is_contact(each))
    return [*accounts, *contacts, *sorted(names), f"k|{kind}"]


async def add_entries(transaction: Connection, rows: Iterable[EntryRow]) -> None:
    await _copy(transaction, _ADD_ENTRIES, map(as_line, rows))


async def _copy(transaction: Connection, statement: LiteralString, lines: Iterable[str]) -> None:
    async with transaction.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write("".join(f"{line}\n" for line in lines))


async def count_entries(transaction: Connection, added: Iterable[EntryRow], removed: Iterable[EntryRow]) -> None:
    changes: Counter[Counted] = Counter(map(_counted, added))
    changes.subtract(map(_counted, removed))
    rows = [(*counted, change) for counted, change in sorted(changes.items()) if change]
    if rows:
        await transaction.execute(_COUNT, _columns_of(rows))


def _columns_of(rows: Sequence[Sequence[object]]) -> list[str]:
    return [as_array(column) for column in zip(*rows, strict=True)]


def _counted(row: EntryRow) -> Counted:
    customer, kind, at, _ = row
    return customer, kind, quarter_of(at.astimezone(UTC))
