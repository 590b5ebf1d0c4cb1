"""Thousands of small worlds in one real book. Each history has a world of its own, so nothing has to be emptied between
them, and what is done in one must not be seen in any other.

A world is three companies with a counterpart each in the CRM, and three people at the first of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from identity.builders import person, record
from identity.merging_desk import KEY, MAYA, Desk
from identity.people_desk import PeopleDesk
from rotunda.access.audit.checkpoints import read_checkpoints
from rotunda.access.audit.verify import verify
from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.merging.forest import Edge, Forest
from rotunda.identity.merging.model import Conflict, NotThere, Obstacle, Refused, SideName
from rotunda.identity.merging.service import Merged
from rotunda.sections.ids import CustomerId, MergeId, customer_id

SIZE = 3
_IDS = "SELECT external_id, account_id FROM link WHERE connection_id = 'con_productdb' AND external_id = ANY(%s)"
_PEOPLE_IDS = "SELECT external_id, contact_id FROM contact_link WHERE external_id = ANY(%s)"

_ACCOUNT_STATE: Mapping[str, str] = {
    "account": "SELECT a.*, NULL AS updated_at FROM account a WHERE id = ANY(%(ids)s)",
    "link": "SELECT * FROM link WHERE account_id = ANY(%(ids)s)",
    "identifier": "SELECT * FROM identifier WHERE account_id = ANY(%(ids)s)",
    "split": "SELECT id, kind, normal, from_account, into_account FROM identifier_split WHERE ended_at IS NULL "
    "AND (from_account = ANY(%(ids)s) OR into_account = ANY(%(ids)s))",
    "value": "SELECT * FROM field_value WHERE customer_id = ANY(%(ids)s)",
    "parent": "SELECT * FROM parent_set WHERE account_id = ANY(%(ids)s)",
    "apart": "SELECT * FROM keep_apart WHERE one = ANY(%(ids)s) AND other = ANY(%(ids)s)",
    "shown": "SELECT * FROM shown_head WHERE account_id = ANY(%(ids)s)",
    "listed": "SELECT * FROM listed_account WHERE id = ANY(%(ids)s)",
    "found": "SELECT shown_id, field, source, folded, former FROM found_term WHERE found_id = ANY(%(ids)s)",
}
_CONTACT_STATE: Mapping[str, str] = {
    "contact": "SELECT c.*, NULL AS updated_at FROM contact c WHERE id = ANY(%(ids)s)",
    "link": "SELECT * FROM contact_link WHERE contact_id = ANY(%(ids)s)",
    "identifier": "SELECT * FROM contact_identifier WHERE contact_id = ANY(%(ids)s)",
    "split": "SELECT id, kind, normal, from_contact, into_contact FROM contact_split WHERE ended_at IS NULL "
    "AND (from_contact = ANY(%(ids)s) OR into_contact = ANY(%(ids)s))",
    "value": "SELECT * FROM field_value WHERE customer_id = ANY(%(ids)s)",
    "apart": "SELECT * FROM keep_apart WHERE one = ANY(%(ids)s) AND other = ANY(%(ids)s)",
    "found": "SELECT coalesce(c.shown_as, c.id) AS shown, i.kind, i.normal FROM found_identifier i "
    "JOIN contact c ON c.id = i.contact_id WHERE c.id = ANY(%(ids)s)",
}
_HISTORY: Mapping[str, str] = {
    "merge": "SELECT id, absorbed, kept, undone_at IS NULL AS stands FROM merge WHERE absorbed = ANY(%(ids)s)",
    "written": "SELECT id, new #>> '{}' AS value FROM field_change WHERE customer_id = ANY(%(ids)s)",
    "split_ever": "SELECT id FROM every_split WHERE from_customer = ANY(%(ids)s)",
}


class Step(NamedTuple):
    """What is done, to which of the customers, with which of the identifiers or merges."""

    what: str
    one: int
    other: int
    which: int
    side: SideName


def steps(*what: str) -> st.SearchStrategy[list[Step]]:
    numbers = st.integers(0, SIZE - 1)
    sides = st.sampled_from(("kept", "absorbed"))
    step = st.builds(Step, st.sampled_from(what), numbers, numbers, st.integers(0, 5), sides)
    return st.lists(step, min_size=2, max_size=5)


class State(msgspec.Struct, frozen=True):
    """Everything that is kept of a world. `kept` are facts and what is shown of them; `history` only grows."""

    kept: dict[str, list[dict[str, Any]]]
    history: dict[str, list[dict[str, Any]]]

    def ids(self, kind: str) -> set[str]:
        return {each["id"] for each in (self.kept | self.history)[kind]}

    @property
    def edges(self) -> list[Edge]:
        return [Edge(MergeId(m["id"]), m["absorbed"], m["kept"]) for m in self.history["merge"] if m["stands"]]


class Worlds:
    """Made in one list, handed out one by one."""

    def __init__(self, desk: Desk, *, people: bool) -> None:
        self.desk = desk
        self.people_desk = PeopleDesk(desk)
        self.people = people
        self.made = 0
        self.given = 0
        self._ids: dict[str, CustomerId] = {}

    async def make(self, number: int) -> None:
        """So many more, in the two lists that name them all."""
        self.made += number
        await self.list_again()
        wanted = [f"{'u' if self.people else ''}{world}-{n}" for world in range(self.made) for n in range(SIZE)]
        query = _PEOPLE_IDS if self.people else _IDS
        self._ids = dict(await self.desk.ask(query, wanted))

    async def list_again(self) -> None:
        worlds = range(self.made)
        people = [each for world in worlds for each in _people(world)] if self.people else []
        firms = 1 if self.people else SIZE
        companies = [_company(world, n) for world in worlds for n in range(firms)]
        await self.desk.apply("productdb", *companies, *people)
        if not self.people:
            await self.desk.apply("hubspot", *(_counterpart(world, n) for world in worlds for n in range(firms)))

    async def next(self) -> tuple[int, list[CustomerId]]:
        """A world that nothing has happened in, with its number."""
        if self.given == self.made:
            await self.make(200)
        world, self.given = self.given, self.given + 1
        prefix = "u" if self.people else ""
        return world, [self._ids[f"{prefix}{world}-{n}"] for n in range(SIZE)]

    async def state(self, ids: Sequence[CustomerId]) -> State:
        queries = _CONTACT_STATE if self.people else _ACCOUNT_STATE
        read = await self._read(queries | _HISTORY, ids)
        return State({name: read[name] for name in queries}, {name: read[name] for name in _HISTORY})

    async def _read(self, queries: Mapping[str, str], ids: Sequence[CustomerId]) -> dict[str, list[dict[str, Any]]]:
        """In one question."""
        members = ", ".join(
            f"'{name}', (SELECT coalesce(json_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text), '[]') FROM ({query}) AS t)"
            for name, query in queries.items()
        )
        async with self.desk.database.connection() as connection:
            query = f"SELECT json_build_object({members})::text"
            row = await (await connection.execute(query.encode(), {"ids": list(ids)})).fetchone()
        assert row is not None
        return msgspec.json.decode(row[0], type=dict[str, list[dict[str, Any]]])

    async def undo(self, merge: MergeId, side: SideName) -> None:
        """Decides for one side whatever there is to decide."""
        self.desk.clock.advance(timedelta(minutes=1))
        try:
            await self.desk.merges.undo(MAYA, merge, {})
        except Conflict as conflict:
            if conflict.obstacle is not Obstacle.UNDECIDED:
                raise
            plan = await self.desk.merges.plan_undo(MAYA, merge, {})
            await self.desk.merges.undo(MAYA, merge, dict.fromkeys((each.key for each in plan.conflicts), side))


class Story(ABC):
    """One history of one world. `ids` are all that there ever were in it."""

    kind: str

    def __init__(self, worlds: Worlds, world: int, ids: list[CustomerId], state: State) -> None:
        self.worlds, self.desk = worlds, worlds.desk
        self.world, self.ids, self.state = world, ids, state
        self.made: set[MergeId] = set()
        self.undone: set[MergeId] = set()
        self.splits = 0

    async def take(self, number: int, step: Step) -> None:
        with suppress(Conflict, Refused, NotThere):  # `check` sees that nothing is lost by it
            await self._take(number, step)
        await self.check()

    async def _take(self, number: int, step: Step) -> None:
        one, other = self.shown(step.one), self.shown(step.other)
        match step.what:
            case "merge":
                self.made.add((await self.merge(one, other, step)).id)
            case "undo":
                if merges := sorted(self.state.ids("merge")):
                    await self.undo(MergeId(merges[step.which % len(merges)]), step.side)
            case "there and back":
                await self.there_and_back(one, other, step)
            case "edit":
                await self.edit(one, number, step)
            case "split" | "split out":
                await self.split(other, one if step.what == "split" else None, step)
            case "apart":
                await self.desk.decisions.keep_apart(MAYA, one, other, "two of a kind")
            case _:
                await self.decide(one, other, step)

    async def merge(self, one: CustomerId, other: CustomerId, step: Step) -> Merged:
        return await self.worlds.people_desk.merge(one, other, name=step.side)

    async def undo(self, merge: MergeId, side: SideName) -> None:
        await self.worlds.undo(merge, side)
        self.undone.add(merge)

    async def there_and_back(self, one: CustomerId, other: CustomerId, step: Step) -> None:
        merged = await self.merge(one, other, step)
        self.made.add(merged.id)
        await self.undo(merged.id, "kept")
        assert (await self.worlds.state(self.ids)).kept == self.state.kept

    @abstractmethod
    async def edit(self, customer: CustomerId, number: int, step: Step) -> None: ...

    async def decide(self, one: CustomerId, other: CustomerId, step: Step) -> None:
        """What only some kinds of customers know."""
        raise AssertionError(one, other, step)

    @abstractmethod
    def identifier(self, step: Step) -> str: ...

    async def split(self, customer: CustomerId, into: CustomerId | None, step: Step) -> None:
        self.desk.clock.advance(timedelta(minutes=1))
        plan = await self.desk.splits.split(MAYA, customer, self.identifier(step), into)
        self.splits += 1
        assert plan.into is not None
        if into is None:
            assert plan.into not in self.ids
            self.ids.append(plan.into)

    def shown(self, number: int) -> CustomerId:
        """Whom one of all that there ever were is shown as."""
        return self.root(self.ids[number % len(self.ids)])

    def root(self, customer: str) -> CustomerId:
        return customer_id(self.pointers.get(customer) or customer)

    @property
    def pointers(self) -> dict[str, str | None]:
        return {each["id"]: each["shown_as"] for each in self.state.kept[self.kind]}

    async def check(self) -> None:
        before, self.state = self.state, await self.worlds.state(self.ids)
        if self.state == before:
            return
        nothing_is_lost(without_hand_links(before), self.state, self.kind)
        pointers_follow(self.state, self.kind)
        self.every_identifier_finds_its_customer()

    def every_identifier_finds_its_customer(self) -> None:
        """By the words of search."""
        source, target = f"from_{self.kind}", f"into_{self.kind}"
        given = {(s["kind"], s["normal"], s[source]): s[target] for s in self.state.kept["split"]}
        found = self.found()
        for each in self.state.kept["identifier"]:
            stated = each[f"{self.kind}_id"]
            holder = given.get((each["kind"], each["normal"], stated), stated)
            assert (self.root(holder), self.word(each)) in found, each

    @abstractmethod
    def found(self) -> set[tuple[str, str]]:
        """Who is found by which word."""

    @abstractmethod
    def word(self, identifier: Mapping[str, Any]) -> str: ...

    @abstractmethod
    async def look_up(self) -> None:
        """Every identifier ever known, as people look it up."""

    async def end(self) -> None:
        """Every identifier is looked up; the log tells all that was done; every merge can be taken back."""
        self.every_identifier_finds_its_customer()
        await self.look_up()
        while edges := self.state.edges:
            await self.undo(edges[-1].id, "kept")
            await self.check()
        assert not any(self.pointers.values())
        await self.the_log_tells_it()

    async def the_log_tells_it(self) -> None:
        where = "account_id" if self.kind == "account" else "detail ->> 'contact'"
        rows = await self.desk.ask(
            f"SELECT action, detail ->> 'merge' FROM audit_row WHERE {where} = ANY(%s)"
            " AND action IN ('merge', 'merge.undo', 'split')",
            self.ids,
        )
        told = {action: {merge for each, merge in rows if each == action} for action, _ in rows}
        assert told.get("merge", set()) == self.made
        assert told.get("merge.undo", set()) >= self.undone
        assert told.get("merge.undo", set()) <= self.state.ids("merge")
        assert sum(action == "split" for action, _ in rows) == 2 * self.splits


def many(histories: int) -> settings:
    """So many examples, none of which is known from before."""
    return settings(
        max_examples=histories,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


async def lived(story: type[Story], worlds: Worlds, history: Sequence[Step]) -> None:
    """One history of the next world, to its end."""
    world, ids = await worlds.next()
    told = story(worlds, world, ids, await worlds.state(ids))
    for number, step in enumerate(history):
        await told.take(number, step)
    await told.end()


async def another_list_changes_nothing(worlds: Worlds, digest: str) -> None:
    """Nor has anything been lost from the log. `digest` asks for all that must stay."""
    desk = worlds.desk
    before = await desk.ask(digest)
    await worlds.list_again()
    assert await desk.ask(digest) == before
    await desk.audit.close()
    report = await verify(desk.database, KEY, read_checkpoints(desk.points))
    assert report.intact, report.findings[:5]
    await desk.audit.open()


def without_hand_links(state: State) -> State:
    """What a person has linked by hand a person may take back: that it was linked is told elsewhere."""
    identifiers = [each for each in state.kept["identifier"] if each["source"] != "hand"]
    return State(state.kept | {"identifier": identifiers}, state.history)


def pointers_follow(state: State, kind: str) -> None:
    """Everybody is shown as the root of the merges that stand, and nobody as somebody who is shown as another."""
    pointers = {each["id"]: each["shown_as"] for each in state.kept[kind]}
    assert pointers == Forest(state.edges).pointers(pointers)


def nothing_is_lost(before: State, after: State, kind: str) -> None:
    for growing in (kind, "merge", "written", "split_ever", "apart"):
        assert after.ids(growing) >= before.ids(growing), growing
    for growing in ("identifier", "link"):
        assert _facts(after, growing) >= _facts(before, growing), growing
    logged = {each["value"] for each in after.history["written"]}
    assert {_text(each["value"]) for each in after.kept["value"]} <= logged


def _facts(state: State, kind: str) -> set[tuple[str, ...]]:
    """What a source or a person said, whether or not they still do."""
    names = ("id",) if kind == "link" else ("kind", "normal", "source", "value")
    return {tuple(str(each[name]) for name in names) for each in state.kept[kind]}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) or value is None else msgspec.json.encode(value).decode()


def _company(world: int, n: int) -> SourceRecord:
    return record("productdb", f"{world}-{n}", name=f"Firm {world} {n}", domains=(f"{world}-{n}.example",))


def _counterpart(world: int, n: int) -> SourceRecord:
    emails = (f"ada@{world}-{n}.example",)
    return record(
        "hubspot", f"{world}-{n}", name=f"Firm {world} {n} Inc.", names=(f"productdb:{world}-{n}",), emails=emails
    )


def _people(world: int) -> list[SourceRecord]:
    return [
        person(
            "productdb",
            f"u{world}-{n}",
            f"{world}-0",
            name=f"Person {world} {n}",
            title=f"Title {n}",
            emails=(f"p{n}@mail-{world}.example",),
            phones=(f"+49 30 55{world:05}{n}",),
        )
        for n in range(SIZE)
    ]
