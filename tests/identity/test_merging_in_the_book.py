"""Random histories of a real book: merged, listed again, split, undone. Fewer than in memory, with all the SQL."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identity.builders import person, record
from identity.merging_desk import MAYA, TABLES, Desk, empty_desk
from rotunda.identity.merging.forest import Edge, Forest
from rotunda.identity.merging.model import Conflict, NotThere, Refused, SideName
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, MergeId

HISTORIES = 15
COMPANIES = 4
IDENTIFIERS = ("productdb:{0}", "hubspot:{0}0", "ada@firm{0}.com", "firm{0}.com")
_GROWING = ("account", "merge", "link", "identifier", "identifier_split", "parent_set", "source_record", "audit_row")


class Step(NamedTuple):
    """What is done, to which of the accounts, with which of the identifiers or merges."""

    what: str
    one: int
    other: int
    which: int
    side: SideName


steps = st.builds(
    Step,
    st.sampled_from(("merge", "merge", "merge", "undo", "there and back", "split", "split out", "list", "parent")),
    st.integers(0, COMPANIES - 1),
    st.integers(0, COMPANIES - 1),
    st.integers(0, 7),
    st.sampled_from(("kept", "absorbed")),
)


class Story:
    """One history. `accounts` are all that there ever were, oldest first."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.accounts: list[AccountId] = []
        self.merges: list[MergeId] = []
        self.known: set[tuple[str, str]] = set()
        self.counts = dict.fromkeys(_GROWING, 0)

    async def begin(self) -> None:
        await self.list_again(0)
        for number in range(COMPANIES):
            self.accounts.append(await self.desk.id_of(f"productdb:{number}"))

    async def list_again(self, version: int) -> None:
        """Both sources, with other towns and, in odd versions, further addresses."""
        products = [
            record("productdb", f"{n}", name=f"Firm {n}", domains=(f"firm{n}.com",), city=f"Town {version}")
            for n in range(COMPANIES)
        ]
        people = [person("productdb", f"u{n}", f"{n}", emails=(f"ada@firm{n}.com",)) for n in range(COMPANIES)]
        more = [person("productdb", f"v{n}", f"{n}", emails=(f"bo@firm{n}.com",)) for n in range(version % 2 * 2)]
        companies = [
            record("hubspot", f"{n}0", name=f"Firm {n} Inc.", names=(f"productdb:{n}",)) for n in range(COMPANIES)
        ]
        await self.desk.apply("productdb", *products, *people, *more)
        await self.desk.apply("hubspot", *companies)

    async def take(self, step: Step) -> None:
        with suppress(Conflict, Refused, NotThere):  # `check` sees that nothing has changed by it
            await self._take(step)

    async def _take(self, step: Step) -> None:
        one, other = [(await self.shown(self.accounts[number])) for number in (step.one, step.other)]
        identifier = IDENTIFIERS[step.which % len(IDENTIFIERS)].format(step.other)
        match step.what:
            case "merge":
                self.merges.append((await self.desk.merge(one, other, name=step.side)).id)
            case "there and back":
                before = await self.desk.answers()
                made = await self.desk.merge(one, other, name=step.side)
                await self.desk.undo(made)
                assert await self.desk.answers() == before
            case "undo" if self.merges:
                merge = self.merges[step.which % len(self.merges)]
                plan = await self.desk.merges.plan_undo(MAYA, merge, {})
                await self.desk.merges.undo(MAYA, merge, {each.key: step.side for each in plan.conflicts})
                self.merges += [row[0] for row in await self.desk.ask("SELECT id FROM merge ORDER BY merged_at, id")]
                self.merges = list(dict.fromkeys(self.merges))
            case "split":
                await self.desk.splits.split(MAYA, other, identifier, one)
            case "split out":
                plan = await self.desk.splits.split(MAYA, other, identifier, None)
                assert plan.into is not None
                assert plan.into not in self.accounts
                self.accounts.append(plan.into)
            case "list":
                await self.list_again(step.which)
            case "parent":
                await self.desk.decisions.set_parent(MAYA, one, other)

    async def shown(self, account: AccountId) -> AccountId:
        row = await self.desk.identity.resolve(account)
        assert row is not None
        return row.id

    async def check(self) -> None:
        await self.nothing_vanishes()
        await self.pointers_follow_from_merges()
        await self.every_identifier_finds_its_customer()

    async def nothing_vanishes(self) -> None:
        for table in _GROWING:
            [(count,)] = await self.desk.ask(f"SELECT count(*) FROM {table}")
            assert count >= self.counts[table], table
            self.counts[table] = count

    async def pointers_follow_from_merges(self) -> None:
        edges = await self.desk.ask("SELECT id, absorbed, kept FROM merge WHERE undone_at IS NULL")
        forest = Forest(Edge(*row) for row in edges)
        pointers = {row[0]: row[1] for row in await self.desk.ask("SELECT id, shown_as FROM account")}
        assert pointers == forest.pointers(pointers)
        composed = await self.desk.ask("SELECT account_id FROM shown_head")
        by_hand = await self.desk.ask("SELECT account_id FROM parent_set WHERE ended_at IS NULL")
        assert {row[0] for row in composed} == {
            forest.root(account) for account in (*(row[1] for row in edges), *(row[0] for row in by_hand))
        }

    async def every_identifier_finds_its_customer(self) -> None:
        self.known |= {(row[0], row[1]) for row in await self.desk.ask("SELECT DISTINCT kind, normal FROM identifier")}
        for kind, normal in sorted(self.known):
            found: list[Any] = await self.desk.find(kind, normal)
            assert found, (kind, normal)
            for match in found:
                assert await self.shown(match.account.id) == match.account.id

    async def end(self) -> None:
        """Everything that is still merged is taken apart: every account is itself again, and the log tells it all."""
        for row in reversed(await self.desk.ask("SELECT id FROM merge WHERE undone_at IS NULL ORDER BY merged_at")):
            plan = await self.desk.merges.plan_undo(MAYA, row[0], {})
            await self.desk.merges.undo(MAYA, row[0], dict.fromkeys((each.key for each in plan.conflicts), "kept"))
            await self.pointers_follow_from_merges()
        assert await self.desk.ask("SELECT id FROM account WHERE shown_as IS NOT NULL") == []
        for account in self.accounts:
            assert await self.shown(account) == account
        made = await self.desk.ask("SELECT count(*) FROM merge WHERE undone_because IS NULL")
        told = await self.desk.ask("SELECT count(DISTINCT detail->>'merge') FROM audit_row WHERE action = 'merge.undo'")
        moved = await self.desk.ask("SELECT count(*) FROM merge WHERE undone_because IS NOT NULL")
        assert made[0][0] == told[0][0]
        assert moved[0][0] <= made[0][0]


@settings(
    max_examples=HISTORIES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(history=st.lists(steps, min_size=3, max_size=8))
async def test_whatever_is_done_nothing_is_lost(database: Database, history: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with empty_desk(database, Path(folder)) as desk:
            story = Story(desk)
            await story.begin()
            for step in history:
                rows = await desk.rows() if step.what in {"merge", "undo"} else None
                await story.take(step)
                await story.check()
                if rows is not None and step.what == "merge":
                    assert dict(zip(TABLES, await desk.rows(), strict=True)) == dict(zip(TABLES, rows, strict=True))
            await story.end()
