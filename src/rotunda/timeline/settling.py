"""Attributes events anew where their names may mean somebody else: a link has appeared, moved or ended.

Merges are not among that: a pointer is read over, and no event is written.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from rotunda.kit.database import Connection, Database, fetch_all
from rotunda.sections.ids import AccountId, CustomerId
from rotunda.timeline.attribution import customers_of
from rotunda.timeline.model import Place
from rotunda.timeline.recording import (
    LOCK,
    EntryRow,
    Stored,
    accounts_in,
    add_entries,
    count_entries,
    keys_of,
    remove_entries,
)

_NAMES_AT_ONCE, _EVENTS_AT_ONCE = 500, 1000
_BEGINNING = Place(datetime.min.replace(tzinfo=UTC), UUID(int=0))

_MOVED = "SELECT seq, name FROM timeline_moved ORDER BY seq LIMIT %s"
_FORGET = "DELETE FROM timeline_moved WHERE seq = ANY(%s)"
_NAMED = """
    SELECT at, id, kind, keys FROM timeline_event
    WHERE keys && %(names)s::text[] AND at >= %(at)s AND (at, id) > (%(at)s, %(id)s) ORDER BY at, id LIMIT %(limit)s
"""
_ATTRIBUTE = """
    UPDATE timeline_event e SET keys = ARRAY(SELECT jsonb_array_elements_text(n.keys))
    FROM jsonb_to_recordset(%s::jsonb) AS n (at timestamptz, id uuid, keys jsonb) WHERE e.at = n.at AND e.id = n.id
"""


class _Moved(msgspec.Struct, frozen=True):
    seq: int
    name: str


class _Changed(msgspec.Struct, frozen=True):
    before: Stored
    after: Stored


async def settle(database: Database) -> frozenset[AccountId]:
    """Works off all that has moved so far, in short transactions. Returns whose timelines look different now. Whatever
    is left by a process that dies is taken up by the next call.
    """
    touched: frozenset[AccountId] = frozenset()
    place: Place | None = _BEGINNING
    while place is not None:
        async with database.transaction() as transaction:
            await transaction.execute(LOCK)
            accounts, place = await _settle_some(transaction, place)
            touched |= accounts
    return touched


async def _settle_some(transaction: Connection, after: Place) -> tuple[frozenset[AccountId], Place | None]:
    """Where to go on; None: nothing is left."""
    moved = await fetch_all(transaction, _Moved, _MOVED, (_NAMES_AT_ONCE,))
    if not moved:
        return frozenset(), None
    asked = {"names": sorted({each.name for each in moved}), "limit": _EVENTS_AT_ONCE}
    page = await fetch_all(transaction, Stored, _NAMED, asked | {"at": after.at, "id": after.id})
    accounts = await _attribute(transaction, page)
    if len(page) == _EVENTS_AT_ONCE:
        return accounts, Place(page[-1].at, page[-1].id)
    await transaction.execute(_FORGET, ([each.seq for each in moved],))
    return accounts, _BEGINNING


async def _attribute(transaction: Connection, events: Sequence[Stored]) -> frozenset[AccountId]:
    names = frozenset(key for event in events for key in event.keys if _is_name(key))
    customers = await customers_of(transaction, names)
    anew = [_Changed(each, _attributed(each, customers)) for each in events]
    changed = [each for each in anew if each.after != each.before]
    if not changed:
        return frozenset()
    rows = [msgspec.structs.asdict(each.after) for each in changed]
    await transaction.execute(_ATTRIBUTE, (msgspec.json.encode(rows).decode(),))
    return await _restream(transaction, changed)


async def _restream(transaction: Connection, changed: Sequence[_Changed]) -> frozenset[AccountId]:
    before: set[EntryRow] = {row for each in changed for row in each.before.entries()}
    after: set[EntryRow] = {row for each in changed for row in each.after.entries()}
    gone, new = sorted(before - after), sorted(after - before)
    await remove_entries(transaction, gone)
    await add_entries(transaction, new)
    await count_entries(transaction, new, gone)
    return frozenset(accounts_in(row[0] for row in (*gone, *new)))


def _attributed(event: Stored, customers: Mapping[str, Collection[CustomerId]]) -> Stored:
    names = [key for key in event.keys if _is_name(key)]
    return Stored(event.at, event.id, event.kind, keys_of(names, customers, event.kind))


def _is_name(key: str) -> bool:
    return key.startswith(("r|", "a|"))
