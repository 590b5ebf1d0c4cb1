"""Files of old numbers on a real database: refused lines, files that are given twice, and imports that are stopped."""

import asyncio
import csv
from pathlib import Path

import pytest

from rotunda.identity.aliases.importing import AliasImport, Imported, ImportOvertaken
from rotunda.identity.aliases.lines import HeaderRefused
from rotunda.identity.aliases.repository import AliasRepository
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId

TYPES = {"zendesk": frozenset({"organization", "user"})}
HEADER = "old_system,old_number,new_record\n"


class Stopped(Exception):
    """What a test stops an import with."""


def written(folder: Path, content: str | bytes, name: str = "numbers.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


async def imported(
    database: Database, path: Path, *, chunk: int = 3, stop_after: int | None = None, encoding: str = "utf-8"
) -> Imported:
    told: list[int] = []

    def progress(done: int, size: int) -> None:
        assert done <= size == path.stat().st_size
        told.append(done)
        if len(told) == stop_after:
            raise Stopped

    report = path.with_suffix(".refused")
    return await AliasImport(database, SystemClock(), TYPES, chunk=chunk).run(path, report, encoding, progress)


def refusals(path: Path) -> list[tuple[int, str, str]]:
    with path.with_suffix(".refused").open(newline="") as file:
        return [(int(row["line"]), row["field"], row["reason"]) for row in csv.DictReader(file)]


async def records(database: Database, number: str, system: str | None = None) -> list[str]:
    found = await AliasRepository(database).find(number, system)
    return [str(alias.target.account_id or f"{alias.target.source}:{alias.target.external_id}") for alias in found]


async def test_a_files_numbers_are_found_and_its_faults_reported(database: Database, tmp_path: Path) -> None:
    big = b"desk,100," + b"9" * (10 * 1024 * 1024) + b"\n"
    content = (
        b"\xef\xbb\xbfOld_System;old_number;new_record;note\r\n"
        b"Desk One;#A-1;zendesk:11;x\r\n"
        b'desk one;"A-2;zendesk:12;x\r\n' + big + b"desk one;A-3;zendesk:13;x\r\n\r\ndesk one;;zendesk:14;x\r\n"
        b'desk one;"A ""4";zendesk:15;"a;b"\r\n'
        b"desk one;A-5;acc_00000000000000000000;x"
    )
    path = written(tmp_path, content)
    outcome = await imported(database, path)
    assert (outcome.batch.line, outcome.batch.refused, outcome.before) == (9, 4, False)
    assert [(line, field) for line, field, _ in refusals(path)] == [
        (3, "line"),
        (4, "line"),
        (7, "old_number"),
        (9, "new_record"),
    ]
    assert await records(database, "a-1") == ["zendesk:11"]
    assert await records(database, "a-3", "desk one") == ["zendesk:13"]
    assert await records(database, 'a"4') == ["zendesk:15"]
    assert await records(database, "a-1", "desk two") == []


async def test_an_account_may_be_named(database: Database, tmp_path: Path) -> None:
    account = AccountId("acc_" + "b2" * 10)
    await database.execute(
        "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, 'A', now(), now())", (account,)
    )
    await imported(database, written(tmp_path, f"{HEADER}desk,b-1,{account}\n"))
    assert await records(database, "b-1") == [account]


async def test_the_same_file_again_says_that_it_is_done(database: Database, tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}desk,c-1,zendesk:1\n")
    first = await imported(database, path)
    again = await imported(database, path)
    assert (again.before, again.batch.id) == (True, first.batch.id)
    assert await AliasRepository(database).remove_batch(first.batch.id) == 1
    assert await records(database, "c-1") == []
    assert (await imported(database, path)).before is False


async def test_what_was_stopped_goes_on_and_counts_no_line_twice(database: Database, tmp_path: Path) -> None:
    lines = [f"desk,d-{number},{'zendesk' if number % 4 else 'nowhere'}:{number}\n" for number in range(1, 21)]
    path = written(tmp_path, HEADER + "".join(lines))
    with pytest.raises(Stopped):
        await imported(database, path, stop_after=2)
    with path.with_suffix(".refused").open("a") as report:
        report.write("99,line,of a chunk that never counted\n")
    outcome = await imported(database, path)
    assert (outcome.resumed_at, outcome.batch.line, outcome.batch.refused) == (7, 21, 5)
    assert [line for line, _, _ in refusals(path)] == [5, 9, 13, 17, 21]
    assert [await records(database, f"d-{number}") for number in (1, 4, 19)] == [["zendesk:1"], [], ["zendesk:19"]]


async def test_the_newer_files_word_holds_and_within_a_file_the_first(database: Database, tmp_path: Path) -> None:
    await imported(database, written(tmp_path, f"{HEADER}desk,e-1,zendesk:1\ndesk,e-2,zendesk:2\n"))
    newer = written(
        tmp_path,
        f"{HEADER}desk,E-1,zendesk:7\ndesk,#e-1,zendesk:7\ndesk,e-9,zendesk:9\ndesk,e-1,zendesk:8\n",
        "new.csv",
    )
    await imported(database, newer)
    assert await records(database, "e-1") == ["zendesk:7"]
    assert await records(database, "e-2") == ["zendesk:2"]
    assert [(line, field) for line, field, _ in refusals(newer)] == [(5, "new_record")]


async def test_two_imports_of_one_file_at_once_leave_one(database: Database, tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "".join(f"desk,f-{number},zendesk:{number}\n" for number in range(9)))
    outcomes = await asyncio.gather(imported(database, path), imported(database, path), return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["ImportOvertaken", "Imported"]
    assert any(isinstance(each, ImportOvertaken) and "running" in str(each) for each in outcomes)
    [done] = [each for each in outcomes if isinstance(each, Imported)]
    assert (done.batch.line, done.batch.refused) == (10, 0)
    assert await records(database, "f-8") == ["zendesk:8"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("old_system,old_number\n".encode("utf-16"), "UTF-16"),
        ("old_system,old_number\n".encode("utf-16-le"), "UTF-16"),
        (b"", "must name the columns"),
        (b"x" * 70_000, "too long"),
        (b"system,number,record\n", "it says: system, number, record"),
    ],
)
async def test_a_file_that_cannot_be_read_is_a_sentence(
    database: Database, tmp_path: Path, content: bytes, says: str
) -> None:
    with pytest.raises(HeaderRefused, match=says):
        await imported(database, written(tmp_path, content))
    assert not (tmp_path / "numbers.refused").exists()


async def test_other_encodings_are_read_when_they_are_named(database: Database, tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}desk,é-1,zendesk:1\n".encode("latin-1"))
    assert (await imported(database, path)).batch.refused == 1
    assert (await imported(database, path, encoding="latin-1")).batch.refused == 0
    assert await records(database, "é-1") == ["zendesk:1"]
