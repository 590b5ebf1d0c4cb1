"""The running world's time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from rotunda.kit.clock import Clock, SystemClock
from rotunda_world.running import Fault, RunningWorld

SKEW = timedelta(days=2)


def system_time() -> Callable[[], datetime]:
    """The machine's own time."""
    return SystemClock().now


def standing_still(at: datetime) -> Callable[[], datetime]:
    """Always that moment."""
    return lambda: at


def going_on(start: datetime, clock: Clock) -> Callable[[], datetime]:
    """That moment, and on from there at the speed of the given clock."""
    began = clock.monotonic()
    return lambda: start + timedelta(seconds=clock.monotonic() - began)


def vendors_own(running: RunningWorld, vendor: str) -> RunningWorld:
    """The same world with this vendor's idea of the time, which the fault `clock_skew` puts two days ahead."""

    def clock() -> datetime:
        skewed = running.of(vendor).fault is Fault.CLOCK_SKEW
        return running.clock() + SKEW if skewed else running.clock()

    def announce(changed: Any) -> None:
        running.announce(changed)

    return RunningWorld(running.world, clock, running.conditions, announce)
