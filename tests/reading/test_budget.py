"""A budget never lets a vendor see more than it allows, however the vendor counts."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rotunda.connector_kit.manifest import RateBudget
from rotunda.reading.budget import Budget
from rotunda.reading.model import Priority

PERSON, BACKGROUND = Priority.PERSON, Priority.BACKGROUND


def test_the_background_leaves_the_reserved_share_to_people() -> None:
    budget = Budget(RateBudget(requests=10, seconds=1, reserved_percent=40))
    assert [budget.take(0, BACKGROUND) for _ in range(7)] == [True] * 6 + [False]
    assert [budget.take(0, PERSON) for _ in range(5)] == [True] * 4 + [False]


def test_even_a_budget_of_one_lets_the_background_have_its_turn() -> None:
    assert Budget(RateBudget(requests=1, seconds=1, reserved_percent=99)).take(0, BACKGROUND)


def test_a_request_keeps_its_place_until_the_window_after_its_answer() -> None:
    budget = Budget(RateBudget(requests=1, seconds=10))
    assert budget.take(0, PERSON)
    assert not budget.take(100, PERSON)
    assert budget.free_at(100, PERSON) is None
    budget.done(100)
    assert budget.free_at(105, PERSON) == 110
    assert not budget.take(109.99, PERSON)
    assert budget.take(110, PERSON)


def test_what_was_never_sent_gives_its_place_back() -> None:
    budget = Budget(RateBudget(requests=1, seconds=10))
    budget.take(0, PERSON)
    budget.return_unsent()
    assert budget.used(0) == 0
    assert budget.take(0, PERSON)


def test_a_budget_of_a_quarter_million_a_day_is_counted_in_little_memory() -> None:
    budget = Budget(RateBudget(requests=250_000, seconds=86_400))
    for number in range(250_000):
        assert budget.take(number / 10, PERSON)
        budget.done(number / 10)
    assert not budget.take(25_000, PERSON)
    assert len(budget._done) <= 501
    assert budget.used(86_400 + 25_000) == 0


def test_requests_that_are_counted_together_leave_together_when_the_last_may() -> None:
    budget = Budget(RateBudget(requests=2, seconds=500))
    for moment in (0.0, 0.9):
        budget.take(moment, PERSON)
        budget.done(moment)
    assert not budget.take(500.5, PERSON)
    assert budget.free_at(500.5, PERSON) == 500.9
    assert budget.take(500.9, PERSON)


class BudgetMachine(RuleBasedStateMachine):
    """The vendor counts a request at any moment between sending and answer, in a window that begins at any moment."""

    @initialize(limit=st.integers(1, 12), seconds=st.floats(0.5, 60), percent=st.integers(0, 100))
    def begin(self, limit: int, seconds: float, percent: int) -> None:
        self.rate = RateBudget(requests=limit, seconds=seconds, reserved_percent=percent)
        self.budget = Budget(self.rate)
        self.now = 0.0
        self.out: list[float] = []
        self.counted: list[tuple[float, float]] = []
        """Sent and answered, of every request: the vendor counts somewhere between."""

    @rule(share=st.floats(0, 1.5) | st.floats(0, 0.004))
    def wait(self, share: float) -> None:
        self.now += share * self.rate.seconds

    @rule(priority=st.sampled_from(list(Priority)))
    def take(self, priority: Priority) -> None:
        free_at = self.budget.free_at(self.now, priority)
        taken = self.budget.take(self.now, priority)
        assert taken == (free_at is not None and free_at <= self.now)
        if taken:
            self.out.append(self.now)

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        sent = self.out.pop(data.draw(st.integers(0, len(self.out) - 1)))
        self.counted.append((sent, self.now))
        self.budget.done(self.now)

    @precondition(lambda self: self.out)
    @rule()
    def return_unsent(self) -> None:
        self.out.pop()
        self.budget.return_unsent()

    @invariant()
    def never_more_than_the_limit_in_any_window(self) -> None:
        """The worst a vendor can do: count early ones at their answer and late ones at their sending. Such a window
        begins with some answer and holds all that was sent less than a window later.
        """
        if not hasattr(self, "budget"):
            return
        spans = self.counted + [(sent, self.now) for sent in self.out]
        for _, begins in spans:
            ends = begins + self.rate.seconds
            seen = sum(sent < ends and answered >= begins for sent, answered in spans)
            assert seen <= self.rate.requests

    @invariant()
    def people_are_never_refused_for_the_background(self) -> None:
        if hasattr(self, "budget"):
            assert self.budget.may_take(self.now, PERSON) or not self.budget.may_take(self.now, BACKGROUND)


TestBudgetMachine = BudgetMachine.TestCase
TestBudgetMachine.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
