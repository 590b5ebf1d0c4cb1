"""The same product database in MySQL or MariaDB.

Tables go into the database of the given URL, the views into a database of their own called `rotunda`, so that they have
the names that they have in PostgreSQL. Lists are JSON text, times are UTC without a zone, booleans are 0 and 1.
"""

import json
import secrets
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from importlib.resources import files
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import asyncmy

from rotunda_world.model import World
from rotunda_world.productdb.loading import ACCOUNT_COLUMNS, USER_COLUMNS
from rotunda_world.productdb.projection import Projection
from rotunda_world.productdb.reader import READER

_ROWS_PER_INSERT = 2000
_ACTIVITY_COLUMNS = ("account_no", "day", "user_no", "feature_no", "events")


async def load(admin_url: str, world: World) -> str:
    """Replaces what is there. The URL of a reader who may select from the views and nothing else.

    `admin_url` is `mysql://user:password@host:port/database` of somebody who may create databases and users.
    """
    home = urlsplit(admin_url).path.lstrip("/")
    async with _connected(admin_url) as cursor:
        for statement in _statements(home):
            await cursor.execute(statement)
        await _fill(cursor, Projection(world))
        password = secrets.token_urlsafe(24)
        for statement in _grants(password):
            await cursor.execute(statement)
    return _reader_url(admin_url, password)


def _statements(home: str) -> list[str]:
    text = files("rotunda_world.productdb").joinpath("mysql.sql").read_text(encoding="utf-8")
    quoted = "`" + home.replace("`", "``") + "`"
    return [statement.strip() for statement in text.replace("{home}", quoted).split(";\n") if statement.strip()]


def _grants(password: str) -> list[str]:
    """The password is url-safe: it needs no escaping."""
    return [
        f"DROP USER IF EXISTS '{READER}'@'%'",
        f"CREATE USER '{READER}'@'%' IDENTIFIED BY '{password}'",
        f"GRANT SELECT ON rotunda.* TO '{READER}'@'%'",
    ]


def _reader_url(admin_url: str, password: str) -> str:
    parts = urlsplit(admin_url)
    return f"mysql://{READER}:{quote(password, safe='')}@{parts.hostname}:{parts.port or 3306}/rotunda"


async def _fill(cursor: Any, projection: Projection) -> None:
    accounts = projection.accounts()
    flags = {company.key: json.dumps(sorted(set(company.flags))) for company in accounts}
    await _insert(
        cursor,
        "accounts",
        (*ACCOUNT_COLUMNS, "feature_flags"),
        ((*astuple(projection.account(company)), flags[company.key]) for company in accounts),
    )
    users = (astuple(user) for company in accounts for user in projection.users(company))
    await _insert(cursor, "users", USER_COLUMNS, users)
    await _insert(cursor, "features", ("feature_no", "feature_key", "name"), projection.features())
    await _insert(cursor, "plan_features", ("plan", "feature_no"), projection.plan_features())
    activity = (row for company in accounts for row in projection.activity(company))
    await _insert(cursor, "activity", _ACTIVITY_COLUMNS, activity)


async def _insert(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Many rows per statement."""
    rest = iter(rows)
    one = f"({', '.join(['%s'] * len(columns))})"
    while batch := [_plain(value) for row in islice(rest, _ROWS_PER_INSERT) for value in row]:
        places = ", ".join([one] * (len(batch) // len(columns)))
        await cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}", batch)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


@asynccontextmanager
async def _connected(admin_url: str) -> AsyncGenerator[Any]:
    """A cursor; what it did is committed at the end."""
    parts = urlsplit(admin_url)
    connection = await asyncmy.connect(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 3306,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=parts.path.lstrip("/"),
        charset="utf8mb4",
    )
    try:
        async with connection.cursor() as cursor:
            yield cursor
        await connection.commit()
    finally:
        await connection.ensure_closed()
