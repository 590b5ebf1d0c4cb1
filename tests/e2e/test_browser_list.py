"""The list of accounts: found as one types, by operators; sorted, filtered, read on and opened."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from e2e.visit import Visit, Visits, ask
from e2e.wording import money
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser
PAGE = 50


async def told(visit: Visit, query: str, user: str = "admin") -> dict[str, Any]:
    return await ask(visit.home, f"/api/v1/accounts{query}", user)


def total(visit: Visit) -> Locator:
    return visit.page.locator("h1 + [role=status]")


async def names(visit: Visit) -> list[str]:
    return await visit.part("account-row").get_by_role("link").all_inner_texts()


async def shows(visit: Visit, answer: dict[str, Any]) -> None:
    """The first page of this answer, in its order."""
    expected = [item["name"] for item in answer["items"][:PAGE]]
    await expect(visit.part("account-row").get_by_role("link")).to_have_text(expected)


async def test_every_figure_of_the_list_is_the_api_s(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list("?sort=-mrr")
    answer = await told(visit, "?sort=-mrr")
    await shows(visit, answer)
    headings = await visit.page.get_by_role("columnheader").all_inner_texts()
    place = headings.index("MRR")
    for row, item in list(zip(await visit.part("account-row").all(), answer["items"], strict=True))[:12]:
        fact = item["facts"]["mrr"]
        amounts = " + ".join(map(money, [fact["money"], *fact.get("beside", [])]))
        await expect(row.get_by_role("cell").nth(place)).to_have_text(amounts)


async def test_the_whole_table_is_in_sight(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list("?sort=-mrr")  # Among the first are those who pay in two currencies.
    columns = (await told(visit, ""))["columns"]
    for title in ["Account", "Owner", *(column["title"] for column in columns)]:
        heading = visit.page.get_by_role("columnheader", name=title, exact=True)
        box = await heading.bounding_box()
        assert box is not None, title
        assert box["x"] + box["width"] <= 1440, title


async def test_owners_are_named_and_their_addresses_a_hover_away(visits: Visits) -> None:
    visit = await visits.of("sales")
    await visit.open_list()
    owner = visit.part("account-row").first.get_by_title("daniel.cho@rotunda.example")
    await expect(owner).to_contain_text("Daniel Cho")
    assert "daniel.cho@" not in await visit.text()


async def test_the_list_is_searched_as_one_types(visits: Visits, home: InhabitedHouse) -> None:
    visit = await visits.of("admin")
    await visit.open_list()
    name = home.companies[0].name
    await visit.page.get_by_label("Search accounts").press_sequentially(name[:9])
    answer = await told(visit, f"?q={name[:9]}")
    assert 0 < answer["total"] < PAGE
    await shows(visit, answer)
    await expect(total(visit)).to_have_text(f"{answer['total']} account{'s' if answer['total'] > 1 else ''}")
    await expect(visit.page).to_have_url(f"{home.service.url}/accounts?q={name[:9]}")


@pytest.mark.parametrize(
    "search", ["mrr:>1000", "plan:pro -status:trial", "tickets:>0 owner:me", "renewal:<90d", "has:overdue-invoice"]
)
async def test_operators_narrow_the_list(visits: Visits, search: str) -> None:
    visit = await visits.of("success")
    await visit.open_list()
    everything = await told(visit, "", "success")
    answer = await told(visit, f"?q={search}", "success")
    assert answer["total"] < everything["total"]
    await visit.page.get_by_label("Search accounts").fill(search)
    await expect(total(visit)).to_have_text(f"{answer['total']} account{'' if answer['total'] == 1 else 's'}")
    if answer["total"]:
        await shows(visit, answer)
    else:
        await expect(visit.page.get_by_text("No account matches this search")).to_be_visible()


async def test_a_mistake_is_pointed_at(visits: Visits) -> None:
    visit = await visits.of("admin")
    visit.foresee(400)
    await visit.open_list()
    await visit.page.get_by_label("Search accounts").fill("plan:pro mrr:lots")
    problem = visit.part("search-problem")
    await expect(problem).to_contain_text("mrr: takes a number, as in mrr:>1000 or >1000EUR.")
    await expect(problem.locator("mark")).to_have_text("lots")
    await expect(problem.locator("code")).to_have_text("plan:pro mrr:lots")
    await visit.page.get_by_label("Search accounts").fill("plan:pro mrr:>100")
    await expect(problem).to_have_count(0)
    await shows(visit, await told(visit, "?q=plan:pro mrr:>100"))


async def test_a_role_s_own_columns_are_the_only_operators(visits: Visits) -> None:
    visit = await visits.of("support")
    visit.foresee(400)
    await visit.open_list()
    await expect(visit.page.get_by_role("columnheader", name="MRR")).to_have_count(0)
    await visit.page.get_by_label("Search accounts").fill("mrr:>0")
    await expect(visit.part("search-problem")).to_contain_text("There is no operator mrr:.")


async def test_a_column_sorts_one_way_and_the_other(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list()
    heading = visit.page.get_by_role("columnheader", name="MRR")
    for direction, sort in (("descending", "-mrr"), ("ascending", "mrr")):
        await heading.get_by_role("button").click()
        await expect(heading).to_have_attribute("aria-sort", direction)
        await shows(visit, await told(visit, f"?sort={sort}"))
    await heading.get_by_role("button").click()
    await expect(heading).to_have_attribute("aria-sort", "none")
    await shows(visit, await told(visit, ""))


async def test_filters_are_words_of_the_search(visits: Visits, home: InhabitedHouse) -> None:
    visit = await visits.of("success")
    await visit.open_list()
    field = visit.page.get_by_label("Search accounts")
    for title, word in (("Open ticket", "has:open-ticket"), ("My accounts", "owner:me")):
        chip = visit.page.get_by_role("button", name=title, exact=True)
        await chip.click()
        await expect(chip).to_have_attribute("aria-pressed", "true")
        await expect(field).to_have_value(word)
        await shows(visit, await told(visit, f"?q={word}", "success"))
        await chip.click()
        await expect(field).to_have_value("")
    await visit.page.get_by_role("search").get_by_role("button", name="Plan").click()
    await visit.page.get_by_role("menuitem", name="Pro", exact=True).click()
    await expect(field).to_have_value("plan:pro")
    await shows(visit, await told(visit, "?q=plan:pro", "success"))


async def test_the_next_accounts_are_read_when_the_end_comes_near(visits: Visits, home: InhabitedHouse) -> None:
    visit = await visits.of("admin")
    await visit.open_list()
    rows = visit.part("account-row")
    await expect(rows).to_have_count(PAGE)
    await rows.last.scroll_into_view_if_needed()
    await expect(rows).to_have_count(len(home.accounts))
    shown = await names(visit)
    assert shown == [item["name"] for item in (await told(visit, "?limit=200"))["items"]]


async def test_an_account_is_opened_and_the_search_is_there_on_the_way_back(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list("?q=has:open-ticket")
    first = visit.part("account-row").first.get_by_role("link")
    name = await first.inner_text()
    await first.click()
    await expect(visit.page.get_by_role("heading", level=1)).to_have_text(name)
    await expect(visit.page).to_have_title(f"{name} · Rotunda")
    await visit.page.go_back()
    await expect(visit.page.get_by_label("Search accounts")).to_have_value("has:open-ticket")
    await expect(visit.part("account-row").first).to_be_visible()
