"""Brings a database's schema to the state that this version of the code expects."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import psycopg
import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError, NotSupportedError, OperationalError, ProgrammingError
from sqlalchemy.pool import NullPool

from rotunda.kit.database import DatabaseUnavailable, DatabaseUnfit, address_of, check_version

_LOCK = 0x726F74756E6461
"""Any number will do, as long as every process of every version takes the same one ("rotunda" in ASCII)."""

_EXTENSION = "CREATE EXTENSION IF NOT EXISTS "


class DatabaseIsNewer(Exception):
    """The database was migrated by a newer version of the code. The start stops: an older one could damage it."""


async def migrate(url: str, folder: Path) -> None:
    """Runs every revision of `folder` (an Alembic script folder) that the database at `url` has not had, each in a
    transaction of its own.

    Several processes may do this at once: one migrates while the others wait, and then find nothing to do.

    Raises:
        DatabaseUnavailable: the database cannot be reached.
        DatabaseUnfit: it is older than PostgreSQL 15, or lacks an extension and does not let us add it.
        DatabaseIsNewer: it holds a revision that `folder` does not know.
    """
    await asyncio.to_thread(_migrate, url, folder)


def _migrate(url: str, folder: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    engine = sqlalchemy.create_engine("postgresql+psycopg://", creator=_connector(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            _upgrade(connection, config)
    except (ProgrammingError, NotSupportedError) as error:
        if error.statement is None or not error.statement.startswith(_EXTENSION):
            raise
        raise _without_extension(url, error) from error
    except (OperationalError, psycopg.OperationalError) as error:
        reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        raise DatabaseUnavailable(f"The database at {address_of(url)} cannot be reached: {reason}") from error
    finally:
        engine.dispose()


def _without_extension(url: str, error: DBAPIError) -> DatabaseUnfit:
    extension = (error.statement or "").removeprefix(_EXTENSION).strip()
    return DatabaseUnfit(
        f"The database at {address_of(url)} has no extension {extension}, and Rotunda may not add it: "
        f"{str(error.orig).strip().partition(chr(10))[0].rstrip('.')}. "
        f"Let the server's administrator run once, in this database: CREATE EXTENSION {extension};"
    )


def _connector(url: str) -> Callable[[], psycopg.Connection]:
    def connect() -> psycopg.Connection:
        connection = psycopg.connect(url, connect_timeout=5, application_name="rotunda-migrate")
        check_version(connection.info.server_version)
        return connection

    return connect


def _upgrade(connection: sqlalchemy.Connection, config: Config) -> None:
    _execute(connection, "SELECT pg_advisory_lock(:lock)")
    try:
        _refuse_newer(connection, config)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    finally:
        connection.rollback()
        _execute(connection, "SELECT pg_advisory_unlock(:lock)")


def _execute(connection: sqlalchemy.Connection, statement: str) -> None:
    """Commits, because Alembic can give each revision its own transaction only where none is open."""
    connection.execute(sqlalchemy.text(statement), {"lock": _LOCK})
    connection.commit()


def _refuse_newer(connection: sqlalchemy.Connection, config: Config) -> None:
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    unknown = sorted(set(MigrationContext.configure(connection).get_current_heads()) - known)
    connection.rollback()
    if unknown:
        raise DatabaseIsNewer(
            f"The database was migrated to revision {unknown[0]}, which this version of Rotunda does not know. "
            "Run the newer version, or restore a copy of the database from before the upgrade."
        )
