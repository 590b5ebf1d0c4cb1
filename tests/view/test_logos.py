"""Logos over real TLS: small bitmaps only, once a day, from public sites only."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
import trustme
from aiohttp import web

from rotunda.connections.addresses import AddressPolicy
from rotunda.kit.clock import SetClock
from rotunda.view.logos import LARGEST, Logo, Logos, kind_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
ICON = b"\x00\x00\x01\x00" + b"\0" * 40
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@dataclass
class Site:
    """What a company's site serves, and what was asked of it."""

    domain: str
    trusted: ssl.SSLContext
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def logos(self, clock: SetClock, *listed: str) -> Logos:
        return Logos(AddressPolicy(listed), clock, fetch=True, tls=self.trusted)


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    authority = trustme.CA()
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(server_side)
    client_side = ssl.create_default_context()
    authority.configure_trust(client_side)
    made = Site("", client_side)

    async def answer(request: web.Request) -> web.Response:
        made.asked.append(request.path)
        body = made.files.get(request.path)
        return web.Response(body=body, content_type="image/png") if body else web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{name}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    tcp = web.TCPSite(runner, "localhost", 0, ssl_context=server_side)
    await tcp.start()
    made.domain = f"localhost:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


async def test_the_touch_icon_comes_first_and_the_favicon_next(site: Site) -> None:
    site.files = {"/apple-touch-icon.png": PNG, "/favicon.ico": ICON}
    assert await site.logos(SetClock(NOW), "localhost").of(site.domain) == Logo("image/png", PNG)
    del site.files["/apple-touch-icon.png"]
    assert await site.logos(SetClock(NOW), "localhost").of(site.domain) == Logo("image/x-icon", ICON)


async def test_a_site_is_asked_once_a_day_also_when_it_has_none(site: Site) -> None:
    clock = SetClock(NOW)
    logos = site.logos(clock, "localhost")
    assert await logos.of(site.domain) is None
    assert await logos.of(site.domain) is None
    assert site.asked == ["/apple-touch-icon.png", "/favicon.ico"]
    site.files = {"/favicon.ico": ICON}
    clock.advance(timedelta(days=1, seconds=1))
    assert await logos.of(site.domain) == Logo("image/x-icon", ICON)


@pytest.mark.parametrize("body", [b"<svg onload=alert(1)>", b"<html>", PNG + b"\0" * LARGEST])
async def test_what_is_no_small_bitmap_is_no_logo(site: Site, body: bytes) -> None:
    site.files = {"/apple-touch-icon.png": body, "/favicon.ico": body}
    assert await site.logos(SetClock(NOW), "localhost").of(site.domain) is None


async def test_private_addresses_are_not_asked(site: Site) -> None:
    site.files = {"/favicon.ico": ICON}
    assert await site.logos(SetClock(NOW)).of(site.domain) is None
    assert site.asked == []


async def test_nothing_is_fetched_when_switched_off(site: Site) -> None:
    site.files = {"/favicon.ico": ICON}
    logos = Logos(AddressPolicy(["localhost"]), SetClock(NOW), fetch=False, tls=site.trusted)
    assert await logos.of(site.domain) is None
    assert site.asked == []


@pytest.mark.parametrize(
    ("image", "kind"),
    [(PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"RIFF\0\0\0\0WEBP", "image/webp"), (b"", None)],
)
def test_bytes_say_what_they_are(image: bytes, kind: str | None) -> None:
    assert kind_of(image) == kind
