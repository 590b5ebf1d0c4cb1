"""Simulators over real HTTP on loopback, for the tests that read them."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from rotunda_world.generate import generate
from rotunda_world.model import World
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.simulator import Simulator

MOMENT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def small_world(seed: int = 7, accounts: int = 40, months: int = 14) -> World:
    return generate(seed, accounts, months, MOMENT)


@dataclass(slots=True)
class Served:
    """A simulator that answers at `base_url`. `clock` may be moved by assigning `now`."""

    running: RunningWorld
    simulator: Simulator
    client: "TestClient[Any, Any]"
    headers: dict[str, str]

    @property
    def world(self) -> World:
        return self.running.world

    @property
    def base_url(self) -> str:
        return str(self.client.make_url("")).rstrip("/")

    async def ask(self, method: str, path: str, **more: Any) -> ClientResponse:
        headers = {**self.headers, **more.pop("headers", {})}
        return await self.client.request(method, path, headers=headers, **more)

    async def get(self, path: str, **query: Any) -> Any:
        """The decoded answer, which must be a good one."""
        answer = await self.ask("GET", path, params=_pairs(query))
        assert answer.status == 200, (answer.status, await answer.text())
        return await answer.json()

    async def post(self, path: str, body: Any) -> Any:
        answer = await self.ask("POST", path, json=body)
        assert answer.status in {200, 207}, (answer.status, await answer.text())
        return await answer.json()

    async def refusal(self, path: str, *, headers: Mapping[str, str] | None = None, **query: Any) -> tuple[int, Any]:
        answer = await self.ask("GET", path, params=_pairs(query), headers=dict(headers or {}))
        return answer.status, await answer.json()


def _pairs(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A list is sent as its name repeated."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        many = value if isinstance(value, list) else [value]
        pairs += [(name, str(each)) for each in many]
    return pairs


@asynccontextmanager
async def served(
    build: Callable[[RunningWorld], Simulator],
    world: World,
    *,
    clock: Callable[[], datetime] = lambda: MOMENT,
    limits: bool = False,
) -> AsyncIterator[Served]:
    running = RunningWorld(world, clock)
    simulator = build(running)
    running.of(simulator.vendor).limits_enforced = limits
    key = next(iter(simulator.form.values()))
    async with TestClient(TestServer(simulator.app)) as client:
        yield Served(running, simulator, client, {"Authorization": f"Bearer {key}"})
