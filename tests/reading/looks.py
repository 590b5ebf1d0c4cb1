"""Looking at readings, as tests do it."""

from reading.sources import (
    RECORDS,
    House,
    soon,
)
from rotunda.reading.model import Priority, Reading


async def read(house: House, account: str = "acc_1", seconds: float = 4.0) -> Reading:
    return await soon(
        house.readings.read(house.key(account), RECORDS, wait_until=house.deadline(seconds), priority=Priority.PERSON)
    )


def at_hand(house: House, account: str = "acc_1") -> Reading | None:
    return house.readings.at_hand(house.key(account), RECORDS)
