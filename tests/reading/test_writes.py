"""A request that writes is sent once: by nobody else's answer, and never a second time."""

import asyncio

import pytest
from aiohttp import web

from reading.calling import earn_retries, fails, fetch
from reading.sources import Source, open_house, orders, reached, soon, status
from rotunda.connections.model import ConnectionState
from rotunda.connector_kit.errors import Forbidden, RateLimited, Refused, SourceError, Unavailable
from rotunda.kit.database import Database

WRITE = {"method": "POST", "body": {"text": "Hello"}, "writes": True}


@pytest.mark.parametrize(("code", "kind"), [(500, Unavailable), (429, RateLimited)])
async def test_what_failed_is_not_sent_again(database: Database, code: int, kind: type[SourceError]) -> None:
    async with Source() as source, open_house(database, source) as house:
        await earn_retries(house, 3)
        source.answers("/a", status(code), orders(1))
        await fails(house, kind, **WRITE)
        assert source.times("/a") == 1
        assert house.line.counts.retries == 0


async def test_equal_ones_are_two(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        hanging = source.hangs("/a")
        working = [asyncio.create_task(fetch(house, **WRITE)) for _ in range(2)]
        await reached(lambda: hanging.waiting == 2)
        hanging.go.set()
        await soon(asyncio.gather(*working))
        assert source.times("/a") == 2


async def test_a_refusal_is_in_the_source_s_words_and_no_fault_of_the_connection(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await fetch(house, "/healthy")
        source.answers("/a", lambda: web.json_response({"error": {"message": "Too  long"}}, status=422))
        refused = await fails(house, Refused, **WRITE)
        assert isinstance(refused, Refused)
        assert (refused.said, "status 422" in refused.reason) == ("Too long", True)
        for body in (b"no JSON", b"[]", b'{"message": 5}', b'{"error": "text"}'):
            source.answers("/a", lambda body=body: web.Response(body=body, status=400))
            refused = await fails(house, Refused, **WRITE)
            assert isinstance(refused, Refused)
            assert refused.said is None
        health = house.connections.health.of(house.connection.id)
        assert (health.state, health.last_error) == (ConnectionState.OK, None)
        source.answers("/a", status(403))
        await fails(house, Forbidden, **WRITE)
        assert house.connections.health.of(house.connection.id).state is ConnectionState.OK
