"""An open page follows what changes in its sources, in every browser that has it open and may see it."""

import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Request, expect

from e2e.visit import Visit, Visits, ask
from rotunda_world.model import Company
from support.house import InhabitedHouse, eventually
from sync.inbox.town import SENDERS, agreed

pytestmark = pytest.mark.browser
NAMED_BY_A_TICKET = {"support", "communication", "people", "profile"}
"""Sections that the helpdesk fills."""


@pytest_asyncio.fixture
async def informed(home: InhabitedHouse) -> AsyncIterator[InhabitedHouse]:
    """Its sources say what changes, and the inbox is worked on."""
    await agreed(home)
    home.installation.inbox.worker.start()
    yield home
    await home.installation.inbox.worker.stop()
    for source in SENDERS:
        home.live.point_webhooks(source, None)


def writer(home: InhabitedHouse) -> Company:
    return next(each for each in home.companies if each.zendesk_org_id and home.truth(each.key)["open_tickets"])


async def test_a_ticket_that_is_opened_is_on_two_open_pages(visits: Visits, informed: InhabitedHouse) -> None:
    company = writer(informed)
    pages = [await visits.of("admin"), await visits.of("support")]
    for visit in pages:
        await visit.open_account(company.key, "support")
        await expect(visit.page.get_by_text("Sirens at night")).to_have_count(0)
    asked = [streams_of(visit) for visit in pages]
    await informed.live.change("open_ticket", account=company.key, subject="Sirens at night", priority="urgent")
    for visit, streams in zip(pages, asked, strict=True):
        await expect(visit.page.get_by_text("Sirens at night").first).to_be_visible()
        assert streams, "nothing was asked for"
        assert {name for query in streams for name in query["sections"][0].split(",")} <= NAMED_BY_A_TICKET
        assert {query["refresh"][0] for query in streams} == {"true"}


async def test_a_number_that_changed_says_so_and_moves_nothing(visits: Visits, informed: InhabitedHouse) -> None:
    company = writer(informed)
    visit = await visits.of("admin")
    await visit.open_account(company.key)
    await expect(visit.page.locator("[data-changed]")).to_have_count(0)
    tile, before = visit.part("tile-support"), informed.truth(company.key)["open_tickets"]
    stood = await tile.bounding_box()
    await informed.live.change("open_ticket", account=company.key, subject="Quiet please", priority="urgent")
    await expect(tile.locator("[data-changed]")).to_have_text(re.compile(rf"{before + 1}\b"))
    await expect(visit.part("announcement")).to_contain_text(f"Support is now {before + 1}")
    assert await tile.bounding_box() == stood
    await expect(visit.page.locator("[data-changed]")).to_have_count(0)


async def test_offline_and_back_nothing_is_missed(visits: Visits, informed: InhabitedHouse) -> None:
    company = writer(informed)
    visit = await visits.of("admin")
    await visit.open_account(company.key, "support")
    await visit.lose_network()
    await informed.live.change("open_ticket", account=company.key, subject="Said in silence", priority="urgent")
    await told_everybody_else(informed, company)
    await expect(visit.page.get_by_text("Said in silence")).to_have_count(0)
    await visit.find_network()
    await expect(visit.page.get_by_text("Said in silence").first).to_be_visible()
    await informed.live.change("open_ticket", account=company.key, subject="Heard again", priority="urgent")
    await expect(visit.page.get_by_text("Heard again").first).to_be_visible()


async def test_what_happens_is_on_two_open_timelines_at_once(visits: Visits, informed: InhabitedHouse) -> None:
    company = writer(informed)
    pages = [await visits.of("admin"), await visits.of("support")]
    for visit in pages:
        await visit.open(f"/accounts/{informed.accounts[company.key]}?tab=timeline")
        await expect(visit.part("kinds").get_by_role("button", name=re.compile(r"^All \d"))).to_be_visible()
    await informed.live.change("open_ticket", account=company.key, subject="Lights at noon", priority="urgent")
    for visit in pages:
        await expect(visit.part("event").filter(has_text="Lights at noon").first).to_be_visible()


async def test_a_note_is_on_the_open_timeline_of_others_even_after_a_break(
    visits: Visits, informed: InhabitedHouse
) -> None:
    quiet = next(each for each in informed.companies if each is not writer(informed) and each.key in informed.accounts)
    account = informed.accounts[quiet.key]
    visit = await visits.of("admin")
    await visit.open(f"/accounts/{account}?tab=timeline")
    await expect(visit.part("kinds").get_by_role("button", name=re.compile(r"^All \d"))).to_be_visible()
    await note(informed, account, "Heard at once")
    await expect(visit.part("event").filter(has_text="Heard at once")).to_be_visible()
    await visit.lose_network()
    await note(informed, account, "Said in silence")
    await expect(visit.part("event").filter(has_text="Said in silence")).to_have_count(0)
    await visit.find_network()
    await expect(visit.part("event").filter(has_text="Said in silence")).to_be_visible()


async def note(home: InhabitedHouse, account: str, text: str) -> None:
    async with home.client("admin") as client:
        answer = await client.post(f"/api/v1/accounts/{account}/notes", json={"text": text})
        assert answer.status_code == 201, answer.text


def streams_of(visit: Visit) -> list[dict[str, list[str]]]:
    """What the page asks its stream for from now on."""
    asked: list[dict[str, list[str]]] = []

    def hear(request: Request) -> None:
        url = urlsplit(request.url)
        if url.path.endswith("/stream"):
            asked.append(parse_qs(url.query))

    visit.page.on("request", hear)
    return asked


async def told_everybody_else(home: InhabitedHouse, company: Company) -> None:
    """The service itself has the news."""

    async def open_tickets() -> int:
        page = await ask(home, f"/api/v1/accounts/{home.accounts[company.key]}")
        return page["sections"]["support"]["data"]["open_count"]

    await eventually(open_tickets, home.truth(company.key)["open_tickets"])
