"""`rotunda serve --workers`: one that dies is replaced while the others answer, and all end together."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from support.databases import MakeDatabase
from support.house import PATIENCE, eventually

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Served:
    process: Process
    url: str

    def workers(self) -> set[int]:
        """Their process ids."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {int(each) for each in children.split()}

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.url, timeout=PATIENCE) as client:
            return await client.get(path)

    async def processes(self) -> int:
        return (await self.get("/readyz")).json()["processes"]


@asynccontextmanager
async def serving(make_database: MakeDatabase, folder: Path) -> AsyncGenerator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "ROTUNDA_DATA": str(folder),
        "ROTUNDA_DATABASE_URL": await make_database(),
        "ROTUNDA_PORT": str(port),
    }
    command = "from rotunda.entrypoints.command_line import main; main()"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", command, "serve", "--workers", "2"), env=environment, stdin=DEVNULL, stderr=PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(60):
            while b"Rotunda listens on" not in (said := await process.stderr.readline()):
                assert said, "it did not start"
        yield Served(process, f"http://127.0.0.1:{port}")
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest_asyncio.fixture(scope="module")
async def served(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with serving(make_database, tmp_path_factory.mktemp("workers")) as started:
        yield started


async def test_all_of_them_are_there_and_figured(served: Served) -> None:
    await eventually(served.processes, 2)

    async def figured() -> set[str]:
        lines = (await served.get("/metrics")).text.splitlines()
        return {line.partition("{")[2] for line in lines if line.startswith("process_resident_memory_bytes{")}

    async def number() -> int:
        return len(await figured())

    await eventually(number, 2)
    assert {each.partition("}")[0] for each in await figured()} == {'worker="1"', 'worker="2"'}


async def test_one_that_is_killed_is_replaced_while_the_other_answers(served: Served) -> None:
    await eventually(served.processes, 2)
    before = served.workers()
    os.kill(min(before), signal.SIGKILL)
    for _ in range(20):
        assert (await served.get("/healthz")).status_code == 200

    async def replaced() -> bool:
        now = served.workers()
        return len(now) == 2 and now != before

    await eventually(replaced, expected=True)
    await eventually(served.processes, 2)


async def test_all_end_together(served: Served) -> None:
    workers = served.workers()
    served.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(PATIENCE):
        assert await served.process.wait() == 0
    assert not [each for each in workers if Path(f"/proc/{each}").exists()]


async def test_they_end_when_who_keeps_them_is_killed(make_database: MakeDatabase, tmp_path: Path) -> None:
    async with serving(make_database, tmp_path) as served:
        workers = served.workers()
        served.process.kill()

        async def left() -> list[int]:
            return [each for each in workers if Path(f"/proc/{each}").exists()]

        await eventually(left, [])
