"""Random histories of real people and their account: merged, edited, listed again, split, undone. With all the SQL."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identity.builders import person, record
from identity.merging_desk import MAYA, empty_desk
from identity.people_desk import PeopleDesk
from rotunda.identity.merging.model import Conflict, NotThere, Refused, SideName
from rotunda.kit.database import Database
from rotunda.sections.ids import ContactId, MergeId

HISTORIES = 15
PEOPLE = 4
IDENTIFIERS = ("productdb:u{0}", "p{0}@acme.com", "+49 30 555014{0}")
_GROWING = ("contact", "merge", "contact_link", "contact_identifier", "contact_split", "field_change", "audit_row")


class Step(NamedTuple):
    """What is done, to which of the people, with which of the identifiers or merges."""

    what: str
    one: int
    other: int
    which: int
    side: SideName


steps = st.builds(
    Step,
    st.sampled_from(("merge", "merge", "edit", "edit", "undo", "there and back", "split", "split out", "list")),
    st.integers(0, PEOPLE - 1),
    st.integers(0, PEOPLE - 1),
    st.integers(0, 7),
    st.sampled_from(("kept", "absorbed")),
)


class Story:
    """One history. `contacts` are all that there ever were; `values` all that anybody ever wrote."""

    def __init__(self, desk: PeopleDesk) -> None:
        self.desk = desk
        self.contacts: list[ContactId] = []
        self.values: set[str] = set()
        self.counts = dict.fromkeys(_GROWING, 0)

    async def begin(self) -> None:
        await self.list_again(0)
        self.contacts = [await self.desk.id_of(f"productdb:u{number}") for number in range(PEOPLE)]

    async def list_again(self, version: int) -> None:
        people = [
            person(
                "productdb",
                f"u{n}",
                "1",
                name=f"Person {n}",
                title=f"Title {version}",
                emails=(f"p{n}@acme.com",),
                phones=(f"+49 30 555014{n}",),
            )
            for n in range(PEOPLE)
        ]
        await self.desk.desk.apply("productdb", record("productdb", "1", name="Acme", domains=("acme.com",)), *people)

    async def take(self, number: int, step: Step) -> None:
        with suppress(Conflict, Refused, NotThere):
            await self._take(number, step)

    async def _take(self, number: int, step: Step) -> None:
        one, other = [await self.shown(self.contacts[each]) for each in (step.one, step.other)]
        identifier = IDENTIFIERS[step.which % len(IDENTIFIERS)].format(step.other)
        match step.what:
            case "merge":
                facts = await self.desk.facts()
                await self.desk.merge(one, other, name=step.side)
                assert await self.desk.facts() == facts
            case "there and back":
                before = await self.desk.answers()
                await self.desk.undo(await self.desk.merge(one, other, name=step.side))
                assert await self.desk.answers() == before
            case "edit":
                value = f"Written {number}"
                await self.desk.edit(one, **{("title", "name")[step.which % 2]: value})
                self.values.add(value)
            case "undo":
                merges = await self.desk.desk.ask("SELECT id FROM merge ORDER BY merged_at, id")
                if merges:
                    await self.undo(merges[step.which % len(merges)][0], step.side)
            case "split":
                await self.desk.split(other, identifier, one)
            case "split out":
                plan = await self.desk.split(other, identifier)
                assert plan.into is not None
                assert plan.into not in self.contacts
                self.contacts.append(ContactId(plan.into))
            case _:
                await self.list_again(step.which)

    async def undo(self, merge: MergeId, side: SideName) -> None:
        """What was written before is held by somebody after it, too."""
        plan = await self.desk.desk.merges.plan_undo(MAYA, merge, {})
        before = await self.held()
        await self.desk.desk.merges.undo(MAYA, merge, {each.key: side for each in plan.conflicts})
        decided = {each.value for each in plan.conflicts if each.kind == "field" and each.value}
        assert decided <= await self.held() >= (before if side == "kept" else decided)

    async def held(self) -> set[Any]:
        return {row[0] for row in await self.desk.desk.ask("SELECT value #>> '{}' FROM field_value")}

    async def shown(self, contact: ContactId) -> ContactId:
        row = await self.desk.contacts.resolve(contact)
        assert row is not None
        return row.id

    async def check(self) -> None:
        for table in _GROWING:
            [(count,)] = await self.desk.desk.ask(f"SELECT count(*) FROM {table}")
            assert count >= self.counts[table], table
            self.counts[table] = count
        logged = {row[0] for row in await self.desk.desk.ask("SELECT new #>> '{}' FROM field_change")}
        assert self.values <= logged
        known = await self.desk.desk.ask("SELECT DISTINCT kind, normal FROM contact_identifier")
        for kind, normal in known:
            found = await self.desk.find(kind, normal)
            assert found, (kind, normal)
            for match in found:
                assert await self.shown(match.id) == match.id

    async def end(self) -> None:
        standing = "SELECT id FROM merge WHERE undone_at IS NULL ORDER BY merged_at DESC LIMIT 1"
        while rows := await self.desk.desk.ask(standing):
            await self.undo(rows[0][0], "kept")
        for contact in self.contacts:
            assert await self.shown(contact) == contact


@pytest.mark.slow
@settings(
    max_examples=HISTORIES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=st.lists(steps, min_size=3, max_size=8))
async def test_whatever_is_done_no_value_is_lost(database: Database, history: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with empty_desk(database, Path(folder)) as desk:
            await database.execute("DELETE FROM field_value")
            story = Story(PeopleDesk(desk))
            await story.begin()
            for number, step in enumerate(history):
                await story.take(number, step)
                await story.check()
            await story.end()
