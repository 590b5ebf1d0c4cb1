"""Two people who are one, decided on the page of one of them: merged after a look at the plan, and undone."""

import pytest
from playwright.async_api import expect

from e2e.visit import Visits, ask
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser


async def test_people_are_merged_from_a_plan_and_taken_apart_again(visits: Visits, home: InhabitedHouse) -> None:
    people = (await ask(home, "/api/v1/contacts?limit=200"))["items"]
    named = [each for each in people if "@" not in each["name"] and each.get("email")]
    names = [each["name"] for each in named]
    one, other = [each for each in named if names.count(each["name"]) == 1][:2]
    visit = await visits.of("admin")
    await visit.open(f"/contacts/{one['id']}")
    heading = visit.part("contact-header").get_by_role("heading")
    await expect(heading).to_have_text(one["name"])
    await visit.page.get_by_role("button", name="More actions").click()
    await visit.page.get_by_role("menuitem", name="Merge with…").click()
    dialog = visit.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill(other["email"])
    found = dialog.get_by_role("list", name="People who were found")
    await found.get_by_role("button", name=other["name"]).first.click()
    await expect(dialog.get_by_text(f"{other['name']} is shown as {one['name']} from now on")).to_be_visible()
    plan = dialog.get_by_test_id("plan-name")
    shown = other["name"]
    if await plan.get_by_role("radio", name=shown).is_checked():  # a rule would show it: a person says otherwise
        shown = one["name"]
    await plan.get_by_role("radio", name=shown).check()
    await expect(plan).to_contain_text(f"Shown: {shown} (chosen by a person)")
    await dialog.get_by_role("button", name="Merge").click()
    await expect(heading).to_have_text(shown)
    await expect(visit.part("contact-header")).to_contain_text(other["email"])
    await visit.open(f"/contacts/{other['id']}")
    await expect(heading).to_have_text(shown)
    await expect(visit.part("history")).to_contain_text(f"{other['name']} was merged into {one['name']}")
    await visit.part("history").get_by_role("button", name="Undo").click()
    asked = visit.page.get_by_role("dialog", name="Undo this merge?")
    await asked.get_by_role("button", name="Undo").click()
    await expect(asked).to_have_count(0)
    await visit.open(f"/contacts/{one['id']}")
    await expect(heading).to_have_text(one["name"])
