"""Any history of merges and undoings: nothing is lost, and what was undone is as if it had never been. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rotunda.identity.merging.forest import Edge, Forest
from rotunda.identity.merging.groups import Joint, group_of
from rotunda.identity.merging.model import Conflict, MergeRow, Moved, Obstacle, SideName
from rotunda.identity.merging.plan import Between, Side, chosen_members, fingerprint, make_plan
from rotunda.identity.merging.survivorship import ACCOUNT_FIELDS, Group, Said
from rotunda.identity.merging.undoing import plan_undo, require_decided
from rotunda.sections.ids import AccountId, MergeId, SourceName
from rotunda.sections.provenance import Category

START = datetime(2026, 11, 20, tzinfo=UTC)
HISTORIES = 9000
STEPS = 6
MOST = 6
"""Accounts in one book."""

CATEGORIES = (Category.CRM, Category.PRODUCT, Category.BILLING, None)
FIELDS = ACCOUNT_FIELDS[:5]
numbers = st.integers(0, MOST - 1)
sides = st.sampled_from(("kept", "absorbed"))


def account(member: AccountId, drawn: int) -> Group:
    """An account on its own, with a value or none for each field. All of it is one drawn number: to draw each value by
    itself took longer than everything else.
    """
    said: dict[str, list[Said]] = {}
    for field in FIELDS:
        drawn, value = divmod(drawn, 4)
        drawn, at = divmod(drawn, len(CATEGORIES))
        drawn, flags = divmod(drawn, 4)
        if value or field == "name":
            category = CATEGORIES[at]
            source = SourceName(category.value) if category else None
            said[field] = [
                Said(member, "xabc"[value], source, category, bool(flags & 1), bool(flags & 2), START),
            ]
    return Group((member,), said, {}, {member: START if drawn else None})


accounts = st.integers(0, 2 * (4 * len(CATEGORIES) * 4) ** len(FIELDS) - 1)


class Histories(RuleBasedStateMachine):
    """A book in memory that is changed by the same functions as the one in the database."""

    def __init__(self) -> None:
        super().__init__()
        self.alone: dict[AccountId, Group] = {}
        self.merges: dict[MergeId, MergeRow] = {}
        self.choices: dict[MergeId, Mapping[str, AccountId]] = {}
        self.told: list[tuple[str, MergeId]] = []
        self.steps = 0

    @initialize(book=st.tuples(*[accounts] * MOST))
    def begin(self, book: tuple[int, ...]) -> None:
        groups = [account(AccountId(f"acc_{number}"), drawn) for number, drawn in enumerate(book)]
        self.alone = {group.root: group for group in groups}

    @property
    def standing(self) -> list[MergeRow]:
        return [merge for merge in self.merges.values() if merge.undone_at is None]

    @property
    def forest(self) -> Forest:
        return Forest(Edge(merge.id, merge.absorbed, merge.kept) for merge in self.standing)

    def groups(self) -> dict[AccountId, Group]:
        joints = [
            Joint(each.id, each.absorbed, each.kept, each.merged_at, self.choices[each.id]) for each in self.standing
        ]
        roots = {self.forest.root(account) for account in self.alone}
        return {root: group_of(root, joints, self.alone) for root in roots}

    def side(self, group: Group) -> Side:
        return Side(group, (), (), frozenset(), "")

    def now(self) -> datetime:
        self.steps += 1
        return START + timedelta(minutes=self.steps)

    def add(self, absorbed: AccountId, kept: AccountId, choices: Mapping[str, AccountId]) -> MergeId:
        merge = MergeId(f"mrg_{len(self.merges)}")
        assert merge not in self.merges
        self.merges[merge] = MergeRow(merge, absorbed, kept, None, self.now(), None)
        self.choices[merge] = choices
        self.told.append(("merge", merge))
        return merge

    def end(self, merge: MergeId) -> None:
        self.merges[merge] = msgspec.structs.replace(self.merges[merge], undone_at=self.now())
        self.told.append(("undo", merge))

    @rule(one=numbers, other=numbers, field=st.sampled_from(FIELDS), side=sides, chooses=st.booleans())
    def merge(self, one: int, other: int, field: str, side: SideName, chooses: bool) -> None:  # noqa: FBT001 - drawn
        groups = self.groups()
        kept, absorbed = [groups[self.forest.root(AccountId(f"acc_{number}"))] for number in (one, other)]
        if kept.root == absorbed.root:
            return
        chosen = (kept if side == "kept" else absorbed).shown(field).member is not None
        choices: dict[str, SideName] = {field: side} if chooses and chosen else {}
        between = Between(None, [])
        plan = make_plan(self.side(kept), self.side(absorbed), between, choices, lambda _: None)
        assert plan.fingerprint == fingerprint(self.side(kept), self.side(absorbed), between)
        merge = self.add(absorbed.root, kept.root, chosen_members(kept, absorbed, choices))
        after = self.groups()[kept.root]
        assert {each.name: each.shown for each in plan.fields} == {
            name: after.shown(name).value for name in ACCOUNT_FIELDS
        }
        assert fingerprint(self.side(after), self.side(absorbed), between) != plan.fingerprint
        self.end(merge)
        assert self.groups() == groups  # undone at once, it is as if it had never been
        self.told.pop()
        self.merges[merge] = msgspec.structs.replace(self.merges[merge], undone_at=None)

    @rule(number=st.integers(0, 40), decide=sides)
    def undo(self, number: int, decide: SideName) -> None:
        if not self.merges:
            return
        row = list(self.merges.values())[number % len(self.merges)]
        later = [
            Moved(f"merge:{each.id}", "merge", "", each.merged_at, row.kept)
            for each in self.standing
            if each.kept == row.kept and each.id != row.id and each.merged_at >= row.merged_at
        ]
        if row.undone_at is not None:
            with pytest.raises(Conflict) as refused:
                plan_undo(row, self.forest, later, {})
            assert refused.value.obstacle is Obstacle.ALREADY_UNDONE
            return
        undecided = plan_undo(row, self.forest, later, {})
        assert bool(undecided.undecided) == bool(later)
        plan = plan_undo(row, self.forest, later, {each.key: decide for each in later})
        require_decided(plan)
        together = self.forest.root(row.absorbed)
        assert together == plan.kept
        self.end(row.id)
        for each in later if decide == "absorbed" else []:
            moved = self.merges[MergeId(each.key.partition(":")[2])]
            self.end(moved.id)
            self.add(moved.absorbed, row.absorbed, self.choices[moved.id])
        assert self.forest.root(row.absorbed) == row.absorbed
        assert self.forest.root(row.kept) == together
        assert {account for account in self.alone if self.forest.root(account) == row.absorbed} >= set(plan.back) - {
            self.merges[MergeId(each.key.partition(":")[2])].absorbed for each in later
        }

    @invariant()
    def nothing_is_lost(self) -> None:
        if not self.alone:
            return
        groups = self.groups()
        members = [member for group in groups.values() for member in group.members]
        assert sorted(members) == sorted(self.alone)
        for group in groups.values():
            for field in FIELDS:
                said = [each for member in group.members for each in self.alone[member].said.get(field, ())]
                assert sorted(map(repr, group.said.get(field, ()))) == sorted(map(repr, said))
                assert (group.shown(field).value is None) == (not said)
                assert group.shown(field).value in {None, *(each.value for each in said)}
                assert (group.shown(field).rule is None) == (not said)

    @invariant()
    def everybody_is_shown_as_somebody_who_is_shown_as_themselves(self) -> None:
        pointers = self.forest.pointers(self.alone)
        for account, shown_as in pointers.items():
            assert shown_as != account
            assert shown_as is None or pointers[shown_as] is None
            assert account in self.forest.below(self.forest.root(account))

    @invariant()
    def what_was_told_says_how_it_stands(self) -> None:
        standing: set[MergeId] = set()
        for action, merge in self.told:
            (standing.add if action == "merge" else standing.remove)(merge)
        assert standing == {merge.id for merge in self.standing}

    def teardown(self) -> None:
        for merge in self.standing:
            self.end(merge.id)
        assert self.groups() == self.alone


@pytest.mark.slow
def test_any_history_loses_nothing_and_can_be_taken_back() -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
