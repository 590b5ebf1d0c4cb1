"""What may be a while old is made once, by one, and anew when it has grown old."""

import asyncio
from datetime import timedelta

import pytest

from rotunda.kit.renewed import Renewed
from support.house import StillClock

HOUR = timedelta(hours=1)


class Kitchen:
    """Makes numbers; the next one is made when `ready` is set."""

    def __init__(self) -> None:
        self.made = 0
        self.ready = asyncio.Event()
        self.ready.set()

    async def make(self) -> int:
        await self.ready.wait()
        self.made += 1
        return self.made


def renewed(clock: StillClock) -> Renewed[str, int]:
    return Renewed(clock, lambda value: HOUR if value > 1 else timedelta(minutes=1))


async def test_it_is_good_for_as_long_as_its_value_says() -> None:
    clock, kitchen = StillClock(), Kitchen()
    kept = renewed(clock)
    told: list[int] = []
    for moved in (
        timedelta(0),
        timedelta(seconds=59),
        timedelta(seconds=1),
        timedelta(minutes=59),
        timedelta(minutes=1),
    ):
        clock.advance(moved)
        told.append(await kept.get("a", kitchen.make))
    assert told == [1, 1, 2, 2, 3]


async def test_several_who_ask_first_wait_for_one() -> None:
    kitchen = Kitchen()
    kept = renewed(StillClock())
    assert await asyncio.gather(*(kept.get("a", kitchen.make) for _ in range(5))) == [1] * 5
    assert await kept.get("b", kitchen.make) == 2


async def test_while_one_makes_it_anew_the_others_have_what_there_was() -> None:
    clock, kitchen = StillClock(), Kitchen()
    kept = renewed(clock)
    await kept.get("a", kitchen.make)
    clock.advance(HOUR)
    kitchen.ready.clear()
    renewing = asyncio.create_task(kept.get("a", kitchen.make))
    await asyncio.sleep(0)
    assert await kept.get("a", kitchen.make) == 1
    kitchen.ready.set()
    assert await renewing == 2


async def test_what_cannot_be_made_is_tried_again() -> None:
    async def fail() -> int:
        raise LookupError

    kept, kitchen = renewed(StillClock()), Kitchen()
    with pytest.raises(LookupError):
        await kept.get("a", fail)
    assert await kept.get("a", kitchen.make) == 1
