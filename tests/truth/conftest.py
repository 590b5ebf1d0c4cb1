"""The whole book of a demo company, read once over HTTP as an admin sees it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.sections.ids import AccountId
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, moved_in, world_standing_still
from truth.telling import Book, Told, tell

BOOKS = ((7, 110), (11, 40), (23, 40))
_AT_ONCE = 6


@pytest_asyncio.fixture(scope="package", params=BOOKS, ids=[f"seed {seed}" for seed, _ in BOOKS])
async def book(
    request: pytest.FixtureRequest,
    postgres_server: EmbeddedPostgres,
    make_database: MakeDatabase,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Book]:
    seed, accounts = request.param
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=seed, accounts=accounts) as live,
        moved_in(live, clock, deed) as home,
    ):
        yield Book(home, await _read(home))


async def _read(home: InhabitedHouse) -> dict[str, Told]:
    turns = asyncio.Semaphore(_AT_ONCE)
    async with home.client() as client:

        async def read(account: AccountId) -> Told:
            async with turns:
                return await tell(client, account)

        told = await asyncio.gather(*(read(account) for account in home.accounts.values()))
    return dict(zip(home.accounts, told, strict=True))
