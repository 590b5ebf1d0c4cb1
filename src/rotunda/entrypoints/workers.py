"""`rotunda serve --workers N`: processes that share one listening socket, and the one that keeps them running.

That one serves nothing itself. It holds the socket, so that a worker that dies takes no waiting caller with it, and the
embedded database where there is one.
"""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import structlog

from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.server import cannot_listen
from rotunda.entrypoints.tools import open_tools
from rotunda.kit.settings import Settings

READY = b"ready\n"
_COMMAND = "from rotunda.entrypoints.command_line import main; main()"
_BACKLOG = 2048
_SHORT_LIFE_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 30.0
_STOP_SECONDS = 20.0

_log = structlog.get_logger(__name__)


async def serve_by(number: int, settings: Settings, ready: Callable[[], None], *, jobs: bool) -> int:
    """Until a signal ends it. Raises Failure where the address is taken, or where no worker can start."""
    ended = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, ended.set)
    with _listening(settings.host, settings.port) as listener, tempfile.TemporaryDirectory() as folder:
        async with open_tools(settings) as tools:
            environment = _environment(settings, tools.database.url)
            crew = Crew(listener.fileno(), environment, Path(folder), jobs=jobs)
            return await crew.run(number, ready, ended)


class Crew:
    """The workers. `folder` is theirs: each leaves its figures there for the others."""

    def __init__(self, listener: int, environment: dict[str, str], folder: Path, *, jobs: bool) -> None:
        self._listener = listener
        self._environment = environment
        self._folder = folder
        self._jobs = jobs
        self._running: dict[int, Process] = {}
        self._started = 0

    async def run(self, number: int, ready: Callable[[], None], ended: asyncio.Event) -> int:
        try:
            await self._first(number, ready)
            keeping = [asyncio.create_task(self._keep(each)) for each in range(1, number + 1)]
            await ended.wait()
            for each in keeping:
                each.cancel()
            await asyncio.gather(*keeping, return_exceptions=True)
        finally:
            await self._stop()
        return 0

    async def _first(self, number: int, ready: Callable[[], None]) -> None:
        """All of them, before anything is said to be ready."""
        for each in range(1, number + 1):
            await self._start(each)
        if not all([await _is_ready(process) for process in self._running.values()]):
            raise Failure("The service did not start. The lines above say why.")
        ready()

    async def _keep(self, number: int) -> None:
        """One that ends is started again; after a short life not at once."""
        loop, pause = asyncio.get_running_loop(), 0.0
        while True:
            began, process = loop.time(), self._running[number]
            status = await process.wait()
            lived = loop.time() - began
            pause = 0.0 if lived > _SHORT_LIFE_SECONDS else min(_LONGEST_PAUSE_SECONDS, max(1.0, 2 * pause))
            _log.error("a worker ended and is started again", worker=number, status=status, lived=round(lived))
            (self._folder / f"{number}.prom").unlink(missing_ok=True)
            await asyncio.sleep(pause)
            await self._start(number)
            await _is_ready(self._running[number])

    async def _start(self, number: int) -> None:
        """It ends when we do: its standard input closes then."""
        options = ["--listener", str(self._listener), "--number", str(number), "--folder", str(self._folder)]
        self._running[number] = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _COMMAND, "serve-one", *options, *(() if self._jobs else ("--no-worker",))),
            stdin=PIPE,
            stdout=PIPE,
            env=self._environment,
            pass_fds=[self._listener],
        )

    async def _stop(self) -> None:
        """What they are answering is answered."""
        for process in self._running.values():
            if process.returncode is None:
                process.terminate()
        waiting = [asyncio.create_task(process.wait()) for process in self._running.values()]
        if waiting:
            await asyncio.wait(waiting, timeout=_STOP_SECONDS)
        for process in self._running.values():
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _is_ready(process: Process) -> bool:
    return process.stdout is not None and await process.stdout.readline() == READY


@contextmanager
def _listening(host: str, port: int) -> Generator[socket.socket]:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise cannot_listen(host, port, error) from None
    with listener:
        listener.set_inheritable(True)
        yield listener


def _environment(settings: Settings, database_url: str) -> dict[str, str]:
    """What a worker reads: ours, with what was decided for all of them."""
    return {
        **os.environ,  # noqa: TID251 - it is handed on, not read
        "ROTUNDA_DATABASE_URL": database_url,
        "ROTUNDA_HOST": settings.host,
        "ROTUNDA_PORT": str(settings.port),
        "ROTUNDA_PUBLIC_URL": settings.public_url,
    }


async def end_with_parent() -> None:
    """Ends this process, as a signal would, when the one that started it is gone."""
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    os.kill(os.getpid(), signal.SIGTERM)
