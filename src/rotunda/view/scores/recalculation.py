"""Judges the whole book again: every hour, as days go by, and at once when other models are saved."""

from collections.abc import Awaitable, Callable

import structlog

from rotunda.kit.clock import Clock
from rotunda.kit.database import DatabaseUnavailable
from rotunda.kit.jobs.port import JobFailed, Jobs
from rotunda.view.scores.book import ScoreBook

RECALCULATE = "scores.recalculate"
_HOURLY = "7 * * * *"

_log = structlog.get_logger(__name__)


class Recalculation:
    """One job at a time over all processes. `fresh` makes sure that the models in mind are those that were saved."""

    def __init__(self, book: ScoreBook, jobs: Jobs, clock: Clock, fresh: Callable[[], Awaitable[None]]) -> None:
        self._book = book
        self._jobs = jobs
        self._clock = clock
        self._fresh = fresh
        jobs.on(RECALCULATE, self._job)
        jobs.every(_HOURLY, RECALCULATE)

    async def soon(self) -> None:
        await self._jobs.enqueue(RECALCULATE)

    async def _job(self, _: str) -> None:
        try:
            await self._fresh()
            done = await self._book.recalculate(self._clock.now())
        except DatabaseUnavailable as error:
            raise JobFailed("database", str(error)) from error
        _log.info("scores were recalculated", judged=done.judged, changed=done.changed)
