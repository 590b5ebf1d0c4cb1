"""Who is which customer, decided on the account's page: merged, undone, split, kept apart, put below another."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.visit import Visit, Visits, ask
from rotunda_world.model import Company
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


def _is_plain(company: Company) -> bool:
    return (
        company.product_account_id is not None
        and company.parent is None
        and company.merged_into is None
        and company.domain is not None
        and company.story is None
    )


@pytest_asyncio.fixture
async def two(home: InhabitedHouse) -> AsyncIterator[tuple[str, str]]:
    """The keys of two accounts that have nothing to do with each other; afterwards they are what they were."""
    parents = {company.parent.key for company in home.companies if company.parent}
    shared = [company.domain for company in home.companies]
    plain = [each for each in home.companies if _is_plain(each) and shared.count(each.domain) == 1]
    one, other = [each.key for each in plain if each.key not in parents][-2:]
    yield one, other
    await _part(home, one)
    for table in ("keep_apart", "parent_set", "shown_head"):
        await home.installation.database.execute(f"DELETE FROM {table}")  # pyright: ignore[reportArgumentType] - ours


async def _part(home: InhabitedHouse, key: str) -> None:
    history = await ask(home, f"/api/v1/accounts/{home.accounts[key]}/merges")
    for each in history["items"]:
        if each["undoable"]:
            path = f"/api/v1/merges/{each['id']}/undo"
            conflicts = (await post(home, path, {"dry_run": True}))["conflicts"]
            await post(home, path, {"choices": {conflict["key"]: "kept" for conflict in conflicts}})


async def post(home: InhabitedHouse, path: str, body: dict[str, Any]) -> dict[str, Any]:
    async with home.client("admin") as client:
        answer = await client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def name_of(home: InhabitedHouse, key: str) -> str:
    return (await ask(home, f"/api/v1/accounts/{home.accounts[key]}"))["account"]["name"]


async def choose(visit: Visit, action: str) -> Locator:
    """Opens one of the dialogs of the menu."""
    await visit.page.get_by_role("button", name="More actions").click()
    await visit.page.get_by_role("menuitem", name=action).click()
    dialog = visit.page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    return dialog


async def pick(dialog: Locator, name: str) -> None:
    await dialog.get_by_role("textbox").fill(name)
    found = dialog.get_by_role("list", name="Accounts that were found")
    await found.get_by_role("button", name=name).first.click()


async def planned(visits: Visits, home: InhabitedHouse, two: tuple[str, str]) -> tuple[Visit, Locator]:
    """The plan of merging the second one into the first one, on the page of the first one."""
    visit = await visits.of("admin")
    await visit.open_account(two[0])
    dialog = await choose(visit, "Merge with…")
    await pick(dialog, await name_of(home, two[1]))
    await expect(dialog.get_by_role("button", name="Merge")).to_be_enabled()
    return visit, dialog


async def test_a_merge_is_planned_made_explained_and_undone(
    visits: Visits, home: InhabitedHouse, two: tuple[str, str]
) -> None:
    name, other = await name_of(home, two[0]), await name_of(home, two[1])
    visit, dialog = await planned(visits, home, two)
    await expect(dialog.get_by_text(f"{other} is shown as {name} from now on")).to_be_visible()
    await expect(dialog.locator("[data-warning=same_source]")).to_contain_text("there they are two customers")
    await expect(dialog.get_by_role("table", name="What belongs to both accounts")).to_contain_text(
        "Records of sources"
    )
    await dialog.get_by_test_id("plan-name").get_by_role("radio", name=other).check()
    await expect(dialog.get_by_test_id("plan-name")).to_contain_text(f"Shown: {other} (chosen by a person)")
    await dialog.get_by_role("button", name="Merge").click()
    heading = visit.part("account-header").get_by_role("heading")
    await expect(heading).to_have_text(other)
    await expect(visit.part("also-known-as")).to_contain_text(other)
    await visit.page.get_by_role("button", name="Why these values?").click()
    await expect(visit.part("chosen-name")).to_have_attribute("data-rule", "chosen")
    await expect(visit.part("chosen-name")).to_contain_text(f"not {name}")
    await visit.page.keyboard.press("Escape")
    await visit.open_account(two[1])
    await expect(heading).to_have_text(other)
    await undo(visit)
    await visit.open_account(two[0])
    await expect(heading).to_have_text(name)
    await expect(visit.part("also-known-as")).to_have_count(0)


async def undo(visit: Visit) -> None:
    await visit.part("tab-access-log").click()
    await visit.part("history").get_by_role("button", name="Undo").click()
    asked = visit.page.get_by_role("dialog", name="Undo this merge?")
    await asked.get_by_role("button", name="Undo").click()
    await expect(asked).to_have_count(0)
    await expect(visit.part("history")).to_contain_text("was undone")


async def test_a_plan_that_has_aged_is_refused_and_made_again(
    visits: Visits, home: InhabitedHouse, two: tuple[str, str]
) -> None:
    visit, dialog = await planned(visits, home, two)
    visit.foresee(409)
    path = f"/api/v1/accounts/{home.accounts[two[1]]}"
    async with home.client("admin") as client:
        tag = (await client.get(f"{path}/fields")).headers["etag"]
        renamed = await client.patch(path, json={"fields": {"name": "Named anew"}}, headers={"If-Match": tag})
    assert renamed.status_code == 200
    try:
        await dialog.get_by_role("button", name="Merge").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("plan")
        assert (await ask(home, path))["account"]["name"] == "Named anew"
        await dialog.get_by_role("button", name="Plan again").click()
        await expect(dialog.get_by_test_id("plan-name")).to_contain_text("Named anew")
        await expect(dialog.get_by_role("alert")).to_have_count(0)
        await dialog.get_by_role("button", name="Merge").click()
        await expect(visit.part("also-known-as")).to_contain_text("Named anew")
    finally:
        await _part(home, two[0])
        async with home.client("admin") as client:
            headers = {"If-Match": renamed.headers["etag"]}
            assert (await client.patch(path, json={"fields": {"name": None}}, headers=headers)).status_code == 200


async def test_a_domain_is_split_out_to_a_new_account_and_comes_back(
    visits: Visits, home: InhabitedHouse, two: tuple[str, str]
) -> None:
    before = (await ask(home, "/api/v1/accounts?limit=1"))["total"]
    domain = (await ask(home, f"/api/v1/accounts/{home.accounts[two[0]]}"))["account"]["domain"]
    visit = await visits.of("admin")
    await visit.open_account(two[0])
    dialog = await choose(visit, "Split an identifier…")
    await expect(dialog.get_by_role("button", name="Split")).to_be_disabled()
    await dialog.get_by_role("radio", name=f"{domain} domain").check()
    await expect(dialog.get_by_role("status")).to_contain_text(f"{domain} will belong to a new account")
    await dialog.get_by_role("button", name="Split").click()
    await dialog.get_by_role("link", name="Open that account").click()
    heading = visit.part("account-header").get_by_role("heading")
    await expect(heading).to_have_text(domain)
    new = visit.page.url.rsplit("/", 1)[1]
    [found] = (await ask(home, f"/api/v1/lookup?domain={domain}"))["matches"]
    assert found["account"]["id"] == new
    await post(home, f"/api/v1/accounts/{new}/split", {"identifier": domain, "into": home.accounts[two[0]]})
    [found] = (await ask(home, f"/api/v1/lookup?domain={domain}"))["matches"]
    assert found["account"]["id"] == home.accounts[two[0]]
    assert (await ask(home, "/api/v1/accounts?limit=1"))["total"] == before


async def test_a_split_that_would_change_nothing_is_refused_before_it_is_made(
    visits: Visits, two: tuple[str, str]
) -> None:
    visit = await visits.of("admin")
    visit.foresee(404, 422)
    await visit.open_account(two[0])
    dialog = await choose(visit, "Split an identifier…")
    await dialog.get_by_role("radio", name="Something else").check()
    await dialog.get_by_label("An address, a domain, or source:id").fill("nobody@nowhere.example")
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await expect(dialog.get_by_role("button", name="Split")).to_be_disabled()


async def test_accounts_that_are_kept_apart_are_merged_with_a_reason_only(
    visits: Visits, home: InhabitedHouse, two: tuple[str, str]
) -> None:
    other = await name_of(home, two[1])
    visit = await visits.of("admin")
    await visit.open_account(two[0])
    dialog = await choose(visit, "Keep apart from…")
    await pick(dialog, other)
    await dialog.get_by_label("Why are they two customers?").fill("Two brands of one group")
    await dialog.get_by_role("button", name="Keep apart").click()
    await expect(visit.page.get_by_role("dialog")).to_have_count(0)
    dialog = await choose(visit, "Merge with…")
    await pick(dialog, other)
    await expect(dialog.locator("[data-warning=kept_apart]")).to_contain_text("Two brands of one group")
    await expect(dialog.get_by_role("button", name="Merge")).to_be_disabled()
    await dialog.get_by_label("Why are they one customer after all?").fill("They have become one")
    await expect(dialog.get_by_role("button", name="Merge")).to_be_enabled()


async def test_a_parent_is_set_by_hand_refused_in_a_circle_and_left_to_the_sources(
    visits: Visits, home: InhabitedHouse, two: tuple[str, str]
) -> None:
    name, other = await name_of(home, two[0]), await name_of(home, two[1])
    visit = await visits.of("admin")
    visit.foresee(409)
    await visit.open_account(two[0])
    dialog = await choose(visit, "Set the parent…")
    await pick(dialog, other)
    await dialog.get_by_role("button", name="Save").click()
    header = visit.part("account-header")
    await expect(header).to_contain_text(f"child of {other}")
    await visit.open_account(two[1])
    await expect(header).to_contain_text(f"parent of {name}")
    dialog = await choose(visit, "Set the parent…")
    await pick(dialog, name)
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_have_text(
        "That account is this one or stands below it. Choose another parent."
    )
    await dialog.get_by_role("button", name="Cancel").click()
    await visit.open_account(two[0])
    dialog = await choose(visit, "Set the parent…")
    await dialog.get_by_role("radio", name="Whichever the sources name").check()
    await dialog.get_by_role("button", name="Save").click()
    await expect(header).not_to_contain_text("child of")


async def test_whoever_may_not_merge_has_no_menu(visits: Visits, two: tuple[str, str]) -> None:
    visit = await visits.of("support")
    await visit.open_account(two[0])
    await expect(visit.part("account-header").get_by_role("button", name=re.compile("Copy link"))).to_be_visible()
    await expect(visit.page.get_by_role("button", name="More actions")).to_have_count(0)


async def test_what_people_did_since_a_merge_is_decided_one_by_one_when_it_is_undone(
    visits: Visits, home: InhabitedHouse, two: tuple[str, str]
) -> None:
    """Two edits and a merge that came later: shown with what they are, asked one by one, and none is lost."""
    kept, absorbed, later = (home.accounts[key] for key in (*two, _third(home, two)))
    names = [(await ask(home, f"/api/v1/accounts/{each}"))["account"]["name"] for each in (kept, absorbed, later)]
    merge = await _merged(home, absorbed, kept)
    await _edited(home, kept, {"tags": ["theirs"], "segments": ["ours"]})
    try:
        await _merged(home, later, kept)
        visit = await visits.of("admin")
        await visit.open_account(two[0])
        dialog = await _undoing(visit, names[1])
        questions = dialog.get_by_role("group")
        await expect(questions).to_have_count(3)
        for each in ("Tags was changed since. Now it is theirs.", "Now it is ours.", f"{names[2]} was merged into it"):
            await expect(questions.filter(has_text=each)).to_have_count(1)
        undo = dialog.get_by_role("button", name="Undo")
        for says, side in (("Tags", names[1]), ("Segments", names[0]), (names[2], names[1])):
            await expect(undo).to_be_disabled()
            await questions.filter(has_text=f"{says} was").get_by_role("radio", name=side).check()
        await undo.click()
        await expect(dialog).to_have_count(0)
        assert await _own(home, kept) == {"tags": None, "segments": ["ours"]}
        assert await _own(home, absorbed) == {"tags": ["theirs"], "segments": None}
        known = (await ask(home, f"/api/v1/accounts/{absorbed}"))["account"]["also_known_as"]
        assert [each["name"] for each in known] == [names[2]]
        history = (await ask(home, f"/api/v1/accounts/{kept}/merges"))["items"]
        assert not any(each["undoable"] for each in history if each["id"] == merge)
    finally:
        for each in (kept, absorbed):
            await _edited(home, each, {"tags": None, "segments": None})
        for key in (*two, _third(home, two)):
            await _part(home, key)


def _third(home: InhabitedHouse, two: tuple[str, str]) -> str:
    return [each.key for each in home.companies if _is_plain(each) and each.key not in two][-1]


async def _merged(home: InhabitedHouse, one: str, into: str) -> str:
    plan = await post(home, f"/api/v1/accounts/{one}/merge", {"into": into, "dry_run": True})
    fingerprint = plan["plan"]["fingerprint"]
    made = await post(home, f"/api/v1/accounts/{one}/merge", {"into": into, "fingerprint": fingerprint})
    return made["merge"]


async def _edited(home: InhabitedHouse, account: str, fields: dict[str, list[str] | None]) -> None:
    path = f"/api/v1/accounts/{account}"
    async with home.client("admin") as client:
        tag = (await client.get(f"{path}/fields")).headers["etag"]
        done = await client.patch(path, json={"fields": fields}, headers={"If-Match": tag})
    assert done.status_code == 200, done.text


async def _own(home: InhabitedHouse, account: str) -> dict[str, list[str] | None]:
    fields = (await ask(home, f"/api/v1/accounts/{account}"))["account"]["fields"]
    values = {each["name"]: each.get("value") for each in fields}
    return {name: values[name] for name in ("tags", "segments")}


async def _undoing(visit: Visit, absorbed: str) -> Locator:
    """The dialog that asks about the merge of that one, from the history."""
    await visit.part("tab-access-log").click()
    button = visit.page.get_by_role("button", name="Undo")
    lines = visit.part("history").get_by_role("listitem").filter(has=button)
    await lines.filter(has_text=f"{absorbed} was merged into").get_by_role("button", name="Undo").click()
    dialog = visit.page.get_by_role("dialog", name="Undo this merge?")
    await expect(dialog.get_by_role("group").first).to_be_visible()
    return dialog
