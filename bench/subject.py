"""The service and its floor as running processes."""

import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.children import next_line, started
from bench.machine import MEASURED
from bench.surroundings import Surroundings, free_port


@dataclass(frozen=True)
class Subject:
    """A server that listens on 127.0.0.1."""

    port: int
    pid: int


@asynccontextmanager
async def service(around: Surroundings, *, book: bool) -> AsyncGenerator[Subject]:
    variables = {
        "ROTUNDA_DATABASE_URL": around.database_url,
        "ROTUNDA_DATA": str(around.folder),
        "ROTUNDA_ALLOWED_PRIVATE_HOSTS": ",".join(sorted(around.settings.allowed_private_hosts)),
        "ROTUNDA_PANEL_PARENTS": ",".join(around.settings.panel_parents),
    }
    port = free_port()
    arguments = ["-m", "bench.service", str(port), *(["--book"] if book else [])]
    async with started(MEASURED, arguments, variables=variables, errors=sys.stderr.buffer) as process:
        await next_line(process)
        yield Subject(port, process.pid)


@asynccontextmanager
async def floor(sizes: Sequence[int]) -> AsyncGenerator[Subject]:
    """`/bytes/<n>` sends so many bytes."""
    port = free_port()
    arguments = ["-m", "bench.floor_server", str(port), *map(str, sizes)]
    async with started(MEASURED, arguments, errors=sys.stderr.buffer) as process:
        await next_line(process)
        yield Subject(port, process.pid)
