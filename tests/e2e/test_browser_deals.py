"""The deals tab: what the API says of each deal and of all of them, and what else there is of the customer."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, WIDE, Theme, Visit, Visits, ask
from e2e.wording import moneys, whole
from support.house import InhabitedHouse
from sync.pulls.chronicle import pulled

pytestmark = pytest.mark.browser

FIGURES = {
    "lifetime_value": "Lifetime value",
    "open_pipeline": "Open pipeline",
    "weighted_pipeline": "Weighted",
    "average_size": "Average size",
}


@pytest_asyncio.fixture(scope="module", autouse=True)
async def _history(home: InhabitedHouse) -> AsyncIterator[None]:
    """Stages have averages once the CRM's past was pulled, also where somebody has asked for them before."""
    await pulled(home, "hubspot")
    home.clock.advance(timedelta(minutes=1))
    yield


async def deals(home: InhabitedHouse, key: str, user: str = "admin") -> dict[str, Any]:
    return await ask(home, f"/api/v1/accounts/{home.accounts[key]}/deals", user)


async def opened(visits: Visits, key: str, size: tuple[int, int] = WIDE, theme: Theme = "light") -> Visit:
    visit = await visits.of("admin", size, theme)
    await visit.open_account(key, "deals")
    await expect(visit.metric("Win rate")).not_to_be_empty()
    await expect(visit.part("section-deals").get_by_text("on average").first).to_be_visible()
    return visit


async def test_the_figures_are_those_of_the_api_and_tell_how_they_were_made(
    visits: Visits, home: InhabitedHouse, rich: str
) -> None:
    told = (await deals(home, rich))["figures"]
    visit = await opened(visits, rich)
    for name, label in FIGURES.items():
        await expect(visit.metric(label)).to_contain_text(whole(moneys(told[name])) if told[name] else "None")
    await expect(visit.metric("Win rate")).to_contain_text(f"{round(told['win_rate']['value'] * 100)}%")
    await expect(visit.metric("Average cycle")).to_contain_text(f"{round(told['average_cycle']['value'])} day")
    await visit.metric("Average cycle").get_by_role("button").click()
    await expect(visit.part("how-made")).to_contain_text(told["average_cycle"]["made"]["formula"])


async def test_each_open_deal_stands_against_the_average_of_its_stage(
    visits: Visits, home: InhabitedHouse, rich: str
) -> None:
    told = (await deals(home, rich))["open"]
    visit = await opened(visits, rich)
    assert any("average" in each["pace"] for each in told)
    for each in told:
        deal, pace = each["deal"], each["pace"]
        card = visit.part("section-deals").get_by_role("listitem").filter(has_text=deal["name"]).first
        if "average" in pace:
            average = pace["average"]
            await expect(card).to_contain_text(f"{round(average['days'])} day")
            await expect(card).to_contain_text(f"of {average['deals']} deals")
        await expect(card.get_by_text("slower than others")).to_have_count(1 if pace.get("slow") else 0)


async def test_related_records_are_a_tab_each_and_turn_by_keyboard(
    visits: Visits, home: InhabitedHouse, rich: str
) -> None:
    page = await ask(home, f"/api/v1/accounts/{home.accounts[rich]}")
    visit = await opened(visits, rich)
    related = visit.part("related-records")
    tabs = related.get_by_role("tab")
    await expect(tabs).to_have_count(3)
    await expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")
    number = page["sections"]["billing"]["data"]["invoices"][0]["number"]
    await expect(related.get_by_role("tabpanel")).to_contain_text(number)
    await tabs.nth(0).focus()
    await visit.page.keyboard.press("ArrowRight")
    await expect(tabs.nth(1)).to_be_focused()
    await expect(related.get_by_role("table")).to_have_accessible_name("Tickets, most urgent first")
    await visit.page.keyboard.press("End")
    await expect(related.get_by_role("table")).to_have_accessible_name("People of this customer, named roles first")


async def test_what_a_role_may_not_see_is_no_related_record(visits: Visits, home: InhabitedHouse) -> None:
    """Sales reads no tickets."""
    own = {each["id"] for each in (await ask(home, "/api/v1/accounts?limit=100", "sales"))["items"]}
    key = next(
        each.key
        for each in home.companies
        if home.accounts[each.key] in own and each.payers and each.deals and each.tickets
    )
    visit = await visits.of("sales")
    await visit.open_account(key, "deals")
    await expect(visit.part("related-records").get_by_role("tab")).to_contain_text(["Invoices", "Contacts"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
async def test_it_is_accessible_and_fits(visits: Visits, rich: str, size: tuple[int, int], theme: Theme) -> None:
    visit = await opened(visits, rich, size, theme)
    await expect(visit.part("related-records").get_by_role("table")).to_be_visible()
    assert await visit.overflow() <= 0
    assert await serious(visit) == []
