"""Whatever is wrong with a source costs its own sections and nothing else, and is over when the source is.

Each of the four systems has each of the faults at the start of the service, when nothing of the account was read, and
when everything was.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
import pytest_asyncio

from faults.town import SOURCES, STALE, TOO_OLD_TO_SHOW, Home, Page, Town, opened
from reading.sources import soon
from rotunda_world.running import Fault
from support.house import eventually

A_MOMENT = timedelta(seconds=1)
UNNOTICED = {Fault.CLOCK_SKEW}
"""A source whose clock is wrong answers all the same. What the product's own rows are dated with is taken as it is."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("fault", list(Fault)),
    pytest.mark.parametrize("source", SOURCES, scope="module"),
]


@pytest_asyncio.fixture(scope="module")
async def home(town: Town, source: str) -> AsyncIterator[Home]:
    async with opened(town, source) as installed:
        yield installed


def assert_contained(page: Page, healthy: Page, source: str, fault: Fault) -> None:
    """Only what the source has a part in differs, and there it says so and shows nothing of what it was told."""
    for name in healthy.sections.keys() - healthy.touched_by(source):
        assert page.sections[name] == healthy.sections[name], name
    for name in healthy.touched_by(source):
        others = [each for each in page.sections[name].sources if each.source != source]
        assert {each.state for each in others} <= {"fresh"}, name
        if fault in UNNOTICED:
            assert source == "productdb" or page.sections[name] == healthy.sections[name], name
        else:
            report = page.sections[name].of(source)
            assert report.state in {"stale", "unavailable"}, (name, report)
            assert report.reason, name
            assert others or page.sections[name].data == b"null", name


async def test_at_the_start(town: Town, source: str, fault: Fault) -> None:
    async with AsyncExitStack() as service:
        async with town.spoilt(source, fault):
            started = await service.enter_async_context(opened(town, source))
            assert await started.is_ready()
            assert_contained(await started.look_until_deadline([source]), town.healthy, source, fault)
            assert await started.is_ready()
        await soon(started.is_well_again())


async def test_cold(home: Home, town: Town, source: str, fault: Fault) -> None:
    home.age(TOO_OLD_TO_SHOW)
    async with town.spoilt(source, fault):
        assert_contained(await home.look_until_deadline([source]), town.healthy, source, fault)
        assert await home.is_ready()
    await soon(home.is_well_again())


async def test_warm(home: Home, town: Town, source: str, fault: Fault) -> None:
    await soon(home.is_well_again())
    home.age(STALE)
    async with town.spoilt(source, fault):
        assert (await home.look()).contents() == town.healthy.contents()
        if fault not in UNNOTICED:
            await eventually(lambda: told(home, source), ({"stale"}, True))
            assert (await home.look()).contents() == town.healthy.contents()
        assert await home.is_ready()
    await soon(home.is_well_again())


async def told(home: Home, source: str) -> tuple[set[str], bool]:
    """The states of the source's parts, and whether each says why. A moment passes: a source may have asked for it."""
    home.age(A_MOMENT)
    reports = (await home.look()).reports(source)
    return {each.state for each in reports}, all(each.reason for each in reports)
