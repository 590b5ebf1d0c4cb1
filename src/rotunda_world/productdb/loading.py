"""Loads the product's tables, by COPY, when what is in them was made from something else."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields
from datetime import date
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import sql

from rotunda_world.model import Company, World
from rotunda_world.productdb.projection import AccountRow, LoadKey, Projection, UserRow
from rotunda_world.productdb.reader import Connection

ACCOUNT_COLUMNS = tuple(field.name for field in fields(AccountRow))
USER_COLUMNS = tuple(field.name for field in fields(UserRow))
_ACTIVITY_COLUMNS = ("account_no", "day", "user_no", "feature_no", "events")


async def load_if_other(connection: Connection, world: World, projection: Projection) -> bool:
    """Whether the tables had to be loaded. Rows that were changed since they were loaded count as other ones."""
    key = LoadKey.of(world)
    if await loaded_key(connection) == key:
        return False
    password = await reader_password(connection) or secrets.token_urlsafe(24)
    async with connection.transaction():
        await _run(connection, "schema.sql")
        await _copy_all(connection, projection)
        await _run(connection, "indexes.sql")
        await connection.execute(
            "INSERT INTO product.loaded VALUES (%s, %s, %s, %s, %s, false, %s)", [*astuple(key), password]
        )
    return True


async def loaded_key(connection: Connection) -> LoadKey | None:
    """What is in the tables; None when there is nothing, or it was changed since."""
    try:
        found = await connection.execute(
            "SELECT seed, accounts, months, day, layout FROM product.loaded WHERE NOT changed_since"
        )
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        return None
    row = await found.fetchone()
    return LoadKey(*row) if row else None


async def reader_password(connection: Connection) -> str | None:
    """The password that the reader was given when the tables were loaded."""
    try:
        found = await connection.execute("SELECT reader_password FROM product.loaded")
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        return None
    row = await found.fetchone()
    return str(row[0]) if row else None


async def reload_account(connection: Connection, projection: Projection, company: Company) -> None:
    """One account's rows as the world has them now, in one transaction."""
    number = projection.account_no(company)
    async with connection.transaction():
        await connection.execute("UPDATE product.loaded SET changed_since = true")
        for table in ("activity", "account_flags", "users", "accounts"):
            name = sql.Identifier("product", table)
            await connection.execute(sql.SQL("DELETE FROM {} WHERE account_no = %s").format(name), [number])
        for flag in company.flags:
            await connection.execute("INSERT INTO product.feature_flags VALUES (%s) ON CONFLICT DO NOTHING", [flag])
        if company.product_account_id is not None:
            await _copy_accounts(connection, projection, [company])


async def _run(connection: Connection, script: str) -> None:
    text = files("rotunda_world.productdb").joinpath(script).read_text(encoding="utf-8")
    await connection.execute(text.encode())


async def _copy_all(connection: Connection, projection: Projection) -> None:
    await _copy(connection, "features", ("feature_no", "feature_key", "name"), projection.features())
    await _copy(connection, "plan_features", ("plan", "feature_no"), projection.plan_features())
    await _copy(connection, "feature_flags", ("flag_key",), [(flag,) for flag in projection.flags()])
    await _copy_accounts(connection, projection, projection.accounts())


async def _copy_accounts(connection: Connection, projection: Projection, companies: Sequence[Company]) -> None:
    accounts = (astuple(projection.account(company)) for company in companies)
    await _copy(connection, "accounts", ACCOUNT_COLUMNS, accounts)
    users = (astuple(user) for company in companies for user in projection.users(company))
    await _copy(connection, "users", USER_COLUMNS, users)
    flags = (flag for company in companies for flag in projection.account_flags(company))
    await _copy(connection, "account_flags", ("account_no", "flag_key"), flags)
    async with _copying(connection, "activity", _ACTIVITY_COLUMNS) as copy:
        for company in companies:
            await copy.write(activity_text(projection.activity(company)))


async def _copy(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    async with _copying(connection, table, columns) as copy:
        for row in rows:
            await copy.write_row(row)


def _copying(connection: Connection, table: str, columns: Sequence[str]) -> Any:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier("product", table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    return connection.cursor().copy(statement)


def activity_text(rows: Iterable[tuple[int, date, int, int, int]]) -> str:
    """Lines of COPY's text format: nothing in them needs quoting, and joining is faster than adapting each value."""
    days: dict[date, str] = {}
    return "".join(
        f"{account}\t{days.get(day) or days.setdefault(day, day.isoformat())}\t{user}\t{feature}\t{events}\n"
        for account, day, user, feature, events in rows
    )
