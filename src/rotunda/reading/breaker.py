"""The circuit breaker of one connection: stops asking a source that fails, and finds out when it is back.

It has to react to a source that is asked once a minute and to one that is asked a thousand times a second. So three
rules stand beside each other, and any of them opens it (numbers in `Rules`):

- busy: at least 20 calls in 10 seconds and half of them failed;
- a run: 5 failures with no success between them, in little traffic or for a second;
- a long run: 2 failures with no success between them, 10 seconds apart or more.

Open, it refuses everything for `open_seconds`; then it lets one caller through. That probe closes it, or opens it for
twice as long. Pure: the time is passed in, as monotonic seconds.
"""

from enum import StrEnum

import msgspec


class BreakerState(StrEnum):
    """`half_open`: the next caller is let through as a probe, or one is on its way."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Rules(msgspec.Struct, frozen=True):
    """Durations in seconds."""

    window: int = 10
    busy_calls: int = 20
    busy_ratio: float = 0.5
    run: int = 5
    run_seconds: float = 1.0
    long_run: int = 2
    long_run_seconds: float = 10.0
    open_seconds: float = 2.0
    open_seconds_most: float = 30.0


class Pass(msgspec.Struct, frozen=True, eq=False):
    """Leave to ask. A probe's outcome decides over the state; it must be handed back by `done` in any case."""

    probe: bool


_THROUGH = Pass(probe=False)


class Breaker:
    """Outcomes are told by `succeeded` and `failed`, each with how many calls it speaks for."""

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()
        self._window = _Window(self._rules.window)
        self._run = 0
        self._run_began = 0.0
        self._open_until: float | None = None
        self._open_seconds = self._rules.open_seconds
        self._probe: Pass | None = None
        self.opened = 0
        """How often it went from closed to open."""

    def state(self, now: float) -> BreakerState:
        if self._open_until is None:
            return BreakerState.CLOSED
        return BreakerState.OPEN if now < self._open_until else BreakerState.HALF_OPEN

    def closed(self) -> bool:
        return self._open_until is None

    def retry_at(self) -> float | None:
        """From when on a probe is let through; None while closed."""
        return self._open_until

    def enter(self, now: float) -> Pass | None:
        """Leave to ask, or None."""
        if self._open_until is None:
            return _THROUGH
        if now < self._open_until or self._probe is not None:
            return None
        self._probe = Pass(probe=True)
        return self._probe

    def done(self, leave: Pass) -> None:
        """The bearer has finished. A probe without outcome (cancelled before it knew) makes room for the next."""
        if leave is self._probe:
            self._probe = None

    def succeeded(self, now: float, leave: Pass, calls: int = 1) -> None:
        if self._open_until is None:
            self._window.add(now, calls, 0)
            self._run = 0
        elif leave is self._probe:
            self._close()

    def failed(self, now: float, leave: Pass, calls: int = 1) -> None:
        if self._open_until is not None:
            if leave is self._probe:
                self._open(now, min(self._open_seconds * 2, self._rules.open_seconds_most))
            return
        self._window.add(now, calls, calls)
        self._run_began = now if self._run == 0 else self._run_began
        self._run += 1
        if self._trips(now):
            self.opened += 1
            self._open(now, self._rules.open_seconds)

    def open_elsewhere(self, now: float, seconds: float) -> None:
        """Another process has found out that the source fails."""
        if self._open_until is None:
            self.opened += 1
            self._open(now, seconds)
        elif self._probe is None:
            self._open_until = max(self._open_until, now + seconds)

    def reset(self) -> None:
        """As if nothing had failed."""
        self._close()

    def _trips(self, now: float) -> bool:
        rules, lasted = self._rules, now - self._run_began
        calls, failures = self._window.count(now)
        busy = calls >= rules.busy_calls
        if busy and failures >= calls * rules.busy_ratio:
            return True
        if self._run >= rules.run and (not busy or lasted >= rules.run_seconds):
            return True
        return self._run >= rules.long_run and lasted >= rules.long_run_seconds

    def _open(self, now: float, seconds: float) -> None:
        self._open_seconds = seconds
        self._open_until = now + seconds

    def _close(self) -> None:
        self._open_until = None
        self._probe = None
        self._run = 0
        self._window.clear()


class _Window:
    """Calls and failures of the last so many whole seconds, the present one included."""

    def __init__(self, seconds: int) -> None:
        self._calls = [0] * seconds
        self._failures = [0] * seconds
        self._second = 0

    def add(self, now: float, calls: int, failures: int) -> None:
        self._roll(int(now))
        slot = self._second % len(self._calls)
        self._calls[slot] += calls
        self._failures[slot] += failures

    def count(self, now: float) -> tuple[int, int]:
        self._roll(int(now))
        return sum(self._calls), sum(self._failures)

    def clear(self) -> None:
        for slot in range(len(self._calls)):
            self._calls[slot] = self._failures[slot] = 0

    def _roll(self, second: int) -> None:
        if second <= self._second:
            return
        if second - self._second >= len(self._calls):
            self.clear()
        else:
            for passed in range(self._second + 1, second + 1):
                slot = passed % len(self._calls)
                self._calls[slot] = self._failures[slot] = 0
        self._second = second
