"""Everything up at once: the world, its vendors, the control API."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from rotunda.kit.clock import SystemClock
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.generate import generate
from rotunda_world.model import World
from rotunda_world.productdb.database import ProductDatabase
from rotunda_world.productdb.vendor import VENDOR as PRODUCT
from rotunda_world.productdb.vendor import ProductDatabaseVendor
from rotunda_world.running import RunningWorld
from rotunda_world.server import times
from rotunda_world.server.control import control_app
from rotunda_world.server.http_vendor import HttpVendor
from rotunda_world.server.live_world import LiveWorld
from rotunda_world.server.ports import LOOPBACK, Port
from rotunda_world.server.requests_seen import RequestsSeen
from rotunda_world.server.tls import untrusted_context
from rotunda_world.server.vendors import Vendor, builders
from rotunda_world.server.webhook_sender import WebhookSender

_DATABASE = "rotunda_world"


def _no_progress(sentence: str) -> None:  # noqa: ARG001 - the shape of a listener
    return


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run.

    `now` None is the machine's time; a given moment stands still unless `tick`. `database_url` is an admin's, of a
    PostgreSQL database that may be filled; None starts an embedded server in `folder` (None: a temporary one). Ports
    count up from `port_base`: control, then the vendors by name; 0 lets the system choose. `vendors` None is all.
    `webhook_pace` multiplies the waits between tries of a webhook.
    """

    seed: int = 7
    accounts: int = 250
    months: int = 18
    now: datetime | None = None
    tick: bool = False
    database_url: str | None = None
    folder: Path | None = None
    port_base: int = 0
    vendors: frozenset[str] | None = None
    webhook_pace: float = 1.0

    def runs(self, vendor: str) -> bool:
        return self.vendors is None or vendor in self.vendors

    def clock(self) -> Callable[[], datetime]:
        """Raises ValueError when `now` does not say its zone."""
        if self.now is None:
            return times.system_time()
        if self.now.tzinfo is None:
            raise ValueError("the world's now needs a zone, such as 2026-11-02T09:30:00+00:00")
        return times.going_on(self.now, SystemClock()) if self.tick else times.standing_still(self.now)


@asynccontextmanager
async def running_world(
    wanted: Wanted | None = None, *, world: World | None = None, progress: Callable[[str], None] = _no_progress
) -> AsyncGenerator[LiveWorld]:
    """A live world for as long as the block lasts. A given `world` is run instead of a generated one, which takes a
    second or two for 250 accounts. `progress` is told one sentence per step.
    """
    asked = wanted or Wanted()
    async with AsyncExitStack() as stack:
        clock = asked.clock()
        if world is None:
            progress(f"Making the demo company's book of {asked.accounts} accounts.")
            world = await asyncio.to_thread(generate, asked.seed, asked.accounts, asked.months, asked.now or clock())
        live = _assembled(RunningWorld(world, clock), asked)
        if asked.runs(PRODUCT):
            progress("Filling the product's database.")
            live.vendors[PRODUCT] = await _product_database(live, asked, stack)
        await _start(live, asked, stack)
        progress("The demo company is up.")
        yield live


def _assembled(running: RunningWorld, asked: Wanted) -> LiveWorld:
    """Not listening yet, and without the product database."""
    seen, untrusted = RequestsSeen(), untrusted_context()
    own = {vendor: times.vendors_own(running, vendor) for vendor in builders()}
    sender = WebhookSender(lambda vendor: own[vendor].clock(), asked.webhook_pace)
    vendors: dict[str, Vendor] = {
        vendor: HttpVendor(build(own[vendor]), own[vendor], seen, untrusted)
        for vendor, build in sorted(builders().items())
        if asked.runs(vendor)
    }
    live = LiveWorld(running, seen, sender, vendors)
    running.announce = live.tell
    return live


async def _product_database(live: LiveWorld, asked: Wanted, stack: AsyncExitStack) -> Vendor:
    url = asked.database_url or await _embedded(asked.folder, stack)
    running = times.vendors_own(live.running, PRODUCT)
    return ProductDatabaseVendor(ProductDatabase(url, running.world), running, live.seen)


async def _embedded(folder: Path | None, stack: AsyncExitStack) -> str:
    if folder is None:
        temporary = stack.enter_context(tempfile.TemporaryDirectory(prefix="rotunda-world-"))
        folder = Path(temporary)
        folder.chmod(0o711)  # The server's own user has to pass through.
    server = EmbeddedPostgres(folder / "postgres")
    stack.push_async_callback(server.stop)
    await server.start()
    return await server.create_database(_DATABASE)


async def _start(live: LiveWorld, asked: Wanted, stack: AsyncExitStack) -> None:
    numbers = _numbers(asked.port_base)
    control = next(numbers)
    stack.push_async_callback(live.sender.stop)
    for vendor in live.vendors.values():
        vendor.number = next(numbers)
        await vendor.start()
        stack.push_async_callback(vendor.stop)
    live.control_url = await _serve_control(live, control, stack)


def _numbers(base: int) -> Iterator[int]:
    """Port numbers, counting up; always 0 where the system shall choose."""
    number = base
    while True:
        yield number
        number += 1 if base else 0


async def _serve_control(live: LiveWorld, number: int, stack: AsyncExitStack) -> str:
    port = Port.reserve(number)
    stack.callback(port.release)
    runner = web.AppRunner(control_app(live), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    if runner.server is None:
        raise RuntimeError("the control API has no server")
    await port.open(runner.server)
    return f"http://{LOOPBACK}:{port.number}"
