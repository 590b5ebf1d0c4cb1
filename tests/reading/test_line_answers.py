"""Answers that are cut off, no JSON, of a wrong shape, too slow or too large."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from yarl import URL

from reading.calling import fails, fetch
from reading.sources import (
    RECORDS,
    House,
    RawSource,
    Source,
    connector,
    open_house,
)
from rotunda.connections.model import ConnectionState
from rotunda.connector_kit.errors import (
    BadPayload,
    Unavailable,
)
from rotunda.connector_kit.manifest import (
    ErrorKind,
)
from rotunda.kit.database import Database
from rotunda.reading.model import Priority
from rotunda.reading.refusals import BreakerOpen

SHAPES = {
    "no status line": [b"what is this\r\n\r\n"],
    "cut off head": [b"HTTP/1.1 200 OK\r\nContent-Ty"],
    "cut off body": [b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"orders":'],
    "cut off chunk": [
        b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"o'
    ],
    "nothing": [b""],
}


@pytest.mark.parametrize("name", SHAPES)
async def test_an_answer_that_is_cut_off_or_no_http_counts_against_the_source(database: Database, name: str) -> None:
    async with Source() as source, open_house(database, source) as house, RawSource(SHAPES[name]) as raw:
        await point_to(house, raw.url)
        for _ in range(5):
            with pytest.raises((Unavailable, BadPayload)):
                await fetch(house)
        await fails(house, BreakerOpen)
        assert house.connections.health.of(house.connection.id).state is ConnectionState.FAILING


async def point_to(house: House, url: str) -> None:
    """The connection's source answers from there now, as if it had changed behind our back."""
    channel: Any = house.connections.channel(house.connection.id)
    channel._transport._base = URL(url)


@pytest.mark.parametrize(
    "response",
    [
        lambda: web.Response(text="<html>Sign in to the hotel</html>", content_type="text/html"),
        lambda: web.Response(text='{"orders": 1}', content_type="text/html"),
        lambda: web.Response(text='{"orders": ', content_type="application/json"),
        lambda: web.Response(body=b"\xff\xfe\x00", content_type="application/json"),
        lambda: web.Response(text="", content_type="application/json"),
        lambda: web.Response(text="[" * 100_000, content_type="application/json"),
    ],
)
async def test_an_answer_that_is_no_json_is_a_bad_payload_and_is_not_quoted(
    database: Database, response: object
) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/a", response)  # type: ignore[arg-type]
        error = await fails(house, BadPayload)
        assert "hotel" not in str(error)
        assert str(error).startswith("body: ")


async def test_wrong_shapes_open_the_breaker_though_every_call_went_well(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/orders", lambda: web.json_response({"renamed": 1}))
        for number in range(5):
            reading = await house.readings.read(
                house.key(f"acc_{number}"), RECORDS, wait_until=house.deadline(), priority=Priority.PERSON
            )
            assert reading.error is ErrorKind.BAD_PAYLOAD
        assert house.readings.status(house.connection.id).breaker == "open"


async def test_a_slow_drip_ends_at_the_time_limit(database: Database) -> None:
    over = asyncio.Event()

    async def drips(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while not over.is_set():
            try:
                await response.write(b" ")
                async with asyncio.timeout(0.02):
                    await over.wait()
            except TimeoutError:
                continue
            except ConnectionResetError:
                break
        return response

    quick = connector(timeout_floor=0.1, timeout_ceiling=0.3)
    async with Source() as source, open_house(database, source, quick) as house:
        source.handlers["/a"] = drips
        error = await fails(house, Unavailable)
        assert error.reason == "The source did not give a whole answer within 0.3 seconds."
        over.set()


async def test_a_body_beyond_the_limit_is_left_unread(database: Database) -> None:
    written = 0

    async def floods(request: web.Request) -> web.StreamResponse:
        nonlocal written
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        try:
            while written < 500 * 2**20:
                await response.write(b" " * 2**20)
                written += 2**20
        except ConnectionResetError:
            pass
        return response

    async with Source() as source, open_house(database, source) as house:
        source.handlers["/a"] = floods
        source.answers("/b", lambda: web.Response(body=b" " * (11 * 2**20), content_type="application/json"))
        assert str(await fails(house, BadPayload)) == "body: is larger than 10240 KiB"
        assert written < 100 * 2**20
        assert str(await fails(house, BadPayload, "/b")) == "body: is larger than 10240 KiB"
        assert await fetch(house, "/c") == {"orders": 1}


async def test_a_bomb_of_zeros_is_counted_unpacked(database: Database) -> None:
    async def bomb(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        response.enable_compression()
        await response.prepare(request)
        for _ in range(20):
            await response.write(b" " * 2**20)
        return response

    async with Source() as source, open_house(database, source) as house:
        source.handlers["/a"] = bomb
        assert str(await fails(house, BadPayload)) == "body: is larger than 10240 KiB"
