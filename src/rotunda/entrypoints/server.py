"""Runs an application under uvicorn."""

import gc
from collections.abc import Callable

import uvicorn
from litestar import Litestar

from rotunda.entrypoints.app import create_app
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.installation import Installation

_DRAIN_SECONDS = 5


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - uvicorn's sockets
        await super().startup(sockets)  # pyright: ignore[reportArgumentType] - as above
        if self.started:
            gc.collect()
            gc.freeze()
            self._ready()


async def serve_app(installation: Installation, ready: Callable[[], None]) -> None:
    """Until a signal ends it. Raises Failure where the address is taken."""
    await serve(create_app(installation), installation.settings.host, installation.settings.port, ready)


async def serve(app: Litestar, host: str, port: int, ready: Callable[[], None]) -> None:
    """Any application, as the product is served. Raises Failure where the address is taken."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="none",
        lifespan="off",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_DRAIN_SECONDS,
    )
    server = _Server(config, ready)
    try:
        await server.serve()
    except SystemExit:
        server.started = False
    if not server.started:
        raise Failure(
            f"Nothing can listen on {host}:{port}: something else does already. "
            "Stop it, or choose another port with --port."
        )
