"""An open page follows what changes in its sources, in every browser that has it open and may see it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from e2e.visit import Visits
from rotunda_world.model import Company
from support.house import InhabitedHouse
from sync.inbox.town import SENDERS, agreed

pytestmark = pytest.mark.browser


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
    await informed.live.change("open_ticket", account=company.key, subject="Sirens at night", priority="urgent")
    for visit in pages:
        await expect(visit.page.get_by_text("Sirens at night").first).to_be_visible()
