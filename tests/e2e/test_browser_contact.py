"""A person's page: found from the palette and from the account, with every conversation beside the list."""

from typing import Any

import pytest
from playwright.async_api import expect

from e2e.visit import PHONE, Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


async def talkative(home: InhabitedHouse) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Whoever is known to every source and said most, with their conversations, newest first."""
    listed = (await ask(home, "/api/v1/contacts?limit=200"))["items"]
    best: tuple[dict[str, Any], list[dict[str, Any]]] | None = None
    for contact in [each for each in listed if len(each["records"]) == 3][:12]:
        said = (await ask(home, f"/api/v1/contacts/{contact['id']}/conversations?limit=25"))["items"]
        if best is None or len(said) > len(best[1]):
            best = (contact, said)
    assert best is not None
    assert len(best[1]) > 2
    return best


async def opened(visits: Visits, contact: str, **wanted: Any) -> Visit:
    visit = await visits.of("admin", **wanted)
    await visit.open(f"/contacts/{contact}")
    await expect(visit.part("conversation").first).to_be_visible()
    return visit


async def test_who_it_is_and_what_was_said(visits: Visits, home: InhabitedHouse) -> None:
    contact, said = await talkative(home)
    visit = await opened(visits, contact["id"])
    header = visit.part("contact-header")
    await expect(header.get_by_role("heading", level=1)).to_have_text(contact["name"])
    await expect(header).to_contain_text(contact["email"])
    await expect(header.get_by_role("link", name=contact["account"]["name"])).to_be_visible()
    await expect(visit.part("conversation")).to_have_count(len(said))
    await visit.page.get_by_role("button", name="Oldest first").click()
    last = said[-1]["subject"] or ""
    await expect(visit.part("conversation").first).to_contain_text(last)


async def test_a_conversation_opens_at_the_side_and_the_place_is_kept(visits: Visits, home: InhabitedHouse) -> None:
    contact, said = await talkative(home)
    visit = await opened(visits, contact["id"])
    subject = visit.part("conversation").nth(len(said) - 1).get_by_role("button")
    await subject.click()
    place = await visit.page.evaluate("window.scrollY")
    sheet = visit.part("conversation-sheet")
    await expect(sheet).to_contain_text("Whole conversation in")
    await visit.page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await expect(subject).to_be_focused()
    assert await visit.page.evaluate("window.scrollY") == place


async def test_people_are_found_from_the_palette_and_from_the_account(visits: Visits, home: InhabitedHouse) -> None:
    contact, _ = await talkative(home)
    visit = await opened(visits, contact["id"])
    await visit.page.keyboard.press("Control+k")
    await expect(visit.part("palette-input")).to_be_focused()
    await visit.page.keyboard.type(contact["name"])
    results = visit.part("palette-result").filter(has_text=contact["name"])
    found = results.filter(has_text=contact.get("title") or contact["account"]["name"]).first
    await expect(found).to_be_visible()
    await found.click()
    await expect(visit.page).to_have_url(f"{home.service.url}/contacts/{contact['id']}")
    await visit.open(f"/accounts/{contact['account']['id']}?tab=people")
    await expect(visit.part("section-people").locator("a[href^='/contacts/per_']").first).to_be_visible()


async def test_it_fits_a_phone(visits: Visits, home: InhabitedHouse) -> None:
    contact, _ = await talkative(home)
    visit = await opened(visits, contact["id"], size=PHONE)
    assert await visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


async def test_nobody_is_said_to_be_there_who_may_not_be_seen(visits: Visits) -> None:
    visit = await visits.of("admin")
    visit.foresee(404)
    await visit.open("/contacts/per_00000000000000000000")
    await expect(visit.page.get_by_text("There is no such person")).to_be_visible()
