"""Who signs in sees what the role includes, and nothing else."""

import re

import pytest
from playwright.async_api import expect

from e2e.visit import Visit, Visits
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser

TILES = ("profile", "billing", "usage", "communication", "support", "upcoming")
TABS = ("billing", "usage", "support", "deals", "people", "communication", "access-log")
ROLES = {
    "support": ({"profile", "billing", "usage", "support", "upcoming"}, {"billing", "usage", "support", "people"}),
    "success": (set(TILES), {"billing", "usage", "support", "deals", "people", "communication"}),
    "sales": (
        {"profile", "billing", "usage", "communication", "upcoming"},
        {"billing", "usage", "deals", "people", "communication"},
    ),
    "finance": ({"profile", "billing", "upcoming"}, {"billing"}),
    "admin": (set(TILES), {"billing", "usage", "support", "deals", "people", "communication"}),
}
"""Tiles that are answered, and tabs beside the overview and the access log."""

NAMES = {
    "support": "Sam Okafor",
    "success": "Maya Rivera",
    "sales": "Daniel Cho",
    "finance": "Ines Duarte",
    "admin": "Alex Novak",
}
WITH_AMOUNTS = {"success", "sales", "finance", "admin"}
AMOUNT = re.compile(r"[€£$¥]\s?\d|\bKWD\s?\d")


async def sign_in_by_hand(visits: Visits, user: str) -> Visit:
    visit = await visits.of(None)
    visit.foresee(401)  # The page asks who is there before it shows the way in.
    await visit.open("/")
    await visit.page.get_by_role("button", name=NAMES[user]).click()
    await expect(visit.page.get_by_role("heading", name="Accounts")).to_be_visible()
    return visit


@pytest.mark.parametrize("user", ROLES)
async def test_each_demo_user_sees_exactly_the_role(visits: Visits, home: InhabitedHouse, user: str) -> None:
    tiles, tabs = ROLES[user]
    visit = await sign_in_by_hand(visits, user)
    await _is_offered_the_pages_of_the_role(visit, user)
    await visit.part("account-row").first.get_by_role("link").click()
    await visit.arrived()
    for tile in TILES:
        state = await visit.part(f"tile-{tile}").get_attribute("data-state")
        assert (state != "forbidden") == (tile in tiles), (tile, state)
    shown = [tab for tab in TABS if await visit.part(f"tab-{tab}").count()]
    assert set(shown) == {*tabs, "access-log"}
    await expect(visit.part("tab-overview")).to_have_attribute("aria-current", "page")
    for tab in shown:
        await visit.turn_to(tab)
    without_amounts = visit.part("scores").get_by_text("Not part of your role")
    await expect(without_amounts).to_have_count(0 if user in WITH_AMOUNTS else 2)


REVIEWERS = {"success", "admin"}
"""Who may say that two are the same customer."""


async def _is_offered_the_pages_of_the_role(visit: Visit, user: str) -> None:
    reviewed = ["Matches"] if user in REVIEWERS else []
    people = ["Contacts"] if "people" in ROLES[user][1] else []
    expected = [
        "Signals",
        "Accounts",
        *people,
        *reviewed,
        "Connections",
        *(["Fields", "Score models", "Access log"] if user == "admin" else []),
    ]
    pages = visit.page.get_by_role("navigation", name="Pages").get_by_role("link")
    await expect(pages).to_have_count(len(expected))
    assert [await each.get_attribute("aria-label") for each in await pages.all()] == expected
    await expect(visit.part("user-menu")).to_have_attribute("aria-label", re.compile(NAMES[user]))


async def test_support_sees_no_amount_on_any_surface(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("support")
    await visit.open_list()
    assert not AMOUNT.search(await visit.text())
    await visit.open_account(rich)
    for tab in ("overview", "billing", "usage", "support", "people", "access-log"):
        await visit.turn_to(tab)
        assert not (found := AMOUNT.search(await visit.text())), (tab, found)
    await visit.open(f"/accounts/{home.accounts[rich]}?tab=deals")
    await expect(visit.page.get_by_text("Deals is not part of your role.")).to_be_visible()


async def test_an_admin_sees_amounts_where_support_sees_none(visits: Visits, rich: str) -> None:
    """The test above could not fail if no amount was written in this way."""
    visit = await visits.of("admin")
    await visit.open_account(rich)
    for tab in ("overview", "billing", "deals"):
        await visit.turn_to(tab)
        assert AMOUNT.search(await visit.text()), tab


async def test_finance_sees_no_ticket(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    subjects = {ticket["subject"] for ticket in (await _any(visits, home, rich))["data"]["tickets"]}
    visit = await visits.of("finance")
    await visit.open_list()
    assert "ticket" not in (await visit.text()).lower()
    await visit.open_account(rich)
    for tab in ("overview", "billing", "access-log"):
        await visit.turn_to(tab)
        written = await visit.text()
        assert not [subject for subject in subjects if subject in written]
    await expect(visit.part("tile-support")).to_contain_text("Not part of your role.")
    await expect(visit.part("source-zendesk")).to_have_count(0)


async def _any(visits: Visits, home: InhabitedHouse, key: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    visit = await visits.of("admin")
    return await visit.section(key, "support")


async def test_sales_finds_only_its_own_accounts(visits: Visits, home: InhabitedHouse) -> None:
    visit = await visits.of("sales")
    await visit.open_list()
    total = (await visit.api("/api/v1/accounts?limit=1", "sales"))["total"]
    assert 0 < total < len(home.accounts)
    await expect(visit.page.get_by_role("status").filter(has_text="accounts")).to_have_text(f"{total} accounts")
    for row in await visit.part("account-row").all():
        await expect(row.get_by_title("daniel.cho@rotunda.example")).to_have_count(1)


async def test_an_account_outside_the_scope_is_absent(visits: Visits, home: InhabitedHouse) -> None:
    visit = await visits.of("sales")
    foreign = next(key for key in home.accounts if home.truth(key)["owner_email"] != "daniel.cho@rotunda.example")
    visit.foresee(404)
    await visit.open(f"/accounts/{home.accounts[foreign]}")
    await expect(visit.page.get_by_text("There is no such account")).to_be_visible()


async def test_a_link_leads_to_its_page_once_one_has_signed_in(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of(None)
    visit.foresee(401)
    await visit.open(f"/accounts/{home.accounts[rich]}?tab=billing")
    await visit.page.get_by_role("button", name=NAMES["finance"]).click()
    await expect(visit.part("section-billing")).to_be_visible()
    await expect(visit.part("tab-billing")).to_have_attribute("aria-current", "page")


async def test_signing_out_ends_the_session(visits: Visits) -> None:
    visit = await visits.of("success")
    await visit.open_list()
    visit.foresee(401)
    await visit.part("user-menu").click()
    await visit.page.get_by_role("menuitem", name="Sign in as somebody else").click()
    await expect(visit.page.get_by_role("button", name=NAMES["admin"])).to_be_visible()
    await visit.open("/connections")
    await expect(visit.page.get_by_role("button", name=NAMES["admin"])).to_be_visible()
