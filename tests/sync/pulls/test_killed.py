"""Whenever a worker dies, the next one goes on where it was: no gap, and nothing twice."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from pathlib import Path

import pytest

from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.pulls.model import MONTH, MONTHS
from support.house import InhabitedHouse
from sync.pulls.chronicle import pulled, true

FORGET = """
    TRUNCATE timeline_event, timeline_key, timeline_entry, timeline_count, timeline_moved, thread_mail, thread_token
"""
TESTS = Path(__file__).parents[2]


async def worker(home: InhabitedHouse) -> Process:
    settings = home.installation.settings
    assert settings.database_url is not None
    command = [str(Path(__file__).with_name("worker.py")), settings.database_url.reveal(), str(settings.data_folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(TESTS)])}
    return await asyncio.create_subprocess_exec(sys.executable, *command, home.clock.now().isoformat(), env=environment)


async def pages(home: InhabitedHouse, connection: ConnectionId, at_least: int) -> None:
    async with asyncio.timeout(120):
        found = -1
        while found < at_least:
            async with home.installation.database.connection() as opened:
                row = await opened.execute("SELECT sum(pages) FROM stream WHERE connection_id = %s", (connection,))
                [found] = await row.fetchone() or [0]
            await asyncio.sleep(0.005)


@pytest.mark.slow
async def test_killed_at_any_page_a_pull_goes_on(home: InhabitedHouse) -> None:
    connection = home.connections[SourceName("stripe")]
    since = home.clock.now() - MONTHS * MONTH
    await home.installation.database.execute(FORGET)
    await home.installation.pulls.backfill(connection, MONTHS)
    for number in (1, 3, 5):
        await home.installation.database.execute("DELETE FROM procrastinate_jobs")
        await home.installation.jobs.enqueue("pull", connection)
        process = await worker(home)
        await pages(home, connection, number)
        process.kill()
        await process.wait()
    told = await pulled(home, "stripe")
    assert told.keys() >= true(home, "stripe", since).keys()
