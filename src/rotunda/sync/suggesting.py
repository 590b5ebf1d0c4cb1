"""Suggestions follow the directory: after it has changed, the book is compared once, in the background."""

import asyncio
from datetime import timedelta

import structlog

from rotunda.identity.linkage.offline import LinkageFailed
from rotunda.identity.suggestions.service import Suggestions
from rotunda.kit.database import DatabaseUnavailable

SETTLED_AFTER = timedelta(seconds=5)
"""Lists come one after the other: the book is compared when the last one of a row has been applied."""

_log = structlog.get_logger(__name__)


class Suggesting:
    """`enabled` False: nothing happens by itself."""

    def __init__(self, suggestions: Suggestions, *, enabled: bool = True, after: timedelta = SETTLED_AFTER) -> None:
        self._suggestions = suggestions
        self._enabled = enabled
        self._after = after
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self._enabled:
            self._task = asyncio.create_task(self._run(), name="suggestions")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def soon(self) -> None:
        """The book may have changed."""
        self._wanted.set()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            await self._settle()
            await self._pass()

    async def _settle(self) -> None:
        """Until nothing has changed for a while."""
        while self._wanted.is_set():
            self._wanted.clear()
            await asyncio.sleep(self._after.total_seconds())

    async def _pass(self) -> None:
        try:
            passed = await self._suggestions.follow()
        except (LinkageFailed, DatabaseUnavailable) as error:
            _log.warning("the book was not compared for suggestions", reason=str(error))
            return
        if passed is not None and (passed.made or passed.closed):
            _log.info("suggestions are up to date", new=passed.made, closed=passed.closed, kept=passed.kept)
