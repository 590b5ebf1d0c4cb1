"""A source that is spoilt while its customers are listed takes no account away and gives none to somebody else."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import msgspec
import pytest
import pytest_asyncio

from faults.town import BACK_BY_THEN, SOURCES, Home, Town, opened
from reading.sources import soon
from rotunda.sync.directory import Listed
from rotunda_world.running import Fault

A_PAUSE = timedelta(seconds=3)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("fault", list(Fault)),
    pytest.mark.parametrize("source", SOURCES, scope="module"),
]


class Link(msgspec.Struct, frozen=True):
    account_id: str
    connection_id: str
    record_type: str
    external_id: str


@pytest_asyncio.fixture(scope="module")
async def home(town: Town, source: str) -> AsyncIterator[Home]:
    async with opened(town, source) as installed:
        yield installed


async def test_links_stay_as_they_are(home: Home, town: Town, source: str, fault: Fault) -> None:
    before, heads = await links(home), await names(home)
    async with town.spoilt(source, fault):
        listed = await soon(list_customers(home))
        assert {each.connection.source for each in listed if each.reason} <= {source}
        assert (await links(home), await names(home)) == (before, heads)
    home.age(BACK_BY_THEN)
    assert [each.reason for each in await soon(list_customers(home))] == [None] * len(SOURCES)
    assert (await links(home), await names(home)) == (before, heads)


async def list_customers(home: Home) -> Sequence[Listed]:
    """Where a source has asked us to wait, the time passes."""
    listing = asyncio.create_task(home.installation.directory.refresh())
    status = home.installation.readings.status
    while not listing.done():
        await asyncio.sleep(0)
        if any(status(each.id).wait_until for each in home.installation.connections.list()):
            home.age(A_PAUSE)
    return listing.result()


async def links(home: Home) -> set[Link]:
    query = "SELECT account_id, connection_id, record_type, external_id FROM link WHERE revoked_at IS NULL"
    return set(await home.installation.database.fetch_all(Link, query))


async def names(home: Home) -> list[tuple[str, str]]:
    rows = (await home.client.get("/api/v1/accounts", params={"limit": 200})).json()["items"]
    return [(each["id"], each["name"]) for each in rows]
