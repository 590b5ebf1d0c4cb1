"""The role that reads the views, and nothing else."""

import secrets
from typing import Any

import psycopg
from psycopg import sql

from rotunda_world.productdb.views import SCHEMA

READER = "rotunda_reader"
CONNECTION_LIMIT = 40
_HOME = "rotunda_world"

Connection = psycopg.AsyncConnection[Any]


def reader_of(database: str) -> str:
    """The role's name. Roles belong to a whole server: in a database that is not the demo company's usual one, its
    name is added, so that two worlds on one server do not share a password.
    """
    return READER if database == _HOME else f"{READER}_{database}"


async def admit(connection: Connection, role: str, database: str, password: str) -> None:
    """Makes the role as it should be: signs in with the password, reads the views, may set nothing for others.

    `default_transaction_read_only` and the timeouts are belts that a session can undo; the grants are what holds.
    """
    name, home = sql.Identifier(role), sql.Identifier(database)
    await _create_once(connection, role)
    await set_right_to_connect(connection, role, password=password, limit=CONNECTION_LIMIT)
    for setting, value in (
        ("default_transaction_read_only", "on"),
        ("statement_timeout", "2s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "10s"),
    ):
        await connection.execute(
            sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}").format(
                name, home, sql.Identifier(setting), sql.Literal(value)
            )
        )
    await connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(home))
    await connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(home, name))


async def let_in(connection: Connection, role: str) -> None:
    """Grants the views, which lose their grants whenever they are made anew."""
    schema, name = sql.Identifier(SCHEMA), sql.Identifier(role)
    await connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, name))
    await connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, name))


async def set_right_to_connect(connection: Connection, role: str, *, password: str, limit: int) -> None:
    """Password and number of sessions. The role may always sign in: what keeps it out is one of these two."""
    await connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN PASSWORD {} CONNECTION LIMIT {}").format(
            sql.Identifier(role), sql.Literal(password), sql.Literal(limit)
        )
    )


async def forbid_sign_in(connection: Connection, role: str) -> None:
    """Another password; and no sign-in at all, for servers that trust everybody on this machine."""
    await connection.execute(
        sql.SQL("ALTER ROLE {} NOLOGIN PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(secrets.token_urlsafe(24))
        )
    )


async def end_sessions(connection: Connection, role: str) -> None:
    """Terminates what the role has open."""
    await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [role])


async def drop(connection: Connection, role: str) -> None:
    """Takes the role away with everything that was granted to it in this database."""
    name = sql.Identifier(role)
    await connection.execute(sql.SQL("DROP OWNED BY {}").format(name))
    await connection.execute(sql.SQL("DROP ROLE {}").format(name))


async def _create_once(connection: Connection, role: str) -> None:
    found = await connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
    if found.rowcount == 0:
        await connection.execute(
            sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION").format(
                sql.Identifier(role)
            )
        )
