"""Takes in what a source sends and keeps it, so that a test may deliver it when, in which order and as often as it
likes.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from support.house import InhabitedHouse
from sync.inbox.town import SENDERS

Caught = list[tuple[str, bytes]]
"""Which source, and what it has sent."""


@asynccontextmanager
async def caught(home: InhabitedHouse) -> AsyncGenerator[Caught]:
    found: Caught = []

    async def take(request: web.Request) -> web.Response:
        found.append((request.match_info["source"], await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/{source}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [address] = runner.addresses
    for source in SENDERS:
        home.live.point_webhooks(source, f"http://127.0.0.1:{address[1]}/{source}")
    try:
        yield found
    finally:
        for source in SENDERS:
            home.live.point_webhooks(source, None)
        await runner.cleanup()
