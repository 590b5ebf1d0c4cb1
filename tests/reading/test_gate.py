"""The gate: who enters, who waits, in which order, and for how long."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.sources import START, SetAlarm, reached
from rotunda.connector_kit.errors import AuthExpired
from rotunda.connector_kit.manifest import RateBudget
from rotunda.kit.clock import SetClock
from rotunda.reading.gate import Gate, Place, Urgency
from rotunda.reading.model import Priority
from rotunda.reading.refusals import BudgetSpent, NoTurn, OnHold, SignedOut

PERSON, BACKGROUND = Priority.PERSON, Priority.BACKGROUND
NEVER = 1e9


def make(alarm: SetAlarm, concurrency: int = 100, budgets: Mapping[str, RateBudget] | None = None) -> Gate:
    return Gate("Shop", concurrency, budgets or {}, alarm.clock, alarm)


@pytest_asyncio.fixture
async def alarm() -> AsyncIterator[SetAlarm]:
    yield SetAlarm(SetClock(START))


def entering(gate: Gate, priority: Priority, deadline: float = NEVER, bucket: str = "default") -> asyncio.Task[Place]:
    return asyncio.create_task(gate.enter(bucket, Urgency(priority), deadline))


async def ended(*tasks: asyncio.Task[Place]) -> list[bool]:
    """Which of them have a place, once everything that can happen now has happened."""
    for _ in range(20):
        await asyncio.sleep(0)
    return [task.done() for task in tasks]


async def test_places_are_given_to_people_before_the_background_whoever_came_first(alarm: SetAlarm) -> None:
    gate = make(alarm, concurrency=1)
    first = await gate.enter("default", Urgency(BACKGROUND), NEVER)
    background = entering(gate, BACKGROUND)
    await ended()
    person = entering(gate, PERSON)
    assert await ended(background, person) == [False, False]
    gate.leave(first, sent=True)
    assert await ended(background, person) == [False, True]
    gate.leave(person.result(), sent=True)
    assert await ended(background) == [True]


async def test_the_background_never_takes_more_than_half_of_the_places(alarm: SetAlarm) -> None:
    gate = make(alarm, concurrency=4)
    background = [entering(gate, BACKGROUND) for _ in range(4)]
    assert await ended(*background) == [True, True, False, False]
    people = [entering(gate, PERSON) for _ in range(3)]
    assert await ended(*people) == [True, True, False]
    gate.leave(background[0].result(), sent=True)
    assert await ended(people[2], background[2]) == [True, False]
    for task in (people[0], people[1]):
        gate.leave(task.result(), sent=True)
    assert await ended(background[2], background[3]) == [True, False]
    background[3].cancel()


async def test_who_waits_for_the_budget_enters_when_the_window_has_passed(alarm: SetAlarm) -> None:
    gate = make(alarm, budgets={"default": RateBudget(requests=2, seconds=10)})
    for _ in range(2):
        gate.leave(await gate.enter("default", Urgency(PERSON), NEVER), sent=True)
    waiting = [entering(gate, PERSON) for _ in range(2)]
    assert await ended(*waiting) == [False, False]
    alarm.advance(9.9)
    assert await ended(*waiting) == [False, False]
    alarm.advance(0.2)
    assert await ended(*waiting) == [True, True]


async def test_an_exhausted_bucket_does_not_stop_the_others(alarm: SetAlarm) -> None:
    gate = make(
        alarm, budgets={"search": RateBudget(requests=1, seconds=10), "default": RateBudget(requests=9, seconds=1)}
    )
    gate.leave(await gate.enter("search", Urgency(PERSON), NEVER), sent=True)
    search = entering(gate, PERSON, bucket="search")
    default = entering(gate, BACKGROUND, bucket="default")
    unnamed = entering(gate, BACKGROUND, bucket="no such bucket")
    assert await ended(search, default, unnamed) == [False, True, True]
    search.cancel()


async def test_what_cannot_be_in_time_is_refused_at_once(alarm: SetAlarm) -> None:
    gate = make(alarm, budgets={"default": RateBudget(requests=1, seconds=10)})
    gate.leave(await gate.enter("default", Urgency(PERSON), NEVER), sent=True)
    with pytest.raises(BudgetSpent) as refused:
        await gate.enter("default", Urgency(PERSON), 5.0)
    assert (refused.value.until - START).total_seconds() == 10


async def test_who_gets_no_turn_leaves_at_the_deadline(alarm: SetAlarm) -> None:
    gate = make(alarm, concurrency=1)
    await gate.enter("default", Urgency(PERSON), NEVER)
    late = entering(gate, PERSON, deadline=2.0)
    assert await ended(late) == [False]
    alarm.advance(2.0)
    await ended(late)
    with pytest.raises(NoTurn):
        late.result()


async def test_nobody_enters_while_the_source_has_asked_to_wait(alarm: SetAlarm) -> None:
    gate = make(alarm)
    gate.hold(30.0)
    with pytest.raises(OnHold) as refused:
        await gate.enter("default", Urgency(PERSON), 29.0)
    assert (refused.value.until - START).total_seconds() == 30
    patient, background = entering(gate, PERSON), entering(gate, BACKGROUND)
    alarm.advance(29.9)
    assert await ended(patient, background) == [False, False]
    assert gate.held_until() == 30.0
    alarm.advance(0.2)
    assert await ended(patient, background) == [True, True]
    assert gate.held_until() is None


async def test_nobody_enters_while_the_credentials_are_refused(alarm: SetAlarm) -> None:
    gate = make(alarm)
    gate.refuse(AuthExpired("Shop refuses the credentials."), 10.0)
    with pytest.raises(SignedOut):
        await gate.enter("default", Urgency(PERSON), NEVER)
    alarm.advance(10)
    await gate.enter("default", Urgency(PERSON), NEVER)


async def test_forgiving_lets_those_in_who_wait(alarm: SetAlarm) -> None:
    gate = make(alarm)
    gate.hold(30.0)
    waiting = entering(gate, PERSON)
    assert await ended(waiting) == [False]
    gate.forgive()
    assert await ended(waiting) == [True]


async def test_cancelled_in_the_moment_of_its_turn_it_gives_the_place_back(alarm: SetAlarm) -> None:
    gate = make(alarm, concurrency=1, budgets={"default": RateBudget(requests=2, seconds=10)})
    place = await gate.enter("default", Urgency(PERSON), NEVER)
    waiting = entering(gate, PERSON)
    await ended(waiting)
    gate.leave(place, sent=True)
    waiting.cancel()
    await reached(waiting.done)
    assert waiting.cancelled()
    assert gate.budgets["default"].used(alarm.clock.monotonic()) == 1
    assert await ended(entering(gate, PERSON)) == [True]


async def test_work_that_a_person_begins_to_wait_for_moves_to_the_front(alarm: SetAlarm) -> None:
    gate = make(alarm, concurrency=1)
    place = await gate.enter("default", Urgency(PERSON), NEVER)
    urgency = Urgency(BACKGROUND)
    ordinary = entering(gate, BACKGROUND)
    hurried = asyncio.create_task(gate.enter("default", urgency, NEVER))
    await ended(ordinary, hurried)
    urgency.rise(PERSON)
    gate.leave(place, sent=True)
    assert await ended(ordinary, hurried) == [False, True]
    ordinary.cancel()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["person", "background", "leave", "cancel", "wait", "rise"]),
        st.integers(0, 10),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, concurrency=st.integers(1, 4), limit=st.integers(1, 6))
def test_whatever_happens_the_limits_hold_and_nobody_waits_for_a_free_place(
    steps: list[tuple[str, int]], concurrency: int, limit: int
) -> None:
    async def run() -> None:
        alarm = SetAlarm(SetClock(START))
        gate = make(alarm, concurrency, {"default": RateBudget(requests=limit, seconds=10, reserved_percent=50)})
        walk = _Walk(gate, alarm)
        for what, number in steps:
            await walk.step(what, number)
            walk.check(concurrency, limit)
        await walk.end()

    asyncio.run(run())


class _Walk:
    def __init__(self, gate: Gate, alarm: SetAlarm) -> None:
        self.gate = gate
        self.alarm = alarm
        self.tasks: list[tuple[asyncio.Task[Place], Urgency]] = []
        self.inside: list[Place] = []

    async def step(self, what: str, number: int) -> None:
        if what in {"person", "background"}:
            urgency = Urgency(PERSON if what == "person" else BACKGROUND)
            self.tasks.append((asyncio.create_task(self.gate.enter("default", urgency, NEVER)), urgency))
        elif what == "leave" and self.inside:
            self.gate.leave(self.inside.pop(number % len(self.inside)), sent=number % 3 != 0)
        elif what == "cancel" and self.tasks:
            self.tasks[number % len(self.tasks)][0].cancel()
        elif what == "rise" and self.tasks:
            self.tasks[number % len(self.tasks)][1].rise(PERSON)
        elif what == "wait":
            self.alarm.advance(number)
        await ended()
        self._collect()

    def _collect(self) -> None:
        for task, _ in [each for each in self.tasks if each[0].done()]:
            if not task.cancelled():
                self.inside.append(task.result())
        self.tasks = [each for each in self.tasks if not each[0].done()]

    def check(self, concurrency: int, limit: int) -> None:
        budget = self.gate.budgets["default"]
        now = self.alarm.clock.monotonic()
        assert len(self.inside) <= concurrency
        assert budget.used(now) <= limit
        if any(urgency.priority is PERSON for _, urgency in self.tasks):
            assert len(self.inside) == concurrency or budget.used(now) == limit

    async def end(self) -> None:
        """With nobody cancelled and enough time, everybody gets in."""
        while self.tasks:
            for place in self.inside:
                self.gate.leave(place, sent=True)
            self.inside.clear()
            self.alarm.advance(10.1)
            await ended()
            self._collect()
