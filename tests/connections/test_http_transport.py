"""The guarded HTTP client, against real servers."""

import asyncio
import ssl
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import trustme
from aiohttp import web

from reading.sources import RawSource, Source, reached
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.aiohttp_client import AiohttpTransport
from rotunda.connections.transport.http import HttpAnswer
from rotunda.connector_kit.errors import BadPayload, Misconfigured, Unavailable

LISTED = AddressPolicy(["127.0.0.1"])


class HangingUp(RawSource):
    """Answers so many requests of one connection, and hangs up at the next one."""

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left = list(self._chunks)
        while await reader.readuntil(b"\r\n\r\n"):
            self.asked += 1
            if not left:
                break
            writer.write(left.pop(0))
            await writer.drain()
        writer.close()


def to(url: str) -> AiohttpTransport:
    return AiohttpTransport(url, LISTED, limit=4, body_limit=1000)


@pytest_asyncio.fixture
async def source() -> AsyncIterator[Source]:
    async with Source() as running:
        yield running


@pytest_asyncio.fixture
async def transport(source: Source) -> AsyncIterator[AiohttpTransport]:
    async with to(source.url) as opened:
        yield opened


async def get(transport: AiohttpTransport, target: str = "/", seconds: float = 10.0) -> HttpAnswer:
    return await transport.send(target, "GET", {"X-Asked-By": "a test"}, None, seconds)


async def test_an_answer_comes_whole(transport: AiohttpTransport, source: Source) -> None:
    source.answers("/a", lambda: web.Response(status=201, body=b"x" * 1000, headers={"X-Kind": "test"}))
    answer = await get(transport, "/a?q=%5Bx%5D")
    assert (answer.status, answer.body, answer.headers["x-kind"], answer.ok) == (201, b"x" * 1000, "test", True)
    [request] = source.requests
    assert request.headers["X-Asked-By"] == "a test"
    assert request.headers["User-Agent"] == "Rotunda"
    assert request.raw_path == "/a?q=%5Bx%5D"


async def test_a_body_is_sent_as_it_is(transport: AiohttpTransport, source: Source) -> None:
    heard: list[bytes] = []

    async def listen(request: web.Request) -> web.Response:
        heard.append(await request.read())
        return web.Response()

    source.handlers["/a"] = listen
    await transport.send("/a", "POST", {"Content-Type": "application/json"}, b'{"a": 1}', 10)
    assert heard == [b'{"a": 1}']


async def test_a_redirect_is_an_answer_and_is_not_followed(transport: AiohttpTransport, source: Source) -> None:
    source.answers("/a", lambda: web.Response(status=302, headers={"Location": "/secret"}))
    assert (await get(transport, "/a")).status == 302
    assert source.asked == ["/a"]


async def test_cookies_are_not_kept(source: Source) -> None:
    named = source.url.replace("127.0.0.1", "localhost")
    async with AiohttpTransport(named, AddressPolicy(["localhost"]), limit=1) as transport:
        source.answers("/a", lambda: web.Response(headers={"Set-Cookie": "session=1; Path=/"}))
        await get(transport, "/a")
        await get(transport, "/a")
    assert [request.headers.get("Cookie") for request in source.requests] == [None, None]


async def test_connections_are_kept_alive(transport: AiohttpTransport, source: Source) -> None:
    peers: set[object] = set()

    async def remember(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.Response()

    source.handlers["/a"] = remember
    for _ in range(5):
        await get(transport, "/a")
    assert len(peers) == 1


async def test_a_body_beyond_the_limit_is_refused_announced_or_not(transport: AiohttpTransport, source: Source) -> None:
    async def unannounced(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(11):
            await response.write(b"x" * 100)
        return response

    source.answers("/announced", lambda: web.Response(body=b"x" * 1001))
    source.handlers["/unannounced"] = unannounced
    for path in ("/announced", "/unannounced"):
        with pytest.raises(BadPayload):
            await get(transport, path)


async def test_a_silent_source_is_given_up_in_time(transport: AiohttpTransport, source: Source) -> None:
    hanging = source.hangs("/a")
    with pytest.raises(Unavailable) as given_up:
        await get(transport, "/a", seconds=0.1)
    assert given_up.value.reason == "The source did not give a whole answer within 0.1 seconds."
    hanging.go.set()


async def test_a_source_that_refuses_connections_is_unavailable() -> None:
    async with Source() as gone:
        url = gone.url
    async with to(url) as transport:
        with pytest.raises(Unavailable):
            await get(transport)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"", Unavailable),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", Unavailable),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", Unavailable),
        (b"not http at all\r\n\r\n", BadPayload),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 20_000 + b"\r\n\r\n", BadPayload),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", Unavailable),
    ],
)
async def test_answers_that_are_cut_off_or_garbage(said: bytes, kind: type[Exception]) -> None:
    async with RawSource([said]) as raw, to(raw.url) as transport:
        with pytest.raises(kind):
            await get(transport)


async def test_an_address_inside_is_never_connected_to(source: Source) -> None:
    inside = source.url.replace("127.0.0.1", "localhost")
    async with AiohttpTransport(inside, AddressPolicy(), limit=1) as guarded:
        with pytest.raises(Misconfigured):
            await get(guarded)
        assert source.asked == []


async def test_targets_are_joined_to_the_path_of_the_base_address(source: Source) -> None:
    async with to(source.url + "/proxy/shop/") as transport:
        await get(transport, "/v1/a?b=1")
    assert source.asked == ["/proxy/shop/v1/a?b=1"]


async def test_an_invalid_certificate_is_not_trusted() -> None:
    authority = trustme.CA()
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(served)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    app = web.Application()
    app.router.add_get("/", _hello)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=served).start()
        url = f"https://127.0.0.1:{runner.addresses[0][1]}"
        async with to(url) as doubting:
            with pytest.raises(Unavailable) as refused:
                await get(doubting)
        assert refused.value.reason == "The source's certificate is not valid, so its answer cannot be trusted."
        async with AiohttpTransport(url, LISTED, limit=1, tls=trusting) as trusted:
            assert (await get(trusted)).body == b"hello"
    finally:
        await runner.cleanup()


async def _hello(_: web.Request) -> web.Response:
    return web.Response(body=b"hello")


async def test_a_cancelled_call_frees_its_connection(transport: AiohttpTransport, source: Source) -> None:
    hanging = source.hangs("/a")
    calls = [asyncio.create_task(get(transport, "/a")) for _ in range(4)]
    await reached(lambda: hanging.waiting == 4)
    for call in calls:
        call.cancel()
    await asyncio.wait(calls)
    assert (await get(transport, "/b")).status == 200
    hanging.go.set()


@pytest.mark.parametrize("kept_alive", [False, True])
async def test_nothing_is_sent_twice_behind_our_back(*, kept_alive: bool) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    async with HangingUp([whole] if kept_alive else []) as raw, to(raw.url) as transport:
        if kept_alive:
            assert (await get(transport)).body == b"ok"
        with pytest.raises(Unavailable):
            await get(transport)
        assert raw.asked == 1 + kept_alive


async def test_a_closed_client_sends_nothing(source: Source) -> None:
    transport = to(source.url)
    await transport.close()
    with pytest.raises(Unavailable) as refused:
        await get(transport)
    assert refused.value.reason == "The connection was changed or removed meanwhile."
    assert source.asked == []
