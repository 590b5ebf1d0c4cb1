"""The readings of a page that is being streamed, as they arrive."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any

from rotunda.reading.model import Reading
from rotunda.sections.freshness import State
from rotunda.view.page.plan import PlannedSource

Pairs = Sequence[tuple[PlannedSource, Reading]]


class Arrivals:
    """Begins to read what is pending as soon as it is made, and iterates over the numbers of the sections that have
    changed. `pairs` are each section's sources with what is known of them by now.
    """

    def __init__(
        self,
        at_hand: Sequence[Pairs],
        read: Callable[[PlannedSource, float], Coroutine[Any, Any, Reading]],
        wait_until: float,
    ) -> None:
        self.pairs = [list(pairs) for pairs in at_hand]
        self._places: dict[asyncio.Task[Reading], tuple[int, int]] = {}
        for number, pairs in enumerate(self.pairs):
            for position, (source, reading) in enumerate(pairs):
                if reading.state is State.PENDING:
                    self._places[asyncio.create_task(read(source, wait_until))] = (number, position)

    def cancel(self) -> None:
        for task in self._places:
            task.cancel()

    async def __aiter__(self) -> AsyncIterator[int]:
        """Each section whenever sources of it have answered; all that answered together in the order of the page."""
        pending = set(self._places)
        try:
            while pending:
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for number in sorted({self._take(task) for task in done}):
                    yield number
        finally:
            self.cancel()

    def _take(self, task: asyncio.Task[Reading]) -> int:
        number, position = self._places[task]
        source, _ = self.pairs[number][position]
        self.pairs[number][position] = (source, task.result())
        return number
