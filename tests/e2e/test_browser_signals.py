"""Who needs somebody today: the page of the book and the card of one account say what the API does, and act on it."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, WIDE, Theme, Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


async def listed(home: InhabitedHouse, query: str = "", user: str = "admin") -> dict[str, Any]:
    return await ask(home, f"/api/v1/signals?limit=50{query}", user)


async def opened(visits: Visits, query: str = "", user: str = "admin") -> Visit:
    visit = await visits.of(user)
    await visit.open(f"/signals{query}")
    await expect(visit.part("signal-row").first).to_be_visible()
    return visit


def row_of(visit: Visit, account: str) -> Locator:
    return visit.page.locator(f'[data-testid="signal-row"][data-account="{account}"]')


async def test_the_worst_come_first_with_why_and_what_to_do(visits: Visits, home: InhabitedHouse) -> None:
    told = await listed(home)
    visit = await opened(visits)
    await expect(visit.part("signal-row")).to_have_count(len(told["items"]))
    for row, item in zip(await visit.part("signal-row").all(), told["items"][:5], strict=False):
        await expect(row.get_by_role("link").first).to_have_text(item["account"]["name"])
        await expect(row).to_contain_text(item["signals"][0]["title"])
        await expect(row).to_contain_text(re.compile(f"{item['signals'][0]['action']['label']}|Open account"))
    await expect(visit.part("signals-footer")).to_contain_text(f"Open {told['counts']['open']}")


async def test_a_chip_opens_its_reason_and_its_records(visits: Visits, home: InhabitedHouse) -> None:
    worst = (await listed(home))["items"][0]["signals"][0]
    visit = await opened(visits)
    chip = visit.part("signal-row").first.get_by_role("button", name=worst["title"]).first
    await chip.focus()
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_role("dialog")).to_contain_text(worst["why"])
    await expect(visit.page.get_by_role("dialog").locator(":focus")).to_have_count(1)
    await visit.page.keyboard.press("Escape")
    await expect(visit.page.get_by_role("dialog")).to_have_count(0)
    await expect(chip).to_be_focused()


async def test_filters_ask_for_less_and_stand_in_the_address(visits: Visits, home: InhabitedHouse) -> None:
    told = await listed(home, "&kind=no_contact&severity=high")
    visit = await opened(visits)
    await visit.page.get_by_label("Severity").select_option("high")
    await visit.page.get_by_label("Kind").select_option("no_contact")
    await expect(visit.page).to_have_url(re.compile("kind=no_contact"))
    await expect(visit.part("signal-row")).to_have_count(len(told["items"]))
    await visit.page.get_by_role("link", name="My team").click()
    await expect(visit.page).to_have_url(re.compile("owner=team"))


async def test_by_keyboard_accounts_are_walked_and_chosen(visits: Visits) -> None:
    visit = await opened(visits)
    rows, bulk = visit.part("signal-row"), visit.part("signals-bulk")
    await expect(bulk.get_by_role("button", name="Resolve")).to_be_disabled()
    await visit.page.keyboard.press("j")
    await expect(rows.nth(0).get_by_role("link").first).to_be_focused()
    await visit.page.keyboard.press("j")
    await expect(rows.nth(1).get_by_role("link").first).to_be_focused()
    await visit.page.keyboard.press("x")
    await expect(rows.nth(1).get_by_role("checkbox")).to_be_checked()
    await expect(bulk).to_contain_text("chosen")


async def test_chosen_accounts_are_assigned_and_snoozed(visits: Visits, home: InhabitedHouse) -> None:
    before = await listed(home)
    last = before["items"][-1]
    name, signals = last["account"]["name"], last["signals"]
    me = (await ask(home, "/api/v1/me"))["user"]["name"]
    visit = await opened(visits)
    choose = visit.page.get_by_role("checkbox", name=f"Choose {name}", exact=True)
    await choose.check()
    await visit.page.get_by_label("Assign to").select_option(label=me)
    await expect(visit.part("signals-bulk")).to_contain_text("Choose accounts to act on")
    assert {each["assignee"]["name"] for each in await of_account(home, last)} == {me}
    await choose.check()
    await visit.part("signals-bulk").get_by_role("button", name="Snooze").click()
    dialog = visit.page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="Snooze")).to_be_disabled()
    await dialog.get_by_label("Why").fill("On holiday")
    await visit.page.keyboard.press("Enter")
    await expect(row_of(visit, last["account"]["id"])).to_have_count(0)
    snoozed = before["counts"]["snoozed"] + len(signals)
    await visit.page.get_by_role("link", name=f"Snoozed {snoozed}").click()
    await expect(row_of(visit, last["account"]["id"])).to_be_visible()


async def of_account(home: InhabitedHouse, item: dict[str, Any]) -> Sequence[dict[str, Any]]:
    [kept] = (await listed(home, f"&account={item['account']['id']}"))["items"]
    signals: list[dict[str, Any]] = kept["signals"]
    return signals


async def test_the_card_of_an_account_tells_and_lets_go(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    signals = (await ask(home, f"/api/v1/accounts/{home.accounts[rich]}"))["signals"]
    assert signals
    visit = await visits.of("admin")
    await visit.open_account(rich)
    card = visit.part("churn-signals")
    for signal in signals[:4]:
        await expect(card).to_contain_text(signal["why"])
    first = signals[0]
    await card.get_by_role("button", name=f"Resolve {first['title']}", exact=True).click()
    await expect(card).to_contain_text(f"{len(signals) - 1} open · 1 snoozed or resolved")
    await expect(card.get_by_role("button", name=f"Resolve {first['title']}", exact=True)).to_have_count(0)


async def test_what_is_suggested_is_filled_in(visits: Visits, home: InhabitedHouse) -> None:
    """A meeting opens the form of meetings with its subject."""
    [first, *_] = (await listed(home, "&kind=no_contact"))["items"]
    action = first["signals"][0]["action"]
    visit = await opened(visits, "?kind=no_contact")
    await row_of(visit, first["account"]["id"]).get_by_role("button", name=action["label"]).click()
    await expect(visit.page).to_have_url(re.compile("write=meeting"))
    await expect(visit.page.get_by_label("What it was about")).to_have_value(action["subject"])


async def test_support_is_told_of_no_money(visits: Visits, home: InhabitedHouse) -> None:
    """Their page holds what their role may judge, and no stake."""
    told = await listed(home, user="support")
    assert not any(each.get("stake") for item in told["items"] for each in item["signals"])
    visit = await opened(visits, user="support")
    await expect(visit.part("signal-row")).to_have_count(len(told["items"]))
    assert "MRR" not in await visit.part("signals-page").locator("tbody").inner_text()


async def test_an_unanswered_question_is_said(visits: Visits) -> None:
    visit = await visits.of("admin")
    visit.foresee(503)
    await visit.page.route("**/api/v1/signals?*", lambda route: route.fulfill(status=503, json={"title": "No answer"}))
    await visit.open("/signals")
    await expect(visit.page.get_by_text("The signals could not be read")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_accessible_and_fits(visits: Visits, theme: Theme, size: tuple[int, int]) -> None:
    visit = await visits.of("admin", size, theme)
    await visit.open("/signals")
    await expect(visit.part("signal-row").first).to_be_visible()
    assert await visit.overflow() <= 0
    assert await serious(visit) == []
    await visit.open("/signals?state=snoozed&kind=downgrade")
    await expect(visit.page.get_by_text("Nothing is snoozed")).to_be_visible()
    assert await serious(visit) == []
