from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, moved_in, world_standing_still


@pytest_asyncio.fixture(scope="package")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    """What is written is sent when a test says so."""
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=7, accounts=20) as live,
        moved_in(live, clock, deed) as opened,
    ):
        yield opened
