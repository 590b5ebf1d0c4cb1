"""What a customer is worth and the way it has come: the journey, lifetime value, revenue by keyboard, retention."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, WIDE, Theme, Visits, ask
from e2e.wording import day, money, whole
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser

_WATCHED = """
    window.moved = 0;
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
    }).observe({type: 'layout-shift', buffered: true});
"""


async def test_the_journey_tells_each_step_and_leads_to_its_record(
    visits: Visits, home: InhabitedHouse, rich: str
) -> None:
    steps = (await ask(home, f"/api/v1/accounts/{home.accounts[rich]}/journey"))["steps"]
    visit = await visits.of("admin")
    await visit.open_account(rich)
    nodes = visit.part("journey").get_by_role("listitem")
    await expect(nodes).to_have_count(len(steps))
    for number, step in enumerate(steps):
        await expect(nodes.nth(number)).to_have_attribute("data-state", step["state"])
        await expect(nodes.nth(number)).to_contain_text(step["title"])
        if "at" in step:
            await expect(nodes.nth(number)).to_contain_text(day(step["at"]))
        if "ref" in step:
            link = nodes.nth(number).get_by_role("link")
            there = re.escape(step["ref"]["url"]) if "url" in step["ref"] else rf"tab={step['section']}$"
            await expect(link).to_have_attribute("href", re.compile(there))
    await expect(nodes.last).to_contain_text("still to come")


async def test_steps_of_what_a_role_may_not_read_are_not_there(visits: Visits, rich: str) -> None:
    """Support reads neither deals nor amounts."""
    visit = await visits.of("support")
    await visit.open_account(rich)
    names = [re.compile("^Lead"), re.compile("^Project"), re.compile("^Renewal")]
    await expect(visit.part("journey").get_by_role("listitem")).to_have_text(names)
    await expect(visit.metric("Lifetime value (CLTV)")).to_have_text("Not part of your role")


async def test_a_journey_that_cannot_be_read_says_so(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    visit.foresee(503)
    refusal = '{"title": "Changing", "status": 503, "detail": "Try again in a moment."}'
    await visit.page.route(
        "**/journey", lambda route: route.fulfill(status=503, content_type="application/problem+json", body=refusal)
    )
    await visit.open_account(rich)
    await expect(visit.part("journey")).to_contain_text("could not be read: Try again in a moment.")


_LEFT = """
    INSERT INTO account_fact (account_id, name, number_value, source, as_of)
    SELECT account_id, 'unsubscribed_at', number_value + 86400 * 100, 'test', as_of FROM (
        SELECT * FROM account_fact WHERE name = 'subscribed_at' AND account_id <> %s ORDER BY account_id LIMIT 8
    ) AS first ON CONFLICT DO NOTHING
"""


_THERE_AGAIN = "DELETE FROM account_fact WHERE name = 'unsubscribed_at' AND source = 'test'"
_RENEWED = timedelta(minutes=61)
"""After which an estimate is made anew."""


@pytest_asyncio.fixture
async def forsaken(home: InhabitedHouse, rich: str) -> AsyncIterator[None]:
    """A book in which enough customers have left; afterwards they are there again."""
    await home.installation.facts.settled()
    await home.installation.database.execute(_LEFT, (home.accounts[rich],))
    home.clock.advance(_RENEWED)
    yield
    await home.installation.database.execute(_THERE_AGAIN)
    home.clock.advance(_RENEWED)


@pytest.mark.usefixtures("forsaken")
async def test_lifetime_value_has_its_interval_and_tells_how_it_was_made(
    visits: Visits, home: InhabitedHouse, rich: str
) -> None:
    account = home.accounts[rich]
    visit = await visits.of("admin")
    await visit.open_account(rich)
    cltv = (await ask(home, f"/api/v1/accounts/{account}"))["scores"]["cltv"]
    assert cltv["state"] == "judged"
    card = visit.metric("Lifetime value (CLTV)")
    await expect(card.locator("span").last).to_contain_text(" to ")
    await card.get_by_role("button").first.click()
    made = visit.part("how-made")
    await expect(made).to_contain_text("Paid so far + MRR x expected months")
    for each in cltv["amounts"][0]["amount"]["made"]["inputs"]:
        await expect(made).to_contain_text(each["text"] if "text" in each else whole(money(each["money"])))
    assert await serious(visit) == []


async def test_revenue_is_stepped_through_by_keyboard(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    months = (await ask(home, f"/api/v1/accounts/{home.accounts[rich]}/revenue"))["months"]
    visit = await visits.of("admin")
    await visit.open_account(rich)
    chart = visit.part("section-billing").get_by_role("slider", name="Revenue month by month")
    await chart.press("ArrowLeft")
    await chart.press("ArrowLeft")
    paid = months[-2]["paid"] or [{"amount_minor": 0, "currency": months[0]["paid"][0]["currency"]}]
    await expect(chart).to_have_attribute("aria-valuetext", whole(money(paid[0])))
    await chart.press("Home")
    await expect(visit.part("section-billing")).to_contain_text(whole(money(months[0]["paid"][0])))


async def test_retention_is_that_of_the_api(visits: Visits, home: InhabitedHouse) -> None:
    told = {
        each.key: (await ask(home, f"/api/v1/accounts/{home.accounts[each.key]}/revenue")).get("retention", [])
        for each in home.companies
        if each.payers
    }
    key, [kept, *_] = next((key, kept) for key, kept in told.items() if kept)
    visit = await visits.of("admin")
    await visit.open_account(key, "billing")
    figures = visit.part("retention")
    await expect(figures).to_contain_text(whole(money(kept["start"])))
    await expect(figures).to_contain_text(f"{round(kept['net']['value'] * 100)}%")
    await figures.get_by_role("button").first.click()
    await expect(visit.part("how-made")).to_contain_text(kept["net"]["made"]["formula"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
async def test_the_overview_is_accessible_fits_and_stands_still(
    visits: Visits, rich: str, size: tuple[int, int], theme: Theme
) -> None:
    visit = await visits.of("admin", size, theme)
    await visit.page.add_init_script(_WATCHED)
    await visit.open_account(rich)
    await expect(visit.part("journey").get_by_role("listitem")).to_have_count(6)
    assert await visit.page.evaluate("window.moved") < 0.05
    assert await visit.overflow() <= 0
    assert await serious(visit) == []
