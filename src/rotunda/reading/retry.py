"""Whether and when a failed read is tried once more.

Pure: the time is passed in as monotonic seconds, the randomness as a function.
"""

from collections.abc import Callable

_COST = 5
_SAVED_MOST = 50
_LONGEST_WAIT = 0.25


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


def retry_at(now: float, not_before: float, deadline: float, random: Callable[[], float]) -> float | None:
    """When to try again: some time within a quarter of a second (full jitter) after now, or after `not_before`, the
    moment until which the source asked to wait. None where that lies beyond the deadline.
    """
    moment = max(now, not_before) + _LONGEST_WAIT * random()
    return moment if moment < deadline else None
