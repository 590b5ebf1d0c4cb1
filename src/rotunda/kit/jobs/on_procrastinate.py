"""Jobs on Procrastinate: the only module that knows it.

Retries are asked for as new jobs instead of by its own retry: that one fails where the same job already waits, and
would leave the old one standing as if it were still worked on.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from psycopg_pool import PoolTimeout

from rotunda.kit.clock import Clock
from rotunda.kit.database import Database, DatabaseUnavailable
from rotunda.kit.jobs.port import WAITS, JobFailed, JobStatus, Work
from rotunda.kit.jobs.repository import JobRepository

_QUEUE = "rotunda"
_STALLED = "jobs.stalled"
_STALLED_AFTER_SECONDS = 30
_HEARTBEAT_SECONDS = 10
_POLL_SECONDS = 0.5
_AT_ONCE = 8
_GRACE_SECONDS = 2
_END_SECONDS = 8
_AFTER_FAULT_SECONDS = 1.0
_FAULTS = (ConnectorException, DatabaseUnavailable, PoolTimeout, OSError)

_log = structlog.get_logger(__name__)


class ProcrastinateJobs:
    """Open while a process may ask for jobs; a worker does them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._repository = JobRepository(database)
        self._clock = clock
        connector = PsycopgConnector(conninfo=database.url, min_size=0, max_size=4, timeout=3.0, name="jobs")
        self._app = App(connector=connector)
        self._known: set[str] = set()
        self.on(_STALLED, self._take_up)
        self.every("* * * * *", _STALLED)

    @asynccontextmanager
    async def open(self) -> AsyncGenerator["ProcrastinateJobs"]:
        async with self._app.open_async():
            yield self

    def on(self, kind: str, work: Work) -> None:
        """Who does jobs of that kind."""
        self._known.add(kind)

        async def do(context: JobContext, key: str = "", tried: int = 0, timestamp: int = 0) -> None:  # noqa: ARG001 - Procrastinate says when a schedule was due
            await self._do(kind, key, tried, context.job, work)

        self._app.task(name=kind, queue=_QUEUE, pass_context=True)(do)

    def every(self, cron: str, kind: str) -> None:
        """A job of that kind at these times, once over all processes."""
        lock = _lock(kind, "")
        task = self._app.tasks[kind]
        self._app.periodic_registry.register_task(
            task, cron, "", {"lock": lock, "queueing_lock": lock, "queue": _QUEUE}
        )

    async def enqueue(self, kind: str, key: str = "", not_before: datetime | None = None) -> None:
        """Durable when it returns."""
        await self._ask(kind, key, 0, not_before)

    async def status(self) -> JobStatus:
        """What waits, runs and was given up."""
        return await self._repository.status()

    async def replay(self, job: int) -> bool:
        """Tries a dead job again at once."""
        asked = await self._repository.revive(job)
        if asked is None:
            return False
        await self.enqueue(asked.kind, asked.key)
        return True

    async def work(self) -> None:
        """Does jobs until it is cancelled, also after the database was away."""
        while True:
            try:
                await self._app.run_worker_async(
                    queues=[_QUEUE],
                    concurrency=_AT_ONCE,
                    fetch_job_polling_interval=_POLL_SECONDS,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=_GRACE_SECONDS,
                    update_heartbeat_interval=_HEARTBEAT_SECONDS,
                    stalled_worker_timeout=_STALLED_AFTER_SECONDS,
                )
            except _FAULTS as error:
                _log.warning("jobs wait for the database", reason=type(error).__name__)
            await asyncio.sleep(_AFTER_FAULT_SECONDS)

    async def _do(self, kind: str, key: str, tried: int, job: Job, work: Work) -> None:
        again = partial(self._ask, kind, key)
        try:
            await work(key)
        except asyncio.CancelledError:
            await again(tried, None)
            raise
        except JobFailed as failure:
            await self._failed(job, tried, failure, again)
        except Exception as error:  # noqa: BLE001 - a defect in one kind of job holds up no other
            _log.exception("a job failed on a defect", kind=kind, key=key)
            await self._failed(job, tried, JobFailed("defect", type(error).__name__), again)
        else:
            await self._repository.bury(_lock(kind, key))

    async def _failed(self, job: Job, tried: int, failure: JobFailed, again: Callable[..., Awaitable[None]]) -> None:
        """Raises `failure` where it is not tried again, by which the job is dead."""
        if failure.final or tried >= len(WAITS):
            await self._repository.failed(_number(job), failure)
            raise failure
        await again(tried + 1, self._clock.now() + WAITS[tried])

    async def _ask(self, kind: str, key: str, tried: int, at: datetime | None) -> None:
        lock = _lock(kind, key)
        when = at.astimezone(UTC) if at else None
        asked = self._app.tasks[kind].configure(lock=lock, queueing_lock=lock, queue=_QUEUE, schedule_at=when)
        try:
            await asked.defer_async(key=key, tried=tried)
        except AlreadyEnqueued:
            await self._repository.sooner(lock, when, tried)

    async def _take_up(self, _: str) -> None:
        """Jobs whose worker died are done again, but not for ever: one may be what the workers die of."""
        await self._repository.prune()
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_AFTER_SECONDS):
            if job.attempts >= len(WAITS):
                reason = f"The worker died at it {job.attempts + 1} times."
                await self._repository.failed(_number(job), JobFailed("killed", reason))
                await manager.finish_job(job, Status.FAILED, delete_job=False)
                continue
            try:
                await manager.retry_job(job)
            except UniqueViolation:
                # The same job waits already: it does what this one was to do.
                await manager.finish_job(job, Status.ABORTED, delete_job=True)


class Worker:
    """One worker inside this process."""

    def __init__(self, jobs: ProcrastinateJobs) -> None:
        self._jobs = jobs
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._jobs.work(), name="jobs")

    async def stop(self) -> None:
        """What is under way is given seconds to end, and is then done again by somebody else."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([self._task], timeout=_GRACE_SECONDS + _END_SECONDS)


def _lock(kind: str, key: str) -> str:
    return f"{kind}:{key}"


def _number(job: Job) -> int:
    if job.id is None:
        raise ValueError("A job that is worked on has a number.")
    return job.id
