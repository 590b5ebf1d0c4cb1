"""The review queue: both sides with their evidence, three answers by mouse and by key, each of them for good."""

from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from e2e.test_browser_keyboard import tab
from e2e.visit import PHONE, Visit, Visits, ask
from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.suggestions.service import Suggestions
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.provenance import Category
from support.house import InhabitedHouse

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_MARK = "misspelt-"
_CLEAN = (
    "DELETE FROM link WHERE external_id LIKE 'misspelt-%'",
    "DELETE FROM identifier WHERE value LIKE 'misspelt-%'",
    "DELETE FROM source_record WHERE external_id LIKE 'misspelt-%'",
    "DELETE FROM suggestion",
)


class _Listed(msgspec.Struct, frozen=True):
    external_id: str
    name: str
    city: str
    country: str


@pytest_asyncio.fixture
async def queue(home: InhabitedHouse) -> AsyncIterator[list[str]]:
    """Three helpdesk organizations that nobody declares are three accounts, each with a slip in its name."""
    rows = await home.installation.database.fetch_all(
        _Listed,
        "SELECT DISTINCT ON (name) external_id, name, city, country FROM source_record "
        "WHERE source = 'hubspot' AND NOT is_person AND length(name) BETWEEN 12 AND 30 AND city IS NOT NULL "
        "AND country IS NOT NULL ORDER BY name LIMIT 3",
    )
    names = [f"{each.name[:2]}{each.name[3:]}" for each in rows]
    records = [
        SourceRecord(
            record_type="organization",
            external_id=ExternalId(f"{_MARK}{number}"),
            name=name,
            city=row.city,
            country=row.country,
        )
        for number, (row, name) in enumerate(zip(rows, names, strict=True))
    ]
    zendesk = SourceName("zendesk")
    await home.installation.identity.apply_found(home.connections[zendesk], zendesk, Category.SUPPORT, records)
    await another_pass(home)
    yield names
    for statement in _CLEAN:
        await home.installation.database.execute(statement)  # pyright: ignore[reportArgumentType] - ours


async def another_pass(home: InhabitedHouse) -> None:
    await Suggestions(home.installation.database, home.clock).run_pass()


def card(visit: Visit, name: str) -> Locator:
    return visit.part("match").filter(has=visit.page.get_by_role("heading", name=name, exact=True))


async def opened(visits: Visits, user: str = "admin") -> Visit:
    visit = await visits.of(user)
    await visit.open("/matches")
    await expect(visit.part("match").first).to_be_visible()
    return visit


async def test_three_answers_survive_a_second_pass(visits: Visits, home: InhabitedHouse, queue: list[str]) -> None:
    visit = await opened(visits)
    linked, rejected, never = queue
    await expect(card(visit, linked)).to_contain_text("one letter apart")
    await card(visit, linked).get_by_role("button", name="Link").click()
    await expect(card(visit, linked)).to_have_count(0)
    await card(visit, rejected).get_by_role("button", name="Reject").click()
    await expect(card(visit, rejected)).to_have_count(0)
    await card(visit, never).get_by_role("button", name="Never ask again").click()
    await expect(card(visit, never)).to_have_count(0)
    await another_pass(home)
    await visit.page.reload()
    await expect(visit.part("matches-page")).to_be_visible()
    for name in queue:
        await expect(card(visit, name)).to_have_count(0)
    states = {
        state: [each["left"]["name"] for each in (await ask(home, f"/api/v1/matches?state={state}"))["items"]]
        for state in ("accepted", "rejected", "never")
    }
    assert states == {"accepted": [linked], "rejected": [rejected], "never": [never]}
    assert (await ask(home, f"/api/v1/lookup?external=zendesk:{_MARK}0"))["matches"]


async def test_the_companies_that_merged_are_in_the_queue(
    visits: Visits, home: InhabitedHouse, queue: list[str]
) -> None:
    assert queue
    visit = await opened(visits)
    absorbed, survivor = next((each, each.merged_into) for each in home.companies if each.merged_into)
    match = visit.part("match")
    for one in (absorbed, survivor):
        match = match.filter(has=visit.page.locator(f"a[href='/accounts/{home.accounts[one.key]}']"))
    await expect(match).to_contain_text("three or more people are at both")
    await expect(match.get_by_role("button", name="Merge")).to_be_visible()


async def test_the_queue_is_worked_off_by_keys(visits: Visits, queue: list[str]) -> None:
    visit = await opened(visits)
    total = await visit.part("match").count()
    answers: list[str] = []
    while len(answers) < 3:
        if (name := await tab(visit)) in {"Never ask again", "Reject", "Merge", "Link"}:
            answers.append(name)
    assert answers[:2] == ["Never ask again", "Reject"]
    assert answers[2] in {"Merge", "Link"}
    await visit.page.reload()
    await expect(visit.part("match").first).to_have_attribute("data-current", "true")
    await visit.page.keyboard.press("j")
    await visit.page.keyboard.press("j")
    await expect(visit.part("match").nth(1)).to_have_attribute("data-current", "true")
    await expect(visit.part("match").nth(1).get_by_role("button").last).to_be_focused()
    await visit.page.keyboard.press("r")
    await expect(visit.part("match")).to_have_count(total - 1)
    await expect(visit.part("match").locator("button:focus")).to_have_count(1)
    assert queue


async def test_the_queue_fits_a_phone(visits: Visits, queue: list[str]) -> None:
    visit = await visits.of("admin", PHONE, "dark")
    await visit.open("/matches")
    await expect(card(visit, queue[0])).to_be_visible()
    assert await visit.overflow() == 0
    await expect(visit.page.get_by_text("never asks again")).to_be_hidden()


async def test_whoever_may_not_review_is_not_offered_the_queue(visits: Visits, queue: list[str]) -> None:
    visit = await visits.of("support")
    visit.foresee(403)
    await visit.open("/matches")
    await expect(visit.page.locator("body")).not_to_contain_text(queue[0])
    await expect(visit.page.get_by_role("link", name="Matches")).to_have_count(0)


async def test_people_are_merged_in_the_queue_and_the_decision_is_taken_back(visits: Visits, queue: list[str]) -> None:
    """A plus-address of one mailbox: merged, listed as decided, undone, and in the queue again."""
    assert queue
    visit = await visits.of("admin")
    await visit.open("/matches?kind=contact-to-contact")
    pair = visit.part("match").filter(has_text="one mailbox, with a tag").first
    await expect(pair).to_be_visible()
    total = await visit.part("match").count()
    name = await pair.get_by_role("heading").first.inner_text()
    await pair.get_by_role("button", name="Merge").click()
    await expect(visit.part("match")).to_have_count(total - 1)
    await visit.part("matches-decided").click()
    decided = visit.part("decision").filter(has_text=name).first
    await expect(decided).to_contain_text("Merged")
    before = await visit.part("decision").count()
    await decided.get_by_role("button", name="Take back").click()
    await visit.page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    await expect(visit.part("decision")).to_have_count(before - 1)
    await visit.open("/matches?kind=contact-to-contact")
    await expect(visit.part("match")).to_have_count(total)


async def test_a_no_is_taken_back(visits: Visits, queue: list[str]) -> None:
    visit = await opened(visits)
    await card(visit, queue[0]).get_by_role("button", name="Never ask again").click()
    await expect(card(visit, queue[0])).to_have_count(0)
    await visit.part("matches-decided").click()
    decided = visit.part("decision").filter(has_text=queue[0])
    await expect(decided).to_contain_text("Never ask again")
    await decided.get_by_role("button", name="Take back").click()
    await expect(decided).to_have_count(0)
    await visit.part("matches-open").click()
    await expect(card(visit, queue[0])).to_be_visible()
