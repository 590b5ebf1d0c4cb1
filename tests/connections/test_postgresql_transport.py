"""Reading a PostgreSQL database: what it answers, what it refuses, and when it is stopped."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest
import pytest_asyncio

from reading.sources import reached, soon
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import read_database_url
from rotunda.connections.transport.postgresql import PostgresTransport
from rotunda.connections.transport.sql import Rows
from rotunda.connections.transport.sql_errors import TooManySessions, meaning_of_sqlstate
from rotunda.connector_kit.errors import (
    AuthExpired,
    BadPayload,
    Forbidden,
    Misconfigured,
    SourceError,
    Unavailable,
)
from rotunda.connector_kit.requests import SqlQuery
from rotunda.kit.clock import SystemClock
from rotunda.kit.ids import new_id
from rotunda.kit.secret import Secret

LISTED = AddressPolicy(["127.0.0.1"])
SCHEMA = """
CREATE TABLE account (id int PRIMARY KEY, name text, seats jsonb, tags text[], mrr numeric(12, 2),
                      seen_at timestamptz, made_at timestamp);
INSERT INTO account VALUES
    (1, 'Zoë 😀', '{"used": 3, "of": null}', '{a,b}', 1.10, '2026-01-01 10:00+02', '2026-01-01 10:00'),
    (2, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE hidden (id int);
"""


@pytest_asyncio.fixture
async def reader_url(empty_database_url: str) -> AsyncIterator[str]:
    """A database with a role that may read one table."""
    role = new_id("reader_")
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as owner:
        await owner.execute(SCHEMA)  # type: ignore[arg-type]
        await owner.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'")  # type: ignore[arg-type]
        await owner.execute(f"GRANT SELECT ON account TO {role}")  # type: ignore[arg-type]
    host = empty_database_url.rpartition("@")[2]
    yield f"postgresql://{role}:hunter2@{host}"
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as owner:
        await owner.execute(f"DROP OWNED BY {role}")  # type: ignore[arg-type]
        await owner.execute(f"DROP ROLE {role}")  # type: ignore[arg-type]


def make(url: str, *, statement_seconds: float = 2.0, policy: AddressPolicy = LISTED) -> PostgresTransport:
    address = read_database_url(Secret(url))
    return PostgresTransport(address, policy, SystemClock(), statement_seconds=statement_seconds)


@pytest_asyncio.fixture
async def transport(reader_url: str) -> AsyncIterator[PostgresTransport]:
    opened = make(reader_url)
    yield opened
    await opened.close()


async def ask(transport: PostgresTransport, sql: str, most: int = 100, seconds: float = 10, **parameters: Any) -> Rows:
    return await soon(transport.query(SqlQuery(sql=sql, parameters=parameters, max_rows=most), seconds))


async def test_values_arrive_as_what_they_are(transport: PostgresTransport) -> None:
    rows = await ask(transport, "SELECT * FROM account WHERE id < %(below)s ORDER BY id", below=5)
    first, second = rows.rows
    assert first == {
        "id": 1,
        "name": "Zoë 😀",
        "seats": {"used": 3, "of": None},
        "tags": ["a", "b"],
        "mrr": Decimal("1.10"),
        "seen_at": datetime(2026, 1, 1, 8, tzinfo=UTC),
        "made_at": datetime(2026, 1, 1, 10, tzinfo=UTC),
    }
    assert set(second.values()) == {2, None}
    assert not rows.truncated


async def test_parameters_are_never_part_of_the_text(transport: PostgresTransport) -> None:
    hostile = "x'; DROP TABLE account; --"
    rows = await ask(transport, "SELECT %(name)s::text AS name, '100%%' AS share", name=hostile)
    assert rows.rows == [{"name": hostile, "share": "100%"}]


async def test_more_rows_than_allowed_are_cut_and_the_server_is_stopped(transport: PostgresTransport) -> None:
    endless = "SELECT generate_series(1, 2000000000) AS number"
    rows = await ask(transport, endless, most=1234)
    assert [row["number"] for row in rows.rows] == list(range(1, 1235))
    assert rows.truncated
    assert (await ask(transport, "SELECT 1 AS one")).rows == [{"one": 1}]
    exact = await ask(transport, "SELECT generate_series(1, 7) AS number", most=7)
    assert (len(exact.rows), exact.truncated) == (7, False)


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SELECT * FROM hidden", Forbidden),
        ("SELECT * FROM nowhere", BadPayload),
        ("SELECT nothing FROM account", BadPayload),
        ("SELEC 1", BadPayload),
        ("SELECT 1 / 0", BadPayload),
        ("SELECT 'infinity'::timestamptz", BadPayload),
        ("SELECT %(missing)s", BadPayload),
        ("CREATE TABLE mine (id int)", Misconfigured),
        ("CREATE TEMP TABLE mine AS SELECT 1", Misconfigured),
        ("SELECT 1; SELECT 2", BadPayload),
        ("SELECT pg_terminate_backend(pg_backend_pid())", Unavailable),
    ],
)
async def test_what_fails_has_a_meaning_and_the_next_query_works(
    transport: PostgresTransport, sql: str, kind: type[SourceError]
) -> None:
    with pytest.raises(kind):
        await ask(transport, sql)
    assert (await ask(transport, "SELECT 1 AS one")).rows == [{"one": 1}]


async def test_the_owner_himself_cannot_write_through_a_connection(empty_database_url: str) -> None:
    transport = make(empty_database_url)
    try:
        with pytest.raises(Misconfigured):
            await ask(transport, "CREATE TABLE mine (id int)")
    finally:
        await transport.close()


async def test_the_server_ends_a_query_that_takes_too_long(reader_url: str) -> None:
    transport = make(reader_url, statement_seconds=0.1)
    try:
        with pytest.raises(Unavailable) as ended:
            await ask(transport, "SELECT pg_sleep(60)")
        assert ended.value.reason == "The database ended a query that took too long (57014)."
    finally:
        await transport.close()


async def test_at_the_callers_deadline_the_query_ends_on_the_server_too(
    reader_url: str, empty_database_url: str
) -> None:
    transport = make(reader_url, statement_seconds=60)
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as owner:

        async def sleeping() -> int:
            cursor = await owner.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(50)'"
            )
            row = await cursor.fetchone()
            assert row is not None
            return int(row[0])

        with pytest.raises(Unavailable) as ended:
            await ask(transport, "SELECT pg_sleep(50)", seconds=0.3)
        assert ended.value.reason == "The database did not answer a query within 0.3 seconds."
        async with asyncio.timeout(20):
            while await sleeping():
                await asyncio.sleep(0)
    await transport.close()


async def test_a_cancelled_caller_ends_the_query_on_the_server_too(reader_url: str, empty_database_url: str) -> None:
    transport = make(reader_url, statement_seconds=60)
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as owner:

        async def sleeping() -> int:
            cursor = await owner.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(40)'"
            )
            row = await cursor.fetchone()
            assert row is not None
            return int(row[0])

        task = asyncio.create_task(ask(transport, "SELECT pg_sleep(40)"))
        async with asyncio.timeout(20):
            while not await sleeping():
                await asyncio.sleep(0)
            task.cancel()
            while await sleeping():
                await asyncio.sleep(0)
        await asyncio.wait({task})
        assert task.cancelled()
    await transport.close()


async def test_sessions_are_used_again_and_never_more_than_five(transport: PostgresTransport) -> None:
    processes = [
        row["process"]
        for rows in await asyncio.gather(
            *(ask(transport, "SELECT pg_backend_pid() AS process, pg_sleep(0.001)") for _ in range(40))
        )
        for row in rows.rows
    ]
    assert 1 <= len(set(processes)) <= 5


async def test_a_session_that_the_server_ended_is_replaced(
    transport: PostgresTransport, empty_database_url: str
) -> None:
    [row] = (await ask(transport, "SELECT pg_backend_pid() AS process")).rows
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as owner:
        await owner.execute("SELECT pg_terminate_backend(%s, 5000)", (row["process"],))
    [other] = (await ask(transport, "SELECT pg_backend_pid() AS process")).rows
    assert other["process"] != row["process"]


async def test_behind_a_pooler_every_transaction_is_guarded(transport: PostgresTransport) -> None:
    """The same server stands for the pooler: only what tells them apart is set by hand."""
    pool = transport._pool
    session = await pool._take()
    await session.link.execute("RESET statement_timeout")
    await session.link.execute("RESET default_transaction_read_only")
    shared = type(session)(session.link, shared=True)
    driver = transport._driver
    shown = await driver.run(shared, SqlQuery(sql="SHOW statement_timeout", parameters={}))
    assert shown.rows == [{"statement_timeout": "2s"}]
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        await driver.run(shared, SqlQuery(sql="CREATE TEMP TABLE mine AS SELECT 1", parameters={}))
    assert (await driver.run(shared, SqlQuery(sql="SELECT 1 AS one", parameters={}))).rows == [{"one": 1}]
    await driver.end(shared)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("hunter2", "wrong"), AuthExpired),
        (("postgresql://", "postgresql://no"), AuthExpired),
        (("/test_", "/no_test_"), Misconfigured),
        ((":hunter2@127.0.0.1:", ":hunter2@127.0.0.1:1"), Unavailable),
    ],
)
async def test_what_refuses_a_session_has_a_meaning(
    reader_url: str, change: tuple[str, str], kind: type[SourceError]
) -> None:
    url = reader_url.replace(*change)
    transport = make(url if kind is not Unavailable else "postgresql://u:hunter2@127.0.0.1:1/d")
    with pytest.raises(kind) as refused:
        await ask(transport, "SELECT 1")
    assert "hunter2" not in refused.value.reason
    await transport.close()


async def test_a_server_that_has_no_session_left_says_so(reader_url: str, empty_database_url: str) -> None:
    role = reader_url.partition("://")[2].partition(":")[0]
    async with await psycopg.AsyncConnection.connect(empty_database_url, autocommit=True) as owner:
        await owner.execute(f"ALTER ROLE {role} CONNECTION LIMIT 0")  # type: ignore[arg-type]
    transport = make(reader_url)
    with pytest.raises(TooManySessions):
        await ask(transport, "SELECT 1")
    await transport.close()


async def test_tls_is_asked_of_every_host_that_is_not_listed(reader_url: str) -> None:
    unlisted = make(reader_url + "?sslmode=disable", policy=AddressPolicy())
    with pytest.raises(Misconfigured):
        await ask(unlisted, "SELECT 1")
    wanted = make(reader_url + "?sslmode=require")
    with pytest.raises(Unavailable) as refused:
        await ask(wanted, "SELECT 1")
    assert refused.value.reason == "The database offers no TLS, or its certificate is not valid."


async def test_a_server_that_is_silent_costs_no_more_than_the_deadline() -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100))
        await reader.read()
        writer.close()

    heard: list[bytes] = []
    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport = make(f"postgresql://u:p@127.0.0.1:{port}/d")
    with pytest.raises(Unavailable):
        await ask(transport, "SELECT 1", seconds=0.1)
    assert heard
    server.close()
    await transport.close()
    await reached(lambda: not transport._pool._ending)


@pytest.mark.parametrize("state", ["08006", "57P01", "57P03", "40001", "40P01", "XX000", "53200"])
def test_states_that_pass_are_unavailable(state: str) -> None:
    assert isinstance(meaning_of_sqlstate(state), Unavailable)
