"""How long a source takes to answer, and how long it is given.

Durations are counted in buckets whose bounds grow by a fifth, from half a millisecond to a minute; so a quantile is
exact to 20 %, upward. Two generations are kept and the older one is dropped whenever the younger is full or old: the
estimate speaks of the last 500 to 1,000 calls, or of the last ten to twenty minutes. Pure: the time is passed in.
"""

from bisect import bisect_left

_SMALLEST, _GROWTH, _BUCKETS = 0.0005, 1.2, 65
_BOUNDS = [_SMALLEST * _GROWTH**i for i in range(_BUCKETS)]
_GENERATION_CALLS = 500
_GENERATION_SECONDS = 600.0
_ENOUGH_CALLS = 20
_MARGIN = 2.0
_RECOUNT_EVERY = 16


class Latency:
    """`floor` and `ceiling` bound the timeout, in seconds."""

    def __init__(self, floor: float, ceiling: float) -> None:
        self._floor = floor
        self._ceiling = ceiling
        self._older = [0] * (_BUCKETS + 1)
        self._younger = [0] * (_BUCKETS + 1)
        self._younger_calls = 0
        self._younger_since: float | None = None
        self._timeout = ceiling
        self._until_recount = _ENOUGH_CALLS

    def add(self, now: float, seconds: float) -> None:
        """A call has taken so long. One that was given up counts with the time that it was given: where a source gets
        slower, its timeout follows, doubling until answers arrive again or the ceiling is reached.
        """
        self._turn(now)
        self._younger[bisect_left(_BOUNDS, seconds)] += 1
        self._younger_calls += 1
        self._until_recount -= 1
        if self._until_recount <= 0 or seconds >= self._timeout:
            self._recount()

    def quantile(self, share: float) -> float | None:
        """The duration that this share of recent calls did not exceed, in seconds; None without calls."""
        counts = [old + young for old, young in zip(self._older, self._younger, strict=True)]
        missing = sum(counts) * share
        if not missing:
            return None
        for bucket, count in enumerate(counts):
            missing -= count
            if missing <= 0:
                return _BOUNDS[min(bucket, _BUCKETS - 1)]
        return _BOUNDS[-1]

    def timeout(self) -> float:
        """How long the next call is given: twice the 99.9th percentile within floor and ceiling; the ceiling as long as
        too few calls were seen.
        """
        return self._timeout

    def _recount(self) -> None:
        self._until_recount = _RECOUNT_EVERY
        if sum(self._older) + self._younger_calls < _ENOUGH_CALLS:
            return
        slowest = self.quantile(0.999) or self._ceiling
        self._timeout = min(self._ceiling, max(self._floor, _MARGIN * slowest))

    def _turn(self, now: float) -> None:
        if self._younger_since is None:
            self._younger_since = now
        full = self._younger_calls >= _GENERATION_CALLS
        if full or now - self._younger_since >= _GENERATION_SECONDS:
            self._older, self._younger = self._younger, [0] * (_BUCKETS + 1)
            self._younger_calls, self._younger_since = 0, now
