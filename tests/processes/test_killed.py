"""Two services, two workers, PostgreSQL and Valkey, each killed in turn under load: no delivery that was acknowledged
is lost or counted twice, and pages answer throughout; without PostgreSQL with a clear problem.
"""

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import msgspec
import pytest
import pytest_asyncio

from rotunda.connections.form import WEBHOOK_SECRET
from rotunda.entrypoints.installation import Installation, open_installation
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.secret import Secret
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda_world.server import LiveWorld
from support.cache_server import CacheServer
from support.house import StillClock, eventually, world_standing_still
from support.service import settings_for
from sync.inbox.town import event

pytestmark = pytest.mark.slow

COMMAND = "from rotunda.entrypoints.command_line import main; main()"
LONG = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Machine:
    """One process of ours that is killed and started again."""

    arguments: tuple[str, ...]
    environment: dict[str, str]
    says: bytes
    process: Process | None = None

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", COMMAND, *self.arguments), env=self.environment, stdin=DEVNULL, stderr=PIPE
        )
        assert self.process.stderr is not None
        async with asyncio.timeout(LONG):
            while self.says not in (said := await self.process.stderr.readline()):
                assert said, f"{self.arguments} did not start"

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()


@dataclass
class Scene:
    live: LiveWorld
    postgres: EmbeddedPostgres
    cache: CacheServer
    webs: list[Machine]
    workers: list[Machine]
    urls: list[str]
    token: str
    account: str
    connection: ConnectionId
    customer: str
    installation_url: str
    folder: Path
    acknowledged: list[str] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)

    @asynccontextmanager
    async def under_load(self) -> AsyncGenerator[None]:
        tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._look())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self) -> None:
        """As a vendor does: what is not acknowledged is sent again, to whom the balancer chooses."""
        simulator = self.live.simulator_of("stripe").simulator
        async with httpx.AsyncClient(timeout=10) as client:
            while True:
                number = f"evt_{len(self.acknowledged)}"
                body = event(number, self.customer)
                for turn in range(1_000_000):
                    url = f"{self.urls[turn % 2]}/api/v1/webhooks/{self.connection}"
                    signed = {**simulator.sign(body, url, time.time()), "Content-Type": "application/json"}
                    try:
                        if (await client.post(url, content=body, headers=signed)).status_code == 202:
                            break
                    except httpx.HTTPError:
                        pass
                    await asyncio.sleep(0.05)
                self.acknowledged.append(number)
                await asyncio.sleep(0.02)

    async def _look(self) -> None:
        """As a balancer does: a machine that does not answer is passed over."""
        async with httpx.AsyncClient(timeout=10, headers={"Authorization": f"Bearer {self.token}"}) as client:
            for turn in range(1_000_000):
                try:
                    answer = await client.get(f"{self.urls[turn % 2]}/api/v1/accounts/{self.account}")
                except httpx.HTTPError:
                    continue
                finally:
                    await asyncio.sleep(0.02)
                self.answers.append((answer.status_code, answer.json().get("type", "")))

    async def more(self, number: int = 5) -> None:
        """Until so many more deliveries were acknowledged and pages answered with what they are for."""
        deliveries, pages = len(self.acknowledged) + number, len(self.answers)

        async def enough() -> bool:
            good = [status for status, _ in self.answers[pages:] if status == 200]
            return len(self.acknowledged) >= deliveries and len(good) >= number

        give_up_at = time.monotonic() + LONG
        while not await enough() and time.monotonic() < give_up_at:
            await asyncio.sleep(0.05)
        assert await enough(), (len(self.acknowledged), deliveries, self.answers[pages:][-5:])


@pytest_asyncio.fixture
async def scene(postgres_server: EmbeddedPostgres, open_folder: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    port = free_port()
    postgres = EmbeddedPostgres(open_folder / "killed", port=port)
    await postgres.start()
    database_url = await postgres.create_database("rotunda")
    clock = StillClock()
    async with (
        CacheServer() as cache,
        world_standing_still(postgres_server, clock, seed=7, accounts=20) as live,
    ):
        settings = replace(settings_for(database_url, tmp_path), cache_url=Secret(cache.url))
        async with open_installation(settings, demo=False) as installation:
            connection, account, token = await furnish(installation, live)
        payers = [payer for each in live.running.world.companies for payer in each.payers]
        environment = {
            **os.environ,
            "ROTUNDA_DATABASE_URL": database_url,
            "ROTUNDA_CACHE_URL": cache.url,
            "ROTUNDA_DATA": str(tmp_path),
            "ROTUNDA_ALLOWED_PRIVATE_HOSTS": "127.0.0.1,localhost",
            "ROTUNDA_NO_SUGGESTIONS": "1",
        }
        ports = [free_port(), free_port()]
        webs = [
            Machine(("serve", "--no-worker", "--port", str(each)), environment, b"Rotunda listens on") for each in ports
        ]
        workers = [Machine(("worker",), environment, b"Rotunda does jobs") for _ in range(2)]
        try:
            for each in (*webs, *workers):
                await each.start()
            yield Scene(
                live,
                postgres,
                cache,
                webs,
                workers,
                [f"http://127.0.0.1:{each}" for each in ports],
                token,
                account,
                connection,
                payers[0].stripe_id,
                database_url,
                tmp_path,
            )
        finally:
            for each in (*webs, *workers):
                await each.kill()
            await postgres.stop()


async def furnish(installation: Installation, live: LiveWorld) -> tuple[ConnectionId, str, str]:
    for slug, form in live.forms.items():
        made = await installation.connections.create(SourceName(slug), None, form, None)
        if slug == "stripe":
            connection = made.id
    await installation.directory.refresh()
    secret = live.simulator_of("stripe").simulator.webhook_secret
    await installation.connections.set_secret(connection, WEBHOOK_SECRET, secret)
    await installation.sign_in.users.add("ana@rotunda.example", "Ana", ["admin"])
    _, token = await installation.sign_in.create_token("ana@rotunda.example", "test")
    [account, *_] = await installation.identity.account_ids()
    return connection, account, token.reveal()


async def test_each_is_killed_in_turn(scene: Scene) -> None:
    async with scene.under_load():
        await scene.more()
        for machine in (*scene.webs, *scene.workers):
            await machine.kill()
            await scene.more()
            await machine.start()
        await scene.cache.stop()
        await scene.more()
        await scene.cache.start()
        await scene.more()
        assert {status for status, _ in scene.answers} == {200}
        await scene.postgres.stop()
        await eventually(lambda: refusal(scene), expected=True)
        await scene.postgres.start()
        await scene.more()
    assert {status for status, _ in scene.answers} <= {200, 503}
    settings = settings_for(scene.installation_url, scene.folder)
    async with open_installation(settings, demo=False) as installation:
        await eventually(lambda: done(installation), set(scene.acknowledged))


async def refusal(scene: Scene) -> bool:
    status, kind = scene.answers[-1]
    return status == 503 and kind.rpartition(":")[2] in {"audit-unavailable", "database-unavailable"}


class Delivered(msgspec.Struct, frozen=True):
    delivery_id: str


async def done(installation: Installation) -> set[str]:
    query = "SELECT delivery_id FROM webhook_delivery WHERE state = 'done'"
    rows = await installation.database.fetch_all(Delivered, query)
    assert len(rows) == len({row.delivery_id for row in rows})
    return {row.delivery_id for row in rows}
