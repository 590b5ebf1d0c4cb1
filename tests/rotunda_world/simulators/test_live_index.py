"""The index that simulators find records by, against looking through everything, while the world changes."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rotunda_world.model import Company, Teammate
from rotunda_world.simulators.live_index import LiveIndex
from support.simulators import MOMENT

OWNER = Teammate("t", "Ada", "Lind", "ada@rotunda.example", "ae", "West", "1", 1, "1", 1)
IDS = [f"id_{number}" for number in range(8)]


def company() -> Company:
    return Company("c", "C", None, "Retail", 1, "Leeds", "United Kingdom", MOMENT, OWNER, None, "lead")


class ChangingWorld(RuleBasedStateMachine):
    """`hubspot_ids` stand for any list of records that a company owns: here each record is its own id."""

    def __init__(self) -> None:
        super().__init__()
        self.companies: list[Company] = [company(), company()]
        self.ever: set[str] = set()
        self.index: LiveIndex[str] = LiveIndex(lambda: self.companies, lambda one: one.hubspot_ids, lambda one: one)

    def everything(self) -> set[str]:
        return {record for one in self.companies for record in one.hubspot_ids}

    @rule(place=st.integers(0, 5), record=st.sampled_from(IDS))
    @precondition(lambda self: self.companies)
    def add(self, place: int, record: str) -> None:
        if record not in self.everything():
            self.companies[place % len(self.companies)].hubspot_ids.append(record)

    @rule(record=st.sampled_from(IDS))
    def remove(self, record: str) -> None:
        for one in self.companies:
            if record in one.hubspot_ids:
                one.hubspot_ids.remove(record)

    @rule(data=st.data())
    @precondition(lambda self: self.companies)
    def company_goes(self, data: Any) -> None:
        self.companies.pop(data.draw(st.integers(0, len(self.companies) - 1)))

    @rule(first=st.booleans())
    def company_comes(self, first: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        self.companies.insert(0 if first else len(self.companies), company())

    @rule(record=st.sampled_from(IDS))
    def look(self, record: str) -> None:
        found = self.index.get(record)
        assert found == (record if record in self.everything() else None)
        self.ever |= self.everything() if found is None else {record}

    @invariant()
    def all_are_run_through(self) -> None:
        assert sorted(self.index) == sorted(self.everything())

    @invariant()
    def what_was_seen_stays_known(self) -> None:
        assert all(self.index.was_known(record) for record in self.ever)


TestChangingWorld = ChangingWorld.TestCase
TestChangingWorld.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
