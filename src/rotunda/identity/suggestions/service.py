"""Passes over the whole book."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from rotunda.identity.directory import LOCK
from rotunda.identity.linkage.contact_profiles import PeopleBook, contact_task, person_profiles
from rotunda.identity.linkage.model import Task
from rotunda.identity.linkage.offline import run_linkage
from rotunda.identity.linkage.profiles import Profile, profiles_of, task_of
from rotunda.identity.matching.groups import group_companies
from rotunda.identity.matching.model import Existing, Known
from rotunda.identity.matching.state import State
from rotunda.identity.matching.weaker import Weaker
from rotunda.identity.repository.contact_links import people_book
from rotunda.identity.repository.links import active_links
from rotunda.identity.repository.records import known_records
from rotunda.identity.repository.suggestions import all_suggestions, apply_plan, pairs_kept_apart, shown_customers
from rotunda.identity.suggestions.found import by_pair, suggested
from rotunda.identity.suggestions.found_people import suggested_people
from rotunda.identity.suggestions.model import THRESHOLD, Found, PairKey, Passed
from rotunda.identity.suggestions.plan import plan_pass, refused_pairs
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database


class Prepared(msgspec.Struct, frozen=True):
    """A book ready to be compared."""

    state: State
    weaker: Weaker
    profiles: Sequence[Profile]
    task: Task


def prepare(known: Sequence[Known], existing: Existing, threshold: float) -> Prepared:
    """Pure; seconds for a big book."""
    state = State(group_companies(known, existing))
    people = [each for each in known if each.record.is_person]
    profiles = profiles_of(state, people, existing)
    return Prepared(state, Weaker(state, people, existing), profiles, task_of(profiles, threshold))


async def find_pairs(known: Sequence[Known], existing: Existing, threshold: float) -> Mapping[PairKey, Found]:
    """What would be suggested for this book. The loop stays free; the comparison runs in a process of its own.

    Raises:
        LinkageFailed: the comparison ended without an answer.
    """
    prepared = await asyncio.to_thread(prepare, known, existing, threshold)
    pairs = await run_linkage(prepared.task)
    return by_pair(await asyncio.to_thread(suggested, prepared.state, prepared.weaker, prepared.profiles, pairs))


async def find_people(known: Sequence[Known], people: PeopleBook, threshold: float) -> Mapping[PairKey, Found]:
    """Which contacts would be suggested to be one person. As `find_pairs`."""
    profiles = await asyncio.to_thread(person_profiles, known, people)
    pairs = await run_linkage(await asyncio.to_thread(contact_task, profiles, threshold))
    return by_pair(await asyncio.to_thread(suggested_people, profiles, pairs))


class Book(msgspec.Struct, frozen=True):
    """All that is compared. Whatever was merged is one."""

    known: Sequence[Known]
    existing: Existing
    people: PeopleBook

    async def pairs(self, threshold: float) -> Mapping[PairKey, Found]:
        """Raises LinkageFailed."""
        accounts = await find_pairs(self.known, self.existing, threshold)
        return {**accounts, **await find_people(self.known, self.people, threshold)}

    def digest(self) -> bytes:
        """Equal for equal books."""
        told = (self.known, list(self.existing.items()), list(self.people.contact_of.items()))
        return hashlib.blake2b(
            msgspec.msgpack.encode((told, list(self.people.heads.values()), self.people.given))
        ).digest()


class Suggestions:
    """The queue."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._compared = b""

    async def follow(self) -> Passed | None:
        """A pass, unless the book is the one that was compared last.

        Raises:
            LinkageFailed: nothing was changed.
        """
        book = await self._book()
        digest = await asyncio.to_thread(book.digest)
        if digest == self._compared:
            return None
        passed = await self._bring_up_to_date(await book.pairs(THRESHOLD), dry_run=False)
        self._compared = digest
        return passed

    async def run_pass(self, *, threshold: float = THRESHOLD, dry_run: bool = False) -> Passed:
        """Compares the whole book and brings the queue up to date; with `dry_run` only says what would change.

        Raises:
            LinkageFailed: nothing was changed.
        """
        book = await self._book()
        return await self._bring_up_to_date(await book.pairs(threshold), dry_run=dry_run)

    async def _book(self) -> Book:
        """Links lead to the accounts that are shown: members of a merge are one."""
        async with self._database.transaction() as transaction:
            known, links = await known_records(transaction), await active_links(transaction)
            shown, people = await shown_customers(transaction), await people_book(transaction)
        existing = {
            key: msgspec.structs.replace(each, account=shown[each.account]) if each.account in shown else each
            for key, each in links.items()
        }
        return Book(known, existing, people)

    async def _bring_up_to_date(self, found: Mapping[PairKey, Found], *, dry_run: bool) -> Passed:
        async with self._database.transaction() as transaction:
            await transaction.execute(LOCK)
            apart = await pairs_kept_apart(transaction)
            standing = await all_suggestions(transaction)
            refused = apart | refused_pairs(standing, await shown_customers(transaction))
            allowed = {pair: each for pair, each in found.items() if pair not in refused}
            plan = plan_pass(allowed, standing)
            if not dry_run:
                await apply_plan(transaction, plan, self._clock.now())
        return plan.passed
