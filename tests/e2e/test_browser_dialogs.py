"""Every dialog in which it is decided who is who: worked by keys alone, the focus stays inside and goes back where it
came from, axe finds nothing, and nothing is wider than the screen; on a desk and on a phone, in light and in dark.
"""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.test_browser_accessibility import serious
from e2e.test_browser_contact_fields import set_fields
from e2e.test_browser_merging import post
from e2e.visit import PHONE, WIDE, Theme, Visit, Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser
SCREENS = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
EMPTY = {"name": None, "title": None, "email": None, "phone": None, "tags": None}
Pair = tuple[dict[str, Any], dict[str, Any]]

_FOCUSED = "element => element === document.activeElement"
_INSIDE = "dialog => dialog.contains(document.activeElement)"


@pytest_asyncio.fixture
async def pair(home: InhabitedHouse) -> AsyncIterator[Pair]:
    """Two people of names of their own with addresses; afterwards they are what they were."""
    people = (await ask(home, "/api/v1/contacts?limit=200&q=has:email"))["items"]
    names = [each["name"] for each in people]
    one, other = [each for each in people if names.count(each["name"]) == 1 and "@" not in each["name"]][4:6]
    yield one, other
    for each in (await ask(home, f"/api/v1/contacts/{one['id']}/merges"))["items"]:
        if each["undoable"]:
            plan = await post(home, f"/api/v1/merges/{each['id']}/undo", {"dry_run": True})
            choices = {conflict["key"]: "kept" for conflict in plan["conflicts"]}
            await post(home, f"/api/v1/merges/{each['id']}/undo", {"choices": choices})
    await home.installation.database.execute("DELETE FROM keep_apart")
    for each in (one, other):
        await set_fields(home, each["id"], EMPTY)


async def opened(visits: Visits, contact: str, size: tuple[int, int], theme: Theme) -> Visit:
    visit = await visits.of("admin", size, theme)
    await visit.open(f"/contacts/{contact}")
    await expect(visit.part("own-fields")).to_be_visible()
    return visit


async def choose(visit: Visit, action: str) -> Locator:
    """By keys alone."""
    await visit.page.get_by_role("button", name="More actions").focus()
    await visit.page.keyboard.press("Enter")
    menu = visit.page.get_by_role("menu")
    await expect(menu).to_have_css("opacity", "1")
    item = menu.get_by_role("menuitem", name=action)
    for _ in range(await menu.get_by_role("menuitem").count()):
        if await item.evaluate(_FOCUSED):
            break
        await visit.page.keyboard.press("ArrowDown")
    await expect(item).to_be_focused()
    await visit.page.keyboard.press("Enter")
    dialog = visit.page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    return dialog


async def pick(dialog: Locator, other: dict[str, Any]) -> None:
    """Typed, then taken by Enter."""
    await dialog.get_by_role("textbox").fill(other["email"])
    found = dialog.get_by_role("list", name="People who were found").get_by_role("button")
    await found.filter(has_text=other["name"]).first.press("Enter")


async def holds(visit: Visit, dialog: Locator) -> None:
    """It keeps the focus however often Tab is pressed, has no finding, and fits."""
    await expect(dialog).to_have_css("opacity", "1")
    for key in (*["Tab"] * 15, *["Shift+Tab"] * 5):
        await visit.page.keyboard.press(key)
        assert await dialog.evaluate(_INSIDE), key
    assert await serious(visit) == []
    assert await visit.overflow() == 0
    wide = await dialog.evaluate("each => each.scrollWidth - each.clientWidth")
    assert wide <= 0


async def escapes(visit: Visit, back: Locator) -> None:
    await visit.page.keyboard.press("Escape")
    await expect(visit.page.get_by_role("dialog")).to_have_count(0)
    await expect(back).to_be_focused()


@pytest.mark.parametrize(("size", "theme"), SCREENS)
async def test_merge_split_and_keep_apart(visits: Visits, pair: Pair, size: tuple[int, int], theme: Theme) -> None:
    one, other = pair
    visit = await opened(visits, one["id"], size, theme)
    menu = visit.page.get_by_role("button", name="More actions")
    dialog = await choose(visit, "Merge with…")
    await expect(dialog.get_by_role("textbox")).to_be_focused()
    await holds(visit, dialog)
    await pick(dialog, other)
    await expect(dialog.get_by_role("button", name="Merge")).to_be_enabled()
    await holds(visit, dialog)
    await escapes(visit, menu)
    dialog = await choose(visit, "Split an identifier…")
    await dialog.get_by_role("radio", name=one["email"]).first.press("Space")
    await expect(dialog.get_by_role("status").or_(dialog.get_by_role("alert"))).to_be_visible()
    await holds(visit, dialog)
    await escapes(visit, menu)
    dialog = await choose(visit, "Keep apart from…")
    await pick(dialog, other)
    await expect(dialog.get_by_label("Why are they two people?")).to_be_focused()
    await holds(visit, dialog)
    await escapes(visit, menu)


@pytest.mark.parametrize(("size", "theme"), SCREENS)
async def test_an_address_that_is_taken_leads_to_the_plan_and_back(
    visits: Visits, pair: Pair, size: tuple[int, int], theme: Theme
) -> None:
    one, other = pair
    visit = await opened(visits, one["id"], size, theme)
    visit.foresee(409)
    await visit.page.get_by_role("button", name="Edit Email", exact=True).press("Enter")
    writing = visit.part("own-fields").get_by_label("Email", exact=True)
    await writing.fill(other["email"])
    await writing.press("Enter")
    shows = visit.part("own-fields").get_by_role("button", name="See what merging would do")
    await expect(shows).to_be_visible()
    assert await serious(visit) == []
    assert await visit.overflow() == 0
    await shows.press("Enter")
    dialog = visit.page.get_by_role("dialog")
    await expect(dialog.get_by_text(f"{other['name']} is shown as {one['name']} from now on")).to_be_visible()
    await holds(visit, dialog)
    await escapes(visit, shows)


@pytest.mark.parametrize(("size", "theme"), SCREENS)
async def test_an_undo_asks_what_only_people_know(
    visits: Visits, home: InhabitedHouse, pair: Pair, size: tuple[int, int], theme: Theme
) -> None:
    one, other = pair
    await merged(home, "contacts", one["id"], other["id"])
    await set_fields(home, one["id"], {"title": "Written while they were one"})
    visit = await opened(visits, one["id"], size, theme)
    undo = visit.part("history").get_by_role("button", name="Undo")
    await undo.press("Enter")
    dialog = visit.page.get_by_role("dialog", name="Undo this merge?")
    asked = dialog.get_by_role("group", name="Title was changed since. Now it is Written while they were one.")
    await expect(asked).to_be_visible()
    await expect(dialog.get_by_role("button", name="Undo")).to_be_disabled()
    await holds(visit, dialog)
    await escapes(visit, undo)
    await undo.press("Enter")
    await asked.get_by_role("radio", name=other["name"]).press("Space")
    await dialog.get_by_role("button", name="Undo").press("Enter")
    await expect(visit.page.get_by_role("dialog")).to_have_count(0)
    await visit.open(f"/contacts/{other['id']}")
    await expect(visit.part("contact-header")).to_contain_text("Written while they were one")
    await visit.open(f"/contacts/{one['id']}")
    await expect(visit.part("contact-header")).not_to_contain_text("Written while they were one")


async def merged(home: InhabitedHouse, kind: str, kept: str, absorbed: str) -> None:
    path = f"/api/v1/{kind}/{absorbed}/merge"
    plan = await post(home, path, {"into": kept, "dry_run": True})
    await post(home, path, {"into": kept, "fingerprint": plan["plan"]["fingerprint"]})


async def test_whom_somebody_turned_out_to_be_is_said_with_the_rule(
    visits: Visits, home: InhabitedHouse, pair: Pair
) -> None:
    one, other = pair
    await merged(home, "contacts", one["id"], other["id"])
    visit = await opened(visits, one["id"], WIDE, "light")
    shown = await visit.part("contact-header").get_by_role("heading").inner_text()
    [also] = {one["name"], other["name"]} - {shown}
    await expect(visit.part("also-known-as")).to_contain_text(f"Also known as {also}")
    why = visit.part("also-known-as").get_by_role("button", name="Why these values?")
    await why.press("Enter")
    await expect(visit.part("chosen-name")).to_contain_text(f"not {also}")
    assert await serious(visit) == []
    await visit.page.keyboard.press("Escape")
    await expect(why).to_be_focused()


async def test_an_address_is_split_out_to_a_new_person(visits: Visits, home: InhabitedHouse, pair: Pair) -> None:
    one, _ = pair
    visit = await opened(visits, one["id"], WIDE, "light")
    dialog = await choose(visit, "Split an identifier…")
    await dialog.get_by_role("radio", name=one["email"]).first.press("Space")
    await expect(dialog.get_by_role("status")).to_contain_text(f"{one['email']} will belong to a new person")
    await dialog.get_by_role("button", name="Split").press("Enter")
    await dialog.get_by_role("link", name="Open that person").press("Enter")
    await expect(visit.part("contact-header")).to_contain_text(one["email"])
    new = visit.page.url.rsplit("/", 1)[1]
    assert new != one["id"]
    body = {"identifier": one["email"], "into": one["id"]}
    await post(home, f"/api/v1/contacts/{new}/split", body)
    [found] = (await ask(home, f"/api/v1/contacts?q=id:{quote(one['email'])}"))["items"]
    assert found["id"] == one["id"]
