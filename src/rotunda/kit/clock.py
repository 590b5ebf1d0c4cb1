"""The time, as something that is handed in: product code never asks the system itself."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros_of(at: datetime) -> int:
    """Microseconds since 1970: exactly what PostgreSQL keeps of a moment."""
    return (at - _EPOCH) // _MICROSECOND


class Clock(Protocol):
    """`now` is aware UTC; `monotonic` counts seconds from an arbitrary moment and never goes back."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks the system

    monotonic = staticmethod(time.monotonic)


class SetClock:
    """Stands still at `at` (aware) until it is moved: for tests, and for worlds with a "now" of their own."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware moment, such as datetime(2026, 1, 1, tzinfo=UTC)")
        self._now = at.astimezone(UTC)
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, by: timedelta) -> None:
        """Moves both readings forward. Going back is refused: `monotonic` never does."""
        if by < timedelta(0):
            raise ValueError(f"a clock cannot go back by {-by}")
        self._now += by
        self._monotonic += by.total_seconds()
