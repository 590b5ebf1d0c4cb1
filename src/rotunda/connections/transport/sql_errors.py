"""What a database's error means for its connection. The server's own words are never quoted: they may hold a
customer's values.
"""

from collections.abc import Callable

from rotunda.connector_kit.errors import (
    AuthExpired,
    BadPayload,
    Forbidden,
    Misconfigured,
    SourceError,
    Unavailable,
)

Maker = Callable[[str], SourceError]


class TooManySessions(Exception):
    """The server has no session left for us. When to ask again is the connection's to say."""


def _auth(code: str) -> SourceError:
    return AuthExpired(f"The database refuses the user or the password ({code}).")


def _forbidden(code: str) -> SourceError:
    return Forbidden(f"The database user may not read what a query names ({code}). Grant SELECT on it.")


def _slow(code: str) -> SourceError:
    return Unavailable(f"The database ended a query that took too long ({code}).")


def _down(code: str) -> SourceError:
    return Unavailable(f"The database ended the session ({code}).")


def _away(_: str) -> SourceError:
    return Unavailable("The database cannot be reached: it refuses connections or its network is down.")


def _no_tls(_: str) -> SourceError:
    return Unavailable("The database offers no TLS, or its certificate is not valid.")


def _again(code: str) -> SourceError:
    return Unavailable(f"The database could not finish a query because of others ({code}).")


def _no_database(code: str) -> SourceError:
    return Misconfigured(f"The server has no database of that name ({code}).")


def _writes(code: str) -> SourceError:
    return Misconfigured(f"A query tried to write ({code}). Queries of a connection may only read.")


def _shape(code: str) -> SourceError:
    return BadPayload("query", f"does not fit the database: a table, column, function or type is not there ({code})")


def _values(code: str) -> SourceError:
    return BadPayload("query", f"met a value that it cannot work with ({code})")


_BY_SQLSTATE: dict[str, Maker] = {
    "28P01": _auth,
    "28000": _auth,
    "42501": _forbidden,
    "57014": _slow,
    "55P03": _slow,
    "25P03": _down,
    "57P01": _down,
    "57P02": _down,
    "57P03": _down,
    "57P05": _down,
    "40001": _again,
    "40P01": _again,
    "3D000": _no_database,
    "25006": _writes,
}
_BY_CLASS: dict[str, Maker] = {"08": _down, "22": _values, "42": _shape, "3F": _shape, "0A": _shape}
"""SQLSTATE classes, from PostgreSQL's appendix A."""

_BY_ERRNO: dict[int, Maker] = {
    1044: _forbidden,
    1045: _auth,
    1698: _auth,
    1820: _auth,
    1862: _auth,
    4151: _auth,
    1142: _forbidden,
    1143: _forbidden,
    1227: _forbidden,
    1370: _forbidden,
    1049: _no_database,
    1317: _slow,
    1969: _slow,
    3024: _slow,
    1205: _slow,
    2002: _away,
    2003: _away,
    2005: _away,
    2026: _no_tls,
    1213: _again,
    1290: _writes,
    1792: _writes,
    1054: _shape,
    1064: _shape,
    1146: _shape,
    1305: _shape,
    1365: _values,
    1690: _values,
}
"""MySQL's and MariaDB's numbers; those of 2,000 and above are the client's own for a connection that is lost."""
_TOO_MANY = {1040, 1203, 1226}


def meaning_of_sqlstate(state: str) -> SourceError:
    """Raises TooManySessions for 53300."""
    if state == "53300":
        raise TooManySessions
    maker = _BY_SQLSTATE.get(state) or _BY_CLASS.get(state[:2])
    if maker is not None:
        return maker(state)
    return Unavailable(f"The database failed to answer ({state}).")


def meaning_of_errno(number: int) -> SourceError:
    """Raises TooManySessions where the server says so."""
    if number in _TOO_MANY:
        raise TooManySessions
    maker = _BY_ERRNO.get(number, _down if 2000 <= number < 3000 else None)
    if maker is not None:
        return maker(f"error {number}")
    return Unavailable(f"The database failed to answer (error {number}).")


_REFUSALS = (
    ("password authentication failed", "28P01"),
    ("no pg_hba.conf entry", "28000"),
    ("is not permitted to log in", "28000"),
    ("authentication failed", "28000"),
    ("permission denied for database", "42501"),
    ("too many", "53300"),
    ("remaining connection slots", "53300"),
    ("starting up", "57P03"),
    ("shutting down", "57P03"),
)


def state_of_refusal(message: str) -> str | None:
    """The SQLSTATE behind a refused PostgreSQL session, which libpq tells in words only. None: no server spoke."""
    if "FATAL" not in message:
        return None
    for words, state in _REFUSALS:
        if words in message:
            return state
    if "does not exist" in message:
        return "28000" if 'role "' in message else "3D000"
    return "08004"
