"""Without a mouse: what has the focus is seen, the way is short, everything can be reached."""

import pytest
from playwright.async_api import expect

from e2e.visit import Visit, Visits

pytestmark = pytest.mark.browser

_FOCUSED = """async () => {
    const element = document.activeElement, style = getComputedStyle(element);
    await Promise.all(element.getAnimations().map((each) => each.finished));
    const box = element.getBoundingClientRect();
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return {
        name: element.dataset.testid ?? element.getAttribute('aria-label') ?? element.textContent.trim(),
        seen: box.width > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight,
        ring: ring || style.boxShadow !== 'none' || (element.matches('input') && style.borderColor !== ''),
    };
}"""


async def tab(visit: Visit) -> str:
    """Goes one further; the name of what has the focus now, which must be seen to have it."""
    await visit.page.keyboard.press("Tab")
    focused = await visit.page.evaluate(_FOCUSED)
    assert focused["ring"], focused
    assert focused["seen"], focused
    name: str = focused["name"]
    return name


async def test_the_first_stop_skips_to_the_content(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    assert await tab(visit) == "Skip to the content"
    await expect(visit.page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.locator("#main")).to_be_focused()
    await tab(visit)
    within = "document.querySelector('#main').contains(document.activeElement)"
    assert await visit.page.evaluate(within)


async def test_the_order_is_that_of_the_page(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    passed = [await tab(visit) for _ in range(60)]
    pages = ["Signals", "Accounts", "Contacts", "Matches", "Connections", "Fields", "Score models", "Access log"]
    order = ["Skip to the content", *pages, "open-palette", "bell", "user-menu"]
    assert passed[: len(order)] == order
    tabs = [f"tab-{name}" for name in ("overview", "billing", "usage", "support", "deals", "people")]
    assert [name for name in passed if name in tabs] == tabs


async def test_a_tab_is_opened_by_keys(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    for _ in range(60):
        if await tab(visit) == "tab-billing":
            break
    await expect(visit.part("tab-billing")).to_be_focused()
    await visit.page.keyboard.press("Enter")
    await expect(visit.part("section-billing")).to_be_visible()
    await expect(visit.part("tab-billing")).to_be_focused()


async def test_how_a_figure_was_made_is_asked_by_keys(visits: Visits, rich: str) -> None:
    visit = await visits.of("admin")
    await visit.open_account(rich)
    amount = visit.part("tile-billing").locator("[data-made]").first
    await amount.focus()
    await visit.page.keyboard.press("Enter")
    await expect(visit.part("how-made")).to_be_visible()
    await expect(visit.page.locator("[data-portal] :focus")).to_have_count(1)
    await visit.page.keyboard.press("Escape")
    await expect(visit.part("how-made")).to_have_count(0)
    await expect(amount).to_be_focused()


async def test_the_list_is_used_by_keys(visits: Visits) -> None:
    visit = await visits.of("admin")
    await visit.open_list()
    passed = [await tab(visit) for _ in range(30)]
    assert passed.index("account-search") < passed.index("sort-mrr")
    await visit.part("sort-mrr").focus()
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_role("columnheader", name="MRR")).to_have_attribute("aria-sort", "descending")
    name = (await visit.api("/api/v1/accounts?sort=-mrr&limit=1"))["items"][0]["name"]
    first = visit.part("account-row").first.get_by_role("link")
    await expect(first).to_have_text(name)
    await first.focus()
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_role("heading", level=1)).to_have_text(name)


async def test_signing_in_by_keys(visits: Visits) -> None:
    visit = await visits.of(None)
    visit.foresee(401)
    await visit.open("/")
    await expect(visit.page.get_by_role("button", name="Sam Okafor")).to_be_visible()
    names = [await tab(visit) for _ in range(5)]
    assert names == [f"sign-in-{user}" for user in ("support", "success", "sales", "finance", "admin")]
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.get_by_role("heading", name="Accounts")).to_be_visible()
