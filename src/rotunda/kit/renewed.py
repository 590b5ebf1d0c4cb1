"""What costs a while to make and may be a while old: made anew by one, while the others go on with what there is."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from rotunda.kit.clock import Clock
from rotunda.kit.recent import Recent

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Renewed(Generic[Key, Value]):
    """One value of each key, each good for as long as `good_for` says of it; `capacity` counts keys."""

    def __init__(self, clock: Clock, good_for: Callable[[Value], timedelta], capacity: int = 256) -> None:
        self._clock = clock
        self._good_for = good_for
        self._kept: Recent[Key, tuple[datetime, Value]] = Recent(capacity)
        self._making: dict[Key, asyncio.Lock] = {}

    async def get(self, key: Key, make: Callable[[], Awaitable[Value]]) -> Value:
        """Raises what `make` raises; what was kept before stays for the next one who asks."""
        making = self._making.get(key)
        found = self._kept.get(key)
        if found is not None and (self._is_good(found) or making is not None):
            return found[1]
        making = self._making.setdefault(key, asyncio.Lock())
        try:
            async with making:
                return await self._make(key, make)
        finally:
            self._making.pop(key, None)

    async def _make(self, key: Key, make: Callable[[], Awaitable[Value]]) -> Value:
        """Unless somebody else has made it meanwhile."""
        found = self._kept.get(key)
        if found is None or not self._is_good(found):
            found = (self._clock.now(), await make())
            self._kept.put(key, found)
        return found[1]

    def _is_good(self, found: tuple[datetime, Value]) -> bool:
        made_at, value = found
        return self._clock.now() - made_at < self._good_for(value)
