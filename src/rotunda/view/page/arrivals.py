"""The readings of a page, as they arrive."""

from collections.abc import AsyncGenerator, Iterable, Sequence

from rotunda.reading.awaited import Awaited
from rotunda.reading.model import First, Reading
from rotunda.reading.service import Readings
from rotunda.sections.freshness import State
from rotunda.view.page.plan import PlannedSection, PlannedSource

Pairs = Sequence[tuple[PlannedSource, Reading]]


class Arrivals:
    """Begins to read what is not at hand as soon as it is made. `pairs` are each section's sources with what is known
    of them by now.
    """

    def __init__(
        self, readings: Readings, planned: Sequence[PlannedSection], wait_until: float, *, first: First = First.SLOWEST
    ) -> None:
        places = [(number, source) for number, section in enumerate(planned) for source in section.sources]
        wanted = [(source.key, source.records) for _, source in places]
        self._awaited: Awaited = readings.begin(wanted, wait_until=wait_until, first=first)
        self.pairs: list[list[tuple[PlannedSource, Reading]]] = [[] for _ in planned]
        self._positions: list[tuple[int, int]] = []
        for (number, source), reading in zip(places, self._awaited.readings, strict=True):
            self._positions.append((number, len(self.pairs[number])))
            self.pairs[number].append((source, reading or Reading.pending(source.connector.manifest.mode)))

    def cancel(self) -> None:
        """Nobody waits any more."""
        self._awaited.leave()

    async def all(self) -> Sequence[Pairs]:
        """When every source has answered, or the page's time is over."""
        await self._awaited.all()
        self._take(range(len(self._positions)))
        return self.pairs

    async def completed(self) -> AsyncGenerator[int]:
        """The number of each section, once, as soon as all of its sources have answered: those at hand first."""
        waiting = {number for number, pairs in enumerate(self.pairs) if any(map(_is_pending, pairs))}
        for number in range(len(self.pairs)):
            if number not in waiting:
                yield number
        async for number in self:
            if number in waiting and not any(map(_is_pending, self.pairs[number])):
                waiting.discard(number)
                yield number

    async def __aiter__(self) -> AsyncGenerator[int]:
        """The number of each section whenever sources of it have answered; all that answered together in the order of
        the page.
        """
        async for landed in self._awaited.as_they_land():
            for number in self._take(landed):
                yield number

    def _take(self, landed: Iterable[int]) -> list[int]:
        """Into the pairs. The sections that they belong to."""
        changed: set[int] = set()
        for place in landed:
            number, position = self._positions[place]
            source, before = self.pairs[number][position]
            self.pairs[number][position] = (source, self._awaited.readings[place] or before)
            changed.add(number)
        return sorted(changed)


def _is_pending(pair: tuple[PlannedSource, Reading]) -> bool:
    return pair[1].state is State.PENDING
