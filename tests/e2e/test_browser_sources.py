"""Sources that are slow, go down and come back while somebody looks: only their own sections notice."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.visit import PHONE, WIDE, Visit, Visits
from rotunda.sections.ids import SourceName
from rotunda_world.running import Fault
from support.house import InhabitedHouse, healthy

pytestmark = pytest.mark.browser

TILES = ("profile", "billing", "usage", "communication", "support", "upcoming")
OTHERS = tuple(tile for tile in TILES if tile != "support")
A_MINUTE = timedelta(seconds=61)
"""As long as tickets are fresh, and a page waits before it asks again."""
_TWO_MINUTES = 120
_STEP = 10

_SHIFTS = """
    window.shifts = [];
    const box = rect => [rect.x, rect.y, rect.width, rect.height].map(Math.round).join(' ');
    const place = node => node?.closest?.('[data-testid]')?.dataset.testid ?? node?.nodeName;
    new PerformanceObserver(list => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts.push({
            value: each.value, at: each.startTime,
            moved: each.sources.map(({node, previousRect, currentRect}) =>
                `${place(node)} ${node?.className ?? ''}: ${box(previousRect)} -> ${box(currentRect)}`),
        });
    }).observe({type: 'layout-shift', buffered: true});
"""


@pytest_asyncio.fixture
async def cold(home: InhabitedHouse) -> AsyncIterator[InhabitedHouse]:
    """Nothing is at hand: as after a start. Afterwards every source is healthy again."""
    await forget(home)
    yield home
    for slug in home.live.vendors:
        await home.live.set_conditions(slug, healthy())
    await forget(home)


async def forget(home: InhabitedHouse) -> None:
    """What was read of a connection is forgotten when its form is entered anew."""
    for source, form in home.live.forms.items():
        await home.installation.connections.update(home.connections[SourceName(source)], form)


async def later(visit: Visit, by: timedelta = A_MINUTE) -> None:
    """Time passes, for the service and in the browser."""
    visit.home.clock.advance(by)
    await visit.page.clock.fast_forward(int(by.total_seconds() * 1000))


async def fresh_again(visit: Visit, tile: Locator) -> None:
    """A minute after the source has healed the page asks it again. For the answer it comes back within seconds, or, as
    minutes that pass at once look to it like answers that do not come, within two minutes of its own clock.
    """
    await later(visit)
    for _ in range(_TWO_MINUTES // _STEP):
        with contextlib.suppress(AssertionError):
            await expect(tile).to_have_attribute("data-state", "fresh", timeout=2_000)
            return
        await visit.page.clock.fast_forward(_STEP * 1000)
    await expect(tile).to_have_attribute("data-state", "fresh")


async def answers(visit: Visit, tiles: tuple[str, ...]) -> dict[str, str]:
    """What these tiles say, without their age."""
    return {tile: await visit.part(f"tile-{tile}").locator("div").first.inner_text() for tile in tiles}


async def test_a_source_goes_down_and_comes_back_while_its_page_is_open(
    visits: Visits, cold: InhabitedHouse, rich: str
) -> None:
    visit = await visits.of("admin", timers=True)
    await visit.open_account(rich)
    tile = visit.part("tile-support")
    await expect(tile).to_have_attribute("data-state", "fresh")
    before = await answers(visit, OTHERS)
    tickets = await tile.locator("div").first.inner_text()

    await cold.live.set_fault("zendesk", Fault.REFUSED)
    await later(visit)
    await expect(tile.locator("[data-freshness]")).to_contain_text(re.compile("being renewed|does not answer"))
    await later(visit)
    await expect(tile).to_have_attribute("data-state", "stale")
    as_of = re.compile(r"Zendesk does not answer · shown as of \d+ min ago")
    await expect(tile.locator("[data-freshness]")).to_contain_text(as_of)
    await expect(tile.locator("div").first).to_have_css("filter", "grayscale(1)")
    assert await tile.locator("div").first.inner_text() == tickets
    for other in OTHERS:
        await expect(visit.part(f"tile-{other}").locator("div").first).to_have_css("filter", "none")
        await expect(visit.part(f"tile-{other}").locator("[data-freshness]")).not_to_contain_text("answer")
    assert await answers(visit, OTHERS) == before
    await expect(visit.part("announcement")).to_contain_text("Support is there, not current.")

    await cold.live.set_fault("zendesk", None)
    await fresh_again(visit, tile)
    await expect(tile.locator("div").first).to_have_css("filter", "none")
    await expect(tile.locator("[data-freshness]")).to_contain_text("Zendesk · live")


async def test_a_page_opened_while_a_source_is_down_fills_by_itself(
    visits: Visits, cold: InhabitedHouse, rich: str
) -> None:
    await cold.live.set_fault("zendesk", Fault.SERVER_ERROR)
    visit = await visits.of("admin", timers=True)
    await visit.open_account(rich)
    tile, card = visit.part("tile-support"), visit.part("section-support")
    await expect(tile).to_have_attribute("data-state", "unavailable")
    await expect(tile).to_contain_text("No answer")
    await expect(card).to_contain_text("Zendesk does not answer")
    await expect(card).to_contain_text("this fills by itself")
    for other in OTHERS:
        await expect(visit.part(f"tile-{other}")).to_have_attribute("data-state", "fresh")

    await cold.live.set_fault("zendesk", None)
    await later(visit, timedelta(seconds=40))
    await expect(tile).to_have_attribute("data-state", "fresh")
    await expect(card.get_by_role("listitem").first).to_contain_text("#")


async def test_two_sources_down_leave_the_others(visits: Visits, cold: InhabitedHouse, rich: str) -> None:
    for source in ("hubspot", "productdb"):
        await cold.live.set_fault(source, Fault.REFUSED)
    visit = await visits.of("admin")
    await visit.open_account(rich)
    states = {tile: await visit.part(f"tile-{tile}").get_attribute("data-state") for tile in TILES}
    assert states == {
        "profile": "unavailable",
        "billing": "fresh",
        "usage": "unavailable",
        "communication": "unavailable",
        "support": "fresh",
        "upcoming": "partial",
    }
    await expect(visit.part("tile-upcoming").locator("[data-freshness]")).to_contain_text(
        "HubSpot does not answer · the rest is current"
    )
    await expect(visit.part("tab-people")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("tab", ["", "billing"], ids=["overview", "billing"])
async def test_nothing_jumps_while_slow_sections_arrive(
    visits: Visits, cold: InhabitedHouse, rich: str, size: tuple[int, int], tab: str
) -> None:
    for slug in cold.live.vendors:
        await cold.live.set_latency(slug, 300.0, 900.0)
    visit = await visits.of("admin", size)
    await visit.page.add_init_script(_SHIFTS)
    await visit.open(f"/accounts/{cold.accounts[rich]}{f'?tab={tab}' if tab else ''}")
    await expect(visit.part("tile-profile")).to_have_attribute("data-state", "pending")
    await visit.arrived()
    for tile in TILES:
        await expect(visit.part(f"tile-{tile}")).to_have_attribute("data-state", "fresh")
    shifts = await _shifts(visit)
    assert sum(each["value"] for each in shifts) < 0.05, shifts


async def test_a_jump_would_be_measured(visits: Visits, rich: str) -> None:
    """The test above could not fail if this browser did not tell of jumps."""
    visit = await visits.of("admin")
    await visit.page.add_init_script(_SHIFTS)
    await visit.open_account(rich)
    await visit.page.evaluate("document.querySelector('main').style.paddingTop = '300px'")
    async with asyncio.timeout(20.0):
        while not any(each["value"] > 0.05 for each in await _shifts(visit)):
            await visit.page.evaluate("new Promise(requestAnimationFrame)")


async def _shifts(visit: Visit) -> list[dict[str, Any]]:
    """What has moved by itself so far: how much, when, and from where to where."""
    return await visit.page.evaluate("window.shifts")
