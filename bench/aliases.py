"""How long a million old numbers take to import, and one to be found: `python -m bench.aliases [lines]`."""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from rotunda.entrypoints.tools import MIGRATIONS
from rotunda.identity.aliases.importing import AliasImport
from rotunda.identity.aliases.repository import AliasRepository
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.kit.migrations import migrate
from rotunda.kit.postgres import EmbeddedPostgres

LINES = 1_000_000
LOOKUPS = 500


class _Size(msgspec.Struct):
    table_size: str
    index_size: str


def _write(path: Path, lines: int) -> None:
    with path.open("w") as file:
        file.write("old_system,old_number,new_record\n")
        file.writelines(f"old-desk,#{number},zendesk:{number + 7}\n" for number in range(lines))


async def _measure(folder: Path, lines: int) -> None:
    server = EmbeddedPostgres(folder / "postgres")
    await server.start()
    try:
        url = await server.create_database("bench")
        await migrate(url, MIGRATIONS)
        database = Database(url)
        await database.open()
        await _import(database, folder, lines)
        await _look_up(database, lines)
        await database.close()
    finally:
        await server.stop()


async def _import(database: Database, folder: Path, lines: int) -> None:
    path = folder / "numbers.csv"
    _write(path, lines)
    started = time.perf_counter()
    importing = AliasImport(database, SystemClock(), {"zendesk": frozenset()})
    await importing.run(path, folder / "refused.csv", "utf-8", lambda _, __: None)
    seconds = time.perf_counter() - started
    [size] = await database.fetch_all(
        _Size,
        "SELECT pg_size_pretty(pg_table_size('alias')) AS table_size, "
        "pg_size_pretty(pg_indexes_size('alias')) AS index_size",
    )
    print(f"{lines:,} lines in {seconds:.1f} s, {lines / seconds:,.0f} a second")
    print(f"table {size.table_size}, index {size.index_size}")


async def _look_up(database: Database, lines: int) -> None:
    aliases, chance = AliasRepository(database), random.Random(7)
    took: list[float] = []
    for _ in range(LOOKUPS):
        started = time.perf_counter()
        found = await aliases.find(str(chance.randrange(lines)), None)
        took.append((time.perf_counter() - started) * 1000)
        if len(found) != 1:
            raise SystemExit(f"Found {len(found)} instead of one.")
    print(f"one of them found: p50 {statistics.median(took):.2f} ms, p95 {statistics.quantiles(took, n=20)[18]:.2f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        Path(temporary).chmod(0o711)
        asyncio.run(_measure(Path(temporary), int(sys.argv[1]) if len(sys.argv) > 1 else LINES))
