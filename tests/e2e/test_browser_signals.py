"""Who needs somebody today: the page over the book, and the card on each account."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, WIDE, Theme, Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser
SIZES = {"wide": WIDE, "phone": PHONE}


@pytest_asyncio.fixture(autouse=True)
async def undecided(home: InhabitedHouse) -> AsyncIterator[None]:
    """Every test begins with all signals open and nobody's."""
    await home.installation.facts.settled()
    yield
    await home.installation.database.execute(
        "UPDATE signal SET assignee = NULL, snoozed_until = NULL, snooze_reason = NULL, resolved_at = NULL, "
        "resolved_by = NULL, resolved_why = NULL"
    )


async def opened(visits: Visits, user: str = "admin", path: str = "/signals", **wanted: Any) -> Visit:
    visit = await visits.of(user, **wanted)
    await visit.open(path)
    await expect(visit.part("signal-row").first).to_be_visible()
    return visit


def row_of(visit: Visit, item: dict[str, Any]) -> Locator:
    return visit.page.locator(f'[data-testid=signal-row][data-account="{item["account"]["id"]}"]')


async def test_each_account_says_why_it_needs_somebody(visits: Visits, home: InhabitedHouse) -> None:
    visit, told = await opened(visits), await ask(home, "/api/v1/signals")
    await expect(visit.part("signal-row")).to_have_count(len(told["items"]))
    for item in told["items"][:3]:
        row = row_of(visit, item)
        await expect(row.get_by_role("link", name=item["account"]["name"])).to_be_visible()
        worst = item["signals"][0]
        await row.get_by_role("button", name=worst["title"], exact=True).first.click()
        await expect(visit.page.get_by_role("dialog")).to_contain_text(worst["why"])
        await visit.page.keyboard.press("Escape")
    counts = told["counts"]
    await expect(visit.part("signals-page")).to_contain_text(f"{counts['open']} open signals")


async def test_chosen_ones_are_snoozed_with_a_reason_and_found_there(visits: Visits, home: InhabitedHouse) -> None:
    visit, told = await opened(visits), await ask(home, "/api/v1/signals")
    first = told["items"][0]
    await row_of(visit, first).get_by_role("checkbox").check()
    await visit.part("signals-bulk").get_by_role("button", name="Snooze").click()
    dialog = visit.page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="Snooze")).to_be_disabled()
    await dialog.get_by_label("Why").fill("They are on holiday")
    await dialog.get_by_role("button", name="Snooze").click()
    await expect(row_of(visit, first)).to_have_count(0)
    footer = visit.part("signals-footer")
    await footer.get_by_role("link", name=f"Snoozed {len(first['signals'])}").click()
    await row_of(visit, first).get_by_role("button").first.click()
    await expect(visit.page.get_by_role("dialog")).to_contain_text("They are on holiday")


async def test_they_are_assigned_and_resolved_together(visits: Visits, home: InhabitedHouse) -> None:
    visit, told = await opened(visits), await ask(home, "/api/v1/signals")
    both, me = told["items"][:2], (await ask(home, "/api/v1/me"))["user"]
    bulk = visit.part("signals-bulk")
    for item in both:
        await row_of(visit, item).get_by_role("checkbox").check()
    await bulk.get_by_label("Assign to").select_option(label=me["name"])
    await expect(bulk).to_contain_text("Choose accounts to act on")
    await visit.page.get_by_role("link", name="Mine").click()
    await expect(visit.part("signal-row")).to_have_count(2)
    await row_of(visit, both[0]).get_by_role("checkbox").check()
    await bulk.get_by_role("button", name="Resolve").click()
    await expect(visit.part("signal-row")).to_have_count(1)


async def test_filters_narrow_and_stand_in_the_address(visits: Visits, home: InhabitedHouse) -> None:
    visit = await opened(visits)
    await visit.page.get_by_label("Severity").select_option("high")
    high = await ask(home, "/api/v1/signals?severity=high")
    await expect(visit.part("signal-row")).to_have_count(len(high["items"]))
    await expect(visit.page).to_have_url(re.compile("severity=high"))
    await expect(visit.part("signal-row").locator("[data-severity=medium], [data-severity=low]")).to_have_count(0)


async def test_where_nothing_is_there_it_says_so(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open("/signals?state=snoozed")
    await expect(visit.part("signals-page")).to_contain_text("Nothing is snoozed")


async def test_by_keyboard_accounts_are_walked_and_chosen(visits: Visits, home: InhabitedHouse) -> None:
    visit, told = await opened(visits), await ask(home, "/api/v1/signals")
    for _ in range(2):
        await visit.page.keyboard.press("j")
    await visit.page.keyboard.press("x")
    await expect(row_of(visit, told["items"][1]).get_by_role("checkbox")).to_be_checked()
    await visit.page.keyboard.press("k")
    await expect(row_of(visit, told["items"][0]).get_by_role("link").first).to_be_focused()


async def test_a_failure_is_told_and_not_an_empty_book(visits: Visits) -> None:
    visit = await visits.of("admin")
    visit.foresee(503)
    refused = {"title": "Not now", "status": 503, "detail": "Ask again in a minute."}
    await visit.page.route("**/api/v1/signals?*", lambda route: route.fulfill(status=503, json=refused))
    await visit.open("/signals")
    await expect(visit.part("signals-page")).to_contain_text("The signals could not be read")


async def test_who_may_change_nothing_chooses_nothing(visits: Visits) -> None:
    visit = await opened(visits, "support")
    await expect(visit.part("signals-bulk")).to_have_count(0)
    await expect(visit.part("signal-row").get_by_role("checkbox")).to_have_count(0)


async def test_an_account_suggests_what_to_do_and_fills_it_in(visits: Visits, home: InhabitedHouse) -> None:
    told = await ask(home, "/api/v1/signals")
    item, signal = next(
        (item, each)
        for item in told["items"]
        for each in item["signals"][:4]
        if each["action"]["kind"] in {"task", "meeting"}
    )
    visit = await visits.of("admin")
    await visit.open(f"/accounts/{item['account']['id']}")
    card = visit.part("churn-signals")
    await expect(card).to_contain_text(signal["why"])
    await card.get_by_role("button", name=signal["action"]["label"]).first.click()
    await expect(visit.part("composer").get_by_role("textbox").first).to_have_value(signal["action"]["subject"])


async def test_on_the_account_a_snoozed_signal_stays_away(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    card = visit.part("churn-signals")
    first = card.locator("li").first
    kind, title = await first.get_attribute("data-kind"), await first.locator("b").inner_text()
    await card.get_by_role("button", name=f"Snooze {title}").click()
    dialog = visit.page.get_by_role("dialog")
    await dialog.get_by_label("Why").fill("Known")
    await dialog.get_by_role("button", name="Snooze").click()
    await expect(card).to_contain_text("1 snoozed or resolved")
    await expect(card.locator(f"[data-kind={kind}] b").get_by_text(title, exact=True)).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_accessible_and_fits(visits: Visits, theme: Theme, size: str) -> None:
    visit = await opened(visits, size=SIZES[size], theme=theme)
    assert await visit.overflow() <= 0
    assert await serious(visit) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_so_is_the_card(visits: Visits, rich: str, theme: Theme) -> None:
    visit = await visits.of("admin", PHONE, theme)
    await visit.open_account(rich)
    await expect(visit.part("churn-signals").locator("li").first).to_be_visible()
    assert await visit.overflow() <= 0
    assert await serious(visit) == []
