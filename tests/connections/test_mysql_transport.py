"""Reading a MySQL or MariaDB database, where the machine has a server for it."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import trustme

from connections.mysql_server import MysqlServer, server_program
from reading.sources import soon
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import read_database_url
from rotunda.connections.transport.mysql import MysqlTransport
from rotunda.connections.transport.sql import Rows
from rotunda.connections.transport.sql_errors import TooManySessions, meaning_of_errno
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
from rotunda.kit.secret import Secret

LISTED = AddressPolicy(["127.0.0.1"])
ACCOUNT = "id int, name text, mrr decimal(9,2), active bool, seen_at timestamp NULL, made_at datetime"
STATEMENTS = [
    "CREATE DATABASE shop CHARACTER SET utf8mb4",
    f"CREATE TABLE shop.account ({ACCOUNT})",
    "INSERT INTO shop.account VALUES (1, 'Zoë 😀', 1.10, 1, '2026-01-01 10:00:00', '2026-01-01 10:00:00')",
    "INSERT INTO shop.account VALUES (2, NULL, NULL, 0, NULL, NULL)",
    "CREATE TABLE shop.hidden (id int)",
    "CREATE USER reader@'127.0.0.1' IDENTIFIED BY 'hunt%er2'",
    "GRANT SELECT ON shop.account TO reader@'127.0.0.1'",
    "CREATE USER writer@'127.0.0.1' IDENTIFIED BY 'hunter3'",
    "GRANT ALL ON *.* TO writer@'127.0.0.1'",
    "CREATE USER crowd@'127.0.0.1' IDENTIFIED BY 'hunter4' WITH MAX_QUERIES_PER_HOUR 1",
    "GRANT SELECT ON shop.account TO crowd@'127.0.0.1'",
]


@pytest_asyncio.fixture(scope="module")
async def server() -> AsyncIterator[MysqlServer]:
    program = server_program()
    folder = Path(tempfile.mkdtemp(prefix="rotunda-mysql-"))
    running = MysqlServer(program, folder, STATEMENTS)
    await running.start()
    yield running
    await running.stop()
    shutil.rmtree(folder)


def make(server: MysqlServer, who: str = "reader:hunt%25er2", path: str = "shop", **options: Any) -> MysqlTransport:
    policy = options.pop("policy", LISTED)
    address = read_database_url(Secret(f"mysql://{who}@127.0.0.1:{server.port}/{path}"))
    return MysqlTransport(address, policy, SystemClock(), **options)


@pytest_asyncio.fixture
async def transport(server: MysqlServer) -> AsyncIterator[MysqlTransport]:
    opened = make(server)
    yield opened
    await opened.close()


async def ask(transport: MysqlTransport, sql: str, most: int = 100, seconds: float = 10, **parameters: Any) -> Rows:
    return await soon(transport.query(SqlQuery(sql=sql, parameters=parameters, max_rows=most), seconds))


async def test_values_arrive_as_what_they_are(transport: MysqlTransport) -> None:
    first, second = (await ask(transport, "SELECT * FROM account WHERE id < %(below)s ORDER BY id", below=5)).rows
    assert first == {
        "id": 1,
        "name": "Zoë 😀",
        "mrr": Decimal("1.10"),
        "active": 1,
        "seen_at": datetime(2026, 1, 1, 10, tzinfo=UTC),
        "made_at": datetime(2026, 1, 1, 10, tzinfo=UTC),
    }
    assert set(second.values()) == {2, 0, None}


async def test_parameters_never_leave_their_quotes(transport: MysqlTransport) -> None:
    for hostile in ("x' OR '1'='1", 'x" --', "x\\' OR 1=1 --", "\\", "%s", "😀"):
        rows = await ask(transport, "SELECT %(name)s AS name, '100%%' AS share", name=hostile)
        assert rows.rows == [{"name": hostile, "share": "100%"}]


async def test_more_rows_than_allowed_are_cut(transport: MysqlTransport) -> None:
    numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT i FROM n"
    rows = await ask(transport, numbers, most=500)
    assert [row["i"] for row in rows.rows] == list(range(1, 501))
    assert rows.truncated
    exact = await ask(transport, numbers, most=900)
    assert (len(exact.rows), exact.truncated) == (900, False)


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SELECT * FROM hidden", Forbidden),
        ("SELECT nothing FROM account", BadPayload),
        ("SELEC 1", BadPayload),
        ("SELECT %(missing)s", BadPayload),
        ("SELECT 1; SELECT 2", BadPayload),
        ("SELECT no_such_function(1)", SourceError),
        ("KILL CONNECTION_ID()", Unavailable),
    ],
)
async def test_what_fails_has_a_meaning_and_the_next_query_works(
    transport: MysqlTransport, sql: str, kind: type[SourceError]
) -> None:
    with pytest.raises(kind):
        await ask(transport, sql)
    assert (await ask(transport, "SELECT 1 AS one")).rows == [{"one": 1}]


async def test_even_a_writer_cannot_write_through_a_connection(server: MysqlServer) -> None:
    transport = make(server, "writer:hunter3")
    for sql in ("INSERT INTO account (id) VALUES (3)", "CREATE TABLE mine (id int)", "DELETE FROM account"):
        with pytest.raises(Misconfigured):
            await ask(transport, sql)
    with pytest.raises(BadPayload):
        await ask(transport, "SELECT * FROM nowhere")
    await transport.close()


async def test_the_server_ends_a_query_that_takes_too_long(server: MysqlServer) -> None:
    transport = make(server, statement_seconds=0.2)
    with pytest.raises(Unavailable) as ended:
        await ask(transport, "SELECT SLEEP(60) FROM account")
    assert "took too long" in ended.value.reason
    await transport.close()


async def test_at_the_callers_deadline_the_query_ends_on_the_server_too(server: MysqlServer) -> None:
    transport, watcher = make(server, statement_seconds=60), make(server, "writer:hunter3")

    async def sleeping() -> int:
        sql = "SELECT count(*) AS number FROM information_schema.processlist WHERE info = 'SELECT SLEEP(50)'"
        return int((await ask(watcher, sql)).rows[0]["number"])

    with pytest.raises(Unavailable) as ended:
        await ask(transport, "SELECT SLEEP(50)", seconds=0.3)
    assert ended.value.reason == "The database did not answer a query within 0.3 seconds."
    async with asyncio.timeout(20):
        while await sleeping():
            await asyncio.sleep(0)
    await transport.close()
    await watcher.close()


async def test_sessions_are_used_again_and_never_more_than_five(transport: MysqlTransport) -> None:
    answers = await asyncio.gather(*(ask(transport, "SELECT CONNECTION_ID() AS session") for _ in range(40)))
    assert 1 <= len({row["session"] for rows in answers for row in rows.rows}) <= 5


@pytest.mark.parametrize(
    ("who", "path", "kind"),
    [
        ("reader:wrong", "shop", AuthExpired),
        ("nobody:hunter2", "shop", AuthExpired),
        ("writer:hunter3", "nowhere", Misconfigured),
        ("reader:hunt%25er2", "mysql", Forbidden),
        ("reader:hunt%25er2", "shop?sslmode=require", Unavailable),
    ],
)
async def test_what_refuses_a_session_has_a_meaning(
    server: MysqlServer, who: str, path: str, kind: type[SourceError]
) -> None:
    transport = make(server, who, path)
    with pytest.raises(kind) as refused:
        await ask(transport, "SELECT 1")
    assert "hunt" not in refused.value.reason
    await transport.close()


async def test_the_servers_certificate_is_checked_against_its_name(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    trusted, served, key = tmp_path / "ca.pem", tmp_path / "server.pem", tmp_path / "server.key"
    authority.cert_pem.write_to_path(trusted)
    certificate.private_key_pem.write_to_path(key)
    served.write_bytes(b"".join(pem.bytes() for pem in certificate.cert_chain_pems))
    server = MysqlServer(server_program(), tmp_path, STATEMENTS, f"--ssl-cert={served}", f"--ssl-key={key}")
    await server.start()

    async def cipher(host: str, options: str) -> str:
        url = Secret(f"mysql://reader:hunt%25er2@{host}:{server.port}/shop?{options}")
        policy = AddressPolicy(["localhost", "127.0.0.1"])
        transport = MysqlTransport(read_database_url(url), policy, SystemClock())
        try:
            return str((await ask(transport, "SHOW STATUS LIKE 'Ssl_cipher'")).rows[0]["Value"])
        finally:
            await transport.close()

    try:
        assert await cipher("127.0.0.1", "") == ""
        assert await cipher("127.0.0.1", "sslmode=require") != ""
        assert await cipher("127.0.0.1", f"sslmode=verify-ca&sslrootcert={trusted}") != ""
        assert await cipher("localhost", f"sslmode=verify-full&sslrootcert={trusted}") != ""
        for host, options in (
            ("127.0.0.1", f"sslmode=verify-full&sslrootcert={trusted}"),
            ("localhost", "sslmode=verify-full"),
        ):
            with pytest.raises(Unavailable) as refused:
                await cipher(host, options)
            assert refused.value.reason == "The database offers no TLS, or its certificate is not valid."
    finally:
        await server.stop()


async def test_nothing_is_said_in_the_clear_to_a_host_that_is_not_listed(server: MysqlServer) -> None:
    transport = make(server, path="shop?sslmode=disable", policy=AddressPolicy())
    with pytest.raises(Misconfigured):
        await ask(transport, "SELECT 1")
    await transport.close()


async def test_a_server_that_allows_no_more_says_so(server: MysqlServer) -> None:
    transport = make(server, "crowd:hunter4")
    with pytest.raises(TooManySessions):
        await asyncio.gather(*(ask(transport, "SELECT 1") for _ in range(3)))
    await transport.close()


async def test_a_closed_port_is_unavailable(server: MysqlServer) -> None:
    address = read_database_url(Secret("mysql://u:p@127.0.0.1:1/d"))
    transport = MysqlTransport(address, LISTED, SystemClock())
    with pytest.raises(Unavailable):
        await ask(transport, "SELECT 1")


@pytest.mark.parametrize("number", [2003, 2006, 2013, 1205, 1213, 1053, 9999])
def test_errors_that_pass_are_unavailable(number: int) -> None:
    assert isinstance(meaning_of_errno(number), Unavailable)


@pytest.mark.parametrize("number", [1040, 1203, 1226])
def test_errors_of_too_many_are_told_apart(number: int) -> None:
    with pytest.raises(TooManySessions):
        meaning_of_errno(number)
