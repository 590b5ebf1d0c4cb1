"""Takes over a source's list: keeps what identifies its records, links them, and brings the accounts up to date."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import LiteralString

from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.contact_writer import bring_contacts_up_to_date, regroup
from rotunda.identity.hand_records import is_settled
from rotunda.identity.heads import accounts_of_people, by_account, heads_of, identifiers_of, owners_of
from rotunda.identity.matching.again import match_again
from rotunda.identity.matching.decide import match
from rotunda.identity.matching.model import AccountHandle, Decisions, Known, NewLink, RecordKey
from rotunda.identity.matching.refused import without_refused
from rotunda.identity.merging.writing import LOCK as MERGING_LOCK
from rotunda.identity.merging.writing import show_all
from rotunda.identity.model import Applied, Rematched
from rotunda.identity.repository import heads as head_rows
from rotunda.identity.repository.contact_links import (
    people_are_missing,
    revoke_missing_people,
    revoke_parted,
    revoke_people_of,
)
from rotunda.identity.repository.links import (
    LinkRow,
    active_links,
    insert_links,
    returned_links,
    revoke_connection,
    revoke_missing,
    revoke_outdated,
    set_unlinked,
)
from rotunda.identity.repository.records import Whose, known_records, missing_records, store_list, store_records
from rotunda.identity.repository.suggestions import refusals
from rotunda.identity.repository.upkeep import correct, hold_off
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, ConnectionId, SourceName

BELIEVED_AFTER = timedelta(minutes=10)
"""A record that is missing from one list may be in the next one: pages shift while they are read."""

CERTAIN_AFTER = timedelta(days=2)
MOST_LOST_PERCENT = 20
FEW = 10
"""When more than a fifth of a source's records vanish together, and more than these few, the list is doubted first."""

LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtext('rotunda.identity'))"
"""Who changes which record is which account, waits for whoever else does."""


class DirectoryWriter:
    """One list at a time, each in one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def apply(self, whose: Whose, records: Sequence[SourceRecord]) -> Applied:
        """Takes over a whole list. Idempotent: the same list again changes nothing."""
        now = self._clock.now()
        async with self._alone() as transaction:
            changed = await store_list(transaction, whose, records, now)
            closed, held_back = await _close_missing(transaction, whose.connection, now)
            closed_people = await _close_missing_people(transaction, now)
            if not changed and not closed and not closed_people:
                return Applied(records=len(records), held_back=held_back)
            decisions = await _link(transaction, now)
        return _applied(whose, records, decisions, closed=closed, held_back=held_back)

    async def add(self, whose: Whose, records: Sequence[SourceRecord]) -> Applied:
        """Takes over single records: those that are not among them stay as they are."""
        now = self._clock.now()
        async with self._alone() as transaction:
            if not await store_records(transaction, whose, records, now):
                return Applied(records=len(records))
            decisions = await _link(transaction, now)
        return _applied(whose, records, decisions)

    async def rematch(self, *, dry_run: bool) -> Rematched:
        """Applies the rules of today to everything, or only says what that would change."""
        now = self._clock.now()
        async with self._alone() as transaction:
            known = await known_records(transaction)
            existing, kept = await active_links(transaction), await active_links(transaction, kept_only=True)
            again = await asyncio.to_thread(match_again, known, existing, kept, await refusals(transaction))
            links = {key: standing.account for key, standing in existing.items()}
            people = await regroup(transaction, known, accounts_of_people(known, links))
            if not dry_run and (again.linked or again.taken_back or people.joined or people.parted):
                await transaction.execute(MERGING_LOCK)
                await revoke_outdated(transaction, again.taken_back, now)
                await revoke_parted(transaction, people.parted, now)
                await _link(transaction, now)
        return Rematched(len(again.linked), len(again.taken_back), people.joined, len(people.parted))

    async def settle(self) -> bool:
        """Lets the rules follow what people have linked and unlinked since. Whether there was any such thing."""
        async with self._alone() as transaction:
            if await is_settled(transaction):
                return False
            await _link(transaction, self._clock.now())
        return True

    async def forget(self, connection: ConnectionId, by: str) -> int:
        """Returns how many links were closed."""
        now = self._clock.now()
        async with self._alone() as transaction:
            await transaction.execute(MERGING_LOCK)
            closed = await revoke_connection(transaction, connection, by, now)
            await revoke_people_of(transaction, connection, now)
            await _link(transaction, now)
        return closed

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[Connection]:
        await correct(self._database)
        async with self._database.transaction() as transaction:
            await transaction.execute(LOCK)
            await hold_off(transaction)
            yield transaction


def _applied(
    whose: Whose, records: Sequence[SourceRecord], decisions: Decisions, *, closed: int = 0, held_back: int = 0
) -> Applied:
    return Applied(
        records=len(records),
        founded=len(decisions.founded),
        linked=len(decisions.links),
        closed=closed,
        held_back=held_back,
        unlinked=sum(each.key.connection == whose.connection for each in decisions.unlinked),
    )


async def _close_missing(transaction: Connection, connection: ConnectionId, now: datetime) -> tuple[int, int]:
    """How many links were closed, and how many were kept because too many records vanished together."""
    closed = held_back = 0
    for each in await missing_records(transaction, connection, now - BELIEVED_AFTER, now - CERTAIN_AFTER):
        doubtful = each.missing > FEW and each.missing * 100 > each.known * MOST_LOST_PERCENT
        believed = now - (CERTAIN_AFTER if doubtful else BELIEVED_AFTER)
        held_back += each.due - each.long_due if doubtful else 0
        if each.long_due if doubtful else each.due:
            await transaction.execute(MERGING_LOCK)  # before the book's counter, in the order of all who write both
            closed += await revoke_missing(transaction, connection, each.record_type, believed, now)
    return closed, held_back


async def _close_missing_people(transaction: Connection, now: datetime) -> int:
    since = now - CERTAIN_AFTER
    if not await people_are_missing(transaction, since):
        return 0
    await transaction.execute(MERGING_LOCK)  # before the book's counter, in the order of all who write both
    return await revoke_missing_people(transaction, since, now)


async def _link(transaction: Connection, now: datetime) -> Decisions:
    returned = await returned_links(transaction)
    if returned:
        await transaction.execute(MERGING_LOCK)
        await insert_links(transaction, returned, now)
    known = await known_records(transaction)
    existing = await active_links(transaction)
    # Seconds of pure computing for a big book: the pages being served meanwhile must not wait for it.
    decisions = without_refused(await asyncio.to_thread(match, known, existing), await refusals(transaction))
    ids = {handle: AccountId(new_id("acc_")) for handle in decisions.founded}
    await _write(transaction, known, decisions, ids, now)
    links = {key: standing.account for key, standing in existing.items()}
    links.update((link.key, _id_of(link.account, ids)) for link in decisions.links)
    await _bring_up_to_date(transaction, known, links, now)
    return decisions


async def _write(
    transaction: Connection,
    known: Sequence[Known],
    decisions: Decisions,
    ids: Mapping[AccountHandle, AccountId],
    now: datetime,
) -> None:
    await transaction.execute(MERGING_LOCK)
    by_key = {each.key: each for each in known}
    names = {ids[handle]: by_key[key].record.name or "" for handle, key in decisions.founded.items()}
    await head_rows.insert_accounts(transaction, names, now)
    rows = [_row(link, by_key[link.key].source, ids) for link in decisions.links]
    await insert_links(transaction, rows, now)
    await set_unlinked(transaction, decisions.unlinked, ids)


def _row(link: NewLink, source: SourceName, ids: Mapping[AccountHandle, AccountId]) -> LinkRow:
    return LinkRow(link.key, _id_of(link.account, ids), source, link.method, link.confidence, link.evidence)


async def _bring_up_to_date(
    transaction: Connection, known: Sequence[Known], links: Mapping[RecordKey, AccountId], now: datetime
) -> None:
    linked = by_account(known, links)
    await transaction.execute(MERGING_LOCK)
    await head_rows.set_heads(transaction, heads_of(linked, links), now)
    await head_rows.set_owners(transaction, owners_of(linked))
    await head_rows.set_identifiers(transaction, identifiers_of(known, links).values(), now)
    await show_all(transaction)
    await bring_contacts_up_to_date(transaction, known, accounts_of_people(known, links), now)


async def follow_links(transaction: Connection, now: datetime) -> None:
    """Brings accounts up to date after links were changed by hand; nothing is matched. Needs `LOCK`."""
    existing = await active_links(transaction)
    links = {key: standing.account for key, standing in existing.items()}
    await _bring_up_to_date(transaction, await known_records(transaction), links, now)


def _id_of(handle: AccountHandle, ids: Mapping[AccountHandle, AccountId]) -> AccountId:
    """A handle of no new account is the id of one that exists."""
    return ids.get(handle, AccountId(handle))
