"""Thousands of random histories of companies on a real PostgreSQL: merged, edited, linked, split, kept apart, put below
another, undone. Whatever is done, nothing is lost; what is undone is as if it had never been.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given

from identity.merging_desk import MAYA, empty_desk
from identity.worlds_apart import State, Step, Story, Worlds, another_list_changes_nothing, lived, many, steps
from rotunda.identity.merging.hand_links import HandLinks
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.repository.accounts import AccountRepository
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, CustomerId

HISTORIES = 500
IDENTIFIERS = ("ada@{0}-{1}.example", "{0}-{1}.example", "linked@{0}-{1}.example")
WHAT = ("merge", "merge", "merge", "undo", "there and back", "edit", "edit", "link", "unlink", "split", "split out")
WHAT += ("apart", "parent")
_DIGEST = """
    SELECT (SELECT md5(string_agg(concat_ws('|', id, name, domain, shown_as, closed_at), ',' ORDER BY id))
            FROM account),
        (SELECT md5(string_agg(concat_ws('|', account_id, kind, normal, source, value, until), ','
            ORDER BY kind, normal, account_id, source)) FROM identifier),
        (SELECT md5(string_agg(to_jsonb(h)::text, ',' ORDER BY account_id)) FROM shown_head h),
        (SELECT md5(string_agg(to_jsonb(t)::text, ',' ORDER BY subject_id, field, source, folded)) FROM search_term t),
        (SELECT md5(string_agg(to_jsonb(l)::text, ',' ORDER BY id)) FROM listed_account l),
        (SELECT count(*) FROM link)
"""
_UNLISTED = """
    SELECT count(*) FROM shown_account s FULL JOIN listed_account l USING (id, name)
    WHERE (l.id IS NULL AND s.closed_at IS NULL) OR s.id IS NULL OR (s.closed_at IS NOT NULL AND l.id IS NOT NULL)
"""


class CompaniesStory(Story):
    kind = "account"

    def __init__(self, worlds: Worlds, world: int, ids: list[CustomerId], state: State) -> None:
        super().__init__(worlds, world, ids, state)
        self.known: set[tuple[str, str]] = set()
        self.links = HandLinks(Ledger(self.desk.database, self.desk.clock, self.desk.audit))

    async def edit(self, customer: CustomerId, number: int, step: Step) -> None:
        name, domain = f"Written {number}", f"new{number}-{self.world}.example"
        await self.worlds.people_desk.edit(customer, **({"name": name} if step.which % 2 else {"domain": domain}))

    def identifier(self, step: Step) -> str:
        return IDENTIFIERS[step.which % len(IDENTIFIERS)].format(self.world, step.other)

    async def decide(self, one: CustomerId, other: CustomerId, step: Step) -> None:
        if step.what == "link":
            await self.links.link(MAYA, AccountId(one), IDENTIFIERS[2].format(self.world, step.other))
        elif step.what == "unlink":
            for link in await self.links.of(AccountId(one)):
                await self.links.unlink(MAYA, AccountId(one), link.id)
                self.known.discard((link.kind, link.normal))
        else:
            await self.desk.decisions.set_parent(MAYA, AccountId(one), AccountId(other))

    def found(self) -> set[tuple[str, str]]:
        return {(each["shown_id"], each["folded"].strip()) for each in self.state.kept["found"]}

    def word(self, identifier: Mapping[str, Any]) -> str:
        self.known.add((identifier["kind"], identifier["normal"]))
        return identifier["value"].lower()

    async def look_up(self) -> None:
        matches = await AccountRepository(self.desk.database).matches(sorted(self.known))
        known = {(each["kind"], each["value"]) for each in self.state.kept["identifier"]}
        assert {(each.kind, each.value) for each in matches} >= known
        assert not {each.id for each in matches} & {one for one, shown_as in self.pointers.items() if shown_as}


@pytest_asyncio.fixture(scope="module")
async def worlds(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Worlds]:
    async with empty_desk(database, tmp_path_factory.mktemp("worlds")) as desk:
        worlds = Worlds(desk, people=False)
        await worlds.make(HISTORIES + 1)
        yield worlds


@pytest.mark.slow
@many(HISTORIES)
@given(history=steps(*WHAT))
async def test_whatever_is_done_nothing_is_lost(worlds: Worlds, history: list[Step]) -> None:
    await lived(CompaniesStory, worlds, history)


@pytest.mark.slow
async def test_afterwards_the_book_is_whole_and_another_list_changes_nothing(worlds: Worlds) -> None:
    """Over all the worlds of the test before."""
    assert await worlds.desk.ask(_UNLISTED) == [(0,)]
    await another_list_changes_nothing(worlds, _DIGEST)
