"""Whoever minds the connections sees what sources have sent, why something failed, and has it tried again."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from e2e.test_browser_accessibility import serious
from e2e.visit import PHONE, Theme, Visit, Visits
from rotunda.sections.ids import SourceName
from rotunda.sync.inbox.gathering import Arriving
from rotunda.sync.inbox.repository import InboxRepository
from support.house import InhabitedHouse
from sync.outbox.written import desk_at

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def unreadable(home: InhabitedHouse) -> None:
    """One delivery that nobody can make anything of."""
    repository, now = InboxRepository(home.installation.database), home.clock.now()
    await repository.keep([Arriving(home.connections[SourceName("zendesk")], "unreadable", b'{"detail": 5}', now)])
    await home.installation.inbox.worker.work()


@pytest_asyncio.fixture(scope="module")
async def refused(home: InhabitedHouse) -> None:
    """One note that is too long for the CRM."""
    desk = desk_at(home, 30)
    await desk.note("&" * 20_000)
    await desk.send()


async def opened(visit: Visit) -> None:
    await visit.open("/sync")
    await expect(visit.part("deliveries").get_by_role("row").nth(1)).to_be_visible()


async def test_a_delivery_tells_why_it_failed_and_is_tried_again(visits: Visits, unreadable: None) -> None:
    visit = await visits.of("admin")
    await visit.open("/connections")
    await visit.page.get_by_role("link", name="Sync and webhooks").click()
    row = visit.part("deliveries").get_by_role("row").filter(has_text="Zendesk").filter(has_text="Given up")
    await expect(row.first).to_contain_text("Bad payload")
    await expect(row.first).to_contain_text("1 attempt")
    await row.first.get_by_role("button", name="Replay").click()
    await expect(visit.part("announcement")).to_contain_text("The delivery is tried again.")
    await visit.page.get_by_role("button", name="Waiting").click()
    await expect(visit.part("deliveries").get_by_role("row").filter(has_text="Zendesk").first).to_be_visible()


async def test_what_the_crm_does_not_accept_is_sent_again(visits: Visits, refused: None) -> None:
    visit = await visits.of("admin")
    await visit.open("/sync")
    row = visit.part("outbox").get_by_role("row").filter(has_text="Note").first
    await expect(row).to_contain_text("Refused")
    await expect(row).to_contain_text("HubSpot does not accept it: it answered with status 400.")
    await row.get_by_role("button", name="Send again").click()
    await expect(visit.part("announcement")).to_contain_text("It is sent again.")
    await expect(row).to_contain_text("Waiting")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_axe_finds_nothing(visits: Visits, unreadable: None, refused: None, theme: Theme) -> None:
    visit = await visits.of("admin", theme=theme)
    await opened(visit)
    assert await serious(visit) == []


async def test_it_fits_a_phone(visits: Visits, unreadable: None, refused: None) -> None:
    visit = await visits.of("admin", PHONE)
    await opened(visit)
    assert await visit.overflow() <= 0
