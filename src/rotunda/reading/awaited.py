"""Readings that somebody waits for together, until a moment."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from functools import partial

from rotunda.reading.alarm import Alarm, Wake
from rotunda.reading.flights import Flight
from rotunda.reading.model import Reading


class Awaited:
    """`readings` are what is known so far, in the order in which they were asked for; None where the source has not
    answered yet. At `wait_until` (monotonic) whatever is missing becomes what `late` says of it. The fetches
    themselves are left alone, whoever leaves.
    """

    def __init__(
        self, begun: Sequence[Reading | Flight], late: Callable[[Flight], Reading], alarm: Alarm, wait_until: float
    ) -> None:
        self.readings = [None if isinstance(one, Flight) else one for one in begun]
        self._late = late
        self._alarm = alarm
        self._wait_until = wait_until
        self._landed: set[int] = set()
        self._heard: asyncio.Future[None] | None = None
        self._enough = 0
        self._wake: Wake | None = None
        self._flights = {
            position: (flight, partial(self._land, position))
            for position, flight in enumerate(begun)
            if isinstance(flight, Flight)
        }
        for flight, land in self._flights.values():
            flight.waiting.add(land)

    def leave(self) -> None:
        """Nobody waits any more."""
        for flight, land in self._flights.values():
            flight.waiting.discard(land)
        self._flights.clear()
        self._landed.clear()
        if self._wake is not None:
            self._wake.cancel()

    async def all(self) -> list[Reading]:
        """Every reading, as soon as there is one of each."""
        try:
            if self._flights:
                await self._until(len(self._flights))
                self._take()
        finally:
            self.leave()
        return [reading for reading in self.readings if reading is not None]

    async def as_they_land(self) -> AsyncGenerator[list[int]]:
        """The positions of those that have landed since the last time, until there is a reading of each."""
        try:
            while self._flights:
                await self._until(1)
                yield self._take()
        finally:
            self.leave()

    async def _until(self, enough: int) -> None:
        if len(self._landed) >= enough:
            return
        self._heard, self._enough = asyncio.get_running_loop().create_future(), enough
        if self._wake is None:
            self._wake = self._alarm.at(self._wait_until, self._end)
        await self._heard

    def _land(self, position: int) -> None:
        self._landed.add(position)
        if len(self._landed) >= self._enough:
            self._tell()

    def _tell(self) -> None:
        if self._heard is not None and not self._heard.done():
            self._heard.set_result(None)

    def _end(self) -> None:
        """The moment has come: what is still under way counts as landed, late."""
        self._landed = set(self._flights)
        self._tell()

    def _take(self) -> list[int]:
        landed, self._landed = sorted(self._landed), set()
        for position in landed:
            flight, land = self._flights.pop(position)
            flight.waiting.discard(land)
            ended = flight.task.done() and not flight.task.cancelled()
            self.readings[position] = flight.task.result() if ended else self._late(flight)
        return landed
