"""`python -m rotunda_world serve`: one JSON object when everything is up, and a clean end."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import psycopg
import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.server.ports import Port
from support.live_worlds import own_database

SMALL = ("--accounts", "12", "--months", "2", "--now", "2026-11-02T09:30:00Z")


@pytest_asyncio.fixture(scope="module")
async def admin_url(postgres_server: EmbeddedPostgres) -> AsyncIterator[str]:
    async with own_database(postgres_server) as url:
        yield url


@asynccontextmanager
async def started(*options: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """A running command; killed if the test leaves it running."""
    pipe = asyncio.subprocess.PIPE
    command = [sys.executable, "-m", "rotunda_world", "serve", *options]
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def addresses_of(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        _, said = await process.communicate()
        raise AssertionError(said.decode())
    return json.loads(line)


async def said_by(process: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
    """How it ended: code, the rest of its output, and everything on its error stream."""
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_it_prints_addresses_that_work_and_stops_on_a_signal(admin_url: str) -> None:
    async with started("--database-url", admin_url, *SMALL) as process:
        told = await addresses_of(process)
        assert {"stripe", "zendesk", "productdb"} <= told["vendors"].keys()
        async with aiohttp.ClientSession() as session:
            accounts = await (await session.get(f"{told['control']}/truth")).json()
            assert len(accounts) == 12
            me = await session.get(f"{told['vendors']['zendesk']['base_url']}/api/v2/users/me")
            assert me.headers["Date"] == "Mon, 02 Nov 2026 09:30:00 GMT"
        async with await psycopg.AsyncConnection.connect(told["vendors"]["productdb"]["url"]) as connection:
            counted = await (await connection.execute("SELECT count(*) FROM rotunda.account")).fetchone()
            assert counted == (sum(one["product_account_id"] is not None for one in accounts),)
        process.send_signal(signal.SIGTERM)
        code, rest, sentences = await said_by(process)
        assert (code, rest) == (0, "")
        assert sentences.splitlines()[-1] == "The demo company has stopped."
        assert "Traceback" not in sentences


async def test_it_stops_when_its_parents_pipe_closes(admin_url: str) -> None:
    async with started("--database-url", admin_url, *SMALL, "--until-stdin-closes") as process:
        await addresses_of(process)
        assert process.stdin is not None
        process.stdin.close()
        code, _, sentences = await said_by(process)
        assert code == 0
        assert "Traceback" not in sentences


async def test_without_a_database_it_brings_its_own() -> None:
    async with started(*SMALL) as process:
        told = await addresses_of(process)
        async with await psycopg.AsyncConnection.connect(told["vendors"]["productdb"]["url"]) as connection:
            assert await (await connection.execute("SELECT true FROM rotunda.account LIMIT 1")).fetchone()
        process.send_signal(signal.SIGTERM)
        code, _, sentences = await said_by(process)
        assert code == 0
        assert "Traceback" not in sentences


async def test_ports_count_up_from_a_base(admin_url: str) -> None:
    base = free_run_of_ports(6)
    async with started("--database-url", admin_url, *SMALL, "--port-base", str(base)) as process:
        told = await addresses_of(process)
        assert told["control"] == f"http://127.0.0.1:{base}"
        assert told["vendors"]["zendesk"]["base_url"].rpartition(":")[2] in {str(base + place) for place in range(1, 6)}
        process.send_signal(signal.SIGINT)
        assert (await said_by(process))[0] == 0


def free_run_of_ports(length: int) -> int:
    """The first of so many free ports in a row."""
    while True:
        taken = [Port.reserve()]
        try:
            taken += [Port.reserve(taken[0].number + place) for place in range(1, length)]
        except (OSError, OverflowError):
            continue
        else:
            return taken[0].number
        finally:
            for port in taken:
                port.release()


async def test_a_taken_port_is_said_in_one_sentence(admin_url: str) -> None:
    port = Port.reserve()
    await port.open(asyncio.Protocol)
    async with started("--database-url", admin_url, *SMALL, "--port-base", str(port.number)) as process:
        code, out, sentences = await said_by(process)
    port.release()
    assert (code, out) == (1, "")
    assert "A port is not free" in sentences
    assert "Traceback" not in sentences


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--now", "tomorrow"), "give a time such as"),
        (("--accounts", "0"), "0 is not in the range"),
        (("--database-url", "postgresql://nobody@127.0.0.1:1/x"), "The database cannot be used"),
    ],
)
async def test_a_wrong_option_is_said_in_one_sentence(options: tuple[str, ...], reason: str) -> None:
    async with started("--accounts", "2", "--months", "1", *options) as process:
        code, out, sentences = await said_by(process)
    assert code in {1, 2}
    assert out == ""
    assert reason in sentences
    assert "Traceback" not in sentences


async def test_a_port_refuses_while_closed_and_comes_back_at_the_same_number() -> None:
    port = Port.reserve()
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port.number)
        with pytest.raises(OSError, match="in use"):
            await listen_elsewhere(port.number)
        await port.open(asyncio.Protocol)
        _, writer = await asyncio.open_connection("127.0.0.1", port.number)
        writer.close()
        port.close()
    port.release()


async def listen_elsewhere(number: int) -> None:
    server = await asyncio.start_server(lambda _, __: None, "127.0.0.1", number, reuse_address=False)
    server.close()
