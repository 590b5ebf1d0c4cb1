"""Several readings that are waited for together, until a moment."""

import asyncio
from collections.abc import Sequence

import msgspec
import pytest
from aiohttp import web

from reading.sources import ORDERS, RECORDS, House, Orders, Source, connector, open_house, orders, reached, soon
from rotunda.connector_kit.requests import Customer, Program, Request
from rotunda.kit.database import Database
from rotunda.reading.awaited import Awaited
from rotunda.reading.model import First, Wanted
from rotunda.sections.freshness import State
from rotunda.sections.ids import ExternalId, SectionName

ACCOUNTS = ("acc_1", "acc_2", "acc_3")


def wanted(house: House) -> Sequence[Wanted]:
    """One customer of the shop each."""
    return [
        (house.key(account), {"customer": (ExternalId(f"cus_{number}"),)})
        for number, account in enumerate(ACCOUNTS, start=1)
    ]


def begin(house: House, seconds: float = 4.0) -> Awaited:
    return house.readings.begin(wanted(house), wait_until=house.deadline(seconds))


async def landings(awaited: Awaited) -> list[list[int]]:
    return [landed async for landed in awaited.as_they_land()]


class Gates:
    """Lets each customer's orders through by themselves."""

    def __init__(self, source: Source) -> None:
        self.go = {f"cus_{number}": asyncio.Event() for number in range(1, 4)}
        self.asked: list[str] = []
        source.handlers["/orders"] = self.answer

    async def answer(self, request: web.Request) -> web.StreamResponse:
        customer = request.query["customer"]
        self.asked.append(customer)
        await self.go[customer].wait()
        return orders(int(customer[-1]))()

    def open(self) -> None:
        for each in self.go.values():
            each.set()


async def test_what_is_known_is_there_from_the_start(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        first = await soon(house.readings.read(*wanted(house)[0], wait_until=house.deadline()))
        awaited = begin(house)
        assert awaited.readings == [first, None, None]
        assert [each.part for each in await soon(awaited.all())] == [Orders(1)] * 3


async def test_each_is_told_when_it_lands_in_whatever_order(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        gates, awaited = Gates(source), begin(house)
        following = asyncio.create_task(landings(awaited))
        for customer in ("cus_3", "cus_1", "cus_2"):
            gates.go[customer].set()
            await reached(lambda place=int(customer[-1]) - 1: awaited.readings[place] is not None)
        assert await soon(following) == [[2], [0], [1]]
        assert [each and each.part for each in awaited.readings] == [Orders(1), Orders(2), Orders(3)]


async def test_at_the_moment_whatever_is_missing_is_late_and_its_fetch_goes_on(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        gates = Gates(source)
        gates.go["cus_2"].set()
        awaited = begin(house, seconds=2.0)
        waiting = asyncio.create_task(awaited.all())
        await reached(lambda: house.readings.at_hand(*wanted(house)[1]) is not None)
        await reached(lambda: len(gates.asked) == 3)
        house.alarm.advance(2.0)
        states = [each.state for each in await soon(waiting)]
        assert states == [State.UNAVAILABLE, State.FRESH, State.UNAVAILABLE]
        gates.open()
        await reached(lambda: house.readings.at_hand(*wanted(house)[2]) is not None)
        assert sorted(gates.asked) == ["cus_1", "cus_2", "cus_3"]


async def test_whoever_leaves_leaves_the_fetches_to_the_others(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        gates = Gates(source)
        left, stays = begin(house), begin(house)
        leaving = asyncio.create_task(left.all())
        await reached(lambda: len(gates.asked) == 3)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        gates.open()
        assert [each.part for each in await soon(stays.all())] == [Orders(1), Orders(2), Orders(3)]
        assert len(gates.asked) == 3


async def test_nobody_waits_for_nothing(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        assert await soon(house.readings.begin([], wait_until=house.deadline()).all()) == []


STOCK = SectionName("stock")


def read_stock(_: Customer) -> Program[Orders]:
    [payload] = yield [Request(path="/stock")]
    return Orders(payload.only["orders"])


@pytest.mark.parametrize(
    ("first", "order"),
    [(First.SLOWEST, ["/orders", "/stock"]), (First.QUICKEST, ["/stock", "/orders"])],
)
async def test_what_has_taken_long_is_asked_first_or_last(database: Database, first: First, order: list[str]) -> None:
    """How long is measured on whichever account was read before; one place at the source makes the order certain."""
    speaks = connector(concurrency=1)
    speaks = msgspec.structs.replace(speaks, sections={**speaks.sections, STOCK: read_stock}, needs={})
    async with Source() as source, open_house(database, source, speaks) as house:
        hanging = source.hangs("/orders")
        slow = asyncio.create_task(house.readings.read(house.key(), RECORDS, wait_until=house.deadline()))
        await reached(lambda: hanging.waiting == 1)
        house.alarm.advance(1.0)
        hanging.go.set()
        await soon(slow)
        await soon(house.readings.read(house.key(section=STOCK), RECORDS, wait_until=house.deadline()))
        source.asked.clear()
        both = [(house.key("acc_2", section), RECORDS) for section in (STOCK, ORDERS)]
        await soon(house.readings.begin(both, wait_until=house.deadline(), first=first).all())
        assert [path.partition("?")[0] for path in source.asked] == order
