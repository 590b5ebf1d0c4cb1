"""A worker that says what it is at and never ends it. `python endless_worker.py URL`."""

import asyncio
import sys

from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.kit.jobs.on_procrastinate import ProcrastinateJobs


async def endless(key: str) -> None:
    print(f"at {key}", flush=True)  # noqa: T201 - how it says so
    await asyncio.Event().wait()


async def main(url: str) -> None:
    database = Database(url)
    await database.open()
    jobs = ProcrastinateJobs(database, SystemClock())
    jobs.on("killed", endless)
    async with jobs.open():
        await jobs.work()


asyncio.run(main(sys.argv[1]))
