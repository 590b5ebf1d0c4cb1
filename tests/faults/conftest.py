"""One town for all cases, and an eye on whatever is logged meanwhile."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from faults.town import Town, read_page
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.server import LiveWorld
from support.databases import MakeDatabase
from support.house import Deed, StillClock, moved_in, world_standing_still


@pytest_asyncio.fixture(scope="package")
async def town(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with world_standing_still(postgres_server, clock, seed=7, accounts=25) as live:
        async with moved_in(live, clock, deed) as house, house.client() as client:
            account = house.accounts[_known_to_all(live)]
            answer = await client.get(f"/api/v1/accounts/{account}")
        page = read_page(answer.content)
        assert set(page.states().values()) == {"fresh"}
        yield Town(live, deed, account, page)


def _known_to_all(live: LiveWorld) -> str:
    """The key of a company that every source has something to say of."""
    return next(
        company.key
        for company in live.running.world.companies
        if company.payers and company.product_account_id and company.zendesk_org_id and company.tickets
    )


@pytest.fixture(autouse=True)
def nothing_crashes(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a source does, it is told as a fault of the source and never as a defect of ours."""
    with capture_logs() as logs, caplog.at_level(logging.ERROR):
        yield
    assert [event for event in logs if "defect" in event["event"]] == []
    assert [record.getMessage() for record in caplog.records if record.name in {"asyncio", "uvicorn.error"}] == []
