"""`rotunda aliases` as processes: a file imported, an import killed in the middle, what was imported removed."""

import asyncio
import csv
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import msgspec
import pytest

from rotunda.kit.database import Database

LINES = 120_000
EVERY = 1_000
"""One line in so many names no source."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder, whose keys belong to the module's database."""
    return tmp_path_factory.mktemp("home")


class Row(msgspec.Struct):
    number: int


async def started(url: str, folder: Path, *arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from rotunda.entrypoints.command_line import main; main()",
        "aliases",
        *arguments,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "ROTUNDA_DATA": str(folder),
            "ROTUNDA_DATABASE_URL": url,
        },
        stdout=PIPE,
        stderr=PIPE,
    )


async def rotunda(url: str, folder: Path, *arguments: str) -> tuple[int, str, str]:
    process = await started(url, folder, *arguments)
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def count(database: Database, query: str) -> int:
    [row] = await database.fetch_all(Row, query)  # pyright: ignore[reportArgumentType] - the queries stand below
    return row.number


async def test_an_import_that_is_killed_goes_on_where_it_was(
    database: Database, database_url: str, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "numbers.csv"
    with path.open("w") as file:
        file.write("old_system,old_number,new_record\n")
        file.writelines(
            f"desk,k{number},{'zendesk' if number % EVERY else 'nowhere'}:{number}\n" for number in range(1, LINES + 1)
        )
    process = await started(database_url, home, "import", str(path))
    position = "SELECT coalesce(max(position) FILTER (WHERE line > 1), 0) AS number FROM alias_batch"
    async with asyncio.timeout(60):
        while await count(database, position) == 0:
            assert process.returncode is None
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    before = await count(database, "SELECT count(*) AS number FROM alias")
    assert 0 < before < LINES
    code, _, told = await rotunda(database_url, home, "import", str(path))
    assert (code, "Went on after line" in told) == (0, True)
    assert f"{LINES:,} lines read, {LINES // EVERY} refused" in told
    assert await count(database, "SELECT count(*) AS number FROM alias") == LINES - LINES // EVERY
    with (tmp_path / "numbers.csv.refused.csv").open(newline="") as report:
        refused = [int(row["line"]) for row in csv.DictReader(report)]
    assert refused == [number + 1 for number in range(EVERY, LINES + 1, EVERY)]
    code, _, told = await rotunda(database_url, home, "import", str(path))
    assert (code, "This file was imported on" in told) == (0, True)
    assert await count(database, "SELECT count(*) AS number FROM audit_row WHERE action = 'alias.import'") == 1


async def test_what_was_imported_is_listed_found_and_removed(database_url: str, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("old_system,old_number,new_record\nold,#R-1,zendesk:1\nold,#R-2,zendesk:2\n")
    assert (await rotunda(database_url, home, "import", str(path)))[0] == 0
    _, out, _ = await rotunda(database_url, home, "list")
    assert "few.csv" in out
    _, out, _ = await rotunda(database_url, home, "list", "--number", "r-1")
    assert out == "old\t#R-1\tzendesk:conversation:1\n"
    assert (await rotunda(database_url, home, "remove", "--system", "Old", "--number", "#r-1"))[0] == 0
    _, out, _ = await rotunda(database_url, home, "list", "--number", "r-1")
    assert out == ""
    code, _, told = await rotunda(database_url, home, "remove", "--number", "r-2")
    assert (code, "Give either --batch" in told) == (1, True)
    code, _, told = await rotunda(database_url, home, "remove", "--batch", "alb_nothing")
    assert (code, "There is no batch" in told) == (1, True)


async def test_a_file_that_cannot_be_read_stops_with_a_sentence(database_url: str, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes("old_system,old_number,new_record\n".encode("utf-16"))
    code, _, told = await rotunda(database_url, home, "import", str(path))
    assert (code, told) == (1, "Stopped: The file is UTF-16. Save it as “CSV UTF-8” and import that.\n")
