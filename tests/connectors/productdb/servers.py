"""The four views in a real PostgreSQL and a real MySQL or MariaDB, asked through the product's own transports."""

import json
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import asyncmy
import psycopg

from connections.mysql_server import MysqlServer
from connectors.productdb.book import Book, Row
from rotunda.connections.transport.sql import SqlTransport
from rotunda.connector_kit.requests import AnyRequest, Payload, Program, SqlQuery
from rotunda.reading.program import run_program

Ask = Callable[[AnyRequest], Coroutine[Any, Any, Payload]]
TABLES = {"account": "accounts", "account_user": "users", "account_feature": "features", "activity": "activity"}
PATIENCE = 10.0
PASSWORD = "not-a-secret"

_COLUMNS = {
    "account": "account_id ID, name TEXT, domain TEXT, further_domains LIST, plan TEXT, status TEXT, seats INT,"
    " trial_ends_at TIME, contract_ends_on DATE, auto_renew BOOLEAN, activated_at TIME, created_at TIME,"
    " feature_flags LIST, csm_name TEXT, csm_email TEXT, csm_team TEXT, stripe_customer_ids LIST,"
    " hubspot_company_id TEXT, zendesk_organization_id TEXT, last_active_at TIME, updated_at TIME,"
    " PRIMARY KEY (account_id)",
    "account_user": "account_id ID, user_id ID, name TEXT, email TEXT, role TEXT, last_seen_at TIME, created_at TIME,"
    " deactivated_at TIME, PRIMARY KEY (account_id, user_id)",
    "account_feature": "account_id ID, feature_key ID, feature_name TEXT, available BOOLEAN,"
    " PRIMARY KEY (account_id, feature_key)",
    "activity": "account_id ID, user_id ID, feature_key ID, day DATE, events INT,"
    " PRIMARY KEY (account_id, day, user_id, feature_key)",
}
POSTGRESQL = {" ID": " text", " LIST": " text[]", " TIME": " timestamptz"}
MYSQL = {" ID": " varchar(60)", " LIST": " json", " TIME": " datetime(6)", " TEXT": " varchar(200)"}


def tables(types: dict[str, str]) -> list[str]:
    found: list[str] = []
    for name, columns in _COLUMNS.items():
        written = columns
        for neutral, real in types.items():
            written = written.replace(f"{neutral},", f"{real},")
        found.append(f"CREATE TABLE rotunda.{name} ({written})")
    return found


def asking(transport: SqlTransport) -> Ask:
    async def ask(request: AnyRequest) -> Payload:
        assert isinstance(request, SqlQuery)
        found = await transport.query(request, PATIENCE)
        return Payload(found.rows, truncated=found.truncated)

    return ask


async def run_on(ask: Ask, program: Program[Any]) -> Any:
    return await run_program(program, ask)


async def fill_postgresql(url: str, book: Book) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("CREATE SCHEMA rotunda")
        for statement in tables(POSTGRESQL):
            await connection.execute(statement.encode())
        for view, name in TABLES.items():
            columns, rows = _rows(getattr(book, name))
            marks = ", ".join(["%s"] * len(columns))
            async with connection.cursor() as cursor:
                await cursor.executemany(f"INSERT INTO rotunda.{view} ({', '.join(columns)}) VALUES ({marks})", rows)


async def fill_mysql(server: MysqlServer, book: Book) -> None:
    link = await asyncmy.connect(host="127.0.0.1", port=server.port, user="owner", password=PASSWORD, autocommit=True)
    try:
        async with link.cursor() as cursor:
            for statement in ("SET time_zone = '+00:00'", "CREATE DATABASE rotunda", *tables(MYSQL)):
                await cursor.execute(statement)
            for view, name in TABLES.items():
                columns, rows = _rows(getattr(book, name))
                marks = ", ".join(["%s"] * len(columns))
                changed = [tuple(_for_mysql(value) for value in row) for row in rows]
                await cursor.executemany(f"INSERT INTO rotunda.{view} ({', '.join(columns)}) VALUES ({marks})", changed)
    finally:
        link.close()


def _rows(rows: Sequence[Row]) -> tuple[list[str], list[tuple[Any, ...]]]:
    return list(rows[0]), [tuple(row.values()) for row in rows]


def _for_mysql(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value
