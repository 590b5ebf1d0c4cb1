"""The people of an account on its page: org chart, who knows whom, stakeholders, roles, and the panel beside."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, Theme, Visit, Visits, ask
from rotunda.connector_kit.events import Event, EventType, Participant
from rotunda.connector_kit.events import Role as Part
from rotunda.sections.ids import ExternalId
from rotunda.sections.labels import Label
from rotunda.timeline.model import OURS
from support.house import InhabitedHouse

pytestmark = pytest.mark.browser
MIA = Participant(Part.ORGANIZER, "Mia Rivera", "mia@vendor.test", ours=True)
DAN = Participant(Part.ORGANIZER, "Dan Cho", "dan@vendor.test", ours=True)


async def people_of(home: InhabitedHouse, key: str) -> list[dict[str, Any]]:
    return (await ask(home, f"/api/v1/accounts/{home.accounts[key]}/people"))["stakeholders"]


async def give(home: InhabitedHouse, person: str, *roles: str) -> None:
    async with home.client("admin") as client:
        tag = (await client.get(f"/api/v1/contacts/{person}/fields")).headers["etag"]
        path = f"/api/v1/contacts/{person}/role"
        answer = await client.patch(path, json={"roles": roles}, headers={"If-Match": tag})
        assert answer.status_code == 200, answer.text


class Company:
    """`champion` is met often, `gap` decides about money and was in one meeting with the champion long ago."""

    def __init__(self, home: InhabitedHouse, key: str, people: list[dict[str, Any]]) -> None:
        self.home, self.key = home, key
        self.champion, self.gap, *self.others = people

    def _met(self, number: int, days: float, teammate: Participant, *people: dict[str, Any]) -> Event:
        named = (("contact", ExternalId(each["id"])) for each in people)
        return Event(
            type=EventType.MEETING,
            key=f"people {number}",
            version=1,
            at=self.home.clock.now() - timedelta(days=days),
            record=("made", ExternalId(str(number))),
            label=Label.COMMUNICATION,
            whose=(("account", ExternalId(self.home.accounts[self.key])), *named),
            people=(teammate,),
        )

    async def furnish(self) -> None:
        await give(self.home, self.champion["id"], "champion")
        await give(self.home, self.gap["id"], "economic_buyer")
        for each in self.others:
            if each.get("roles"):
                await give(self.home, each["id"], "end_user")
        often = [self._met(number, 3 + number * 7, MIA, self.champion) for number in range(6)]
        once = self._met(10, 58, DAN, self.champion, self.gap)
        await self.home.installation.timeline.record(OURS, [*often, once])


@pytest_asyncio.fixture
async def company(home: InhabitedHouse, rich: str) -> Company:
    made = Company(home, rich, sorted(await people_of(home, rich), key=lambda each: each["id"]))
    await made.furnish()
    return made


async def opened(visits: Visits, key: str, user: str = "admin", **of: Any) -> Visit:
    visit = await visits.of(user, **of)
    await visit.open_account(key, "people")
    await expect(visit.part("stakeholders").locator("tbody tr").first).to_be_visible()
    return visit


async def test_pictures_and_table_say_what_the_api_says(visits: Visits, home: InhabitedHouse, company: Company) -> None:
    visit = await opened(visits, company.key)
    stakeholders = await people_of(home, company.key)
    boxes = visit.part("org-chart").locator(".react-flow__node")
    await expect(boxes).to_have_count(len(stakeholders))
    await expect(boxes.filter(has_text=company.gap["name"])).to_contain_text("Economic buyer")
    related = await ask(home, f"/api/v1/accounts/{home.accounts[company.key]}/relationships")
    lines = visit.part("relationships").locator(".react-flow__edge path")
    assert related["edges"]
    await expect(lines).to_have_count(len(related["edges"]))
    row = visit.part("stakeholders").locator("tbody tr").first
    await expect(row).to_contain_text(company.gap["name"])
    await expect(row).to_contain_text("meeting")
    colours = [await row.locator("td").first.evaluate("cell => getComputedStyle(cell).backgroundColor")]
    colours.append(
        await row.locator("xpath=following-sibling::tr[1]/td[1]").evaluate(
            "cell => getComputedStyle(cell).backgroundColor"
        )
    )
    assert colours[0] != colours[1], "who matters and is not reached stands out"


async def test_gaps_and_the_warmest_way_are_named(visits: Visits, company: Company) -> None:
    visit = await opened(visits, company.key)
    told = visit.part("coverage")
    await expect(told).to_contain_text(f"Coverage gap: {company.gap['name']}, the economic buyer")
    await expect(told).to_contain_text(f"→ {company.gap['name']}.")
    beside = visit.part("section-people")
    await expect(beside).to_be_visible()


async def test_the_panel_beside_shows_who_is_not_reached(visits: Visits, company: Company) -> None:
    visit = await visits.of("admin")
    await visit.open_account(company.key)
    row = visit.part("section-people").locator("li").filter(has_text=company.gap["name"])
    await expect(row).to_contain_text("Economic buyer")
    await expect(row).to_contain_text("Matters, and is not reached")
    await expect(row).to_contain_text("meeting")


async def test_roles_are_edited_in_place_by_keyboard(visits: Visits, home: InhabitedHouse, company: Company) -> None:
    visit = await opened(visits, company.key)
    name = company.champion["name"]
    pencil = visit.page.get_by_role("button", name=f"Edit the roles of {name}", exact=True)
    await pencil.focus()
    await visit.page.keyboard.press("Enter")
    boxes = visit.page.get_by_role("group", name=f"Roles of {name}")
    await expect(boxes.get_by_label("Champion")).to_be_focused()
    await visit.page.keyboard.press("Escape")
    await expect(pencil).to_be_focused()
    await pencil.press("Enter")
    await boxes.get_by_label("Blocker").press("Space")
    await visit.page.keyboard.press("Enter")
    await expect(pencil).to_be_focused()
    row = visit.part("stakeholders").locator("tbody tr").filter(has=pencil)
    await expect(row).to_contain_text("Blocker")
    now = next(each for each in await people_of(home, company.key) if each["id"] == company.champion["id"])
    assert now["own_roles"]["roles"] == ["champion", "blocker"]


async def test_whoever_was_faster_is_not_written_over(visits: Visits, home: InhabitedHouse, company: Company) -> None:
    visit = await opened(visits, company.key)
    visit.foresee(412)
    name = company.champion["name"]
    await visit.page.get_by_role("button", name=f"Edit the roles of {name}", exact=True).click()
    await expect(visit.page.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    await give(home, company.champion["id"], "influencer")
    await visit.page.get_by_role("button", name="Save", exact=True).click()
    form = visit.part("stakeholders").get_by_role("alert")
    await expect(form).to_contain_text("has been changed since you read it")
    now = next(each for each in await people_of(home, company.key) if each["id"] == company.champion["id"])
    assert now["roles"] == ["influencer"]


async def test_a_picture_is_searched_read_as_a_table_and_saved(
    visits: Visits, company: Company, tmp_path: Path
) -> None:
    visit = await opened(visits, company.key)
    chart = visit.part("org-chart")
    boxes = chart.locator(".react-flow__node")
    await expect(boxes.first).to_be_visible()
    await chart.get_by_role("searchbox").fill(company.gap["name"])
    await expect(boxes.filter(has_text=company.gap["name"])).to_be_in_viewport()
    await chart.get_by_role("button", name="Larger: org chart").click()
    await chart.get_by_role("button", name="Show all: org chart").click()
    async with visit.page.expect_download() as downloading:
        await chart.get_by_role("button", name="CSV of the org chart").click()
    file = tmp_path / "chart.csv"
    await (await downloading.value).save_as(file)
    assert company.gap["name"] in file.read_text("utf-8-sig")
    await chart.get_by_role("button", name="Table of the org chart").click()
    await expect(boxes).to_have_count(0)
    await expect(visit.table("Who reports to whom")).to_contain_text(company.gap["name"])


async def test_whoever_may_not_read_who_took_part_is_told_of_no_contacts(visits: Visits, company: Company) -> None:
    visit = await opened(visits, company.key, "support")
    await expect(visit.part("relationships")).to_contain_text("is not part of your role")
    await expect(visit.part("coverage")).to_have_count(0)
    titles = await visit.part("stakeholders").locator("th").all_inner_texts()
    assert not {"Score", "Engaged by"}.intersection(titles)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_accessible_and_fits_a_phone(visits: Visits, company: Company, theme: Theme) -> None:
    for size in ((1440, 1000), PHONE):
        visit = await opened(visits, company.key, size=size, theme=theme)
        await expect(visit.part("org-chart").locator(".react-flow__node").first).to_be_visible()
        assert await visit.overflow() <= 0
        assert await serious(visit) == []
