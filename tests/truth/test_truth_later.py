"""Time goes on although nothing happens: what counts days counts them anew, and nothing that was read before is kept
for longer than it may be.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, moved_in, world_standing_still
from truth import figures
from truth.telling import tell

ACCOUNTS = 12


@pytest_asyncio.fixture(scope="module")
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=7, accounts=ACCOUNTS) as live,
        moved_in(live, clock, deed) as house,
    ):
        yield house


@pytest.mark.parametrize("days", [0, 8, 45])
async def test_figures_are_true_however_much_later(home: InhabitedHouse, days: int) -> None:
    home.clock.advance(timedelta(days=days))
    async with home.client() as client:
        for key, account in home.accounts.items():
            told = await tell(client, account)
            assert figures.differing(told.figures(), home.truth(key)) == {}, key
            assert told.read_at() == {home.clock.now()}, key
