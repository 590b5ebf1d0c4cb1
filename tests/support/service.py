"""A whole installation behind a real HTTP server, for tests that ask it as a program or a browser would."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import uvicorn

from rotunda.access.roles import DEFAULT_ROLES, Role
from rotunda.entrypoints.app import create_app
from rotunda.entrypoints.installation import Installation, open_installation
from rotunda.entrypoints.server import KEEP_ALIVE_SECONDS
from rotunda.kit.secret import Secret
from rotunda.kit.settings import Settings, read_settings
from rotunda.reading.alarm import Timing
from rotunda.view.page.plan import House

LOOPBACK = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True)
class Service:
    """`url` is the address of the running server."""

    url: str
    installation: Installation

    def client(self, user: str | None = None) -> httpx.AsyncClient:
        """Asks as one of the demo's users; as nobody without one."""
        headers = {"Authorization": f"Bearer demo-{user}"} if user else {}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30)


def settings_for(database_url: str, folder: Path, **changes: object) -> Settings:
    values: dict[str, object] = {
        "database_url": Secret(database_url),
        "data_folder": folder,
        "audit_checkpoints": folder / "audit.checkpoints",
        "allowed_private_hosts": LOOPBACK,
        **changes,
    }
    return replace(read_settings({}), **values)  # pyright: ignore[reportArgumentType] - a builder


@asynccontextmanager
async def serving(
    settings: Settings,
    timing: Timing | None = None,
    house: House | None = None,
    roles: Mapping[str, Role] = DEFAULT_ROLES,
) -> AsyncIterator[Service]:
    """Serves a demo installation (its users exist, nothing is connected) on a free port until the block ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        served = replace(settings, public_url=url)
        async with open_installation(served, demo=True, timing=timing, house=house, roles=roles) as installation:
            await installation.sign_in.ensure_demo_users()
            config = uvicorn.Config(
                create_app(installation),
                log_config=None,
                access_log=False,
                lifespan="on",
                loop="none",
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
            )
            server = uvicorn.Server(config)
            task = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started:
                await asyncio.sleep(0)
            try:
                yield Service(url, installation)
            finally:
                server.should_exit = True
                await task
