"""`rotunda demo` as somebody starts it: what changes in its systems reaches the page that is open over them."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.slow

LONG = 180


@asynccontextmanager
async def demo(folder: Path) -> AsyncGenerator[tuple[str, str]]:
    """Its address and that of the demo company's controls."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = "from rotunda.entrypoints.command_line import main; main()"
    options = ("demo", "--no-browser", "--accounts", "25", "--port", str(port), "--data", str(folder))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", command, *options), stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, env=os.environ
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(LONG):
            while not (found := re.search(rb"break a source: (\S+)", said := await process.stderr.readline())):
                assert said, "it did not start"
        yield f"http://127.0.0.1:{port}", found.group(1).decode()
    finally:
        process.send_signal(signal.SIGINT)
        _, said = await process.communicate()
    assert (process.returncode, said.count(b"Traceback")) == (0, 0), said.decode()


async def test_a_fact_that_changes_is_told_and_shown(open_folder: Path) -> None:
    async with (
        asyncio.timeout(2 * LONG),
        demo(open_folder / "demo-command") as (url, control),
        httpx.AsyncClient(base_url=url, headers={"Authorization": "Bearer demo-admin"}, timeout=60) as client,
    ):
        company, account = await somebody_with_support(client, control)
        before = await open_tickets(client, account)
        async with client.stream("GET", "/api/v1/changes", params={"account": account}) as told:
            lines = told.aiter_lines()
            assert await anext(lines) == "event: ready"
            asked = {"account": company, "subject": "Nothing prints", "priority": "urgent"}
            changed = await client.post(f"{control}/changes/open_ticket", json=asked)
            assert changed.status_code == 200, changed.text
            async for line in lines:
                if line.startswith("data:") and json.loads(line[5:]).get("section") == "support":
                    break
        while await open_tickets(client, account) != before + 1:
            await asyncio.sleep(0.1)


async def somebody_with_support(client: httpx.AsyncClient, control: str) -> tuple[str, str]:
    """A company by the world's key, and as an account here."""
    listed = (await client.get("/api/v1/accounts", params={"limit": 100})).json()["items"]
    for each in (await client.get(f"{control}/truth")).json():
        for item in listed:
            if item["name"] == each.get("name") and (await support(client, item["id"])):
                return each["key"], item["id"]
    pytest.fail("nobody talks with support")


async def support(client: httpx.AsyncClient, account: str) -> dict[str, int]:
    answer = await client.get(f"/api/v1/accounts/{account}/sections/support")
    return (answer.json().get("section") or {}).get("data") or {}


async def open_tickets(client: httpx.AsyncClient, account: str) -> int:
    return (await support(client, account))["open_count"]
