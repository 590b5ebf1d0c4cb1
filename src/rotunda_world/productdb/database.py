"""The product database inside a given PostgreSQL: made, loaded, changed, spoilt and healed over an admin connection."""

import contextlib
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from rotunda_world.model import Company, World
from rotunda_world.productdb import loading, reader
from rotunda_world.productdb.projection import Projection
from rotunda_world.productdb.reader import Connection
from rotunda_world.productdb.views import CHANGING_VIEWS, definitions
from rotunda_world.running import Fault

DATABASE_FAULTS = CHANGING_VIEWS | {Fault.EXPIRED_TOKEN, Fault.RATE_LIMITED}
"""Those that happen in the database itself."""

_PATIENCE = "2s"


@dataclass(slots=True)
class ProductDatabase:
    """`admin_url` may create schemas and roles. The database is made when it does not exist."""

    admin_url: str
    world: World = field(repr=False)
    _password: str = field(default="", repr=False)
    _projection: Projection = field(init=False, repr=False)

    @property
    def name(self) -> str:
        return str(conninfo_to_dict(self.admin_url).get("dbname") or "postgres")

    @property
    def reader(self) -> str:
        return reader.reader_of(self.name)

    @property
    def upstream(self) -> tuple[str, int]:
        """Host and port of the server itself."""
        parts = conninfo_to_dict(self.admin_url)
        return str(parts.get("host") or "127.0.0.1"), int(parts.get("port") or 5432)

    def reader_url(self, host: str, port: int) -> str:
        """What a connection form takes, for the database as it is reached at that address."""
        user, password = quote(self.reader, safe=""), quote(self._password, safe="")
        return f"postgresql://{user}:{password}@{host}:{port}/{quote(self.name, safe='')}"

    async def prepare(self) -> bool:
        """Makes everything as it should be. Whether the tables had to be loaded."""
        await self._create_once()
        self._projection = Projection(self.world)
        async with self._admin() as connection:
            loaded = await loading.load_if_other(connection, self.world, self._projection)
            self._password = await loading.reader_password(connection) or ""
            await reader.admit(connection, self.reader, self.name, self._password)
            await self._define_views(connection, None)
        return loaded

    async def refresh(self, companies: Iterable[Company]) -> None:
        """Brings the rows of these accounts to what the world says now."""
        async with self._admin() as connection:
            for company in companies:
                await loading.reload_account(connection, self._projection, company)

    async def apply(self, fault: Fault | None) -> None:
        """Puts views and role into the state of this fault; None is healthy."""
        async with self._admin() as connection:
            await self._define_views(connection, fault if fault in CHANGING_VIEWS else None)
            await self._set_role(connection, fault)

    async def end_sessions(self) -> None:
        """Terminates what readers have open."""
        async with self._admin() as connection:
            await reader.end_sessions(connection, self.reader)

    async def drop_reader(self) -> None:
        """Takes the role away, whose name outlives a dropped database otherwise."""
        async with self._admin() as connection:
            await reader.end_sessions(connection, self.reader)
            await reader.drop(connection, self.reader)

    async def _define_views(self, connection: Connection, fault: Fault | None) -> None:
        """In one transaction. A reader that keeps a view locked is sent away after a moment."""
        try:
            await self._replace_views(connection, fault)
        except psycopg.errors.LockNotAvailable:
            await reader.end_sessions(connection, self.reader)
            await self._replace_views(connection, fault)

    async def _replace_views(self, connection: Connection, fault: Fault | None) -> None:
        async with connection.transaction():
            await connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(sql.Literal(_PATIENCE)))
            for statement in definitions(fault):
                await connection.execute(statement.encode())
            await reader.let_in(connection, self.reader)

    async def _set_role(self, connection: Connection, fault: Fault | None) -> None:
        if fault is Fault.EXPIRED_TOKEN:
            await reader.forbid_sign_in(connection, self.reader)
            await reader.end_sessions(connection, self.reader)
            return
        limit = 0 if fault is Fault.RATE_LIMITED else reader.CONNECTION_LIMIT
        await reader.set_right_to_connect(connection, self.reader, password=self._password, limit=limit)
        if fault is Fault.RATE_LIMITED:
            await reader.end_sessions(connection, self.reader)

    async def _create_once(self) -> None:
        try:
            async with self._admin():
                return
        except psycopg.OperationalError as refusal:
            if f'database "{self.name}" does not exist' not in str(refusal):
                raise
        anywhere = make_conninfo(self.admin_url, dbname="postgres")
        async with await psycopg.AsyncConnection.connect(anywhere, autocommit=True) as connection:
            await connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))

    @contextlib.asynccontextmanager
    async def _admin(self) -> AsyncGenerator[Connection]:
        async with await psycopg.AsyncConnection.connect(self.admin_url, autocommit=True) as connection:
            yield connection
