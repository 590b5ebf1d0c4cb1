"""Invalidation: what is shown, waited for and read again once a source has said that something changed."""

import asyncio

from reading.looks import at_hand, read
from reading.sources import (
    ORDERS,
    Orders,
    Source,
    open_house,
    orders,
    reached,
    soon,
)
from rotunda.kit.database import Database
from rotunda.sections.freshness import State


async def test_after_an_invalidation_reading_waits_for_the_new_and_showing_does_not(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await read(house)
        hanging = source.hangs("/orders")
        house.readings.invalidate(house.connection.id, house.key().account)
        shown = at_hand(house)
        assert shown is not None
        assert (shown.state, shown.part) == (State.STALE, Orders(1))
        reading = asyncio.create_task(read(house))
        await reached(lambda: hanging.waiting)
        hanging.go.set()
        assert (await soon(reading)).part == Orders(2)


async def test_after_an_invalidation_a_source_that_is_silent_leaves_the_old(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await read(house)
        hanging = source.hangs("/orders")
        house.readings.invalidate(house.connection.id)
        reading = asyncio.create_task(read(house, seconds=1))
        await reached(lambda: hanging.waiting)
        house.alarm.advance(1.1)
        old = await soon(reading)
        assert (old.state, old.part) == (State.STALE, Orders(1))


async def test_a_change_during_a_fetch_leads_to_exactly_one_more(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        hanging = source.hangs("/orders")
        reading = asyncio.create_task(read(house))
        await reached(lambda: hanging.waiting)
        for _ in range(5):
            house.readings.invalidate(house.connection.id, house.key().account, ORDERS)
        source.answers("/orders", orders(7))
        hanging.go.set()
        assert (await soon(reading)).part == Orders(7)
        assert source.times("/orders") == 2
        fresh = at_hand(house)
        assert fresh is not None
        assert fresh.state is State.FRESH


async def test_what_was_read_before_a_change_is_shown_as_stale_while_it_is_read_again(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        first = source.hangs("/orders")
        reading = asyncio.create_task(read(house))
        await reached(lambda: first.waiting)
        house.readings.invalidate(house.connection.id, house.key().account)
        second = source.hangs("/orders")
        first.go.set()
        await reached(lambda: second.waiting)
        shown = at_hand(house)
        assert shown is not None
        assert shown.state is State.STALE
        second.go.set()
        assert (await soon(reading)).state is State.FRESH


async def test_invalidation_touches_only_what_is_named(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await read(house, "acc_1")
        await read(house, "acc_2")
        house.readings.invalidate(house.connection.id, house.key("acc_1").account)
        one, other = at_hand(house, "acc_1"), at_hand(house, "acc_2")
        assert one is not None
        assert other is not None
        assert (one.state, other.state) == (State.STALE, State.FRESH)
