"""Writing the log: what is acknowledged is there, in groups, and what cannot be written is refused."""

import asyncio
import contextlib
from datetime import timedelta
from typing import LiteralString

import msgspec
import psycopg
import pytest

from rotunda.access.audit.entry import NOBODY, Action, AuditEntry
from rotunda.access.audit.log import AuditLog, AuditUnavailable
from rotunda.kit.database import Database
from rotunda.kit.logging import request_context
from support.audit import ACME, KEY, MAYA, SAM, LoggedHouse, look


class Count(msgspec.Struct, frozen=True):
    n: int


async def count(database: Database, query: LiteralString) -> int:
    found = await database.fetch_one(Count, query)
    assert found is not None
    return found.n


async def recorded_numbers(house: LoggedHouse) -> set[object]:
    return {row.detail["number"] for row in await house.rows() if "number" in row.detail}


async def test_a_row_says_who_did_what_when_and_in_which_request(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        with request_context("req_42"):
            await log.record(AuditEntry(MAYA, Action.DRILL, ACME, {"section": "billing", "rows": 3, "full": True}))
        await log.record(AuditEntry(NOBODY, Action.SIGN_IN_REFUSED, detail={"reason": None}))
    start, drill, refused = await logged_house.rows()
    assert (start.action, start.seq, start.detail) == ("chain.start", 1, {"heads": []})
    assert (drill.actor_id, drill.actor_name, drill.actor_via) == ("usr_maya", "Maya Rivera", "session")
    assert (drill.action, drill.account_id, drill.request_id) == ("drill", ACME, "req_42")
    assert drill.detail == {"section": "billing", "rows": 3, "full": True}
    assert drill.at == logged_house.clock.now()
    assert (refused.actor_id, refused.account_id, refused.request_id) == (None, None, "")
    assert [row.previous for row in (drill, refused)] == [start.hash, drill.hash]
    assert (await logged_house.verify()).intact


async def test_two_hundred_at_once_share_few_commits_and_all_are_there(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        await asyncio.gather(*(log.record(look(SAM, number)) for number in range(200)))
        assert await recorded_numbers(logged_house) == set(range(200))
    commits = await count(logged_house.database, "SELECT count(DISTINCT xmin::text) AS n FROM audit_row")
    assert commits <= 5
    report = await logged_house.verify()
    assert (report.intact, report.rows) == (True, 201)


async def test_rows_are_durable_when_record_returns(logged_house: LoggedHouse) -> None:
    """Seen by another connection at once, not when the log is closed."""
    async with logged_house.log() as log:
        for number in range(5):
            await log.record(look(MAYA, number))
            assert number in await recorded_numbers(logged_house)


async def test_a_writer_that_is_killed_in_the_middle_loses_no_acknowledged_row(logged_house: LoggedHouse) -> None:
    """Its statement is held up by a lock, so that it is certainly at work when its connection is cut."""
    async with logged_house.log() as log, await psycopg.AsyncConnection.connect(logged_house.database.url) as other:
        await asyncio.gather(*(log.record(look(MAYA, number)) for number in range(10)))
        await other.execute("LOCK TABLE audit_row IN EXCLUSIVE MODE")
        held = [asyncio.create_task(log.record(look(MAYA, number))) for number in range(10, 20)]
        await _cut_waiting_writer(other)
        refused = await asyncio.gather(*held, return_exceptions=True)
        await other.rollback()
        assert all(isinstance(error, AuditUnavailable) for error in refused)
        await asyncio.gather(*(log.record(look(MAYA, number)) for number in range(20, 30)))
    assert await recorded_numbers(logged_house) == {*range(10), *range(20, 30)}
    report = await logged_house.verify()
    assert report.intact
    assert report.chains == 2


async def _cut_waiting_writer(other: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
    while True:
        cut = await other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        if cut.rowcount:
            return


async def test_acknowledged_rows_survive_a_storm_of_cut_connections(logged_house: LoggedHouse) -> None:
    acknowledged: set[object] = set()
    async with (
        logged_house.log() as log,
        await psycopg.AsyncConnection.connect(logged_house.database.url, autocommit=True) as other,
    ):

        async def record(number: int) -> None:
            await log.record(look(SAM, number))
            acknowledged.add(number)

        for wave in range(5):
            tasks = [asyncio.create_task(record(wave * 40 + number)) for number in range(40)]
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            results = await asyncio.gather(*tasks, return_exceptions=True)
            assert {type(result) for result in results} <= {type(None), AuditUnavailable}
        for number in range(1000, 1010):  # a few more connections of the pool may turn out to have been cut
            with contextlib.suppress(AuditUnavailable):
                await record(number)
        assert 1009 in acknowledged
    assert acknowledged <= await recorded_numbers(logged_house)
    assert (await logged_house.verify()).intact


async def test_without_a_database_nothing_is_acknowledged_and_it_recovers(logged_house: LoggedHouse) -> None:
    gone = Database(logged_house.database.url)
    log = AuditLog(gone, KEY, logged_house.clock, logged_house.checkpoints)
    await log.open()
    with pytest.raises(AuditUnavailable, match="nothing is shown"):
        await log.record(look())
    await gone.open()
    await log.record(look(number=7))
    await log.close()
    await gone.close()
    assert await recorded_numbers(logged_house) == {7}


async def test_a_log_that_is_not_open_refuses(logged_house: LoggedHouse) -> None:
    log = AuditLog(logged_house.database, KEY, logged_house.clock, logged_house.checkpoints)
    with pytest.raises(AuditUnavailable):
        await log.record(look())
    async with logged_house.log() as opened:
        pass
    with pytest.raises(AuditUnavailable):
        await opened.record(look())


async def test_who_leaves_early_hurts_nobody(logged_house: LoggedHouse) -> None:
    async with logged_house.log() as log:
        leaving = asyncio.create_task(log.record(look(MAYA, 1)))
        staying = asyncio.create_task(log.record(look(MAYA, 2)))
        await asyncio.sleep(0)
        leaving.cancel()
        await staying
        assert leaving.cancelled()
    assert await recorded_numbers(logged_house) == {1, 2}


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 100_000, "'; DROP TABLE audit_row; --", "日本 🏛"])
async def test_no_text_keeps_a_row_from_being_written(logged_house: LoggedHouse, text: str) -> None:
    async with logged_house.log() as log:
        entry = AuditEntry(MAYA, Action.SEARCH, ACME, {"q": text, "tags": [text]}, request_id=text)
        await asyncio.gather(log.record(entry), log.record(look(number=1)))
    assert await recorded_numbers(logged_house) == {1}
    report = await logged_house.verify()
    assert (report.intact, report.rows) == (True, 3)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_row SET actor_name = 'Nobody'",
        "DELETE FROM audit_row",
        "TRUNCATE audit_row",
        "UPDATE audit_row SET seq = seq + 100 WHERE action = 'view'",
    ],
)
async def test_the_table_refuses_change(logged_house: LoggedHouse, statement: LiteralString) -> None:
    async with logged_house.log() as log:
        await log.record(look())
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        await logged_house.database.execute(statement)
    assert (await logged_house.verify()).rows == 2


async def test_checkpoints_are_written_at_the_start_now_and_then_and_at_the_end(logged_house: LoggedHouse) -> None:
    def lines() -> int:
        return len(logged_house.checkpoints.read_text().splitlines())

    async with logged_house.log() as log:
        await log.record(look())
        assert lines() == 1
        await log.record(look())
        assert lines() == 1
        logged_house.clock.advance(timedelta(seconds=10))
        await log.record(look())
        assert lines() == 2
        await log.record(look())
    assert lines() == 3
    assert logged_house.checkpoints.stat().st_mode & 0o077 == 0
    evidence = await logged_house.evidence()
    assert [point.seq for point in evidence.checkpoints] == [2, 4, 5]


async def test_a_checkpoint_file_that_cannot_be_written_does_not_stop_looking(logged_house: LoggedHouse) -> None:
    logged_house.checkpoints.mkdir()
    async with logged_house.log() as log:
        await log.record(look(number=3))
    assert await recorded_numbers(logged_house) == {3}
