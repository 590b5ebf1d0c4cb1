"""What has happened on one connection since the start. Plain numbers, so that counting costs nothing; they are turned
into metrics when somebody asks for them.
"""

from bisect import bisect_left

from rotunda.connector_kit.manifest import ErrorKind

SECONDS_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Counts:
    """`calls` counts every request that was sent, retries among them. `seconds` counts answers by their duration, up to
    each of SECONDS_BOUNDS and beyond the last.
    """

    __slots__ = (
        "answered",
        "cache_hits",
        "cache_misses",
        "calls",
        "errors",
        "not_asked",
        "retries",
        "seconds",
        "seconds_sum",
    )

    def __init__(self) -> None:
        self.calls = 0
        self.answered = 0
        self.retries = 0
        self.not_asked = 0
        self.errors: dict[ErrorKind, int] = {}
        self.cache_hits = 0
        self.cache_misses = 0
        self.seconds = [0] * (len(SECONDS_BOUNDS) + 1)
        self.seconds_sum = 0.0

    def answer(self, seconds: float) -> None:
        self.answered += 1
        self.seconds[bisect_left(SECONDS_BOUNDS, seconds)] += 1
        self.seconds_sum += seconds

    def error(self, kind: ErrorKind) -> None:
        self.errors[kind] = self.errors.get(kind, 0) + 1
