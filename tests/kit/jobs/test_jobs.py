"""Jobs over the real tables: asked for once, done one at a time, tried again, given up, and taken up after a death."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import procrastinate
import pytest

import rotunda.entrypoints.migrations
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.kit.jobs.on_procrastinate import ProcrastinateJobs, Worker
from rotunda.kit.jobs.port import WAITS, JobFailed, JobStatus

SHIPPED = Path(procrastinate.__file__).parent / "sql" / "schema.sql"
TAKEN = Path(rotunda.entrypoints.migrations.__file__).parent / "procrastinate-3.10.0.sql"


class Done:
    """What was done, in order; a test may hold it up."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.at_once = self.most = 0
        self.begun = asyncio.Event()
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, key: str) -> None:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.begun.set()
        await self.go.wait()
        self.at_once -= 1
        self.keys.append(key)

    async def times(self, number: int) -> list[str]:
        async with asyncio.timeout(60):
            while len(self.keys) < number:
                await asyncio.sleep(0.01)
        return self.keys


@asynccontextmanager
async def working(jobs: ProcrastinateJobs) -> AsyncIterator[None]:
    worker = Worker(jobs)
    worker.start()
    try:
        yield
    finally:
        await worker.stop()


@pytest.fixture
def kind() -> str:
    return new_id("kind_")


async def until(jobs: ProcrastinateJobs, kind: str, **expected: int) -> JobStatus:
    async with asyncio.timeout(60):
        while True:
            status = await jobs.status()
            found = [each for each in status.kinds if each.kind == kind]
            if found and all(getattr(found[0], name) == number for name, number in expected.items()):
                return status
            await asyncio.sleep(0.01)


def test_the_tables_are_those_of_the_version_that_is_installed() -> None:
    assert TAKEN.read_text() == SHIPPED.read_text(), "a revision of ours must bring the tables to the new version"


async def test_what_is_asked_for_meanwhile_is_done_once_more_afterwards(database: Database, kind: str) -> None:
    jobs, done = ProcrastinateJobs(database, SystemClock()), Done()
    jobs.on(kind, done)
    done.go.clear()
    async with jobs.open(), working(jobs):
        await jobs.enqueue(kind, "one")
        await done.begun.wait()
        for _ in range(5):
            await jobs.enqueue(kind, "one")
        done.go.set()
        assert await done.times(2) == ["one", "one"]
        await jobs.enqueue(kind, "two")
        assert await done.times(3) == ["one", "one", "two"]
    assert done.most == 1


async def test_two_workers_share_what_there_is_to_do(database: Database, kind: str) -> None:
    pair, done = [ProcrastinateJobs(database, SystemClock()) for _ in range(2)], Done()
    for jobs in pair:
        jobs.on(kind, done)
    async with pair[0].open(), pair[1].open():
        for number in range(20):
            await pair[0].enqueue(kind, str(number))
        async with working(pair[0]), working(pair[1]):
            assert sorted(await done.times(20), key=int) == [str(number) for number in range(20)]


async def test_what_fails_for_good_is_dead_until_somebody_replays_it(database: Database, kind: str) -> None:
    jobs, done = ProcrastinateJobs(database, SystemClock()), Done()
    broken = True

    async def work(key: str) -> None:
        if broken:
            raise JobFailed("misconfigured", "The key is missing.", final=True)
        await done(key)

    jobs.on(kind, work)
    async with jobs.open(), working(jobs):
        await jobs.enqueue(kind, "one")
        status = await until(jobs, kind, dead=1)
        [dead] = [each for each in status.dead if each.kind == kind]
        assert (dead.key, dead.error, dead.reason) == ("one", "misconfigured", "The key is missing.")
        broken = False
        assert await jobs.replay(dead.id)
        assert await done.times(1) == ["one"]
        assert not await jobs.replay(dead.id)


async def test_what_fails_waits_longer_each_time_and_somebody_may_be_in_a_hurry(database: Database, kind: str) -> None:
    jobs, tries = ProcrastinateJobs(database, SystemClock()), Done()

    async def work(key: str) -> None:
        await tries(key)
        raise JobFailed("unavailable", "The source is down.")

    jobs.on(kind, work)
    async with jobs.open(), working(jobs):
        await jobs.enqueue(kind, "one")
        for number in range(1, len(WAITS) + 1):
            await tries.times(number)
            await until(jobs, kind, waiting=1, running=0)
            await jobs.enqueue(kind, "one")
        await tries.times(len(WAITS) + 1)
        status = await until(jobs, kind, dead=1, waiting=0)
    assert [each.error for each in status.dead if each.kind == kind] == ["unavailable"]


async def test_who_fails_is_not_tried_before_its_time(database: Database, kind: str) -> None:
    jobs, later = ProcrastinateJobs(database, SystemClock()), Done()
    jobs.on(kind, later)
    async with jobs.open(), working(jobs):
        await jobs.enqueue(kind, "later", SystemClock().now() + timedelta(hours=1))
        await jobs.enqueue(kind, "now")
        assert await later.times(1) == ["now"]
        await until(jobs, kind, waiting=1)


@pytest.mark.slow
async def test_what_a_killed_worker_was_at_is_done_by_another(database: Database, database_url: str) -> None:
    jobs, done = ProcrastinateJobs(database, SystemClock()), Done()
    jobs.on("killed", done)
    script = Path(__file__).with_name("endless_worker.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(script), database_url, stdout=asyncio.subprocess.PIPE
    )
    async with jobs.open():
        await jobs.enqueue("killed", "one")
        assert process.stdout is not None
        assert await process.stdout.readline() == b"at one\n"
        process.kill()
        await process.wait()
        await database.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        await jobs.enqueue("jobs.stalled")
        async with working(jobs):
            assert await done.times(1) == ["one"]
