"""The address of a database, as a person types it: `postgresql://user:password@host:5432/name?sslmode=verify-full`."""

from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from rotunda.connector_kit.errors import Misconfigured
from rotunda.kit.secret import Secret

_SHAPE = "The address must look like postgresql://user:password@host/database or mysql://user:password@host/database."


class Dialect(StrEnum):
    """Kinds of databases, by the scheme of their addresses."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"


_SCHEMES = {"postgresql": Dialect.POSTGRESQL, "postgres": Dialect.POSTGRESQL, "mysql": Dialect.MYSQL}
_PORTS = {Dialect.POSTGRESQL: 5432, Dialect.MYSQL: 3306}


class Tls(StrEnum):
    """How sure we want to be of the server, by libpq's names. `require` encrypts without knowing to whom."""

    DISABLE = "disable"
    REQUIRE = "require"
    VERIFY_CA = "verify-ca"
    VERIFY_FULL = "verify-full"


class DatabaseAddress(msgspec.Struct, frozen=True, kw_only=True):
    """`authority` is a file with the certificates to trust instead of the machine's."""

    dialect: Dialect
    host: str
    port: int
    user: str
    password: Secret
    database: str
    tls: Tls | None
    authority: str | None


def read_database_url(url: Secret) -> DatabaseAddress:
    """Parts of the address. Only `sslmode` and `sslrootcert` may follow it: the drivers know options that read files
    or reach other hosts.

    Raises:
        Misconfigured: it is none. The message quotes nothing of it, it may hold a password.
    """
    try:
        parts = urlsplit(url.reveal())
        port = parts.port
    except ValueError as error:
        raise Misconfigured(_SHAPE) from error
    dialect = _SCHEMES.get(parts.scheme)
    database = unquote(parts.path.removeprefix("/"))
    if dialect is None or not parts.hostname or not database or "/" in database:
        raise Misconfigured(_SHAPE)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    return DatabaseAddress(
        dialect=dialect,
        host=parts.hostname,
        port=port or _PORTS[dialect],
        user=unquote(parts.username or ""),
        password=Secret(unquote(parts.password or "")),
        database=database,
        tls=_tls(options.pop("sslmode", None)),
        authority=_last(options),
    )


def _tls(mode: str | None) -> Tls | None:
    if mode is None:
        return None
    try:
        return Tls(mode)
    except ValueError as error:
        raise Misconfigured(f"sslmode must be one of {', '.join(Tls)}.") from error


def _last(options: dict[str, str]) -> str | None:
    authority = options.pop("sslrootcert", None)
    if options:
        raise Misconfigured("The address may carry sslmode and sslrootcert, no other option.")
    return authority
