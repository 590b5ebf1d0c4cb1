"""How long `rotunda demo` takes to listen when it is started again."""

import time
from pathlib import Path

from bench.children import started
from bench.machine import ALL
from bench.plan import Plan
from bench.report import Line
from bench.surroundings import SEED, free_port, listening, open_folder

_COMMAND = "from rotunda.entrypoints.command_line import main; main()"


async def measure(plan: Plan) -> Line:
    """The first start makes the database; the second one finds it."""
    with open_folder() as folder:
        first = await _start(folder, plan)
        again = await _start(folder, plan)
    return Line("demo started again, until it listens", again, "s", "", goal=10, seen={"first start": first})


async def _start(folder: Path, plan: Plan) -> float:
    port = free_port()
    arguments = ["demo", "--no-browser", "--data", str(folder), "--port", str(port)]
    arguments += ["--accounts", str(plan.accounts), "--seed", str(SEED)]
    began = time.perf_counter()
    async with started(ALL, ["-c", _COMMAND, *arguments]):
        await listening(port)
        return time.perf_counter() - began
