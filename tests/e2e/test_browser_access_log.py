"""The access log tells a person's looks from the refreshes of a page that stays open."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from e2e.visit import Visit, Visits, ask
from support.house import InhabitedHouse, eventually

pytestmark = pytest.mark.browser
A_MINUTE = timedelta(seconds=61)
REFRESHED = "Had the account open, which was refreshed"


async def test_a_page_that_stays_open_is_one_look(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    home.clock.advance(timedelta(hours=1))  # Whoever looked before did so long ago.
    before = {row["id"] for row in await rows(home, rich)}
    visit = await visits.of("finance", timers=True)
    await visit.open_account(rich)
    for _ in range(2):
        await wound_on(visit, home)

    async def refreshed() -> bool:
        return {"refresh": True} in await details(home, rich, before)

    await eventually(refreshed, expected=True)
    assert [detail for detail in await details(home, rich, before) if not detail] == [{}]

    await visit.turn_to("access-log")
    log = visit.part("section-access-log")
    await expect(log.get_by_role("row").filter(has_text="Opened the account").first).to_be_visible()
    await expect(log.get_by_text(REFRESHED)).to_have_count(0)
    await log.get_by_role("button", name="With refreshes").click()
    await expect(log.get_by_text(REFRESHED).first).to_be_visible()


async def test_who_comes_back_to_a_page_looks_anew(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    home.clock.advance(timedelta(hours=1))
    before = {row["id"] for row in await rows(home, rich)}
    visit = await visits.of("finance", timers=True)
    await visit.open_account(rich)
    await visit.page.get_by_role("link", name="Accounts", exact=True).click()
    await expect(visit.part("account-row").first).to_be_visible()
    await wound_on(visit, home)
    await visit.page.go_back()
    await visit.arrived()

    async def looks() -> list[dict[str, Any]]:
        return [detail for detail in await details(home, rich, before) if not detail]

    await eventually(looks, [{}, {}])


async def wound_on(visit: Visit, home: InhabitedHouse) -> None:
    """A minute passes, for the service and in the browser."""
    home.clock.advance(A_MINUTE)
    await visit.page.clock.fast_forward(int(A_MINUTE.total_seconds() * 1000))


async def rows(home: InhabitedHouse, key: str) -> list[dict[str, Any]]:
    """Views by the finance user, newest first."""
    me = await ask(home, "/api/v1/me", "finance")
    page = await ask(home, f"/api/v1/audit?account={home.accounts[key]}&user={me['user']['id']}&limit=200")
    return [row for row in page["items"] if row["action"] == "view"]


async def details(home: InhabitedHouse, key: str, before: set[Any]) -> list[dict[str, Any]]:
    return [row["detail"] for row in await rows(home, key) if row["id"] not in before]
