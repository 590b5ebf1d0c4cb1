"""Thousands of random histories of people on a real PostgreSQL: merged, edited, split, kept apart, undone. Whatever is
done, nothing is lost; what is undone is as if it had never been.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given

from identity.merging_desk import empty_desk
from identity.worlds_apart import Step, Story, Worlds, another_list_changes_nothing, lived, many, steps
from rotunda.kit.database import Database
from rotunda.sections.ids import CustomerId

HISTORIES = 500
IDENTIFIERS = ("p{1}@mail-{0}.example", "+49 30 55{0:05}{1}")
WHAT = ("merge", "merge", "merge", "undo", "there and back", "edit", "edit", "edit", "split", "split out", "apart")
_DIGEST = """
    SELECT (SELECT md5(string_agg(to_jsonb(c)::text, ',' ORDER BY id)) FROM (
            SELECT c.*, NULL AS updated_at FROM contact c) AS c),
        (SELECT md5(string_agg(to_jsonb(i)::text, ',' ORDER BY kind, normal, contact_id, source))
            FROM contact_identifier i),
        (SELECT md5(string_agg(to_jsonb(x)::text, ',' ORDER BY id)) FROM contact_split x),
        (SELECT md5(string_agg(to_jsonb(v)::text, ',' ORDER BY customer_id, field_id)) FROM field_value v),
        (SELECT count(*) FROM contact_link)
"""


class PeoplesStory(Story):
    kind = "contact"

    async def edit(self, customer: CustomerId, number: int, step: Step) -> None:
        values = {
            "name": f"Written {number}",
            "title": f"Chief {number}",
            "email": f"new{number}@mail-{self.world}.example",
        }
        name = ("name", "title", "email")[step.which % 3]
        await self.worlds.people_desk.edit(customer, **{name: values[name]})

    def identifier(self, step: Step) -> str:
        return IDENTIFIERS[step.which % len(IDENTIFIERS)].format(self.world, step.other)

    def found(self) -> set[tuple[str, str]]:
        return {(each["shown"], f"{each['kind']} {each['normal']}") for each in self.state.kept["found"]}

    def word(self, identifier: Mapping[str, Any]) -> str:
        return f"{identifier['kind']} {identifier['normal']}"

    async def look_up(self) -> None:
        people = self.worlds.people_desk
        for kind, normal in {(each["kind"], each["normal"]) for each in self.state.kept["identifier"]}:
            found = await people.find(kind, normal)
            assert {each.id for each in found} & set(map(self.root, self.ids)), (kind, normal)
            assert not {each.id for each in found} & {one for one, shown_as in self.pointers.items() if shown_as}


@pytest_asyncio.fixture(scope="module")
async def worlds(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Worlds]:
    async with empty_desk(database, tmp_path_factory.mktemp("worlds")) as desk:
        worlds = Worlds(desk, people=True)
        await worlds.make(HISTORIES + 1)
        yield worlds


@pytest.mark.slow
@many(HISTORIES)
@given(history=steps(*WHAT))
async def test_whatever_is_done_nothing_is_lost(worlds: Worlds, history: list[Step]) -> None:
    await lived(PeoplesStory, worlds, history)


@pytest.mark.slow
async def test_afterwards_the_book_is_whole_and_another_list_changes_nothing(worlds: Worlds) -> None:
    """Over all the worlds of the test before."""
    await another_list_changes_nothing(worlds, _DIGEST)
