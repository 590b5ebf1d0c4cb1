"""Teammates write about a customer in a browser: notes that tell whom they mention, calls, tasks; mails in context."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.happened import corresponded
from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, Theme, Visit, Visits, ask
from rotunda.sections.ids import SourceName
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def west(home: InhabitedHouse) -> str:
    """An account that Maya may see, who sees those of her team."""
    listed = (await ask(home, "/api/v1/accounts?limit=100", "success"))["items"]
    return min({each["id"] for each in listed} & set(home.accounts.values()))


@pytest_asyncio.fixture(scope="module")
async def talked(home: InhabitedHouse, rich: str) -> AsyncIterator[str]:
    """Not the one whose mails others count."""
    company = next(each for each in home.companies if each.hubspot_ids and each.key != rich)
    await corresponded(home, company)
    yield home.accounts[company.key]


async def opened(visit: Visit, account: str) -> None:
    await visit.open(f"/accounts/{account}?tab=timeline")
    await expect(visit.part("timeline-tab")).to_be_visible()


async def begin(visit: Visit, kind: str) -> Locator:
    """Opens the form of a kind; what is written first has the focus."""
    await visit.part("composer").get_by_role("button", name=kind, exact=True).click()
    form = visit.page.get_by_role("form", name=kind)
    await expect(form.locator(":focus")).to_have_count(1)
    return form


def event(visit: Visit, words: str) -> Locator:
    return visit.part("event").filter(has_text=words)


def offered(visit: Visit) -> Locator:
    return visit.page.get_by_role("listbox", name="Teammates").get_by_role("option")


def field(form: Locator, label: str) -> Locator:
    return form.get_by_label(label, exact=True)


async def test_a_note_tells_whom_it_mentions(visits: Visits, west: str) -> None:
    alex = await visits.of("admin")
    await opened(alex, west)
    form = await begin(alex, "Note")
    await alex.page.keyboard.type("Please call them, @may")
    await expect(offered(alex).filter(has_text="Maya Rivera")).to_have_attribute("aria-selected", "true")
    await alex.page.keyboard.press("Enter")
    await expect(field(form, "Note")).to_have_value("Please call them, @Maya Rivera ")
    await alex.page.keyboard.type("**today**")
    await form.get_by_role("button", name="Preview").click()
    await expect(form.get_by_role("region").locator("strong")).to_have_text("today")
    await alex.page.keyboard.press("Control+Enter")
    await expect(event(alex, "Please call them, @Maya Rivera today")).to_be_visible()
    await expect(form).to_have_count(0)
    maya = await visits.of("success")
    await maya.open("/accounts")
    await maya.page.get_by_role("button", name="Notifications, 1 unread").click()
    await maya.part("notification").get_by_role("link", name=re.compile("Alex Novak mentioned you")).click()
    await expect(event(maya, "Please call them")).to_be_visible()
    await expect(maya.page.get_by_role("button", name="Notifications", exact=True)).to_be_visible()


async def test_what_is_refused_says_why_and_nothing_typed_is_lost(visits: Visits, west: str) -> None:
    visit = await visits.of("admin")
    visit.foresee(422)
    await opened(visit, west)
    form = await begin(visit, "Task")
    await form.get_by_role("button", name="Save task").click()
    await expect(field(form, "What is to be done")).to_have_attribute("aria-invalid", "true")
    await expect(form).to_contain_text("Must be 1 to 300 letters.")
    await field(form, "What is to be done").fill("Half a thought")
    form = await begin(visit, "Note")
    await field(form, "Note").fill("Not for @Sam Okafor")
    await visit.page.keyboard.press("Control+Enter")
    await expect(form).to_contain_text("Sam Okafor may not read this here")
    await visit.part("tab-overview").click()
    await visit.part("tab-timeline").click()
    await expect(field(await begin(visit, "Task"), "What is to be done")).to_have_value("Half a thought")
    form = await begin(visit, "Note")
    await expect(field(form, "Note")).to_have_value("Not for @Sam Okafor")
    await field(form, "Note").fill("Said without a network")
    await visit.lose_network()
    await visit.page.keyboard.press("Control+Enter")
    await expect(form.get_by_role("alert")).to_contain_text("It is not saved yet")
    await visit.find_network()
    await form.get_by_role("button", name="Save note").click()
    await expect(event(visit, "Said without a network")).to_be_visible()


async def test_a_task_is_given_given_on_and_done(visits: Visits, west: str) -> None:
    visit = await visits.of("admin")
    await opened(visit, west)
    form = await begin(visit, "Task")
    await field(form, "What is to be done").fill("Send the offer")
    await field(form, "Due").fill("2020-01-01")
    await field(form, "For").select_option("Maya Rivera")
    await form.get_by_role("button", name="Save task").click()
    task = visit.part("task").filter(has_text="Send the offer")
    await expect(task).to_contain_text("Overdue since 1 Jan 2020")
    await expect(event(visit, "Send the offer")).to_have_count(0)
    await task.get_by_label("Who does it").select_option(label="Alex Novak")
    await expect(visit.part("announcement")).to_contain_text("The task is given to somebody else.")
    await task.get_by_role("checkbox").click()
    await expect(task).to_have_count(0)
    await expect(event(visit, "Send the offer")).to_have_attribute("data-type", "task_completed")
    await expect(visit.part("tasks").locator(":focus")).to_have_count(1)


async def test_what_the_header_offers_opens_its_form(visits: Visits, west: str) -> None:
    visit = await visits.of("admin")
    await visit.open(f"/accounts/{west}")
    header = visit.part("account-header")
    for name, kind in (("Log activity", "Call"), ("Task", "Task"), ("Meeting", "Meeting")):
        await header.get_by_role("link", name=name, exact=True).click()
        form = visit.page.get_by_role("form", name=kind)
        await expect(form.locator(":focus")).to_have_count(1)
        await expect(visit.part("tab-timeline")).to_have_attribute("aria-current", "page")
        await form.get_by_role("button", name="Close").click()
        await expect(form).to_have_count(0)
    await expect(visit.page).to_have_url(re.compile(r"tab=timeline$"))


async def test_a_call_is_logged_changed_and_taken_back(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    account = home.accounts[rich]
    [person, *_] = (await ask(home, f"/api/v1/contacts?account={account}&limit=200"))["items"]
    visit = await visits.of("admin")
    await opened(visit, account)
    form = await begin(visit, "Call")
    await field(form, "What it was about").fill("Seats for next year")
    await field(form, "Minutes").fill("24")
    await field(form, "Direction").select_option("They called")
    await field(form, "Outcome").fill("Renews")
    await field(form, "Who took part").fill(person["name"])
    await visit.page.keyboard.press("Enter")
    await expect(form.get_by_role("button", name=f"Remove {person['name']}")).to_be_visible()
    await form.get_by_role("button", name="Save call").click()
    call = event(visit, "Seats for next year")
    await expect(call).to_contain_text("Call, 24 min, renews, inbound")
    await call.get_by_role("button").first.click()
    await expect(call).to_contain_text(f"Who took part{person['name']}")
    await call.get_by_role("button", name="Edit").click()
    await field(call, "Text").fill("They want *more*")
    await visit.page.keyboard.press("Control+Enter")
    await expect(call.locator("em")).to_have_text("more")
    await expect(call.get_by_role("button", name="Edit")).to_be_focused()
    await call.get_by_role("button", name="Delete").click()
    await call.get_by_role("button", name="Delete").click()
    await expect(call).to_have_count(0)


async def test_a_mail_opens_its_conversation(visits: Visits, talked: str) -> None:
    visit = await visits.of("admin")
    await opened(visit, talked)
    mail = event(visit, "Never mind, gladly.")
    await mail.get_by_role("button").first.click()
    await mail.get_by_role("button", name="Whole conversation").click()
    sheet = visit.part("thread-sheet")
    mails = sheet.get_by_test_id("mail")
    await expect(mails).to_have_count(3)
    await expect(mails.nth(0)).to_contain_text("Shall we renew?")
    await expect(mails.nth(2)).to_contain_text("1 picture from elsewhere left out")
    await expect(mails.nth(2).locator("b", has_text="gladly")).to_be_visible()
    await expect(mails.nth(2)).not_to_contain_text("Shall we renew?")
    await mails.nth(2).get_by_role("button", name="quoted").click()
    await expect(mails.nth(2).locator("blockquote")).to_have_text("Shall we renew?")
    await expect(mails.nth(2).get_by_role("link", name=re.compile("order.pdf · 12 kB"))).to_have_attribute(
        "href", "https://crm.example/files/2"
    )
    await expect(sheet.locator("img, script")).to_have_count(0)
    await visit.page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    await expect(mail.get_by_role("button", name="Whole conversation")).to_be_focused()


async def test_how_far_a_note_has_come_to_the_crm_is_told(visits: Visits, home: InhabitedHouse, talked: str) -> None:
    visit = await visits.of("admin")
    await opened(visit, talked)
    form = await begin(visit, "Note")
    await field(form, "Note").fill("For the CRM, too")
    await field(form, "Who reads it").select_option(index=1)
    await form.get_by_role("button", name="Save note").click()
    note = event(visit, "For the CRM, too")
    await expect(note).to_contain_text("Saved here, not yet in HubSpot")
    sender, crm = home.installation.outbox.sender, home.connections[SourceName("hubspot")]
    while await sender.send(crm):
        pass
    await expect(note.get_by_role("link", name=re.compile("^In HubSpot"))).to_be_visible()


async def test_a_person_is_written_about_on_their_page(visits: Visits, home: InhabitedHouse) -> None:
    [person, *_] = (await ask(home, "/api/v1/contacts?limit=1"))["items"]
    visit = await visits.of("admin")
    await visit.open(f"/contacts/{person['id']}?tab=timeline")
    form = await begin(visit, "Note")
    await field(form, "Note").fill("Likes trains")
    await form.get_by_role("button", name="Save note").click()
    await expect(event(visit, "Likes trains")).to_be_visible()


@pytest.mark.parametrize("user", ["support", "sales"])
async def test_who_may_not_write_is_offered_nothing(visits: Visits, home: InhabitedHouse, user: str) -> None:
    listed = (await ask(home, "/api/v1/accounts?limit=100", user))["items"]
    visit = await visits.of(user)
    await opened(visit, min({each["id"] for each in listed} & set(home.accounts.values())))
    await expect(visit.part("kinds")).to_be_visible()
    await expect(visit.part("composer")).to_have_count(0)
    await expect(visit.part("account-header").get_by_role("link", name="Log activity")).to_have_count(0)
    await expect(visit.part("tasks")).to_have_count(0 if user == "support" else 1)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing(visits: Visits, talked: str, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    await opened(visit, talked)
    for kind in ("Call", "Task", "Note"):
        await begin(visit, kind)
        assert await serious(visit) == [], kind
    await visit.page.keyboard.type("@m")
    await expect(offered(visit).first).to_be_visible()
    assert await serious(visit) == []
    await visit.part("bell").click()
    await expect(visit.page.locator("[data-portal] :focus")).to_have_count(1)
    assert await serious(visit) == []
    await visit.page.keyboard.press("Escape")
    mail = event(visit, "Never mind, gladly.")
    await mail.get_by_role("button").first.click()
    await mail.get_by_role("button", name="Whole conversation").click()
    await expect(visit.part("mail")).to_have_count(3)
    assert await serious(visit) == []


async def test_it_fits_a_phone(visits: Visits, talked: str) -> None:
    visit = await visits.of("admin", PHONE)
    await opened(visit, talked)
    for kind in ("Meeting", "Note"):
        await begin(visit, kind)
        assert await visit.overflow() <= 0, kind
