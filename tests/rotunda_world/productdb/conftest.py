"""The product database of a world of 250 accounts, on the session's PostgreSQL."""

from collections.abc import AsyncIterator

import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.generate import generate
from rotunda_world.server import LiveWorld, Wanted, running_world
from support.live_worlds import own_database
from support.simulators import MOMENT


@pytest_asyncio.fixture(scope="package")
async def live(postgres_server: EmbeddedPostgres) -> AsyncIterator[LiveWorld]:
    world = generate(7, 250, 4, MOMENT)
    async with own_database(postgres_server) as url:
        asked = Wanted(now=MOMENT, vendors=frozenset({"productdb"}), database_url=url)
        async with running_world(asked, world=world) as one:
            yield one
