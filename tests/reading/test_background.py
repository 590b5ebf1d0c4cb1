"""What is read when nobody waits: everything in its turn, with patience, and never in the way of people."""

import asyncio

from reading.sources import House, Orders, Source, connector, open_house, orders, reached, soon, status
from rotunda.connector_kit.manifest import ErrorKind, RateBudget
from rotunda.kit.database import Database
from rotunda.reading.model import Priority, Reading
from rotunda.sections.freshness import State
from rotunda.sections.ids import ExternalId

MINUTES = 300.0
KNOWN = {"customer": (ExternalId("acc_1"),)}
ONE_A_MINUTE = {"default": RateBudget(requests=2, seconds=60, reserved_percent=50)}


async def read(house: House, account: str = "acc_1", priority: Priority = Priority.BACKGROUND) -> Reading:
    seconds = MINUTES if priority is Priority.BACKGROUND else 4.0
    records = {"customer": (ExternalId(account),)}
    return await house.readings.read(house.key(account), records, wait_until=house.deadline(seconds), priority=priority)


async def test_the_background_waits_for_what_is_stale_and_not_for_what_is_fresh(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        first = await soon(read(house))
        source.answers("/orders", orders(2))
        assert await soon(read(house)) is first
        house.alarm.advance(61)
        second = await soon(read(house))
        assert (second.state, second.part) == (State.FRESH, Orders(2))
        assert source.times("/orders") == 2


async def test_what_has_just_failed_is_not_asked_for_again_at_once(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await soon(read(house))
        source.answers("/orders", status(403))
        house.alarm.advance(61)
        refused = [await soon(read(house)) for _ in range(3)]
        assert [each.error for each in refused] == [ErrorKind.FORBIDDEN] * 3
        assert source.times("/orders") == 2


async def test_an_unknown_customer_costs_no_call_however_often_the_book_is_read(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        for _ in range(3):
            found = await house.readings.read(
                house.key(), {}, wait_until=house.deadline(MINUTES), priority=Priority.BACKGROUND
            )
            assert (found.state, found.error) == (State.UNKNOWN_CUSTOMER, None)
            house.alarm.advance(61)
        assert source.times("/orders") == 0


async def test_what_failed_without_a_part_is_tried_again_after_its_pause(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/orders", status(403), orders(1))
        assert (await soon(read(house))).error is ErrorKind.FORBIDDEN
        assert (await soon(read(house))).error is ErrorKind.FORBIDDEN
        house.alarm.advance(61)
        assert (await soon(read(house))).part == Orders(1)
        assert source.times("/orders") == 2


async def test_a_look_that_refreshes_nothing(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        assert house.readings.peek(house.key(), KNOWN) is None
        unknown = house.readings.peek(house.key("acc_2"), {})
        assert unknown is not None
        assert unknown.state is State.UNKNOWN_CUSTOMER
        fresh = await soon(read(house))
        assert house.readings.peek(house.key(), KNOWN) is fresh
        house.alarm.advance(61)
        stale = house.readings.peek(house.key(), KNOWN)
        assert stale is not None
        assert (stale.state, stale.part) == (State.STALE, fresh.part)
        assert source.times("/orders") == 1


async def test_the_background_waits_for_its_turn_longer_than_a_section_may_take(database: Database) -> None:
    async with Source() as source, open_house(database, source, connector(budgets=ONE_A_MINUTE)) as house:
        await soon(read(house, "acc_1"))
        patient = asyncio.create_task(read(house, "acc_2"))
        await reached(lambda: house.line.gate._waiting)
        assert (await soon(read(house, "acc_3", Priority.PERSON))).state is State.FRESH
        house.alarm.advance(59)
        await reached(lambda: source.times("/orders") == 2)
        assert not patient.done()
        house.alarm.advance(2)
        answered = await soon(patient)
        assert (answered.part, answered.error) == (Orders(1), None)
        assert source.times("/orders") == 3


async def test_a_person_who_needs_the_same_goes_first(database: Database) -> None:
    async with Source() as source, open_house(database, source, connector(budgets=ONE_A_MINUTE)) as house:
        await soon(read(house, "acc_1"))
        patient = asyncio.create_task(read(house, "acc_2"))
        await reached(lambda: house.line.gate._waiting)
        assert (await soon(read(house, "acc_2", Priority.PERSON))).state is State.FRESH
        assert (await soon(patient)).state is State.FRESH
        assert source.times("/orders") == 2
