"""A person's page: found from the palette and from the account, with every conversation beside the list."""

from typing import Any

import pytest
from playwright.async_api import expect

from e2e.happened import written_by
from e2e.visit import PHONE, Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


AT_ONCE = 10
"""Conversations that the page shows before somebody asks for more."""


async def talkative(home: InhabitedHouse) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Whoever is known to every source and said most, with all of their conversations, newest first."""
    listed = (await ask(home, "/api/v1/contacts?limit=200"))["items"]
    best: tuple[dict[str, Any], list[dict[str, Any]]] | None = None
    for contact in [each for each in listed if len(each["records"]) == 3][:12]:
        said = (await ask(home, f"/api/v1/contacts/{contact['id']}/conversations?limit=200"))["items"]
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
    await expect(visit.part("conversation")).to_have_count(min(len(said), AT_ONCE))
    await visit.page.get_by_role("button", name="Oldest first").click()
    last = said[-1]["subject"] or ""
    await expect(visit.part("conversation").first).to_contain_text(last)


async def test_a_conversation_opens_at_the_side_and_the_place_is_kept(visits: Visits, home: InhabitedHouse) -> None:
    contact, said = await talkative(home)
    visit = await opened(visits, contact["id"])
    subject = visit.part("conversation").nth(min(len(said), AT_ONCE) - 1).get_by_role("button")
    await subject.click()
    place = await visit.page.evaluate("window.scrollY")
    sheet = visit.part("conversation-sheet")
    await expect(sheet).to_contain_text("Whole conversation in")
    await visit.page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await expect(subject).to_be_focused()
    assert await visit.page.evaluate("window.scrollY") == place


async def noted(home: InhabitedHouse) -> tuple[str, dict[str, Any]]:
    """A person, and a ticket of theirs in which a teammate left a note for the others."""
    listed = (await ask(home, "/api/v1/contacts?limit=200"))["items"]
    for contact in [each for each in listed if any(one["source"] == "zendesk" for one in each["records"])]:
        profile = await ask(home, f"/api/v1/contacts/{contact['id']}/profile?kind=ticket")
        for each in profile["items"]:
            if any(said.get("internal") for said in each.get("messages", [])):
                return contact["id"], each
    raise AssertionError("nobody has a ticket with an internal note")


async def test_a_ticket_opens_with_all_that_was_said_and_notes_look_different(
    visits: Visits, home: InhabitedHouse
) -> None:
    contact, ticket = await noted(home)
    visit = await opened(visits, contact)
    await visit.page.get_by_role("button", name="Tickets").click()
    row = visit.part("conversation").filter(has_text=f"#{ticket['number']}")
    await expect(row.get_by_test_id("last-message")).to_contain_text(ticket["messages"][-1]["text"])
    await row.get_by_role("button").click()
    messages = visit.part("conversation-sheet").get_by_test_id("message")
    await expect(messages).to_have_count(len(ticket["messages"]))
    notes = [each for each in ticket["messages"] if each.get("internal")]
    internal = visit.part("conversation-sheet").locator("[data-internal=true]")
    await expect(internal).to_have_count(len(notes))
    await expect(internal.first).to_contain_text(f"{notes[0]['author']}Internal note")


async def test_the_full_profile_tells_everything_in_one_order(visits: Visits, home: InhabitedHouse) -> None:
    contact, ticket = await noted(home)
    visit = await opened(visits, contact)
    await visit.part("tab-profile").click()
    await expect(visit.page).to_have_url(f"{home.service.url}/contacts/{contact}?tab=profile")
    entries = visit.part("timeline").get_by_test_id("entry")
    await expect(entries.first).to_have_attribute("data-kind", "event")
    await visit.page.get_by_role("button", name="Show them").first.click()
    await expect(entries.filter(has_text="opened a person").first).to_be_visible()
    public = [each for each in ticket["messages"] if not each.get("internal")]
    notes = [each for each in ticket["messages"] if each.get("internal")]
    await visit.page.get_by_role("button", name="Internal notes", exact=True).click()
    await expect(visit.part("timeline").locator("[data-kind=event], [data-kind=conversation]")).to_have_count(0)
    left = entries.filter(has_text=f"in #{ticket['number']}")
    await expect(left).to_have_count(len(notes))
    await expect(left.first).to_contain_text(notes[-1]["text"])
    await visit.page.get_by_role("button", name="Conversations", exact=True).click()
    thread = entries.filter(has_text=f"#{ticket['number']}")
    await expect(thread.get_by_test_id("message")).to_have_count(0)
    await visit.page.get_by_role("button", name="All messages").click()
    await expect(thread.get_by_test_id("message")).to_have_count(len(public))
    await thread.get_by_role("heading").get_by_role("button").click()
    whole = visit.part("conversation-sheet").get_by_test_id("message")
    await expect(whole).to_have_count(len(ticket["messages"]))
    await visit.page.keyboard.press("Escape")
    newest = await entries.first.locator("time").last.get_attribute("datetime")
    await visit.page.get_by_role("button", name="Oldest first").click()
    await expect(entries.last.locator("time").last).to_have_attribute("datetime", newest or "")
    await visit.part("tab-overview").click()
    await expect(visit.part("open-questions")).to_be_visible()


async def test_whoever_may_not_read_the_log_is_offered_none(visits: Visits, home: InhabitedHouse) -> None:
    contact, _ = await noted(home)
    visit = await visits.of("support")
    await visit.open(f"/contacts/{contact}?tab=profile")
    await expect(visit.part("entry").first).to_be_visible()
    may = "audit_account" in (await ask(home, "/api/v1/me", "support"))["permissions"]
    await expect(visit.page.get_by_role("button", name="Access log")).to_have_count(int(may))


async def test_the_full_profile_fits_a_phone(visits: Visits, home: InhabitedHouse) -> None:
    contact, _ = await noted(home)
    visit = await visits.of("admin", size=PHONE)
    await visit.open(f"/contacts/{contact}?tab=profile")
    await expect(visit.part("entry").first).to_be_visible()
    assert await visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


async def test_an_address_is_linked_to_a_customer_and_taken_back(visits: Visits, home: InhabitedHouse) -> None:
    address, company = "somebody.new@gmail.com", home.companies[0]
    visit = await visits.of("admin")
    await visit.open(f"/link?identifier={address}")
    await visit.page.get_by_label("Customer", exact=True).fill(company.name)
    await visit.page.get_by_role("list", name="Customers that were found").get_by_role("button").first.click()
    await expect(visit.part("linked")).to_contain_text(f"{address} now finds")
    [found] = (await ask(home, f"/api/v1/lookup?email={address}"))["matches"]
    await visit.open(f"/accounts/{found['account']['id']}?tab=access-log")
    await expect(visit.part("hand-links")).to_contain_text(address)
    await visit.page.get_by_role("button", name=f"Take back {address}").click()
    await expect(visit.part("hand-links")).to_be_hidden()
    await expect(visit.page.get_by_text("Took back that the customer is known by this").first).to_be_visible()


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


async def test_what_happened_with_a_person_in_all_systems(visits: Visits, home: InhabitedHouse) -> None:
    contact, _ = await talkative(home)
    await written_by(home, contact["email"], "Where the keys are")
    visit = await opened(visits, contact["id"])
    await expect(visit.part("since")).to_contain_text("for the first time")
    await visit.part("tab-timeline").click()
    await expect(visit.part("event").filter(has_text="Where the keys are")).to_be_visible()
    await visit.part("tab-overview").click()
    await expect(visit.part("conversation").first).to_be_visible()
