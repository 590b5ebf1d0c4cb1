"""On a phone, 390 pixels wide: nothing is wider than the screen, and every page can be reached with a thumb."""

import pytest
from playwright.async_api import expect

from e2e.visit import PHONE, Visits

pytestmark = pytest.mark.browser
TABS = ("overview", "billing", "usage", "support", "deals", "people", "communication", "access-log")


async def test_signing_in_fits(visits: Visits) -> None:
    visit = await visits.of(None, PHONE)
    visit.foresee(401)
    await visit.open("/")
    await expect(visit.page.get_by_role("button", name="Maya Rivera")).to_be_visible()
    assert await visit.overflow() <= 0


async def test_the_list_and_the_connections_fit(visits: Visits) -> None:
    visit = await visits.of("admin", PHONE)
    await visit.open_list()
    assert await visit.overflow() <= 0
    await visit.open("/connections")
    await expect(visit.part("connection-stripe")).to_be_visible()
    assert await visit.overflow() <= 0
    await visit.page.get_by_role("button", name="Connect another").first.click()
    await expect(visit.page.get_by_role("dialog")).to_be_visible()
    assert await visit.overflow() <= 0
    await visit.open("/access-log")
    await expect(visit.table("Looks, newest first")).to_be_visible()
    assert await visit.overflow() <= 0


async def test_every_tab_fits(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin", PHONE)
    await visit.open_account(rich)
    for tab in TABS:
        await visit.turn_to(tab)
        await expect(visit.part(f"tab-{tab}")).to_be_in_viewport()
        assert await visit.overflow() <= 0, tab


async def test_the_pages_are_at_the_bottom(visits: Visits) -> None:
    visit = await visits.of("admin", PHONE)
    await visit.open_list()
    pages = visit.page.get_by_role("navigation", name="Pages")
    box = await pages.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, PHONE[0])
    assert box["y"] + box["height"] == PHONE[1]
    for name in ("Connections", "Access log", "Accounts"):
        await pages.get_by_role("link", name=name).tap()
        await expect(visit.page.get_by_role("heading", name=name, level=1)).to_be_visible()
        await expect(pages.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")


async def test_an_account_is_found_opened_and_read_by_touch(visits: Visits, rich: str) -> None:
    visit = await visits.of("success", PHONE)
    await visit.open_list()
    await visit.part("open-palette").tap()
    await visit.part("palette-input").fill("billing@")
    await visit.page.keyboard.press("Escape")
    await visit.part("account-row").first.tap()
    await visit.arrived()
    await visit.part("tab-communication").tap()
    await expect(visit.part("section-communication")).to_be_visible()
    await expect(visit.part("tab-communication")).to_be_in_viewport()
