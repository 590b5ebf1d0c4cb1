"""The load generator, as the run uses it."""

import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import msgspec

from bench.children import started, tell
from bench.load_process import Ask, Asked, Load, Loaded
from bench.machine import AROUND


class LoadGenerator:
    """One order at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def load(self, order: Load) -> Loaded:
        return msgspec.json.decode(await tell(self._process, order), type=Loaded)

    async def ask(self, order: Ask) -> Asked:
        return msgspec.json.decode(await tell(self._process, order), type=Asked)


@asynccontextmanager
async def load_generator() -> AsyncGenerator[LoadGenerator]:
    """On the other core than what it measures."""
    async with started(AROUND, ["-m", "bench.load_process"], errors=sys.stderr.buffer) as process:
        yield LoadGenerator(process)
