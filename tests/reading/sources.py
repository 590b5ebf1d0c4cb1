"""Real sources on loopback that do what a test tells them, a connector for them, and time that the test moves."""

import asyncio
import heapq
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Self

import msgspec
from aiohttp import web

from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.model import Connection
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector, ReadSection
from rotunda.connector_kit.manifest import BearerKey, FormField, Manifest, RateBudget
from rotunda.connector_kit.requests import Customer, Program, Request
from rotunda.kit.clock import SetClock
from rotunda.kit.crypto import Keys, Sealer
from rotunda.kit.database import Database
from rotunda.reading.alarm import Timing
from rotunda.reading.cache import Cache
from rotunda.reading.model import ReadKey
from rotunda.reading.service import Readings
from rotunda.sections.freshness import Freshness
from rotunda.sections.ids import AccountId, ExternalId, SectionName, SourceName
from rotunda.sections.provenance import Category, Mode

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
SHOP = SourceName("shop")
ORDERS = SectionName("orders")
RECORDS = {"customer": (ExternalId("cus_1"),)}
MINUTE = Freshness(timedelta(seconds=60), timedelta(hours=24))
PATIENCE = 20
"""Seconds after which a test that waits for something gives up. Nothing is asserted about time."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Source:
    """A server that counts what it is asked. Paths without a handler of their own answer `{"orders": 1}`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.requests: list[web.Request] = []
        self.handlers: dict[str, Handler] = {}
        self._hanging: list[Hanging] = []
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self.url = ""

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.requests.append(request)
        handler = self.handlers.get(request.path)
        return await handler(request) if handler else web.json_response({"orders": 1})

    def answers(self, path: str, *responses: Callable[[], web.StreamResponse]) -> None:
        """Each in turn, then the last one for ever."""
        left = list(responses)

        async def handler(_: web.Request) -> web.StreamResponse:
            return left.pop(0)() if len(left) > 1 else left[0]()

        self.handlers[path] = handler

    def hangs(self, path: str) -> "Hanging":
        hanging = Hanging()
        self.handlers[path] = hanging.answer
        self._hanging.append(hanging)
        return hanging

    def times(self, path: str) -> int:
        return sum(asked.partition("?")[0] == path for asked in self.asked)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for hanging in self._hanging:
            hanging.go.set()
        await self._runner.cleanup()


class Hanging:
    """Holds every request until `go`; `waiting` counts those that are held."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.waiting = 0
        self.most = 0
        self.response: Callable[[], web.StreamResponse] = lambda: web.json_response({"orders": 2})

    async def answer(self, _: web.Request) -> web.StreamResponse:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        try:
            await self.go.wait()
        finally:
            self.waiting -= 1
        return self.response()


def status(code: int, **headers: str) -> Callable[[], web.StreamResponse]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: web.json_response({"error": "told by the test"}, status=code, headers=named)


def orders(number: int) -> Callable[[], web.StreamResponse]:
    return lambda: web.json_response({"orders": number})


class SetAlarm:
    """Rings as the test moves the clock."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self._order = count()
        self._appointments: list[tuple[float, int, _Appointment]] = []

    def at(self, moment: float, ring: Callable[[], None]) -> "_Appointment":
        appointment = _Appointment(ring)
        heapq.heappush(self._appointments, (moment, next(self._order), appointment))
        if moment <= self.clock.monotonic():
            asyncio.get_running_loop().call_soon(self._ring_due)
        return appointment

    def advance(self, seconds: float) -> None:
        """Rings whatever falls due on the way, each at its own moment."""
        until = self.clock.monotonic() + seconds
        while self._appointments and self._appointments[0][0] <= until:
            self._move_to(self._appointments[0][0])
            self._ring_due()
        self._move_to(until)

    def next_moment(self) -> float | None:
        """When the next appointment is that was not cancelled."""
        while self._appointments and self._appointments[0][2].cancelled:
            heapq.heappop(self._appointments)
        return self._appointments[0][0] if self._appointments else None

    def _move_to(self, moment: float) -> None:
        self.clock.advance(timedelta(seconds=max(0.0, moment - self.clock.monotonic())))

    def _ring_due(self) -> None:
        # Microseconds are what a clock can be moved by.
        while self._appointments and self._appointments[0][0] <= self.clock.monotonic() + 1e-6:
            heapq.heappop(self._appointments)[2].ring()


class _Appointment:
    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True

    def ring(self) -> None:
        if not self.cancelled:
            self.cancelled = True
            self._ring()


class Orders(msgspec.Struct, frozen=True):
    """The part that the test's section is made of."""

    number: int


def read_orders(customer: Customer) -> Program[Orders]:
    [payload] = yield [Request(path="/orders", query=(("customer", customer.ids("customer")[0]),))]
    return Orders(payload.only["orders"])


def manifest(**changes: Any) -> Manifest:
    declared = Manifest(
        source=SHOP,
        title="Shop",
        category=Category.BILLING,
        mode=Mode.LIVE,
        summary="A shop.",
        docs_url="https://shop.example/docs",
        brand_color="#000000",
        fills=(ORDERS,),
        form=(
            FormField(name="key", label="Key", help="", secret=True),
            FormField(name="region", label="Region", help="", required=False, choices=("eu", "us")),
        ),
        auth=BearerKey(field="key"),
        base_url="https://api.shop.example",
        budgets={"default": RateBudget(requests=100_000, seconds=1)},
        timeout_floor=5.0,
        timeout_ceiling=10.0,
        check="/check",
    )
    return msgspec.structs.replace(declared, **changes)


def connector(
    read: ReadSection = read_orders, *, needs: Mapping[SectionName, tuple[str, ...]] | None = None, **changes: Any
) -> Connector:
    return Connector(
        manifest=manifest(**changes),
        sections={ORDERS: read},
        needs={ORDERS: ("customer",)} if needs is None else needs,
        records=(),
        find=lambda _: iter(()),  # type: ignore[arg-type,return-value]
    )


def sealer() -> Sealer:
    return Sealer(Keys("k1", {"k1": bytes(range(32))}))


class House:
    """Connections and readings over one source."""

    def __init__(self, connections: Connections, readings: Readings, connection: Connection, alarm: SetAlarm) -> None:
        self.connections = connections
        self.readings = readings
        self.connection = connection
        self.alarm = alarm
        self.clock = alarm.clock

    def key(self, account: str = "acc_1", section: SectionName = ORDERS) -> ReadKey:
        return ReadKey(self.connection.id, AccountId(account), section)

    @property
    def line(self) -> Any:
        return self.readings.lines.get(self.connection.id).line

    def deadline(self, seconds: float = 4.0) -> float:
        return self.clock.monotonic() + seconds


@asynccontextmanager
async def open_house(
    database: Database,
    source: Source,
    speaks: Connector | None = None,
    *,
    chance: Callable[[], float] = lambda: 0.5,
    freshness: Freshness = MINUTE,
    cache: Cache | None = None,
    form: Mapping[str, str] | None = None,
) -> AsyncGenerator[House]:
    speaks = speaks or connector()
    alarm = SetAlarm(SetClock(START))
    connections = Connections({SHOP: speaks.manifest}, database, sealer(), AddressPolicy(["127.0.0.1"]), alarm.clock)
    filled = {"key": "good", "base_url": source.url} if form is None else form
    connection = await connections.create(SHOP, None, filled, None)
    timing = Timing(alarm.clock, alarm, chance)
    readings = Readings({SHOP: speaks}, dict.fromkeys(speaks.sections, freshness), connections, timing, cache)
    try:
        yield House(connections, readings, connection, alarm)
    finally:
        await readings.close()
        await connections.close()


async def reached(condition: Callable[[], object]) -> None:
    """Yields to everything else until the condition holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0)


async def soon(work: Awaitable[Any]) -> Any:
    async with asyncio.timeout(PATIENCE):
        return await work


class RawSource:
    """Speaks bytes, not HTTP: writes `chunks` to whoever has asked, then hangs up, or waits when `holds`."""

    def __init__(self, chunks: Sequence[bytes], *, holds: bool = False) -> None:
        self._chunks = chunks
        self._holds = holds
        self._over = asyncio.Event()
        self.asked = 0
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            self.asked += 1
            for chunk in self._chunks:
                writer.write(chunk)
                await writer.drain()
            if self._holds:
                await self._over.wait()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()
