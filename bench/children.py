"""The processes that a run starts: each on its core, each ended with the run."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

import msgspec

_START_SECONDS = 120
_END_SECONDS = 15
_LINE_LIMIT = 4 * 1024 * 1024

_FOLDER = Path(__file__).parent.parent


class DidNotStart(Exception):
    """A process ended, or said nothing in time."""


@asynccontextmanager
async def started(
    cores: Collection[int],
    arguments: Sequence[str],
    *,
    variables: Mapping[str, str] | None = None,
    errors: IO[bytes] | int = DEVNULL,
) -> AsyncGenerator[Process]:
    """`python ARGUMENTS` on these cores, with pipes to its standard input and output. Interrupted at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bench.pinned", ",".join(map(str, cores)), sys.executable, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        stderr=errors,
        env={**os.environ, **(variables or {})},
        cwd=_FOLDER,
        limit=_LINE_LIMIT,
    )
    try:
        yield process
    finally:
        await end(process)


async def end(process: Process) -> None:
    """As Ctrl C would; killed where that does not help."""
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
    try:
        async with asyncio.timeout(_END_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def next_line(process: Process, seconds: float = _START_SECONDS) -> bytes:
    """Raises DidNotStart."""
    if process.stdout is None:
        raise DidNotStart("It has no output.")
    try:
        async with asyncio.timeout(seconds):
            line = await process.stdout.readline()
    except TimeoutError:
        raise DidNotStart(f"It said nothing within {seconds:g} seconds.") from None
    if not line:
        raise DidNotStart(f"It ended with code {await process.wait()}.")
    return line


async def tell(process: Process, order: msgspec.Struct) -> bytes:
    """Sends one line of JSON; the line that comes back."""
    if process.stdin is None:
        raise DidNotStart("It has no input.")
    process.stdin.write(msgspec.json.encode(order) + b"\n")
    return await next_line(process)
