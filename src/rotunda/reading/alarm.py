"""Time and chance, as things that are handed in: whatever waits here waits through an `Alarm`."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

from rotunda.kit.clock import Clock


class Wake(Protocol):
    """One appointment."""

    def cancel(self) -> None: ...


class Alarm(Protocol):
    """`at` calls `ring` once, soon after `clock.monotonic()` has reached `moment`, unless it is cancelled before."""

    def at(self, moment: float, ring: Callable[[], None]) -> Wake: ...


class LoopAlarm:
    """Rings by the running event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def at(self, moment: float, ring: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(max(0.0, moment - self._clock.monotonic()), ring)


@dataclass(frozen=True, slots=True)
class Timing:
    """`random` gives numbers from 0 to below 1."""

    clock: Clock
    alarm: Alarm
    random: Callable[[], float]

    @classmethod
    def of_loop(cls, clock: Clock) -> Self:
        """As the product runs: the event loop's timers and the machine's chance."""
        return cls(clock, LoopAlarm(clock), random.random)


async def until(alarm: Alarm, moment: float) -> None:
    """Waits until that moment."""
    reached = asyncio.Event()
    wake = alarm.at(moment, reached.set)
    try:
        await reached.wait()
    finally:
        wake.cancel()


async def ended_by(task: asyncio.Task[Any], alarm: Alarm, moment: float) -> bool:
    """Waits for the task's end, until that moment at most; whether it has ended. The task itself is left alone, also
    when whoever waits is cancelled.
    """
    over = asyncio.get_running_loop().create_future()

    def end(*_: object) -> None:
        if not over.done():
            over.set_result(None)

    task.add_done_callback(end)
    wake = alarm.at(moment, end)
    try:
        await over
    finally:
        wake.cancel()
        task.remove_done_callback(end)
    return task.done()
