"""What we ask of the tables of jobs beside what Procrastinate does: the only SQL about them."""

from datetime import datetime, timedelta

import msgspec

from rotunda.kit.database import Database
from rotunda.kit.jobs.port import DeadJob, JobCount, JobFailed, JobStatus

_SHOWN_MOST = 100
_ALIVE_SECONDS = 30
DEAD_KEPT = timedelta(days=30)

_SOONER = """
    UPDATE procrastinate_jobs SET
        scheduled_at = CASE WHEN %(at)s::timestamptz IS NULL THEN NULL ELSE least(scheduled_at, %(at)s) END,
        args = jsonb_set(args, '{tried}', to_jsonb(greatest((args->>'tried')::int, %(tried)s::int)))
    WHERE queueing_lock = %(lock)s AND status = 'todo' AND scheduled_at IS NOT NULL
"""
_COUNTS = """
    SELECT task_name AS kind, count(*) FILTER (WHERE status = 'todo')::int AS waiting,
        count(*) FILTER (WHERE status = 'doing')::int AS running,
        count(*) FILTER (WHERE status = 'failed')::int AS dead
    FROM procrastinate_jobs GROUP BY task_name ORDER BY task_name
"""
_DEAD = """
    SELECT job.id, job.task_name AS kind, coalesce(job.args->>'key', '') AS key,
        job.attempts + (job.args->>'tried')::int AS attempts,
        failure.failed_at, failure.error, failure.reason
    FROM procrastinate_jobs job JOIN job_failure failure ON failure.job_id = job.id
    WHERE job.status = 'failed' ORDER BY failure.failed_at DESC, job.id DESC LIMIT %s
"""
_WORKERS = """
    SELECT count(*)::int AS number FROM procrastinate_workers
    WHERE last_heartbeat >= now() - make_interval(secs => %s)
"""
_FAILED = """
    INSERT INTO job_failure (job_id, failed_at, error, reason) VALUES (%s, now(), %s, %s)
    ON CONFLICT (job_id) DO UPDATE SET failed_at = excluded.failed_at, error = excluded.error, reason = excluded.reason
"""
_REVIVE = """
    DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'
    RETURNING task_name AS kind, coalesce(args->>'key', '') AS key
"""
_BURY = "DELETE FROM procrastinate_jobs WHERE status = 'failed' AND lock = %s"
_PRUNE = """
    DELETE FROM procrastinate_jobs job WHERE job.status IN ('aborted', 'cancelled', 'succeeded')
        OR job.status = 'failed' AND EXISTS (
            SELECT FROM job_failure failure WHERE failure.job_id = job.id AND failure.failed_at < now() - %s)
"""


class _Number(msgspec.Struct, frozen=True):
    number: int


class Asked(msgspec.Struct, frozen=True):
    """What a job was about."""

    kind: str
    key: str


class JobRepository:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def sooner(self, lock: str, at: datetime | None, tried: int) -> None:
        """What waits under this lock is done at the earlier time; how often it was tried is not forgotten."""
        await self._database.execute(_SOONER, {"lock": lock, "at": at, "tried": tried})

    async def failed(self, job: int, failure: JobFailed) -> None:
        await self._database.execute(_FAILED, (job, failure.error, failure.reason))

    async def revive(self, job: int) -> Asked | None:
        """What a dead job was about, which is forgotten."""
        return await self._database.fetch_one(Asked, _REVIVE, (job,))

    async def bury(self, lock: str) -> None:
        """Dead jobs of what has just been done are of no interest any more."""
        await self._database.execute(_BURY, (lock,))

    async def prune(self) -> None:
        await self._database.execute(_PRUNE, (DEAD_KEPT,))

    async def status(self) -> JobStatus:
        workers = await self._database.fetch_one(_Number, _WORKERS, (_ALIVE_SECONDS,))
        kinds = await self._database.fetch_all(JobCount, _COUNTS)
        dead = await self._database.fetch_all(DeadJob, _DEAD, (_SHOWN_MOST,))
        return JobStatus(workers.number if workers else 0, kinds, dead)
