"""Passes over the whole book."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from rotunda.identity.directory import LOCK
from rotunda.identity.linkage.model import Task
from rotunda.identity.linkage.offline import run_linkage
from rotunda.identity.linkage.profiles import Profile, profiles_of, task_of
from rotunda.identity.matching.groups import group_companies
from rotunda.identity.matching.model import Existing, Known
from rotunda.identity.matching.state import State
from rotunda.identity.matching.weaker import Weaker
from rotunda.identity.repository.links import active_links
from rotunda.identity.repository.records import known_records
from rotunda.identity.repository.suggestions import all_suggestions, apply_plan, pairs_kept_apart, shown_accounts
from rotunda.identity.suggestions.found import by_pair, suggested
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
        known, existing = await self._book()
        book = await asyncio.to_thread(_digest, known, existing)
        if book == self._compared:
            return None
        passed = await self._bring_up_to_date(await find_pairs(known, existing, THRESHOLD), dry_run=False)
        self._compared = book
        return passed

    async def run_pass(self, *, threshold: float = THRESHOLD, dry_run: bool = False) -> Passed:
        """Compares the whole book and brings the queue up to date; with `dry_run` only says what would change.

        Raises:
            LinkageFailed: nothing was changed.
        """
        known, existing = await self._book()
        return await self._bring_up_to_date(await find_pairs(known, existing, threshold), dry_run=dry_run)

    async def _book(self) -> tuple[list[Known], Existing]:
        """Links lead to the accounts that are shown: members of a merge are one."""
        async with self._database.transaction() as transaction:
            known, links = await known_records(transaction), await active_links(transaction)
            shown = await shown_accounts(transaction)
        return known, {
            key: msgspec.structs.replace(each, account=shown[each.account]) if each.account in shown else each
            for key, each in links.items()
        }

    async def _bring_up_to_date(self, found: Mapping[PairKey, Found], *, dry_run: bool) -> Passed:
        async with self._database.transaction() as transaction:
            await transaction.execute(LOCK)
            apart = await pairs_kept_apart(transaction)
            standing = await all_suggestions(transaction)
            refused = refused_pairs(standing, await shown_accounts(transaction))
            allowed = {
                pair: each
                for pair, each in found.items()
                if (pair.account, pair.other) not in apart and pair not in refused
            }
            plan = plan_pass(allowed, standing)
            if not dry_run:
                await apply_plan(transaction, plan, self._clock.now())
        return plan.passed


def _digest(known: Sequence[Known], existing: Existing) -> bytes:
    return hashlib.blake2b(msgspec.msgpack.encode((known, list(existing.items())))).digest()
