"""What we own of a customer, edited where it stands; and the page on which fields are defined."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.visit import Visit, Visits
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture
async def blank(home: InhabitedHouse, rich: str) -> AsyncIterator[str]:
    """The account with nothing of its own, before and after."""
    yield rich
    await set_fields(home, rich, {"name": None, "domain": None, "tags": None, "csm": None})


async def set_fields(home: InhabitedHouse, key: str, fields: dict[str, Any], user: str = "admin") -> None:
    path = f"/api/v1/accounts/{home.accounts[key]}"
    async with home.client(user) as client:
        tag = (await client.get(f"{path}/fields")).headers["etag"]
        answer = await client.patch(path, json={"fields": fields}, headers={"If-Match": tag})
        assert answer.status_code == 200, answer.text


async def opened(visits: Visits, key: str, user: str = "admin") -> Visit:
    visit = await visits.of(user)
    await visit.open_account(key)
    await expect(visit.part("own-fields")).to_be_visible()
    return visit


async def begin(visit: Visit, title: str) -> Locator:
    """Opens the editor of a field; gives back what is written in."""
    await visit.page.get_by_role("button", name=f"Edit {title}", exact=True).click()
    writing = visit.part("own-fields").get_by_label(title, exact=True)
    await expect(writing).to_be_focused()
    return writing


async def test_a_name_is_edited_in_place_by_keyboard(visits: Visits, blank: str) -> None:
    visit = await opened(visits, blank)
    before = await visit.part("account-header").get_by_role("heading").inner_text()
    await expect(visit.part("field-name")).to_have_attribute("data-rule", "mirrored")
    writing = await begin(visit, "Name")
    await writing.fill("Never saved")
    await writing.press("Escape")
    pencil = visit.page.get_by_role("button", name="Edit Name", exact=True)
    await expect(pencil).to_be_focused()
    await expect(visit.part("account-header").get_by_role("heading")).to_have_text(before)
    await pencil.press("Enter")
    writing = visit.part("own-fields").get_by_label("Name", exact=True)
    await writing.fill("A name of our own")
    await writing.press("Enter")
    await expect(visit.part("account-header").get_by_role("heading")).to_have_text("A name of our own")
    await expect(pencil).to_be_focused()
    await expect(visit.part("field-name")).to_have_attribute("data-rule", "owned")
    await expect(visit.part("field-name")).to_contain_text(before)
    await visit.page.reload()
    await expect(visit.part("account-header").get_by_role("heading")).to_have_text("A name of our own")


async def test_tags_become_chips_and_the_history_tells_of_them(visits: Visits, blank: str) -> None:
    visit = await opened(visits, blank)
    writing = await begin(visit, "Tags")
    await writing.fill("pilot, reference , pilot")
    await writing.press("Enter")
    await expect(visit.part("account-header")).to_contain_text("pilot")
    await expect(visit.part("field-tags").get_by_text("pilot", exact=True)).to_have_count(1)
    await visit.part("field-tags").get_by_role("button", name="History of Tags").click()
    await expect(visit.part("field-history")).to_contain_text("nothing → pilot, reference")
    await expect(visit.part("field-history")).to_contain_text("Alex Novak")


async def test_somebody_elses_edit_is_shown_and_kept(visits: Visits, home: InhabitedHouse, blank: str) -> None:
    visit = await opened(visits, blank)
    visit.foresee(412)
    writing = await begin(visit, "Tags")
    await set_fields(home, blank, {"tags": ["theirs"]})
    await writing.fill("mine")
    await writing.press("Enter")
    conflict = visit.part("field-tags").get_by_role("alert")
    await expect(conflict).to_contain_text("Alex Novak set this to “theirs”")
    await visit.part("field-tags").get_by_role("button", name="Cancel").click()
    await expect(visit.part("field-tags")).to_contain_text("theirs")
    await expect(visit.part("field-tags")).not_to_contain_text("mine")


async def test_an_edit_of_another_field_stands_in_nobodys_way(visits: Visits, home: InhabitedHouse, blank: str) -> None:
    visit = await opened(visits, blank)
    visit.foresee(412)
    writing = await begin(visit, "Tags")
    await set_fields(home, blank, {"name": "Named meanwhile"})
    await writing.fill("mine")
    await writing.press("Enter")
    await expect(visit.part("field-tags").get_by_text("mine", exact=True)).to_be_visible()
    await expect(visit.part("account-header").get_by_role("heading")).to_have_text("Named meanwhile")


async def test_a_value_that_cannot_be_is_told_beside_it_and_taken_back(visits: Visits, blank: str) -> None:
    visit = await opened(visits, blank)
    visit.foresee(422)
    before = await visit.part("field-domain").inner_text()
    writing = await begin(visit, "Domain")
    await writing.fill("localhost")
    await writing.press("Enter")
    await expect(writing).to_have_accessible_description(re.compile("Must be a public domain"))
    await writing.press("Escape")
    await expect(visit.part("field-domain")).to_have_text(re.compile(re.escape(before.split()[0])))


async def test_whoever_may_only_read_has_no_pencil(visits: Visits, blank: str) -> None:
    visit = await opened(visits, blank, "support")
    await expect(visit.part("field-name")).to_be_visible()
    await expect(visit.page.get_by_role("button", name=re.compile("^Edit "))).to_have_count(0)


async def test_an_admin_defines_a_field_and_it_is_on_the_page(visits: Visits, home: InhabitedHouse, blank: str) -> None:
    visit = await visits.of("admin")
    visit.foresee(422)
    await visit.open("/fields")
    await visit.page.get_by_role("button", name="New field").click()
    dialog = visit.page.get_by_role("dialog", name="New field")
    await dialog.get_by_label("Title").fill("Sales region")
    await dialog.get_by_label("Kind").select_option("choice")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_label("Choices")).to_have_accessible_description(re.compile("between 1 and 200"))
    await dialog.get_by_label("Choices").fill("EU-West\nEU-East")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    row = visit.page.get_by_role("row", name=re.compile("Sales region"))
    await expect(row).to_contain_text("sales_region")
    await visit.open_account(blank)
    await visit.page.get_by_role("button", name="Edit Sales region").click()
    choice = visit.part("own-fields").get_by_label("Sales region", exact=True)
    await choice.select_option("EU-East")
    await choice.press("Enter")
    await expect(visit.part("field-sales_region")).to_contain_text("EU-East")
    await visit.open("/fields")
    await row.get_by_role("button", name="Archive Sales region").click()
    await expect(row).to_contain_text("Archived")
    await visit.open_account(blank)
    await expect(visit.part("field-name")).to_be_visible()
    await expect(visit.part("field-sales_region")).to_have_count(0)
    assert home.accounts[blank]
