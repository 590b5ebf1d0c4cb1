"""Work that is done in the background when something has asked for it."""

import asyncio
from abc import ABC, abstractmethod
from datetime import timedelta


class Background(ABC):
    """One loop, from `start` to `stop`. `name` is that of its task."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=self._name)

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def soon(self) -> None:
        """There is something to do."""
        self._wanted.set()

    async def _quiet(self, after: timedelta) -> None:
        """Waits until something was asked for, and nothing more for so long."""
        await self._wanted.wait()
        while self._wanted.is_set():
            self._wanted.clear()
            await asyncio.sleep(after.total_seconds())

    @abstractmethod
    async def _run(self) -> None:
        """Without an end; it is cancelled."""
