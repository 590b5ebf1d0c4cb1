"""axe finds nothing of any weight but the slightest, in light and in dark, on any page, tab or dialog."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from e2e.visit import PHONE, Theme, Visit, Visits, ask
from rotunda.identity.suggestions.service import Suggestions
from rotunda.sections.ids import SourceName
from rotunda_world.running import Fault
from support.house import InhabitedHouse, healthy

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("theme", ["light", "dark"])]
TABS = ("overview", "billing", "usage", "support", "deals", "people", "communication", "access-log")
_SERIOUS = {"moderate", "serious", "critical"}


async def serious(visit: Visit) -> list[str]:
    """Each finding with the elements that it is about."""
    scheme = visit.page.locator("html")
    await expect(scheme).to_have_attribute("data-mantine-color-scheme", "light" if await _light(visit) else "dark")
    results = await Axe().run(visit.page)
    return [
        f"{found['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for found in results.response["violations"]
        if found["impact"] in _SERIOUS
        for node in found["nodes"]
        if not _is_open_menu(found["id"], node["html"])
    ]


def _is_open_menu(rule: str, html: str) -> bool:
    """A menu that is open stands at the end of the document, in no landmark, and holds the focus: nobody has to find it
    by going from landmark to landmark.
    """
    return rule == "region" and html.startswith('<div data-portal="true"')


async def _light(visit: Visit) -> bool:
    return await visit.page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")


async def test_signing_in(visits: Visits, theme: Theme) -> None:
    visit = await visits.of(None, theme=theme)
    visit.foresee(401)
    await visit.open("/")
    await expect(visit.page.get_by_role("button", name="Maya Rivera")).to_be_visible()
    assert await serious(visit) == []


async def test_the_list_and_its_mistakes(visits: Visits, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    visit.foresee(400)
    await visit.open_list()
    assert await serious(visit) == []
    await visit.page.get_by_label("Search accounts").fill("nothing:here")
    await expect(visit.part("search-problem")).to_be_visible()
    assert await serious(visit) == []


async def test_what_opens_over_the_list(visits: Visits, theme: Theme) -> None:
    visit = await visits.of("success", theme=theme)
    await visit.open_list()
    for button in ("columns", "search-help", "views"):
        await visit.part(button).click()
        await expect(visit.page.locator("[data-portal] :focus")).to_have_count(1)
        assert await serious(visit) == [], button
        await visit.page.keyboard.press("Escape")
    await visit.part("views").click()
    await visit.page.get_by_role("menuitem", name="Save this list as a view").click()
    await expect(visit.part("view-form")).to_be_visible()
    assert await serious(visit) == []


async def test_the_list_of_people(visits: Visits, theme: Theme) -> None:
    visit = await visits.of("success", theme=theme)
    await visit.open("/contacts")
    await expect(visit.part("contact-row").first).to_be_visible()
    assert await serious(visit) == []


async def test_the_page_and_its_tabs(visits: Visits, rich: str, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    await visit.open_account(rich)
    for tab in TABS:
        await visit.turn_to(tab)
        assert await serious(visit) == [], tab


async def test_the_page_with_a_source_down(visits: Visits, home: InhabitedHouse, rich: str, theme: Theme) -> None:
    stripe = home.connections[SourceName("stripe")]
    await home.installation.connections.update(stripe, home.live.forms["stripe"])  # Forgets what was read.
    await home.live.set_fault("stripe", Fault.REFUSED)
    try:
        visit = await visits.of("support", theme=theme)
        await visit.open_account(rich)
        await expect(visit.part("tile-billing")).to_have_attribute("data-state", "unavailable")
        assert await serious(visit) == []
    finally:
        await home.live.set_conditions("stripe", healthy())
        await home.installation.connections.check(stripe)


async def test_the_page_on_a_phone(visits: Visits, rich: str, theme: Theme) -> None:
    visit = await visits.of("success", PHONE, theme)
    await visit.open_account(rich)
    assert await serious(visit) == []


async def test_what_opens_over_the_page(visits: Visits, rich: str, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    await visit.open_account(rich)
    await visit.part("tile-billing").locator("[data-made]").first.click()
    await expect(visit.page.locator("[data-portal] :focus")).to_have_count(1)
    assert await serious(visit) == []
    await visit.page.keyboard.press("Escape")
    await expect(visit.part("how-made")).to_have_count(0)
    await visit.part("user-menu").click()
    await expect(visit.page.get_by_role("menu").locator(":focus")).to_have_count(1)
    assert await serious(visit) == []
    await visit.page.keyboard.press("Escape")
    await visit.page.keyboard.press("Control+k")
    await expect(visit.part("palette-input")).to_be_focused()
    assert await serious(visit) == []


async def test_the_connections(visits: Visits, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    await visit.open("/connections")
    await expect(visit.part("connection-stripe")).to_be_visible()
    assert await serious(visit) == []
    await visit.part("connect-hubspot").click()
    await visit.page.get_by_role("dialog").get_by_role("button", name="Check and connect").click()
    await expect(visit.page.get_by_label("Service key")).to_have_attribute("aria-invalid", "true")
    assert await serious(visit) == []


async def test_the_review_queue(visits: Visits, home: InhabitedHouse, theme: Theme) -> None:
    await Suggestions(home.installation.database, home.clock).run_pass()
    visit = await visits.of("admin", theme=theme)
    await visit.open("/matches")
    await expect(visit.part("match").first).to_be_visible()
    assert await serious(visit) == []


@pytest.mark.parametrize("action", ["Merge with…", "Split an identifier…", "Keep apart from…", "Set the parent…"])
async def test_who_is_which_customer(visits: Visits, rich: str, theme: Theme, action: str) -> None:
    visit = await visits.of("admin", theme=theme)
    await visit.open_account(rich)
    await visit.page.get_by_role("button", name="More actions").click()
    await visit.page.get_by_role("menuitem", name=action).click()
    dialog = visit.page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="Close")).to_be_visible()
    assert await serious(visit) == []
    if action == "Merge with…":
        await dialog.get_by_role("textbox").fill("a")
        await dialog.get_by_role("list", name="Accounts that were found").get_by_role("button").first.click()
        await expect(dialog.get_by_role("button", name="Swap")).to_be_visible()
        assert await serious(visit) == []


async def test_the_numbers_of_a_group(visits: Visits, home: InhabitedHouse, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    await visit.open_account(next(company.parent.key for company in home.companies if company.parent))
    await visit.page.get_by_role("radio", name="With its children").check()
    await expect(visit.part("roll-up-mrr")).to_be_visible()
    assert await serious(visit) == []


async def test_a_person_and_what_was_said(visits: Visits, home: InhabitedHouse, theme: Theme) -> None:
    listed = (await ask(home, "/api/v1/contacts?limit=200"))["items"]
    contact = next(each for each in listed if len(each["records"]) == 3)
    visit = await visits.of("admin", theme=theme)
    await visit.open(f"/contacts/{contact['id']}")
    await expect(visit.part("conversation").first).to_be_visible()
    assert await serious(visit) == []
    await visit.part("tab-profile").click()
    await expect(visit.part("timeline").locator("[data-kind=conversation]").first).to_be_visible()
    await visit.page.get_by_role("button", name="All messages").click()
    await visit.page.get_by_role("button", name="Show them").first.click()
    assert await serious(visit) == []
    await visit.open("/link?identifier=somebody.new@gmail.com")
    await expect(visit.page.get_by_label("Customer", exact=True)).to_be_visible()
    assert await serious(visit) == []
    await visit.open(f"/panel?email={contact['email']}")
    await expect(visit.part("panel-person")).to_be_visible()
    assert await serious(visit) == []


async def test_the_access_log(visits: Visits, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    await visit.open("/access-log")
    await expect(visit.table("Looks, newest first")).to_be_visible()
    assert await serious(visit) == []


async def test_what_is_not_there(visits: Visits, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    visit.foresee(404)
    for address in ("/nothing", "/accounts/acc_00000000000000000000"):
        await visit.open(address)
        await expect(visit.page.get_by_role("heading", level=1, name="There is no such")).to_be_visible()
        assert await serious(visit) == [], address
