"""How many requests a vendor allows, counted so that its limit is never passed.

A vendor counts a request at some moment between our sending it and our having its answer. So a request takes its place
when it is sent and keeps it until `seconds` after it is done: whichever moment the vendor counts by, and however its
windows lie, it never sees more than the limit. Pure: the time is passed in, as monotonic seconds.
"""

from collections import deque
from collections.abc import Callable

import msgspec

from rotunda.connector_kit.manifest import RateBudget
from rotunda.reading.model import Priority

_GRAINS = 500


class _Grain(msgspec.Struct):
    """Requests that were done within one five-hundredth of the window. They leave it together, when the last does."""

    began: float
    last: float
    count: int


class Budget:
    """One bucket. `take` when sending, then exactly one of `done` and `return_unsent`."""

    def __init__(self, rate: RateBudget, shared_by: Callable[[float], int] | None = None) -> None:
        """`shared_by`: into how many equal shares such a budget falls, of which this is one."""
        self._shared_by = shared_by
        self.limit = rate.requests
        self.seconds = rate.seconds
        self._background_limit = max(1, rate.requests - rate.requests * rate.reserved_percent // 100)
        self._out = 0
        self._done: deque[_Grain] = deque()
        self._done_count = 0

    def used(self, now: float) -> int:
        self._forget(now)
        return self._out + self._done_count

    def may_take(self, now: float, priority: Priority) -> bool:
        return self.used(now) < self._limit_for(priority)

    def take(self, now: float, priority: Priority) -> bool:
        if not self.may_take(now, priority):
            return False
        self._out += 1
        return True

    def done(self, now: float) -> None:
        self._out -= 1
        self._done_count += 1
        newest = self._done[-1] if self._done else None
        if newest is not None and now - newest.began < self.seconds / _GRAINS:
            newest.last = now
            newest.count += 1
        else:
            self._done.append(_Grain(now, now, 1))

    def return_unsent(self) -> None:
        self._out -= 1

    def free_at(self, now: float, priority: Priority) -> float | None:
        """When `take` will work if nothing else is asked; None where that depends on requests that are still out."""
        too_many = self.used(now) - self._limit_for(priority) + 1
        if too_many <= 0:
            return now
        for grain in self._done:
            too_many -= grain.count
            if too_many <= 0:
                return grain.last + self.seconds
        return None

    def whole_for(self, priority: Priority) -> int:
        """What those of this priority may use of all shares together."""
        return self.limit if priority is Priority.PERSON else self._background_limit

    def _limit_for(self, priority: Priority) -> int:
        whole = self.limit if priority is Priority.PERSON else self._background_limit
        return whole if self._shared_by is None else max(1, whole // self._shared_by(self.seconds))

    def _forget(self, now: float) -> None:
        while self._done and self._done[0].last + self.seconds <= now:
            self._done_count -= self._done.popleft().count
