"""Published rate limits, counted over a sliding window."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the limit says about one request. `remaining` is what is left after it; `resets_in_seconds` is when the
    oldest counted request leaves the window; `retry_after_seconds` is 0 for an admitted request.
    """

    admitted: bool
    limit: int
    remaining: int
    resets_in_seconds: float
    retry_after_seconds: float = 0.0

    @property
    def retry_after_header(self) -> str:
        """Whole seconds, rounded up and at least 1: a client that obeys it is admitted."""
        return str(max(1, math.ceil(self.retry_after_seconds)))


@dataclass(slots=True)
class SlidingWindow:
    """At most `limit` requests per key in any `window_seconds`. A refused request is not counted.

    `clock` counts seconds and must move: it is the monotonic one even when the world's own time is frozen, so that a
    client which waits as told is served.
    """

    limit: int
    window_seconds: float
    clock: Callable[[], float] = time.monotonic
    _admitted: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict[str, deque[float]](deque))

    def admit(self, key: str = "") -> Verdict:
        """Counts one request of `key` (a token, an endpoint, or "" for the whole vendor) if there is room."""
        now = self.clock()
        admitted = self._still_inside(key, now)
        if len(admitted) >= self.limit:
            wait = self._leaves_in(admitted, now)
            return Verdict(False, self.limit, 0, wait, wait)
        admitted.append(now)
        return Verdict(True, self.limit, self.limit - len(admitted), self._leaves_in(admitted, now))

    def peek(self, key: str = "") -> Verdict:
        """The state of `key` without counting a request."""
        now = self.clock()
        admitted = self._still_inside(key, now)
        remaining = self.limit - len(admitted)
        wait = self._leaves_in(admitted, now)
        return Verdict(remaining > 0, self.limit, remaining, wait, 0.0 if remaining > 0 else wait)

    def forget(self) -> None:
        """Empties the window of every key."""
        self._admitted.clear()

    def _still_inside(self, key: str, now: float) -> deque[float]:
        admitted = self._admitted[key]
        while admitted and admitted[0] <= now - self.window_seconds:
            admitted.popleft()
        return admitted

    def _leaves_in(self, admitted: deque[float], now: float) -> float:
        return max(0.0, admitted[0] + self.window_seconds - now) if admitted else self.window_seconds
