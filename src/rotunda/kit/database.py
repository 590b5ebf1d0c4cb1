"""The one PostgreSQL that we own, over a pool of connections.

Connections commit by themselves after each statement; what belongs together goes through `transaction()`.
"""

import select
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, LiteralString, TypeAlias, TypeVar

import msgspec
import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

Row = TypeVar("Row")
Connection: TypeAlias = psycopg.AsyncConnection[tuple[Any, ...]]
Parameters: TypeAlias = Sequence[Any] | Mapping[str, Any] | None
Settings: TypeAlias = frozenset[tuple[str, str]]

MINIMUM_VERSION = 15
_CONNECT_SECONDS = 3.0
_PLANNED_MOST = 2
_PLANNED_ONCE = {"plan_cache_mode": "force_generic_plan"}
"""PostgreSQL would plan what stands around an account anew for each account, which takes longer than finding it."""


class DatabaseUnavailable(Exception):
    """PostgreSQL cannot be reached, or went away in the middle. Nothing was half-written. The message is a sentence
    for the operator and holds no password.
    """


class DatabaseUnfit(Exception):
    """The server answers, but Rotunda cannot run on it: too old. The start stops."""


class Database:
    """Opened once per process. `size` connections at most, two that find single customers, and those that are set
    apart; who waits longer than three seconds for one gets `DatabaseUnavailable`.
    """

    def __init__(self, url: str, *, size: int = 10) -> None:
        self.url = url
        self._pool = _make_pool(url, size, {})
        self._planned = _make_pool(url, _PLANNED_MOST, _PLANNED_ONCE)
        self._apart: dict[Settings, AsyncConnectionPool[Connection]] = {}

    async def open(self) -> None:
        """Connects and checks the server's version.

        Raises:
            DatabaseUnavailable: nobody answers, or refuses us.
            DatabaseUnfit: the server is older than PostgreSQL 15.
        """
        await self._probe()
        await self._pool.open()
        await self._planned.open()

    async def close(self) -> None:
        for pool in (*self._apart.values(), self._planned, self._pool):
            await pool.close()

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Connection]:
        """A connection for the time of the block. Each statement commits by itself."""
        async with self._lent(self._pool) as connection:
            yield connection

    def set_apart(self, settings: Mapping[str, str], size: int) -> "SetApart":
        """Further connections, `size` at most, on which these settings of the server hold; the first is made when it is
        needed. Saying them anew with each transaction took longer than some statements do. Whoever wants the same
        settings shares them, as many as were said first.
        """
        pool = self._apart.setdefault(frozenset(settings.items()), _make_pool(self.url, size, settings))
        return SetApart(self._lent, pool)

    @asynccontextmanager
    async def _lent(self, pool: AsyncConnectionPool[Connection]) -> AsyncGenerator[Connection]:
        connection: Connection | None = None
        try:
            if pool.closed and pool in self._apart.values():
                await pool.open()
            async with pool.connection() as connection:
                yield connection
        except (PoolTimeout, PoolClosed) as error:
            raise self._unavailable(_first_line(error)) from error
        except psycopg.OperationalError as error:
            if connection is None or _is_loss(error, connection):
                raise self._unavailable(_first_line(error)) from error
            raise

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Connection]:
        """A connection inside one transaction: everything in the block, or nothing."""
        async with self.connection() as connection, connection.transaction():
            yield connection

    async def fetch_all(self, kind: type[Row], query: LiteralString, parameters: Parameters = None) -> list[Row]:
        """Every row as a `kind` (a struct or dataclass whose fields are named as the columns)."""
        async with self.connection() as connection:
            return await fetch_all(connection, kind, query, parameters)

    async def fetch_one(self, kind: type[Row], query: LiteralString, parameters: Parameters = None) -> Row | None:
        async with self.connection() as connection:
            return await fetch_one(connection, kind, query, parameters)

    async def find(self, kind: type[Row], query: LiteralString, parameters: Parameters = None) -> list[Row]:
        """As `fetch_all`, for what finds a few rows by their keys: it is planned once for all parameters."""
        async with self._lent(self._planned) as connection:
            return await fetch_all(connection, kind, query, parameters)

    async def fetch_together(self, kind: type[Row], query: LiteralString, parameters: Mapping[str, Any]) -> Row:
        """`query` is made by `together`; the fields of `kind`, a struct, are lists of rows, named as its queries. It is
        planned as `find` does.
        """
        async with self._lent(self._planned) as connection:
            cursor = await connection.execute(query, parameters)
            row = await cursor.fetchone()
        return msgspec.json.decode(row[0] if row else "{}", type=kind)

    async def execute(self, query: LiteralString, parameters: Parameters = None) -> int:
        """The number of rows that were touched."""
        async with self.connection() as connection:
            return (await connection.execute(query, parameters)).rowcount

    async def _probe(self) -> None:
        try:
            connection = await psycopg.AsyncConnection.connect(
                self.url, autocommit=True, connect_timeout=int(_CONNECT_SECONDS)
            )
        except psycopg.OperationalError as error:
            raise self._unavailable(_first_line(error)) from error
        async with connection:
            check_version(connection.info.server_version)

    def _unavailable(self, reason: str) -> DatabaseUnavailable:
        return DatabaseUnavailable(f"The database at {address_of(self.url)} cannot be reached: {reason}.")


class SetApart:
    """Made by `Database.set_apart`, and closed with its database."""

    def __init__(
        self,
        lent: Callable[[AsyncConnectionPool[Connection]], AbstractAsyncContextManager[Connection]],
        pool: AsyncConnectionPool[Connection],
    ) -> None:
        self._lent = lent
        self._pool = pool

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Connection]:
        """As `Database.connection`."""
        async with self._lent(self._pool) as connection:
            yield connection


def check_version(server_version: int) -> None:
    """`server_version` as libpq gives it: 180006 is 18.6."""
    major = server_version // 10_000
    if major < MINIMUM_VERSION:
        raise DatabaseUnfit(
            f"The database is PostgreSQL {major}; Rotunda needs {MINIMUM_VERSION} or newer. "
            "Point ROTUNDA_DATABASE_URL to a newer server."
        )


def address_of(url: str) -> str:
    """Host, port and database of a connection string, without user and password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "the given address"
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


def _make_pool(url: str, size: int, settings: Mapping[str, str]) -> AsyncConnectionPool[Connection]:
    async def configure(connection: Connection) -> None:
        await _configure(connection)
        for name, value in settings.items():
            await connection.execute("SELECT set_config(%s, %s, false)", (name, value))

    return AsyncConnectionPool(
        url,
        min_size=1,
        max_size=size,
        open=False,
        timeout=_CONNECT_SECONDS,
        reconnect_timeout=_CONNECT_SECONDS,  # the pool's own five minutes would back off past a server's return
        configure=configure,
        check=_still_there,
        kwargs={
            "autocommit": True,
            "application_name": "rotunda",
            "connect_timeout": int(_CONNECT_SECONDS),
            "prepare_threshold": 1,
        },
    )


async def fetch_all(
    connection: Connection, kind: type[Row], query: LiteralString, parameters: Parameters = None
) -> list[Row]:
    """Every row as a `kind`, on a connection or inside a transaction that is already open."""
    async with connection.cursor(row_factory=class_row(kind)) as cursor:
        await cursor.execute(query, parameters)
        return await cursor.fetchall()


async def fetch_one(
    connection: Connection, kind: type[Row], query: LiteralString, parameters: Parameters = None
) -> Row | None:
    async with connection.cursor(row_factory=class_row(kind)) as cursor:
        await cursor.execute(query, parameters)
        return await cursor.fetchone()


def together(queries: Mapping[str, LiteralString]) -> LiteralString:
    """Several queries as one, for `Database.fetch_together`: one round trip and one parse, a fifth of what six
    of them cost. All of them take the same parameters, by name.
    """
    members: LiteralString = ", ".join(
        [f"'{name}', (SELECT coalesce(json_agg(one), '[]') FROM ({query}) AS one)" for name, query in queries.items()]  # pyright: ignore[reportAssignmentType] - names are constants of ours, too
    )
    return f"SELECT json_build_object({members})::text AS whole"


async def _configure(connection: Connection) -> None:
    """What is acknowledged is durable, also on a server that was told to acknowledge earlier."""
    await connection.execute("SET TimeZone TO 'UTC'")
    await connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    )


async def _still_there(connection: Connection) -> None:
    """An idle connection has nothing to say; where its socket speaks, the server has most likely hung up.

    This costs microseconds, where asking the server costs a round trip on every use.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        await AsyncConnectionPool.check_connection(connection)


def _is_loss(error: psycopg.OperationalError, connection: Connection) -> bool:
    """Whether the connection itself is gone, in contrast to a statement that failed on it (a deadlock, a timeout)."""
    return connection.closed or error.sqlstate is None or error.sqlstate[:2] == "08" or error.sqlstate[:3] == "57P"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
