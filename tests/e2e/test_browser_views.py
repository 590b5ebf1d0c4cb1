"""Lists as people like them: columns, views by name, help with the search, people; from a value to all that have it."""

import csv
import io
import re

import pytest
from playwright.async_api import Locator, expect

from e2e.visit import PHONE, Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


def headings(visit: Visit) -> Locator:
    return visit.page.get_by_role("columnheader")


async def choose(visit: Visit, *titles: str) -> None:
    """Ticks, or unticks, these columns."""
    await visit.part("columns").click()
    for title in titles:
        await visit.page.get_by_role("dialog").get_by_label(title, exact=True).click()
    await visit.page.keyboard.press("Escape")


async def test_columns_are_chosen_ordered_and_remembered(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list()
    usual = await headings(visit).all_inner_texts()
    await choose(visit, "Status", "ARR")
    shown = [title for title in usual if title != "Status"] + ["ARR"]
    await expect(headings(visit)).to_have_text(shown)
    await visit.part("columns").click()
    await visit.page.get_by_role("button", name="Move ARR to the front").click()
    await expect(headings(visit)).to_have_text([*shown[:-2], "ARR", shown[-2]])
    await visit.page.keyboard.press("Escape")
    await visit.open_list()
    await expect(headings(visit)).to_have_text([*shown[:-2], "ARR", shown[-2]])
    await visit.part("columns").click()
    await visit.page.get_by_role("button", name="Usual columns").click()
    await expect(headings(visit)).to_have_text(usual)


async def test_the_age_of_each_value_is_written_under_it(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list("?sort=-mrr")
    await choose(visit, "Show how old each value is")
    await expect(visit.part("account-row").first).to_contain_text("Stripe, ")


async def test_the_file_holds_the_columns_that_are_shown(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list("?q=plan:pro")
    await choose(visit, "Status", "Renewal", "Weekly active", "Last touch", "Open tickets", "Pipeline")
    await expect(headings(visit)).to_have_text(["Account", "Owner", "Plan", "MRR"])
    async with visit.page.expect_download() as download:
        await visit.part("export").click()
    path = await (await download.value).path()
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert list(rows[0])[7:] == ["Plan", "MRR", "MRR currency", "MRR in other currencies"]
    answer = await visit.api("/api/v1/accounts?q=plan:pro&limit=200")
    assert [row["name"] for row in rows] == [item["name"] for item in answer["items"]]


async def test_a_view_is_saved_renamed_changed_and_deleted(visits: Visits) -> None:
    visit = await visits.of("success")
    await visit.open_list("?q=has:open-ticket&sort=-mrr")
    views = visit.part("views")
    await views.click()
    await visit.page.get_by_role("menuitem", name="Save this list as a view").click()
    await visit.part("view-form").get_by_label("Name").fill("Waiting for us")
    await visit.part("view-form").get_by_label("Who sees it").select_option("Everybody in West")
    await visit.part("view-form").get_by_role("button", name="Save").click()
    await expect(views).to_contain_text("Waiting for us")
    await visit.open_list()
    await views.click()
    await visit.page.get_by_role("menuitem", name="Waiting for us").click()
    await expect(visit.page.get_by_label("Search accounts")).to_have_value("has:open-ticket")
    await expect(visit.page.get_by_role("columnheader", name="MRR")).to_have_attribute("aria-sort", "descending")
    await visit.page.get_by_label("Search accounts").fill("has:open-ticket plan:pro")
    await expect(views).to_contain_text("changed")
    await views.click()
    await visit.page.get_by_role("menuitem", name="Save changes to").click()
    await expect(views).not_to_contain_text("changed")
    await views.click()
    await visit.page.get_by_role("menuitem", name="Rename or share").click()
    await visit.part("view-form").get_by_label("Name").fill("On the pro plan")
    await visit.part("view-form").get_by_role("button", name="Save").click()
    await expect(views).to_contain_text("On the pro plan")
    kept = (await visit.api("/api/v1/views", "success"))["items"]
    assert [(each["name"], each["query"], each["team"]) for each in kept if each["mine"]] == [
        ("On the pro plan", "has:open-ticket plan:pro", "West")
    ]
    await views.click()
    await visit.page.get_by_role("menuitem", name="Delete").click()
    await visit.page.get_by_role("button", name="Delete").click()
    await expect(views).to_contain_text("Views")
    assert not [each for each in (await visit.api("/api/v1/views", "success"))["items"] if each["mine"]]


async def test_my_book_is_there_for_everybody(visits: Visits) -> None:
    visit = await visits.of("success")
    await visit.open_list()
    await visit.part("views").click()
    await visit.page.get_by_role("menuitem", name="My book").click()
    await expect(visit.page.get_by_label("Search accounts")).to_have_value("owner:me")
    answer = await visit.api("/api/v1/accounts?q=owner:me", "success")
    await expect(visit.page.locator("h1 + [role=status]")).to_contain_text(str(answer["total"]))


async def test_help_with_the_search_is_a_key_away(visits: Visits) -> None:
    visit = await visits.of("support")
    await visit.open_list()
    field = visit.page.get_by_label("Search accounts")
    await field.press("?")
    help_ = visit.page.get_by_role("dialog", name="How to search")
    await expect(help_).to_be_visible()
    await expect(help_).to_contain_text("has:open-ticket")
    await expect(help_).not_to_contain_text("mrr:>1000")  # Support reads no amounts.
    await visit.page.keyboard.press("Escape")
    await expect(help_).to_have_count(0)
    await field.press("?")
    await help_.get_by_role("button", name="has:open-ticket").press("Enter")
    await expect(field).to_have_value("has:open-ticket")
    await expect(field).to_be_focused()


async def test_a_mistake_is_underlined_in_the_field(visits: Visits) -> None:
    visit = await visits.of("admin")
    visit.foresee(400)
    await visit.open_list()
    field = visit.page.get_by_label("Search accounts")
    await field.fill("plan:pro mrr:lots owner:me")
    await expect(visit.part("search-fault").locator("mark")).to_have_text("lots")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await field.fill("plan:pro mrr:>1 owner:me")
    await expect(visit.part("search-fault")).to_have_count(0)


async def test_people_are_listed_searched_and_opened(visits: Visits) -> None:
    visit = await visits.of("success")
    await visit.open_list()
    await visit.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Contacts").click()
    rows = visit.part("contact-row")
    everybody = await visit.api("/api/v1/contacts", "success")
    await expect(visit.page.locator("h1 + [role=status]")).to_have_text(f"{everybody['total']} contacts")
    email = everybody["items"][0]["email"]
    await visit.page.get_by_label("Search contacts").fill(email)
    await expect(rows).to_have_count((await visit.api(f"/api/v1/contacts?q={email}", "success"))["total"])
    await expect(rows.first).to_contain_text(email)
    await rows.first.get_by_role("link").first.click()
    await expect(visit.part("contact-header")).to_be_visible()


async def test_people_have_columns_orders_views_and_a_file(visits: Visits) -> None:
    visit = await visits.of("success")
    await visit.open("/contacts")
    await expect(visit.part("contact-row").first).to_be_visible()
    await choose(visit, "Title", "Added", "Phone")
    await expect(headings(visit)).to_have_text(["Contact", "Account", "Email", "Known to", "Title", "Added"])
    await visit.part("sort-title").click()
    await expect(visit.page.get_by_role("columnheader", name="Title")).to_have_attribute("aria-sort", "ascending")
    columns = "account,email,source,title,added_at"
    answer = await visit.api(f"/api/v1/contacts?sort=title&columns={columns}&limit=50", "success")
    await expect(visit.part("contact-row").locator("td:first-child a")).to_have_text(
        [item["name"] for item in answer["items"]]
    )
    await visit.page.get_by_label("Search contacts").fill("owner:me has:email")
    views = visit.part("views")
    await views.click()
    await visit.page.get_by_role("menuitem", name="Save this list as a view").click()
    await visit.part("view-form").get_by_label("Name").fill("Whom I can write to")
    await visit.part("view-form").get_by_role("button", name="Save").click()
    await expect(views).to_contain_text("Whom I can write to")
    async with visit.page.expect_download() as download:
        await visit.part("export").click()
    path = await (await download.value).path()
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    kept = await visit.api("/api/v1/contacts?q=owner:me%20has:email&sort=title&limit=200", "success")
    assert [row["id"] for row in rows][:200] == [item["id"] for item in kept["items"]]
    assert list(rows[0]) == ["id", "name", "Account", "Account id", "Email", "Known to", "Title", "Added"]
    await visit.open("/contacts")
    await views.click()
    await visit.page.get_by_role("menuitem", name="My book").click()
    await expect(visit.page.get_by_label("Search contacts")).to_have_value("owner:me")
    await views.click()
    await visit.page.get_by_role("menuitem", name="Whom I can write to").click()
    await expect(visit.page).to_have_url(re.compile(r"/contacts\?.*view=viw_"))
    await expect(headings(visit)).to_have_text(["Contact", "Account", "Email", "Known to", "Title", "Added"])
    await views.click()
    await visit.page.get_by_role("menuitem", name="Delete").click()
    await visit.page.get_by_role("button", name="Delete").click()
    await expect(views).to_contain_text("Views")


async def test_in_turns_the_list_and_the_field_keeps_the_focus(visits: Visits, home: InhabitedHouse, rich: str) -> None:
    visit = await visits.of("admin")
    visit.foresee(400)
    await visit.open_list()
    await visit.page.get_by_label("Search accounts").press_sequentially("owner:me in:contacts")
    await expect(visit.page.get_by_role("heading", level=1)).to_have_text("Contacts")
    field = visit.page.get_by_label("Search contacts")
    await expect(field).to_be_focused()
    company = next(each for each in home.companies if each.key == rich)
    number = company.tickets[0].zendesk_id
    await field.fill(f"in:conversations {number}")
    row = visit.part("conversation-row")
    await expect(row).to_contain_text(f"#{number}")
    await row.get_by_role("link").last.click()
    await expect(visit.page).to_have_url(f"{home.service.url}/accounts/{home.accounts[rich]}")


@pytest.mark.parametrize("operator", ["plan", "country", "industry"])
async def test_a_value_leads_to_all_that_have_it(visits: Visits, rich: str, operator: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    link = visit.part(f"pivot-{operator}").first
    await link.click()
    field = visit.page.get_by_label("Search accounts")
    await expect(field).not_to_have_value("")
    search = await field.input_value()
    assert search.startswith(f"{operator}:")
    answer = await ask(visit.home, f"/api/v1/accounts?q={search}&limit=200")
    names = [item["name"] for item in answer["items"]]
    assert len(names) > 0
    await expect(visit.part("account-row").get_by_role("link")).to_have_text(names[:50])


async def test_lists_fit_a_phone(visits: Visits) -> None:
    visit = await visits.of("success", PHONE, "dark")
    await visit.open("/contacts")
    await expect(visit.part("contact-row").first).to_be_visible()
    assert await visit.overflow() == 0
    await visit.open_list()
    assert await visit.overflow() == 0
