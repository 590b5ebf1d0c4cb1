"""Whether and when a failed read is tried once more.

Pure: the time is passed in as monotonic seconds, the randomness as a function.
"""

from collections.abc import Callable

_COST = 5
_SAVED_MOST = 50
_SHORTEST_SPREAD, _LONGEST_SPREAD = 0.02, 0.25


class RetryBudget:
    """Every first attempt earns a fifth of a retry, ten retries are saved up at most, none are lent: at no moment have
    retries been more than 20 % of the first attempts.
    """

    def __init__(self) -> None:
        self._saved = 0

    def earn(self) -> None:
        if self._saved < _SAVED_MOST:
            self._saved += 1

    def spend(self) -> bool:
        if self._saved < _COST:
            return False
        self._saved -= _COST
        return True


def spread(usual: float | None) -> float:
    """Seconds over which retries are spread: as long as an answer usually takes, so that whoever waits for a dead
    source waits no longer than for a living one. A quarter of a second at most, and where nothing is known yet.
    """
    return _LONGEST_SPREAD if usual is None else min(_LONGEST_SPREAD, max(_SHORTEST_SPREAD, usual))


def retry_at(
    now: float, not_before: float, deadline: float, spread_over: float, random: Callable[[], float]
) -> float | None:
    """When to try again: some time within the spread (full jitter) after now, or after `not_before`, the moment until
    which the source asked to wait. None where that lies beyond the deadline.
    """
    moment = max(now, not_before) + spread_over * random()
    return moment if moment < deadline else None
