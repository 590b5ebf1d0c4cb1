"""The timeline of a customer in a browser: kinds, words, one event opened, far back and back again, and a date."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.happened import MANY, made_to_happen
from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, Theme, Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def busy(home: InhabitedHouse, rich: str) -> AsyncIterator[str]:
    company = next(each for each in home.companies if each.key == rich)
    await made_to_happen(home, company)
    yield rich


def events(visit: Visit) -> Locator:
    return visit.part("event")


async def opened(visit: Visit, key: str) -> None:
    await visit.open(f"/accounts/{visit.home.accounts[key]}?tab=timeline")
    await expect(events(visit).first).to_be_visible()


async def told(visit: Visit, key: str, query: str = "", user: str = "admin") -> dict[str, int]:
    counts = (await ask(visit.home, f"/api/v1/accounts/{visit.home.accounts[key]}/timeline{query}", user))["counts"]
    return dict(counts)


async def test_kinds_tell_how_many_there_are_and_filter(visits: Visits, busy: str) -> None:
    visit = await visits.of("admin")
    await opened(visit, busy)
    counts = await told(visit, busy)
    kinds = visit.part("kinds")
    await expect(kinds.get_by_role("button", name=f"All {sum(counts.values())}")).to_be_visible()
    await kinds.get_by_role("button", name=f"Calls {counts['call']}").click()
    await expect(events(visit).first).to_have_attribute("data-type", "call")
    await expect(visit.page.locator("[data-testid=event]:not([data-type=call])")).to_have_count(0)
    await kinds.get_by_role("button", name=re.compile("^Tickets")).click()
    await expect(visit.page.locator("[data-testid=event][data-type=ticket]").first).to_be_visible()


async def test_words_are_found_and_marked(visits: Visits, busy: str) -> None:
    visit = await visits.of("admin")
    await opened(visit, busy)
    await visit.page.get_by_label("Search the timeline").fill("champion")
    await expect(visit.page.locator("mark").first).to_have_text("champion")
    await expect(visit.page.locator("[data-testid=event]:not([data-type=call])")).to_have_count(0)
    await visit.page.get_by_label("Search the timeline").fill("nothing has this word")
    await expect(visit.page.get_by_text("Nothing like that")).to_be_visible()
    await visit.page.get_by_role("button", name="Show everything").click()
    await expect(events(visit).first).to_be_visible()


async def test_an_event_is_opened_by_keyboard_with_all_that_it_has(visits: Visits, busy: str) -> None:
    visit = await visits.of("admin")
    await opened(visit, busy)
    mail = visit.page.locator("[data-testid=event][data-type=email_received]").first
    button = mail.get_by_role("button").first
    await button.focus()
    await visit.page.keyboard.press("Enter")
    await expect(button).to_have_attribute("aria-expanded", "true")
    await expect(mail).to_contain_text("Ada Lindqvist")
    await expect(mail.get_by_role("link", name=re.compile("INV-2041.pdf · 84 kB"))).to_be_visible()
    await expect(mail.locator("p", has_text="Could you resend")).to_have_text(
        re.compile(r"(Could you resend the PO reference\? Our finance team cannot match the invoice\.\s*){12}")
    )
    call = visit.page.locator("[data-testid=event][data-type=call]").first
    await call.get_by_role("button").first.click()
    await expect(call.get_by_role("link", name=re.compile("^Listen"))).to_have_attribute(
        "href", "https://crm.example/rec/1"
    )


async def test_far_back_and_back_again(visits: Visits, busy: str) -> None:
    """However far somebody scrolls, no more than so many events stand on the page; and nothing is left out."""
    visit = await visits.of("admin")
    await opened(visit, busy)
    first = await events(visit).first.get_attribute("data-event")
    end = visit.page.get_by_text("This is where it begins.")
    for _ in range(40):
        if await end.count():
            break
        await visit.page.mouse.wheel(0, 4000)
        await expect(visit.page.get_by_role("button", name="Reading…")).to_have_count(0)
    await expect(end).to_be_visible()
    assert await events(visit).count() <= 300
    assert await visit.page.locator(f"[data-event={first}]").count() == 0
    for _ in range(60):
        if await visit.page.locator(f"[data-event={first}]").count():
            break
        await visit.page.mouse.wheel(0, -4000)
        await expect(visit.page.get_by_role("button", name="Reading…")).to_have_count(0)
    await expect(visit.page.locator(f"[data-event={first}]")).to_have_count(1)


async def test_what_is_read_stays_in_place_while_newer_events_come(visits: Visits, busy: str) -> None:
    visit = await visits.of("admin")
    await opened(visit, busy)
    await visit.page.get_by_label("Go to").fill("2026-09-15")
    await expect(events(visit).first).to_contain_text(re.compile("1[45] Sept"))
    top = events(visit).first
    event = await top.get_attribute("data-event")
    stood = await top.bounding_box()
    await visit.page.get_by_role("button", name="Newer").click()
    await expect(events(visit).first).not_to_have_attribute("data-event", str(event))
    now = await visit.page.locator(f"[data-event={event}]").bounding_box()
    assert stood is not None
    assert now is not None
    assert abs(now["y"] - stood["y"]) <= 2


async def test_routine_updates_are_apart_and_types_are_grouped(visits: Visits, busy: str) -> None:
    visit = await visits.of("admin")
    await opened(visit, busy)
    routine = visit.page.locator("[data-testid=event][data-type=enrichment]")
    await expect(routine).to_have_count(0)
    await visit.page.get_by_role("button", name=re.compile("^Routine updates")).click()
    await expect(routine.first).to_be_visible()
    await visit.page.get_by_role("button", name="By type").click()
    await expect(visit.part("group-communication")).to_be_visible()
    await expect(visit.part("group-billing")).to_be_visible()


async def test_kinds_that_a_role_may_not_read_are_not_counted(visits: Visits, busy: str) -> None:
    visit = await visits.of("support")
    await opened(visit, busy)
    counts = await told(visit, busy, user="support")
    assert "ticket" in counts
    assert not {"billing", "deal_stage"} & set(counts)
    assert sum(counts.values()) < MANY
    await expect(visit.part("kinds").get_by_role("button", name=f"All {sum(counts.values())}")).to_be_visible()
    await expect(visit.part("kinds").get_by_role("button", name=re.compile("^(Billing|Deals)"))).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing(visits: Visits, busy: str, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    await opened(visit, busy)
    await events(visit).first.get_by_role("button").first.click()
    assert await serious(visit) == []


async def test_it_fits_a_phone(visits: Visits, busy: str) -> None:
    visit = await visits.of("admin", PHONE)
    await opened(visit, busy)
    await events(visit).first.get_by_role("button").first.click()
    assert await visit.overflow() <= 0
