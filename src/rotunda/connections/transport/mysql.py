"""MySQL and MariaDB over asyncmy: read-only sessions with a statement timeout that the server keeps."""

import asyncio
import ssl
from collections.abc import Sequence
from typing import Any

import asyncmy.errors
import msgspec
from asyncmy.connection import Connection as Link
from asyncmy.constants import CLIENT, CR, FIELD_TYPE
from asyncmy.cursors import SSCursor

from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import DatabaseAddress, Tls
from rotunda.connections.transport.pool import Pool
from rotunda.connections.transport.sql import STATEMENT_SECONDS, Rows, in_utc
from rotunda.connections.transport.sql_errors import away, meaning_of_errno, no_tls
from rotunda.connector_kit.errors import BadPayload, Misconfigured, SourceError, Unavailable
from rotunda.connector_kit.requests import SqlQuery
from rotunda.kit.clock import Clock

_CONNECT_SECONDS = 3
_KILL_SECONDS = 2.0
_TIMES = frozenset({FIELD_TYPE.DATETIME, FIELD_TYPE.TIMESTAMP})


class Session(msgspec.Struct, eq=False):
    """`busy` from the moment that a query is sent until its last row was read."""

    link: Link
    busy: bool = False


class MysqlTransport:
    """`statement_seconds` is what the server may spend on one query."""

    def __init__(
        self,
        address: DatabaseAddress,
        policy: AddressPolicy,
        clock: Clock,
        *,
        statement_seconds: float = STATEMENT_SECONDS,
    ) -> None:
        self._pool = Pool(_Driver(address, policy, statement_seconds), clock)

    async def query(self, query: SqlQuery, seconds: float) -> Rows:
        async def work(session: Session) -> Rows:
            return await _rows(session, query)

        try:
            return await self._pool.use(work, seconds)
        except TimeoutError as error:
            raise Unavailable(f"The database did not answer a query within {seconds:.1f} seconds.") from error
        except (asyncmy.errors.MySQLError, OSError) as error:
            raise meaning_of(error) from error

    async def close(self) -> None:
        await self._pool.close()


class _Driver:
    def __init__(self, address: DatabaseAddress, policy: AddressPolicy, statement_seconds: float) -> None:
        self._address = address
        self._policy = policy
        self._statement_seconds = statement_seconds

    async def open(self) -> Session:
        link = await self._connect()
        try:
            await self._guard(link)
        except BaseException:
            link.close()
            raise
        return Session(link)

    def usable(self, session: Session) -> bool:
        link = session.link
        return link.connected and not session.busy and not _hung_up(link)

    async def end(self, session: Session) -> None:
        if session.busy:
            await self._kill(session.link)
        session.link.close()

    async def _kill(self, link: Link) -> None:
        """What a session still runs is ended from a second one: hanging up does not stop it."""
        try:
            async with asyncio.timeout(_KILL_SECONDS):
                other = await self._connect()
                try:
                    await other.kill(link.thread_id())
                finally:
                    other.close()
        except (asyncmy.errors.MySQLError, SourceError, OSError):
            return  # the server is gone, or has ended it

    async def _connect(self) -> Link:
        address = self._address
        endpoints = await self._policy.resolve(address.host, address.port)
        tls = _tls(address, listed=self._policy.lists(address.host))
        link = (_EncryptedLink if tls else _PlainLink)(
            host=endpoints[0].host,
            port=address.port,
            user=address.user,
            password=address.password.reveal(),
            database=address.database,
            connect_timeout=_CONNECT_SECONDS,
            charset="utf8mb4",
            autocommit=True,
            program_name="rotunda",
            ssl=tls,
        )
        await link.connect()
        return link

    async def _guard(self, link: Link) -> None:
        """MySQL counts the timeout in milliseconds, MariaDB in seconds under another name."""
        seconds = self._statement_seconds
        limit = (
            f"max_statement_time = {seconds}"
            if "mariadb" in str(link.get_server_info()).lower()
            else f"max_execution_time = {int(seconds * 1000)}"
        )
        await link.query(f"SET SESSION {limit}, time_zone = '+00:00', lock_wait_timeout = {max(1, int(seconds))}")
        await link.query("SET SESSION TRANSACTION READ ONLY")


def _hung_up(link: Link) -> bool:
    """The driver notes it in its protocol object and says so only when the next query has failed."""
    protocol: Any = getattr(link, "_proto")  # noqa: B009 - its stub does not know the attribute
    return bool(protocol.eof)


class _PlainLink(Link):
    """The driver lets one text hold several statements; this one does not."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        vars(self)["_client_flag"] &= ~CLIENT.MULTI_STATEMENTS


class _EncryptedLink(_PlainLink):
    """The driver goes on in the clear where the server offers no TLS; this one stops before it has said anything."""

    async def _request_authentication(self) -> Any:
        offered: int = vars(self)["server_capabilities"]
        if not offered & CLIENT.SSL:
            raise asyncmy.errors.OperationalError(CR.CR_SSL_CONNECTION_ERROR, "the server offers no TLS")
        return await super()._request_authentication()  # pyright: ignore[reportAttributeAccessIssue] - its stub omits it


class _NamedTls(ssl.SSLContext):
    """Checks the server's certificate against its name although the socket was opened to an address: the name was
    resolved and judged before.
    """

    name: str

    def wrap_bio(self, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, *rest: Any, **options: Any) -> ssl.SSLObject:
        return super().wrap_bio(incoming, outgoing, *rest, **{**options, "server_hostname": self.name})


def _tls(address: DatabaseAddress, *, listed: bool) -> ssl.SSLContext | None:
    """Verified by default. A listed host may go without; any other may at most give up on knowing its name."""
    mode = address.tls or (Tls.DISABLE if listed else Tls.VERIFY_FULL)
    if mode is Tls.DISABLE:
        if not listed:
            raise Misconfigured(f"{address.host} is not listed as an allowed host, so it must be reached over TLS.")
        return None
    context = _NamedTls(ssl.PROTOCOL_TLS_CLIENT)
    context.name = address.host
    context.check_hostname = mode is Tls.VERIFY_FULL
    context.verify_mode = ssl.CERT_NONE if mode is Tls.REQUIRE else ssl.CERT_REQUIRED
    if address.authority:
        context.load_verify_locations(address.authority)
    else:
        context.load_default_certs()
    return context


async def _ask(session: Session, query: SqlQuery) -> SSCursor:
    cursor = SSCursor(session.link)
    try:
        text = cursor.mogrify(query.sql, dict(query.parameters))
    except (KeyError, TypeError, ValueError) as error:
        raise BadPayload("query", "does not fit its parameters") from error
    session.busy = True
    try:
        await cursor.execute(text)
    except asyncmy.errors.MySQLError:
        session.busy = False  # the server has refused the query; the session waits for the next
        raise
    return cursor


async def _rows(session: Session, query: SqlQuery) -> Rows:
    """Rows are read as they come: a forgotten condition does not fill the memory."""
    cursor = await _ask(session, query)
    found = await cursor.fetchmany(query.max_rows + 1)
    columns: Sequence[Any] = cursor.description or ()
    session.busy = len(found) > query.max_rows
    names = [str(column[0]) for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in found[: query.max_rows]]
    in_utc(rows, [name for name, column in zip(names, columns, strict=True) if column[1] in _TIMES])
    return Rows(rows, truncated=len(found) > query.max_rows)


def meaning_of(error: asyncmy.errors.MySQLError | OSError) -> SourceError:
    """Raises TooManySessions where the server has none left."""
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return no_tls()
    number = error.args[0] if error.args and isinstance(error.args[0], int) else None
    if number is not None and isinstance(error, asyncmy.errors.MySQLError):
        return meaning_of_errno(number)
    if isinstance(error, OSError):
        return away()
    return BadPayload("query", "returns a value that cannot be read")
