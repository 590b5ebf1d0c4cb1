"""What was answered with a 2xx is never lost, whenever the process dies."""

import asyncio
import itertools
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from rotunda.connections.form import WEBHOOK_SECRET
from rotunda.entrypoints.installation import Installation, open_installation
from rotunda.sections.ids import SourceName
from support.databases import MakeDatabase
from support.house import Deed, InhabitedHouse, eventually
from sync.inbox.town import Post, event

TESTS = Path(__file__).parents[2]
DELIVERIES = 20


@asynccontextmanager
async def receiver(deed: Deed) -> AsyncGenerator[tuple[str, int]]:
    """Its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(Path(__file__).with_name("receiver.py")), deed.database_url, str(deed.folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(TESTS)])}
    process = await asyncio.create_subprocess_exec(*command, str(port), stdout=asyncio.subprocess.PIPE, env=environment)
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"ready\n"
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def standings(installation: Installation) -> set[tuple[str, int]]:
    page = await installation.inbox.page(None, None, 2 * DELIVERIES)
    return {(each.state.value, len(page.items)) for each in page.items}


@pytest.mark.slow
async def test_killed_between_the_answer_and_the_work_nothing_is_lost(
    home: InhabitedHouse, make_database: MakeDatabase, tmp_path: Path
) -> None:
    deed, post = Deed(await make_database(), tmp_path), Post(home, "stripe")
    async with open_installation(deed.settings(), demo=False) as installation:
        connection = await installation.connections.create(SourceName("stripe"), None, home.live.forms["stripe"], None)
        await installation.connections.set_secret(connection.id, WEBHOOK_SECRET, post.secret)
    async with receiver(deed) as (address, process):
        async with httpx.AsyncClient() as client:
            for number in range(DELIVERIES):
                body = event(f"evt_{number}", "cus_1")
                answer = await client.post(
                    f"{address}/api/v1/webhooks/{connection.id}", content=body, headers=dict(fresh(post, body))
                )
                assert answer.status_code == 202
        os.kill(process, signal.SIGKILL)
    async with open_installation(deed.settings(), demo=False) as installation:
        assert await standings(installation) == {("waiting", DELIVERIES)}
        installation.inbox.worker.start()
        await eventually(lambda: standings(installation), {("done", DELIVERIES)})


@pytest.mark.slow
async def test_killed_again_and_again_in_the_middle_nothing_acknowledged_is_lost(
    home: InhabitedHouse, make_database: MakeDatabase, tmp_path: Path
) -> None:
    deed, post = Deed(await make_database(), tmp_path), Post(home, "stripe")
    async with open_installation(deed.settings(), demo=False) as installation:
        connection = await installation.connections.create(SourceName("stripe"), None, home.live.forms["stripe"], None)
        await installation.connections.set_secret(connection.id, WEBHOOK_SECRET, post.secret)
    acknowledged: set[str] = set()
    for life, at_most in enumerate((7, 23, 60)):
        async with receiver(deed) as (address, process):
            url, answered = f"{address}/api/v1/webhooks/{connection.id}", Answered(at_most, process)
            names = [f"evt_{life}_{number}" for number in range(8)]
            await asyncio.gather(*(send_until_it_dies(url, post, name, answered) for name in names))
        assert len(answered.numbers) >= at_most
        acknowledged |= answered.numbers
    async with (
        open_installation(deed.settings(), demo=False) as installation,
        installation.database.connection() as opened,
    ):
        rows = await (await opened.execute("SELECT delivery_id FROM webhook_delivery")).fetchall()
    assert acknowledged <= {number for (number,) in rows}


class Answered:
    """The numbers of what was answered with 202. At so many of them the process is killed, whatever it is at."""

    def __init__(self, at_most: int, process: int) -> None:
        self.numbers: set[str] = set()
        self._at_most = at_most
        self._process = process

    def add(self, number: str) -> None:
        self.numbers.add(number)
        if len(self.numbers) == self._at_most:
            os.kill(self._process, signal.SIGKILL)


async def send_until_it_dies(url: str, post: Post, name: str, answered: Answered) -> None:
    async with httpx.AsyncClient(timeout=60) as client:
        for number in itertools.count():
            body = event(f"{name}_{number}", "cus_1")
            try:
                answer = await client.post(url, content=body, headers=fresh(post, body))
            except httpx.TransportError:
                return
            assert answer.status_code == 202
            answered.add(f"{name}_{number}")


def fresh(post: Post, body: bytes) -> dict[str, str]:
    """Signed at this moment: the service that is killed has the machine's own time."""
    return {**post.signed(body, time.time()), "Content-Type": "application/json"}
