"""Reading: what is given at once, what is fetched, and what a failing source does to it."""

import asyncio
from datetime import timedelta

from reading.sources import (
    RECORDS,
    START,
    Orders,
    Source,
    open_house,
    orders,
    reached,
    soon,
    status,
)
from rotunda.connector_kit.manifest import ErrorKind
from rotunda.kit.database import Database
from rotunda.reading.model import ReadingChanged
from rotunda.sections.freshness import State


async def test_a_missing_reading_is_fetched_and_then_at_hand(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        assert house.readings.at_hand(house.key(), RECORDS) is None
        read = await soon(house.readings.read(house.key(), RECORDS, wait_until=house.deadline()))
        assert (read.state, read.part, read.as_of) == (State.FRESH, Orders(1), START)
        assert house.readings.at_hand(house.key(), RECORDS) is read
        assert source.asked == ["/check", "/orders?customer=cus_1"]
