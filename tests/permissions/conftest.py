"""One demo company for all tests of rights; each module moves into an installation of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from permissions.people import AgeingStillClock, Peopled, peopled
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.server import LiveWorld
from support.databases import MakeDatabase
from support.house import Deed, world_standing_still


@pytest.fixture(scope="package")
def clock() -> AgeingStillClock:
    return AgeingStillClock()


@pytest_asyncio.fixture(scope="package")
async def live(postgres_server: EmbeddedPostgres, clock: AgeingStillClock) -> AsyncIterator[LiveWorld]:
    async with world_standing_still(postgres_server, clock, seed=7, accounts=25) as running:
        yield running


@pytest_asyncio.fixture(scope="package")
async def deed(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> Deed:
    return Deed(await make_database(), tmp_path_factory.mktemp("installation"))


@pytest_asyncio.fixture(scope="package")
async def ten(live: LiveWorld, clock: AgeingStillClock, deed: Deed) -> AsyncIterator[Peopled]:
    """Ten people in a house with every real connector."""
    async with peopled(live, clock, deed) as home:
        yield home
