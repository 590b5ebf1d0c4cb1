"""Answers that are needed twice are asked for once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from reading.sources import START, reached
from rotunda.connector_kit.errors import Forbidden
from rotunda.connector_kit.requests import Payload, Request
from rotunda.kit.clock import SetClock
from rotunda.reading.gate import Urgency
from rotunda.reading.model import Priority
from rotunda.reading.refusals import NoTurn
from rotunda.reading.sharing import SharedAnswers

PLAIN = Request(path="/a", query=(("id", "1"),))


class Answering:
    """Counts how often it is called; answers when it may."""

    def __init__(self, result: Callable[[], Payload] = lambda: Payload([1])) -> None:
        self.called = 0
        self.go = asyncio.Event()
        self._result = result

    async def __call__(self) -> Payload:
        self.called += 1
        await self.go.wait()
        return self._result()


@pytest.fixture
def shared() -> SharedAnswers:
    return SharedAnswers(SetClock(START))


def getting(
    shared: SharedAnswers, request: Request, fetch: Any, priority: Priority = Priority.PERSON
) -> asyncio.Task[Payload]:
    return asyncio.create_task(shared.get(request, Urgency(priority), fetch))


async def test_the_same_request_at_the_same_time_is_made_once(shared: SharedAnswers) -> None:
    answering = Answering()
    tasks = [getting(shared, PLAIN, answering) for _ in range(10)]
    await reached(lambda: answering.called)
    answering.go.set()
    assert {id(payload) for payload in await asyncio.gather(*tasks)} == {id(tasks[0].result())}
    assert (answering.called, shared.hits) == (1, 9)


async def test_afterwards_it_is_made_again(shared: SharedAnswers) -> None:
    answering = Answering()
    answering.go.set()
    await shared.get(PLAIN, Urgency(Priority.PERSON), answering)
    await shared.get(PLAIN, Urgency(Priority.PERSON), answering)
    assert answering.called == 2


@pytest.mark.parametrize(
    "other",
    [
        Request(path="/b", query=(("id", "1"),)),
        Request(path="/a", query=(("id", "2"),)),
        Request(path="/a", query=(("id", "1"),), headers=(("Accept", "text/json"),)),
        Request(path="/a", query=(("id", "1"),), absent_on=frozenset({404})),
        Request(path="/a", query=(("id", "1"),), max_pages=3),
        Request(path="/a", query=(("id", "1"),), method="POST", body={}),
        Request(path="/a", query=(("id", "1"),), reads=dict),
    ],
)
async def test_another_request_is_another_one(shared: SharedAnswers, other: Request) -> None:
    answering = Answering()
    tasks = [getting(shared, PLAIN, answering), getting(shared, other, answering)]
    await reached(lambda: answering.called == 2)
    answering.go.set()
    await asyncio.gather(*tasks)


BATCH = Request(path="/batch/read", method="POST", body={"inputs": [{"id": "1"}], "properties": ["name"]})


async def test_reads_with_the_same_body_are_the_same(shared: SharedAnswers) -> None:
    answering = Answering()
    again = Request(path="/batch/read", method="POST", body={"inputs": [{"id": "1"}], "properties": ["name"]})
    other = Request(path="/batch/read", method="POST", body={"inputs": [{"id": "2"}], "properties": ["name"]})
    tasks = [getting(shared, request, answering) for request in (BATCH, again, other)]
    await reached(lambda: answering.called == 2)
    answering.go.set()
    await asyncio.gather(*tasks)
    assert (answering.called, shared.hits) == (2, 1)


async def test_reads_with_a_body_are_kept_only_where_they_say_so(shared: SharedAnswers) -> None:
    answering = Answering()
    answering.go.set()
    catalogue = Request(path="/search", method="POST", body={"q": 2}, reusable_for=timedelta(minutes=5))
    for request in (BATCH, BATCH, catalogue, catalogue):
        await shared.get(request, Urgency(Priority.PERSON), answering)
    assert answering.called == 3


async def test_what_was_asked_before_a_change_is_not_shared_after_it(shared: SharedAnswers) -> None:
    before, after = Answering(lambda: Payload(["before"])), Answering(lambda: Payload(["after"]))
    catalogue = Request(path="/pipelines", reusable_for=timedelta(minutes=5))
    first = getting(shared, catalogue, before)
    await reached(lambda: before.called)
    shared.part()
    second = getting(shared, catalogue, after)
    await reached(lambda: after.called)
    before.go.set()
    assert (await first).only == "before"
    third = getting(shared, catalogue, after)
    await reached(lambda: any(each.waiting for each in shared._under_way.values()))
    after.go.set()
    assert [(await second).only, (await third).only] == ["after", "after"]
    assert (await shared.get(catalogue, Urgency(Priority.PERSON), before)).only == "after"
    assert (before.called, after.called) == (1, 1)


async def test_a_catalogue_is_kept_for_as_long_as_it_says(shared: SharedAnswers) -> None:
    clock = SetClock(START)
    shared = SharedAnswers(clock)
    answering = Answering()
    answering.go.set()
    catalogue = Request(path="/pipelines", reusable_for=timedelta(minutes=5))

    async def get() -> int:
        await shared.get(catalogue, Urgency(Priority.PERSON), answering)
        return answering.called

    assert [await get(), await get()] == [1, 1]
    clock.advance(timedelta(minutes=4, seconds=59))
    assert await get() == 1
    clock.advance(timedelta(seconds=1))
    assert await get() == 2
    shared.forget()
    assert await get() == 3


async def test_kept_catalogues_do_not_grow_without_end(shared: SharedAnswers) -> None:
    answering = Answering()
    answering.go.set()
    for number in range(1000):
        request = Request(path=f"/catalogue/{number}", reusable_for=timedelta(minutes=5))
        await shared.get(request, Urgency(Priority.PERSON), answering)
    assert len(shared._kept) == 256


async def test_a_failure_is_everybodys(shared: SharedAnswers) -> None:
    def fail() -> Payload:
        raise Forbidden("no")

    answering = Answering(fail)
    tasks = [getting(shared, PLAIN, answering) for _ in range(3)]
    await reached(lambda: answering.called)
    answering.go.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [Forbidden] * 3
    assert answering.called == 1


@pytest.mark.parametrize("cancelled", [True, False])
async def test_who_asked_leaving_without_an_answer_lets_the_next_one_ask(
    shared: SharedAnswers, *, cancelled: bool
) -> None:
    def no_turn() -> Payload:
        raise NoTurn("busy")

    leaving, answering = Answering(no_turn), Answering()
    answering.go.set()
    first = getting(shared, PLAIN, leaving, Priority.BACKGROUND)
    await reached(lambda: leaving.called)
    second = getting(shared, PLAIN, answering)
    await reached(lambda: shared._under_way[next(iter(shared._under_way))].waiting)
    if cancelled:
        first.cancel()
    else:
        leaving.go.set()
    assert (await second).only == 1
    assert answering.called == 1
    await asyncio.gather(first, return_exceptions=True)


async def test_a_follower_that_is_cancelled_takes_nothing_from_the_others(shared: SharedAnswers) -> None:
    answering = Answering()
    first, second, third = (getting(shared, PLAIN, answering) for _ in range(3))
    await reached(lambda: answering.called)
    second.cancel()
    await asyncio.wait({second})
    answering.go.set()
    assert [payload.only for payload in await asyncio.gather(first, third)] == [1, 1]


async def test_a_person_who_joins_raises_the_priority(shared: SharedAnswers) -> None:
    answering = Answering()
    urgency = Urgency(Priority.BACKGROUND)
    first = asyncio.create_task(shared.get(PLAIN, urgency, answering))
    await reached(lambda: answering.called)
    second = getting(shared, PLAIN, answering, Priority.PERSON)
    await reached(lambda: urgency.priority is Priority.PERSON)
    answering.go.set()
    await asyncio.gather(first, second)
