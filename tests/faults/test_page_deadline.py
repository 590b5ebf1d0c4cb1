"""A page is there by its deadline, whoever hangs: what has answered is on it, and what has not says so."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from faults.town import PAGE_DEADLINE, SOURCES, Home, Town, opened
from reading.sources import soon
from rotunda_world.running import Fault

WAITING = "has not answered yet"

pytestmark = [
    pytest.mark.parametrize("source", SOURCES),
    pytest.mark.parametrize("fault", [Fault.HANG, Fault.SLOW_DRIP]),
]


async def test_the_page_comes_without_what_hangs(town: Town, source: str, fault: Fault) -> None:
    async with town.spoilt(source, fault), opened(town) as home:
        page = await home.look_until_deadline([source])
        assert {(each.state, WAITING in (each.reason or "")) for each in page.reports(source)} == {
            ("unavailable", True)
        }
        untouched = page.sections.keys() - page.touched_by(source)
        assert {name: page.sections[name] for name in untouched} == {
            name: town.healthy.sections[name] for name in untouched
        }


async def test_the_stream_ends_at_the_same_moment(town: Town, source: str, fault: Fault) -> None:
    """Every other section arrives before, each as its source answers."""
    async with town.spoilt(source, fault), opened(town) as home:
        arrived: dict[str, str] = {}
        async for event, body in soon_events(home):
            if event == "section":
                arrived[body["name"]] = body["section"]["state"]
            if {name for name, state in arrived.items() if state != "pending"} >= untouched_by(town, source):
                home.age(PAGE_DEADLINE)
        assert event == "done"
        assert {arrived[name] for name in untouched_by(town, source)} == {"fresh"}
        assert arrived.keys() == town.healthy.sections.keys()
        assert {arrived[name] for name in town.healthy.touched_by(source)} <= {"partial", "unavailable"}


def untouched_by(town: Town, source: str) -> set[str]:
    return town.healthy.sections.keys() - town.healthy.touched_by(source)


async def soon_events(home: Home) -> AsyncIterator[tuple[str, dict[str, object]]]:
    """The stream's events, decoded."""
    async with home.client.stream("GET", f"/api/v1/accounts/{home.town.account}/stream") as answer:
        assert answer.status_code == 200
        lines = answer.aiter_lines()
        while (event := await next_event(lines)) is not None:
            yield event


async def next_event(lines: AsyncIterator[str]) -> tuple[str, dict[str, object]] | None:
    name = await soon(anext(lines, None))
    if name is None:
        return None
    data, empty = await soon(anext(lines)), await soon(anext(lines))
    assert (name[:7], data[:6], empty) == ("event: ", "data: ", "")
    return name[7:], msgspec.json.decode(data[6:])
