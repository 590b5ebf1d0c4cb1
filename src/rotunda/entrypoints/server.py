"""Runs an application under uvicorn."""

import errno
import gc
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from litestar import Litestar

from rotunda.entrypoints.app import create_app
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.worker_figures import WorkerFigures

_DRAIN_SECONDS = 5
_GARBAGE = (20_000, 20, 100)
"""Decoding one page's answers makes tens of thousands of objects that soon go by themselves: Python's own 700 has them
looked through dozens of times a page.
"""
KEEP_ALIVE_SECONDS = 75
"""Longer than clients and proxies keep an idle connection, so that none is closed at the moment of its next request."""


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's own
        """Unlike uvicorn's own, the signal is not raised again when the last answer is sent: that would cut off whoever
        opened the server while they put away what they opened.
        """
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def startup(self, sockets: list[object] | None = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - uvicorn's sockets
        await super().startup(sockets)  # pyright: ignore[reportArgumentType] - as above
        if self.started:
            settle_garbage()
            self._ready()


def settle_garbage() -> None:
    """What was made so far stays; what comes is looked through seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


def require_free(host: str, port: int) -> None:
    """Before anything is started that would be in vain. Raises Failure where nothing can listen there."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as error:
        raise cannot_listen(host, port, error) from None


def cannot_listen(host: str, port: int, error: OSError | None) -> Failure:
    """Why, and what to do."""
    if error is None or error.errno == errno.EADDRINUSE:
        why, what = "something else does already", "Stop it, or choose another port with --port."
    else:
        why, what = error.strerror or str(error), "Choose another address with --host, or another port with --port."
    return Failure(f"Nothing can listen on {host}:{port}: {why}. {what}")


async def serve_app(
    installation: Installation,
    ready: Callable[[], None],
    listener: socket.socket | None = None,
    figures: WorkerFigures | None = None,
) -> None:
    """Until a signal ends it, on `listener` where one is given. Raises Failure where the address is taken."""
    app = create_app(installation, figures)
    await serve(app, installation.settings.host, installation.settings.port, ready, listener)


async def serve(
    app: Litestar, host: str, port: int, ready: Callable[[], None], listener: socket.socket | None = None
) -> None:
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
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    server = _Server(config, ready)
    try:
        await server.serve([listener] if listener else None)
    except SystemExit:
        server.started = False
    if not server.started:
        raise cannot_listen(host, port, None)
