"""Being woken at a moment of the clock, as something that is handed in: what waits here waits through an `Alarm`."""

import asyncio
from collections.abc import Callable
from typing import Protocol

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


async def until(alarm: Alarm, moment: float) -> None:
    """Waits until that moment."""
    reached = asyncio.Event()
    wake = alarm.at(moment, reached.set)
    try:
        await reached.wait()
    finally:
        wake.cancel()
