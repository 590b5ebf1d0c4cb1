"""PostgreSQL over psycopg: read-only sessions with a statement timeout that the server keeps."""

import select
import socket
from collections.abc import Mapping
from typing import Any, LiteralString, cast

import msgspec
import psycopg
from psycopg import pq
from psycopg.rows import dict_row

from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import DatabaseAddress, Tls
from rotunda.connections.transport.pool import Pool
from rotunda.connections.transport.sql import STATEMENT_SECONDS, Rows, in_utc
from rotunda.connections.transport.sql_errors import away, meaning_of_sqlstate, no_tls, state_of_refusal
from rotunda.connector_kit.errors import BadPayload, Misconfigured, SourceError, Unavailable
from rotunda.connector_kit.requests import SqlQuery
from rotunda.kit.clock import Clock

Link = psycopg.AsyncConnection[dict[str, Any]]

_CONNECT_SECONDS = 3
_CHUNK = 500
_TIMESTAMP_WITHOUT_ZONE = 1114

_GUARDS = """
SELECT set_config('default_transaction_read_only', 'on', %(local)s),
       set_config('statement_timeout', %(statement_ms)s, %(local)s),
       set_config('lock_timeout', %(statement_ms)s, %(local)s),
       set_config('idle_in_transaction_session_timeout', '10000', %(local)s),
       set_config('TimeZone', 'UTC', %(local)s),
       pg_backend_pid() AS process
"""


class Session(msgspec.Struct, frozen=True, eq=False):
    """`shared`: a pooler in transaction mode stands before the server, each transaction may meet another process."""

    link: Link
    shared: bool


class PostgresTransport:
    """`statement_seconds` is what the server may spend on one query."""

    def __init__(
        self,
        address: DatabaseAddress,
        policy: AddressPolicy,
        clock: Clock,
        *,
        statement_seconds: float = STATEMENT_SECONDS,
    ) -> None:
        self._driver = _Driver(address, policy, {"statement_ms": str(int(statement_seconds * 1000))})
        self._pool = Pool(self._driver, clock)

    async def query(self, query: SqlQuery, seconds: float) -> Rows:
        async def work(session: Session) -> Rows:
            return await self._driver.run(session, query)

        try:
            return await self._pool.use(work, seconds)
        except TimeoutError as error:
            raise Unavailable(f"The database did not answer a query within {seconds:.1f} seconds.") from error
        except psycopg.Error as error:
            raise meaning_of(error) from error

    async def close(self) -> None:
        await self._pool.close()


class _Driver:
    def __init__(self, address: DatabaseAddress, policy: AddressPolicy, guards: Mapping[str, str]) -> None:
        self._address = address
        self._policy = policy
        self._guards = guards

    async def open(self) -> Session:
        link = await Link.connect(**await self._target(), autocommit=True, prepare_threshold=None, row_factory=dict_row)
        try:
            return Session(link, await self._guard(link) != link.info.backend_pid)
        except BaseException:
            await link.close()
            raise

    def usable(self, session: Session) -> bool:
        link = session.link
        if link.closed or link.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            return False
        poll = select.poll()
        poll.register(link.fileno(), select.POLLIN)
        return not poll.poll(0)  # an idle server that speaks has hung up

    async def end(self, session: Session) -> None:
        await session.link.close()

    async def run(self, session: Session, query: SqlQuery) -> Rows:
        if not session.shared:
            return await _rows(session.link, query)
        async with session.link.transaction():
            await session.link.execute("SET TRANSACTION READ ONLY")
            await self._guard(session.link, local=True)
            return await _rows(session.link, query)

    async def _guard(self, link: Link, *, local: bool = False) -> int:
        """Sets the limits for the session, or for the transaction alone. The process that has answered: where it is not
        the one that the session was opened with, a pooler stands between.
        """
        cursor = await link.execute(_GUARDS, {**self._guards, "local": "true" if local else "false"})
        row = await cursor.fetchone()
        return row["process"] if row else 0

    async def _target(self) -> dict[str, Any]:
        address = self._address
        endpoints = await self._policy.resolve(address.host, address.port, socket.AF_UNSPEC)
        return {
            "host": ",".join([address.host] * len(endpoints)),
            "hostaddr": ",".join(endpoint.host for endpoint in endpoints),
            "port": address.port,
            "user": address.user,
            "password": address.password.reveal(),
            "dbname": address.database,
            "connect_timeout": _CONNECT_SECONDS,
            "application_name": "rotunda",
            **_tls(address, listed=self._policy.lists(address.host)),
        }


def _tls(address: DatabaseAddress, *, listed: bool) -> dict[str, str]:
    """Verified by default. A listed host may go without; any other may at most give up on knowing its name."""
    mode = address.tls or (Tls.DISABLE if listed else Tls.VERIFY_FULL)
    if mode is Tls.DISABLE and not listed:
        raise Misconfigured(f"{address.host} is not listed as an allowed host, so it must be reached over TLS.")
    if mode is Tls.VERIFY_FULL:
        return {"sslmode": mode, "sslrootcert": address.authority or "system"}
    return {"sslmode": mode, **({"sslrootcert": address.authority} if address.authority else {})}


async def _rows(link: Link, query: SqlQuery) -> Rows:
    """The server sends in chunks and stops when there are enough: a forgotten condition does not fill the memory."""
    rows: list[dict[str, Any]] = []
    # The text is the connection's own configuration, or a connector's constant.
    text = cast("LiteralString", query.sql)
    async with link.cursor() as cursor:
        stream = cursor.stream(text, query.parameters, size=_CHUNK)
        async for row in stream:
            if len(rows) == query.max_rows:
                await stream.aclose()  # pyright: ignore[reportAttributeAccessIssue] - it is a generator, declared as iterator
                return Rows(rows, truncated=True)
            rows.append(row)
        if rows:
            columns = cursor.description or []
            in_utc(rows, [column.name for column in columns if column.type_code == _TIMESTAMP_WITHOUT_ZONE])
    return Rows(rows, truncated=False)


def meaning_of(error: psycopg.Error) -> SourceError:
    """Raises TooManySessions where the server has none left."""
    state = error.sqlstate
    if state is None and isinstance(error, psycopg.OperationalError):
        state = state_of_refusal(str(error))
    if state is not None:
        return meaning_of_sqlstate(state)
    if isinstance(error, psycopg.DataError | psycopg.ProgrammingError):
        return BadPayload("query", "does not fit its parameters or returns a value that cannot be read")
    if "SSL" in str(error) or "certificate" in str(error):
        return no_tls()
    return away()
