"""Reading as one, by whichever door somebody comes in. The same contract holds for one process, which keeps everything
in its own memory, and for two that have nothing in common but a database and a Valkey.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest
import pytest_asyncio

from reading.sources import (
    MINUTE,
    ORDERS,
    PATIENCE,
    SHOP,
    Orders,
    Source,
    connector,
    orders,
    reached,
    sealer,
    status,
)
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.manifest import ErrorKind, RateBudget
from rotunda.kit.clock import SystemClock
from rotunda.kit.cluster import Cluster
from rotunda.kit.database import Database
from rotunda.kit.secret import Secret
from rotunda.kit.valkey import Valkey
from rotunda.reading.alarm import Timing
from rotunda.reading.commons import Commons
from rotunda.reading.heard import Heard
from rotunda.reading.model import Priority, Reading, ReadKey, Records
from rotunda.reading.notices import Notice, Notices
from rotunda.reading.others import Others
from rotunda.reading.purse import Purse
from rotunda.reading.service import Readings
from rotunda.sections.freshness import State
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId
from support.cache_server import CacheServer


def records(account: str) -> Records:
    return {"customer": (ExternalId(account),)}


@dataclass(frozen=True)
class Door:
    """One process, as far as reading goes."""

    readings: Readings
    notices: Notices
    cluster: Cluster
    connection: ConnectionId
    clock: SystemClock
    valkey: Valkey | None

    async def read(
        self, account: str = "acc_1", priority: Priority = Priority.PERSON, seconds: float = PATIENCE
    ) -> Reading:
        key = ReadKey(self.connection, AccountId(account), ORDERS)
        wait_until = self.clock.monotonic() + seconds
        return await self.readings.read(key, records(account), wait_until=wait_until, priority=priority)

    def state(self, account: str = "acc_1") -> State | None:
        shown = self.readings.peek(ReadKey(self.connection, AccountId(account), ORDERS), records(account))
        return shown.state if shown else None

    async def tell(self, account: str = "acc_1") -> None:
        await self.notices.tell([Notice(self.connection, AccountId(account), ORDERS)])


Doors = tuple[Door, Door]


@asynccontextmanager
async def a_process(
    database: Database, speaks: Connector, connection: ConnectionId, cache: CacheServer | None
) -> AsyncGenerator[Door]:
    clock = SystemClock()
    timing = Timing.of_loop(clock)
    async with AsyncExitStack() as stack:
        connections = Connections({SHOP: speaks.manifest}, database, sealer(), AddressPolicy(["127.0.0.1"]), clock)
        await connections.load()
        stack.push_async_callback(connections.close)
        cluster, heard = Cluster(database, beat=0.5), Heard()
        valkey = Valkey(Secret(cache.url), sealer().derive("cache")) if cache else None
        if valkey:
            stack.push_async_callback(valkey.close)
        commons = Commons(valkey, {ORDERS: Orders}, heard, cluster.id) if valkey else None
        if commons:
            stack.push_async_callback(commons.close)
        purse = Purse(cluster, valkey)
        stack.push_async_callback(purse.close)
        others = Others(cluster, purse, commons)
        readings = Readings({SHOP: speaks}, {ORDERS: MINUTE}, connections, timing, others=others)
        stack.push_async_callback(readings.close)
        notices = Notices(database, readings, cluster, heard, clock)
        await notices.open()
        await cluster.open()
        stack.push_async_callback(cluster.close)
        yield Door(readings, notices, cluster, connection, clock, valkey)


@pytest_asyncio.fixture(scope="module")
async def cache() -> AsyncIterator[CacheServer]:
    async with CacheServer() as server:
        yield server


@pytest_asyncio.fixture
async def source() -> AsyncIterator[Source]:
    async with Source() as opened:
        yield opened


@asynccontextmanager
async def two_doors(
    database: Database, source: Source, speaks: Connector, cache: CacheServer | None, *, one: bool
) -> AsyncGenerator[Doors]:
    made = Connections({SHOP: speaks.manifest}, database, sealer(), AddressPolicy(["127.0.0.1"]), SystemClock())
    connection = (await made.create(SHOP, None, {"key": "good", "base_url": source.url}, None)).id
    await made.close()
    source.asked.clear()
    async with a_process(database, speaks, connection, cache) as first:
        if one:
            yield first, first
            return
        async with a_process(database, speaks, connection, cache) as second:
            async with asyncio.timeout(PATIENCE):
                while (first.cluster.members, second.cluster.members) != (2, 2):
                    await asyncio.sleep(0)
            yield first, second


@pytest_asyncio.fixture(params=["one process", "two processes"])
async def kept_by(request: pytest.FixtureRequest, cache: CacheServer) -> tuple[CacheServer | None, bool]:
    """Where what is common is kept, and whether both doors are those of one process."""
    return (None, True) if request.param == "one process" else (cache, False)


@pytest_asyncio.fixture
async def doors(database: Database, source: Source, kept_by: tuple[CacheServer | None, bool]) -> AsyncIterator[Doors]:
    server, one = kept_by
    async with two_doors(database, source, connector(), server, one=one) as opened:
        yield opened


async def test_what_one_has_read_the_other_need_not_ask_for(source: Source, doors: Doors) -> None:
    mine = await doors[0].read()
    if doors[0].valkey:
        await left_for_others(doors)
    its = await doors[1].read()
    assert source.times("/orders") == 1
    assert (its.state, its.part, its.version, its.as_of) == (State.FRESH, mine.part, mine.version, mine.as_of)


async def left_for_others(doors: Doors) -> None:
    """What is left is left behind the answer."""
    commons = doors[0].readings._flights._commons
    assert commons is not None
    await asyncio.gather(*commons._under_way)


async def test_what_both_want_at_once_is_asked_for_once(source: Source, doors: Doors) -> None:
    hanging = source.hangs("/orders")
    both = [asyncio.create_task(door.read()) for door in doors]
    await reached(lambda: hanging.waiting)
    await asyncio.sleep(0.3)
    hanging.go.set()
    assert [reading.part for reading in await asyncio.gather(*both)] == [Orders(2)] * 2
    assert (source.times("/orders"), hanging.most) == (1, 1)


async def test_what_a_source_says_at_one_is_read_anew_by_the_other(source: Source, doors: Doors) -> None:
    await doors[0].read()
    await doors[1].read()
    source.answers("/orders", orders(7))
    await doors[0].tell()
    await reached(lambda: doors[1].state() is State.STALE)
    assert (await doors[1].read()).part == Orders(7)
    assert (await doors[0].read()).part == Orders(7)


async def test_what_is_left_from_before_a_notice_is_not_taken(source: Source, doors: Doors) -> None:
    """Whoever comes later, with nothing of its own, does not believe what has been called old since."""
    await doors[0].read()
    source.answers("/orders", orders(8))
    await doors[1].tell()
    assert (await doors[1].read()).part == Orders(8)


async def test_a_person_does_not_wait_for_what_the_other_reads_at_leisure(
    database: Database, source: Source, kept_by: tuple[CacheServer | None, bool]
) -> None:
    few = {"default": RateBudget(requests=4, seconds=3600, reserved_percent=50)}
    server, one = kept_by
    async with two_doors(database, source, connector(budgets=few), server, one=one) as (first, second):
        for account in ("acc_1", "acc_2"):
            await first.read(account, Priority.BACKGROUND)
        at_leisure = asyncio.create_task(first.read("acc_3", Priority.BACKGROUND, seconds=5000))
        await asyncio.sleep(0.1)
        assert (await second.read("acc_3")).part == Orders(1)
        at_leisure.cancel()
        await asyncio.gather(at_leisure, return_exceptions=True)


@pytest.mark.parametrize("reserved", [0, 40])
async def test_together_they_never_pass_what_the_vendor_allows(
    database: Database, source: Source, kept_by: tuple[CacheServer | None, bool], reserved: int
) -> None:
    budget = {"default": RateBudget(requests=10, seconds=3600, reserved_percent=reserved)}
    server, one = kept_by
    priority = Priority.BACKGROUND if reserved else Priority.PERSON
    async with two_doors(database, source, connector(budgets=budget), server, one=one) as doors:
        many = [doors[number % 2].read(f"acc_{number}", priority, seconds=2) for number in range(30)]
        read = await asyncio.gather(*many)
        assert source.times("/orders") == 10 - 10 * reserved // 100
        assert {each.state for each in read} == {State.FRESH, State.UNAVAILABLE}
        if reserved:
            assert (await doors[1].read("acc_person")).state is State.FRESH


async def test_a_source_that_asks_one_to_wait_is_asked_by_none(source: Source, doors: Doors) -> None:
    source.answers("/orders", status(429, Retry_After="300"))
    assert (await doors[0].read("acc_1", seconds=1)).error is ErrorKind.RATE_LIMITED
    asked = source.times("/orders")
    await reached(lambda: held(doors[1]))
    assert (await doors[1].read("acc_2", seconds=1)).error is ErrorKind.RATE_LIMITED
    assert source.times("/orders") == asked


def held(door: Door) -> bool:
    return door.readings.lines.get(door.connection).line.gate.held_until() is not None


async def test_a_source_that_fails_for_one_is_left_in_peace_by_all(source: Source, doors: Doors) -> None:
    for door in doors:
        door.readings.lines.get(door.connection)
    source.answers("/orders", status(500))
    for number in range(5):
        await doors[0].read(f"acc_{number}")
    asked = source.times("/orders")
    await reached(lambda: not doors[1].readings.lines.get(doors[1].connection).line.breaker.closed())
    assert (await doors[1].read("acc_other")).state is State.UNAVAILABLE
    assert source.times("/orders") == asked


async def test_when_it_works_again_for_one_it_does_for_all(source: Source, doors: Doors) -> None:
    source.answers("/orders", status(500))
    for number in range(5):
        await doors[0].read(f"acc_{number}")
    lines = [door.readings.lines.get(door.connection).line for door in doors]
    source.answers("/orders", orders(3))

    async def probe() -> State:
        return (await doors[0].read("acc_probe")).state

    async with asyncio.timeout(PATIENCE):
        while await probe() is not State.FRESH:
            await asyncio.sleep(0.1)
    await reached(lambda: all(line.breaker.closed() for line in lines))


async def test_a_process_that_dies_at_it_is_followed_by_another(
    database: Database, source: Source, cache: CacheServer
) -> None:
    hanging = source.hangs("/orders")
    async with two_doors(database, source, connector(), cache, one=False) as (first, second):
        commons = first.readings._flights._commons
        assert commons is not None
        its = asyncio.create_task(first.read())
        await reached(lambda: hanging.waiting)
        assert commons._renewing is not None
        commons._renewing.cancel()  # as if it lived no more
        source.answers("/orders", orders(5))
        assert (await second.read()).part == Orders(5)
        hanging.go.set()
        await its


async def test_without_the_server_each_reads_for_itself_and_with_it_again_they_share(
    database: Database, source: Source
) -> None:
    async with CacheServer() as server, two_doors(database, source, connector(), server, one=False) as doors:
        await doors[0].read("acc_1")
        await server.stop()
        for number, door in enumerate((*doors, *doors)):
            assert (await door.read(f"acc_away_{number}")).state is State.FRESH
        await doors[0].tell("acc_1")  # notices do not go by it
        await reached(lambda: doors[0].state("acc_1") is State.STALE)
        await server.start()

        async def shared() -> bool:
            account = f"acc_{asyncio.get_running_loop().time()}"
            await doors[0].read(account)
            await left_for_others(doors)
            asked = source.times("/orders")
            await doors[1].read(account)
            return source.times("/orders") == asked

        async with asyncio.timeout(PATIENCE):
            while not await shared():
                await asyncio.sleep(0.1)


async def test_without_the_server_each_keeps_to_its_share(database: Database, source: Source) -> None:
    budget = {"default": RateBudget(requests=10, seconds=3600)}
    async with (
        CacheServer() as server,
        two_doors(database, source, connector(budgets=budget), server, one=False) as doors,
    ):
        await server.stop()
        await asyncio.gather(*(doors[number % 2].read(f"acc_{number}", seconds=1) for number in range(40)))
        assert source.times("/orders") == 10
        await server.start()
        await asyncio.gather(*(doors[number % 2].read(f"acc_later_{number}", seconds=1) for number in range(40)))
        assert source.times("/orders") == 10


async def test_what_lies_in_the_server_tells_nobody_anything(
    database: Database, source: Source, cache: CacheServer
) -> None:
    source.answers("/orders", orders(123_456_789))
    async with two_doors(database, source, connector(), cache, one=False) as doors:
        await doors[0].read("acc_secret")
        await left_for_others(doors)
        client = cache._server.client()
        everything = b"".join(name + (client.get(name) or b"") for name in client.keys("*:part:*"))
    assert everything
    assert b"acc_secret" not in everything
    assert b"number" not in everything
