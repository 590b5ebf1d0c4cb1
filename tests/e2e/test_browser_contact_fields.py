"""A person edited in place, and the history of a person and of an account."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, Theme, Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser
EMPTY = {"name": None, "title": None, "email": None, "phone": None, "tags": None}


@pytest_asyncio.fixture
async def people(home: InhabitedHouse) -> AsyncIterator[list[dict[str, Any]]]:
    """Two people of one account with addresses, with nothing of their own before and after."""
    listed = (await ask(home, "/api/v1/contacts?limit=200"))["items"]
    named = [each for each in listed if each.get("email")]
    first = max(named, key=lambda each: (each.get("title") is not None, len(each["records"])))
    other = next(each for each in named if each["id"] != first["id"])
    yield [first, other]
    for each in (first, other):
        await set_fields(home, each["id"], EMPTY)


async def set_fields(home: InhabitedHouse, contact: str, fields: dict[str, Any]) -> None:
    path = f"/api/v1/contacts/{contact}"
    async with home.client("admin") as client:
        tag = (await client.get(f"{path}/fields")).headers["etag"]
        answer = await client.patch(path, json={"fields": fields}, headers={"If-Match": tag})
        assert answer.status_code == 200, answer.text


async def opened(visits: Visits, contact: dict[str, Any], user: str = "admin", **wanted: Any) -> Visit:
    visit = await visits.of(user, **wanted)
    await visit.open(f"/contacts/{contact['id']}")
    await expect(visit.part("own-fields")).to_be_visible()
    return visit


async def begin(visit: Visit, title: str) -> Locator:
    await visit.page.get_by_role("button", name=f"Edit {title}", exact=True).click()
    writing = visit.part("own-fields").get_by_label(title, exact=True)
    await expect(writing).to_be_focused()
    return writing


async def test_name_and_title_are_edited_in_place_beside_what_the_sources_say(
    visits: Visits, people: list[dict[str, Any]]
) -> None:
    person, _ = people
    visit = await opened(visits, person)
    heading = visit.part("contact-header").get_by_role("heading", level=1)
    await expect(visit.part("field-name")).to_have_attribute("data-rule", "mirrored")
    writing = await begin(visit, "Name")
    await writing.fill("Never saved")
    await writing.press("Escape")
    await expect(heading).to_have_text(person["name"])
    writing = await begin(visit, "Name")
    await writing.fill("A name of our own")
    await writing.press("Enter")
    await expect(heading).to_have_text("A name of our own")
    await expect(visit.page.get_by_role("button", name="Edit Name", exact=True)).to_be_focused()
    await expect(visit.part("field-name")).to_have_attribute("data-rule", "owned")
    await expect(visit.part("field-name")).to_contain_text(person["name"])
    writing = await begin(visit, "Title")
    await writing.fill("Countess")
    await writing.press("Enter")
    await expect(visit.part("contact-header")).to_contain_text("Countess")
    await visit.page.reload()
    await expect(heading).to_have_text("A name of our own")
    line = visit.page.locator("[data-testid=history-line][data-kind=title]").first
    await expect(line).to_contain_text("→ Countess")
    await expect(line).to_contain_text("Alex Novak")


async def test_a_wrong_address_and_one_that_is_taken_are_told_beside_the_field(
    visits: Visits, people: list[dict[str, Any]]
) -> None:
    person, other = people
    visit = await opened(visits, person)
    visit.foresee(422)
    visit.foresee(409)
    writing = await begin(visit, "Email")
    await writing.fill("nobody")
    await writing.press("Enter")
    await expect(writing).to_have_accessible_description(re.compile("Must be an email address"))
    await writing.fill(other["email"])
    await writing.press("Enter")
    warning = visit.part("field-email").get_by_role("alert")
    await expect(warning).to_contain_text(f"{other['name']} has this email already.")
    await expect(warning.get_by_role("link", name=f"Open {other['name']}")).to_be_visible()
    await warning.get_by_role("button", name="Both have it").click()
    await expect(visit.page.get_by_role("button", name="Edit Email", exact=True)).to_be_focused()
    await expect(visit.part("contact-header").get_by_role("link", name=other["email"])).to_be_visible()
    await expect(visit.part("field-email")).to_have_attribute("data-rule", "owned")


async def test_somebody_elses_edit_is_shown_and_kept(
    visits: Visits, home: InhabitedHouse, people: list[dict[str, Any]]
) -> None:
    person, _ = people
    visit = await opened(visits, person)
    visit.foresee(412)
    writing = await begin(visit, "Tags")
    await set_fields(home, person["id"], {"tags": ["theirs"]})
    await writing.fill("mine")
    await writing.press("Enter")
    conflict = visit.part("field-tags").get_by_role("alert")
    await expect(conflict).to_contain_text("Alex Novak set this to “theirs”")
    await visit.part("field-tags").get_by_role("button", name="Cancel").click()
    await expect(visit.part("field-tags")).to_contain_text("theirs")


async def test_whoever_may_only_read_has_no_pencil(visits: Visits, people: list[dict[str, Any]]) -> None:
    visit = await opened(visits, people[0], "support")
    await expect(visit.part("field-name")).to_be_visible()
    await expect(visit.page.get_by_role("button", name=re.compile("^Edit "))).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_fits_a_phone_and_axe_finds_nothing(
    visits: Visits, people: list[dict[str, Any]], theme: Theme
) -> None:
    visit = await opened(visits, people[0], size=PHONE, theme=theme)
    visit.foresee(422)
    writing = await begin(visit, "Email")
    await writing.fill("nobody")
    await writing.press("Enter")
    await expect(visit.part("field-email").get_by_role("alert")).to_be_visible()
    assert await visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert await serious(visit) == []


async def test_the_history_of_an_account_tells_all_in_one_order(
    visits: Visits, home: InhabitedHouse, rich: str
) -> None:
    account, other = home.accounts[rich], next(one for key, one in home.accounts.items() if key != rich)
    path = f"/api/v1/accounts/{account}"
    async with home.client("admin") as client:
        tag = (await client.get(f"{path}/fields")).headers["etag"]
        edit = {"fields": {"segments": ["told"]}}
        assert (await client.patch(path, json=edit, headers={"If-Match": tag})).status_code == 200
        apart = {"other": other, "because": "Told to be two"}
        assert (await client.post(f"{path}/keep-apart", json=apart)).status_code == 204
    visit = await visits.of("admin")
    await visit.open_account(rich, "access-log")
    lines = visit.part("history-line")
    told = {
        kind: visit.page.locator(f"[data-testid=history-line][data-kind='{kind}']").first
        for kind in ("segments", "keep_apart")
    }
    await expect(told["segments"]).to_contain_text("Segments: nothing → told")
    await expect(told["keep_apart"]).to_contain_text("Told to be two")
    assert await lines.count() >= 2


async def test_a_domain_that_is_taken_shows_what_merging_would_do(
    visits: Visits, home: InhabitedHouse, rich: str
) -> None:
    *_, other = [each for each in home.companies if each.key in home.accounts and each.key != rich and each.domain]
    visit = await visits.of("admin")
    visit.foresee(409)
    await visit.open_account(rich)
    writing = await begin(visit, "Domain")
    await writing.fill(other.domain or "")
    await writing.press("Enter")
    warning = visit.part("field-domain").get_by_role("alert")
    await expect(warning).to_contain_text("has this domain already.")
    await expect(warning).to_contain_text("Merged, they would be one:")
    await warning.get_by_role("button", name="See what merging would do").click()
    plan = visit.page.get_by_role("dialog", name="Merge with another account")
    await expect(plan.get_by_role("button", name="Merge", exact=True)).to_be_enabled()
    await visit.page.keyboard.press("Escape")
    await expect(plan).to_be_hidden()
    await expect(writing).to_be_visible()
    await warning.page.get_by_role("button", name="Cancel").click()
    await expect(visit.part("field-domain")).to_be_visible()
