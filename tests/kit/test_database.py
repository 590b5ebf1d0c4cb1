"""The pool over a real PostgreSQL: rows as types, transactions, and what is said when the server is gone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import LiteralString

import msgspec
import psycopg
import pytest

from rotunda.kit.database import Database, DatabaseUnavailable, DatabaseUnfit, address_of, check_version
from rotunda.kit.postgres import EmbeddedPostgres


class Pair(msgspec.Struct, frozen=True):
    number: int
    word: str


class Moment(msgspec.Struct, frozen=True):
    at: datetime


async def _both(database: Database, first: LiteralString, second: LiteralString) -> None:
    async with database.transaction() as connection:
        await connection.execute(first)
        await connection.execute(second)


async def test_rows_become_structs_by_column_name(database: Database) -> None:
    pairs = await database.fetch_all(
        Pair, "SELECT * FROM (VALUES (1, 'one'), (2, 'two')) AS v(number, word) WHERE number >= %s", [2]
    )
    assert pairs == [Pair(2, "two")]
    assert await database.fetch_one(Pair, "SELECT 1 AS number, 'x' AS word WHERE false") is None


async def test_times_come_back_in_utc_whatever_the_server_prefers(empty_database_url: str) -> None:
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as connection:
        name = empty_database_url.rpartition("/")[2]
        await connection.execute(
            psycopg.sql.SQL("ALTER DATABASE {} SET TimeZone = 'Asia/Tokyo'").format(psycopg.sql.Identifier(name))
        )
    database = Database(empty_database_url)
    await database.open()
    moment = await database.fetch_one(Moment, "SELECT timestamptz '2026-01-01T00:00:00+09:00' AS at")
    await database.close()
    assert moment is not None
    assert moment.at == datetime(2025, 12, 31, 15, tzinfo=UTC)
    assert moment.at.utcoffset() == datetime(2026, 1, 1, tzinfo=UTC).utcoffset()


async def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    await database.execute("CREATE TABLE everything (n int)")
    with pytest.raises(psycopg.errors.DivisionByZero):
        await _both(database, "INSERT INTO everything VALUES (1)", "SELECT 1 / 0")
    assert await database.execute("SELECT * FROM everything") == 0


async def test_settings_hold_on_connections_that_are_set_apart_and_on_no_others(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    await database.open()
    apart = database.set_apart({"enable_seqscan": "off"}, 2)
    async with apart.connection() as first, apart.connection() as second, database.connection() as other:
        settings = [await (await each.execute("SHOW enable_seqscan")).fetchone() for each in (first, second, other)]
    await database.close()
    assert settings == [("off",), ("off",), ("on",)]
    with pytest.raises(DatabaseUnavailable):
        async with apart.connection():
            pass


async def test_a_statement_that_fails_keeps_its_own_error(database: Database) -> None:
    """A timeout or a deadlock is not an unreachable database, though psycopg gives them the same base class."""
    with pytest.raises(psycopg.errors.QueryCanceled):
        await _both(database, "SET LOCAL statement_timeout = 20", "SELECT pg_sleep(30)")


async def test_nobody_answers() -> None:
    database = Database("postgresql://somebody:geheim@127.0.0.1:1/absent")
    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1:1/absent cannot be reached") as refused:
        await database.open()
    assert "geheim" not in str(refused.value)


async def test_a_session_that_is_cut_in_the_middle_is_named_and_the_next_use_has_a_new_one(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable):
        await database.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert await database.execute("SELECT 1") == 1


async def test_idle_sessions_that_the_server_cut_are_replaced_unseen(database: Database) -> None:
    await database.execute("SELECT 1")
    async with await psycopg.AsyncConnection.connect(database.url, autocommit=True) as other:
        cut = await other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cut.rowcount >= 1
    assert await database.execute("SELECT 1") == 1


async def test_a_server_that_stops_and_comes_back_is_used_again(open_folder: Path) -> None:
    server = EmbeddedPostgres(open_folder / "coming-and-going")
    url = await server.start()
    port = int(url.rpartition(":")[2].partition("/")[0])
    database = Database(url)
    await database.open()
    await server.stop()
    with pytest.raises(DatabaseUnavailable):
        await database.execute("SELECT 1")
    again = EmbeddedPostgres(open_folder / "coming-and-going", port=port)
    await again.start()
    assert await database.execute("SELECT 1") == 1
    await database.close()
    await again.stop()


def test_old_servers_are_refused() -> None:
    check_version(15_00_06)
    with pytest.raises(DatabaseUnfit, match="PostgreSQL 14; Rotunda needs 15"):
        check_version(14_00_12)


def test_an_address_shows_no_password() -> None:
    assert address_of("postgresql://u:secret@db.example:6432/crm") == "db.example:6432/crm"
    assert address_of("::not a url::") == "the given address"
