"""The command palette: an account by name, address, domain or a vendor's id, and all of it without a mouse."""

from typing import Any

import pytest
from playwright.async_api import expect

from e2e.visit import Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


async def palette(visits: Visits, user: str = "admin") -> Visit:
    """Open, by its keys."""
    visit = await visits.of(user)
    await visit.open_list()
    await visit.page.keyboard.press("Control+k")
    await expect(visit.part("palette-input")).to_be_focused()
    return visit


async def known_by(home: InhabitedHouse, key: str) -> dict[str, str]:
    """What somebody may have at hand of this account."""
    page = await ask(home, f"/api/v1/accounts/{home.accounts[key]}")
    sections: dict[str, dict[str, Any]] = {name: each["data"] for name, each in page["sections"].items()}
    [customer] = [each["ref"]["external_id"] for each in sections["billing"]["customers"]][:1]
    [company] = [each["external_id"] for each in sections["profile"]["records"] if each["source"] == "hubspot"][:1]
    domain = page["account"]["domain"]
    addresses = [each["email"] for each in sections["people"]["people"] if each.get("email", "").endswith(domain)]
    return {
        "name": page["account"]["name"],
        "email": addresses[0],
        "domain": domain,
        "stripe": customer,
        "hubspot": f"hubspot:{company}",
    }


@pytest.mark.parametrize("by", ["name", "email", "domain", "stripe", "hubspot"])
async def test_an_account_is_found(visits: Visits, home: InhabitedHouse, rich: str, by: str) -> None:
    known = await known_by(home, rich)
    visit = await palette(visits)
    visit.foresee(400, 404)  # Whose an id is is found out by asking.
    await visit.page.keyboard.type(known[by])
    first = visit.part("palette-result").first
    await expect(first).to_contain_text(known["name"])
    await expect(first).to_have_attribute("aria-selected", "true")
    if by != "name":
        words = "external" if by in {"stripe", "hubspot"} else by
        await expect(first).to_contain_text(f"by {words}")
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_role("heading", level=1)).to_have_text(known["name"])
    await expect(visit.page).to_have_url(f"{home.service.url}/accounts/{home.accounts[rich]}")


async def test_the_arrows_choose_round_and_round(visits: Visits) -> None:
    visit = await palette(visits)
    results = visit.part("palette-result")
    field = visit.part("palette-input")
    await expect(results.nth(0)).to_have_attribute("aria-selected", "true")
    for key, place in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("ArrowUp", 0), ("ArrowUp", -1)):
        await visit.page.keyboard.press(key)
        chosen = results.last if place < 0 else results.nth(place)
        await expect(chosen).to_have_attribute("aria-selected", "true")
        await expect(field).to_have_attribute("aria-activedescendant", await chosen.get_attribute("id") or "")
    await expect(results.and_(visit.page.locator("[aria-selected=true]"))).to_have_count(1)


async def test_escape_closes_and_gives_the_focus_back(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list()
    await visit.part("open-palette").focus()
    await visit.page.keyboard.press("Enter")
    await expect(visit.part("palette-input")).to_be_focused()
    await visit.page.keyboard.press("Escape")
    await expect(visit.part("palette")).to_have_count(0)
    await expect(visit.part("open-palette")).to_be_focused()


async def test_it_leads_to_pages_of_the_role_only(visits: Visits) -> None:
    visit = await palette(visits, "support")
    await visit.page.keyboard.type("access log")
    await expect(visit.page.get_by_text("Nothing fits.")).to_be_visible()
    await visit.part("palette-input").fill("connections")
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_role("heading", name="Connections", level=1)).to_be_visible()


async def test_it_changes_the_theme(visits: Visits) -> None:
    visit = await palette(visits)
    await visit.page.keyboard.type("dark")
    await expect(visit.part("palette-result")).to_have_text(["Theme: dark"])
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await visit.page.reload()
    await expect(visit.page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


async def test_accounts_outside_the_scope_are_not_found(visits: Visits, home: InhabitedHouse) -> None:
    foreign = next(
        each
        for each in home.companies
        if home.truth(each.key)["owner_email"] != "daniel.cho@rotunda.example" and each.domain is not None
    )
    visit = await palette(visits, "sales")
    visit.foresee(404)
    async with visit.page.expect_response(lambda answer: "/lookup" in answer.url):
        await visit.page.keyboard.type(str(foreign.domain))
    await expect(visit.page.get_by_text("Nothing fits.")).to_be_visible()


async def test_accounts_that_were_opened_are_offered_again(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    name = await visit.page.get_by_role("heading", level=1).inner_text()
    await visit.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Accounts").click()
    await visit.page.keyboard.press("Control+k")
    await expect(visit.page.get_by_role("group", name="Recent").get_by_text(name)).to_be_visible()
