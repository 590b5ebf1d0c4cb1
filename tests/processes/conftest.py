"""Two services over one database, as two processes on two machines would be: nothing else is common to them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.reading.alarm import Timing
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, StillClock, furnished, moved_in, world_standing_still
from support.service import serving
from sync.inbox.town import agreed


@dataclass(frozen=True)
class Pair:
    """The same accounts, connections and world, by either door."""

    one: InhabitedHouse
    other: InhabitedHouse
    deed: Deed


@pytest_asyncio.fixture(scope="package")
async def pair(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Pair]:
    clock, deed = StillClock(), Deed(await make_database(), tmp_path_factory.mktemp("installation"))
    async with (
        world_standing_still(postgres_server, clock, seed=7, accounts=20) as live,
        moved_in(live, clock, deed) as one,
        serving(deed.settings(), Timing.of_loop(clock), furnished()) as service,
    ):
        await agreed(one)
        yield Pair(one, replace(one, service=service), deed)
