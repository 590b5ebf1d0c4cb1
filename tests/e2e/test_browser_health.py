"""The health of an account on its page: the number of the API, what it is made of, and only what the viewer may see."""

import re

import pytest
from playwright.async_api import expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, Theme, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


async def test_the_score_opens_into_what_it_is_made_of(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    health = (await ask(home, f"/api/v1/accounts/{home.accounts[rich]}"))["scores"]["health"]
    await expect(visit.metric("Health")).to_contain_text(str(round(health["score"])))
    card = visit.part("health")
    await expect(card.get_by_role("heading")).to_have_text(f"Health {round(health['score'])}")
    assert len(health["factors"]) == 6
    for factor in health["factors"]:
        row = card.locator(f'[data-factor="{factor["name"]}"]')
        await expect(row.get_by_role("button")).to_contain_text(str(round(factor["score"])))
        await row.get_by_role("button").click()
        for measure in factor["measures"]:
            await expect(row).to_contain_text(measure["why"])
    assert health["to_green"]
    await card.get_by_role("button", name="What would bring it to green").click()
    for step in health["to_green"]:
        await expect(card).to_contain_text(step["what"])


async def test_by_keyboard_a_factor_opens_and_closes(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    usage = visit.part("health").get_by_role("button", name="Product usage")
    await usage.focus()
    await visit.page.keyboard.press("Enter")
    await expect(usage).to_have_attribute("aria-expanded", "true")
    await visit.page.keyboard.press("Enter")
    await expect(usage).to_have_attribute("aria-expanded", "false")


async def test_what_a_role_may_not_see_is_no_part_of_its_score(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    """Support may not read what they pay."""
    visit = await visits.of("support")
    await visit.open_account(rich)
    health = (await ask(home, f"/api/v1/accounts/{home.accounts[rich]}", "support"))["scores"]["health"]
    assert "payment" not in {factor["name"] for factor in health["factors"]}
    assert health["completeness"] < 1
    card = visit.part("health")
    await expect(card.get_by_role("heading")).to_have_text(f"Health {round(health['score'])}")
    await expect(card).to_contain_text(f"of {round(health['completeness'] * 100)}% of what it is made of")
    await expect(card.get_by_role("button", name="Payment")).to_have_count(0)


_YESTERDAYS = """
    INSERT INTO metric_snapshot (account_id, metric, currency, day, value, source, as_of)
    SELECT %s, 'health', '', %s::date - back, 90 - back, 'rotunda', %s FROM generate_series(1, 40) AS back
    ON CONFLICT DO NOTHING
"""


async def test_each_day_of_it_can_be_pointed_at_and_stepped_to(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    account, now = home.accounts[rich], home.clock.now()
    await home.installation.facts.settled()
    await home.installation.database.execute(_YESTERDAYS, (account, now.date(), now))
    visit = await visits.of("admin")
    await visit.open_account(rich)
    days = visit.part("health").get_by_role("slider", name="Health day by day")
    score = round((await ask(home, f"/api/v1/accounts/{account}"))["scores"]["health"]["score"])
    await expect(days).to_have_attribute("aria-valuetext", re.compile(rf": {score}$"))
    await days.press("ArrowLeft")
    await expect(days).to_have_attribute("aria-valuetext", re.compile(": 89$"))
    await days.press("Home")
    await expect(visit.part("health")).to_contain_text(": 50")
    await days.hover(position={"x": 1, "y": 10})
    await expect(days).to_have_attribute("aria-valuenow", "0")
    support = await visits.of("support")
    await support.open_account(rich)
    await expect(support.part("health").get_by_role("slider")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_opened_it_is_accessible_and_fits_a_phone(visits: Visits, rich: str, theme: Theme) -> None:
    visit = await visits.of("admin", PHONE, theme)
    await visit.open_account(rich)
    card = visit.part("health")
    for button in await card.get_by_role("button").all():
        await button.click()
    assert await visit.overflow() <= 0
    assert await serious(visit) == []
