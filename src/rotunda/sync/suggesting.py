"""Suggestions follow the directory: after it has changed, the book is compared once, in the background."""

from datetime import timedelta

import structlog

from rotunda.identity.linkage.offline import LinkageFailed
from rotunda.identity.suggestions.service import Suggestions
from rotunda.kit.database import DatabaseUnavailable
from rotunda.sync.background import Background

SETTLED_AFTER = timedelta(seconds=5)
"""Lists come one after the other: the book is compared when the last one of a row has been applied."""

_log = structlog.get_logger(__name__)


class Suggesting(Background):
    """`enabled` False: nothing happens by itself."""

    def __init__(self, suggestions: Suggestions, *, enabled: bool = True, after: timedelta = SETTLED_AFTER) -> None:
        super().__init__("suggestions")
        self._suggestions = suggestions
        self._enabled = enabled
        self._after = after

    def start(self) -> None:
        if self._enabled:
            super().start()

    async def _run(self) -> None:
        while True:
            await self._quiet(self._after)
            await self._pass()

    async def _pass(self) -> None:
        try:
            passed = await self._suggestions.follow()
        except (LinkageFailed, DatabaseUnavailable) as error:
            _log.warning("the book was not compared for suggestions", reason=str(error))
            return
        if passed is not None and (passed.made or passed.closed):
            _log.info("suggestions are up to date", new=passed.made, closed=passed.closed, kept=passed.kept)
