from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from support.databases import MakeDatabase
from support.house import InhabitedHouse, small_house


@pytest_asyncio.fixture(scope="package")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    """Its streams are pulled when a test says so."""
    async with small_house(postgres_server, make_database, tmp_path_factory) as opened:
        yield opened
