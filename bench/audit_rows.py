"""How many looks a second can be recorded, each durable before its page may leave."""

import asyncio
import time
from statistics import median

from bench.plan import Plan
from bench.report import Line
from bench.surroundings import Surroundings
from rotunda.access.audit.entry import SYSTEM, Action, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.entrypoints.tools import open_tools
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database

_WRITERS = 16
_ENTRY = AuditEntry(SYSTEM, Action.VIEW, request_id="bench")
_FLOOR = "INSERT INTO bench_row (text) VALUES (%s)"


async def measure(around: Surroundings, plan: Plan) -> Line:
    """Against one row per commit over one connection, in the same database."""
    async with open_tools(around.settings) as tools:
        audit = AuditLog(tools.database, tools.audit_key, SystemClock(), around.settings.audit_checkpoints)
        await audit.open()
        await tools.database.execute("CREATE TABLE IF NOT EXISTS bench_row (text text)")
        rounds = [
            (await _recorded(audit, plan.round_seconds), await _committed(tools.database, plan.round_seconds))
            for _ in range(plan.rounds)
        ]
        await audit.close()
    seen = {"rows/s": median(one for one, _ in rounds), "commits/s": median(two for _, two in rounds)}
    ratio = median(one / two for one, two in rounds)
    return Line("looks recorded a second, 16 at once", ratio, "x", "one row a commit", goal=1, at_least=True, seen=seen)


async def _recorded(audit: AuditLog, seconds: float) -> float:
    end = time.perf_counter() + seconds

    async def record() -> int:
        rows = 0
        while time.perf_counter() < end:
            await audit.record(_ENTRY)
            rows += 1
        return rows

    return sum(await asyncio.gather(*(record() for _ in range(_WRITERS)))) / seconds


async def _committed(database: Database, seconds: float) -> float:
    end = time.perf_counter() + seconds
    commits = 0
    async with database.connection() as connection:
        while time.perf_counter() < end:
            await connection.execute(_FLOOR, ["bench"])
            commits += 1
    return commits / seconds
