"""What a database's error means for its connection. The server's own words are never quoted: they may hold a
customer's values.
"""

from collections.abc import Mapping

import msgspec

from rotunda.connector_kit.errors import (
    AuthExpired,
    BadPayload,
    Forbidden,
    Misconfigured,
    SourceError,
    Unavailable,
)


class TooManySessions(Exception):
    """The server has no session left for us. When to ask again is the connection's to say."""


class _Meaning(msgspec.Struct, frozen=True):
    """`sentence` may name the server's `{code}`."""

    kind: type[SourceError]
    sentence: str

    def error(self, code: str) -> SourceError:
        reason = self.sentence.format(code=code)
        return BadPayload("query", reason) if self.kind is BadPayload else self.kind(reason)


_AUTH = _Meaning(AuthExpired, "The database refuses the user or the password ({code}).")
_FORBIDDEN = _Meaning(Forbidden, "The database user may not read what a query names ({code}). Grant SELECT on it.")
_NO_DATABASE = _Meaning(Misconfigured, "The server has no database of that name ({code}).")
_WRITES = _Meaning(Misconfigured, "A query tried to write ({code}). Queries of a connection may only read.")
_SHAPE = _Meaning(BadPayload, "does not fit the database: a table, column, function or type is not there ({code})")
_VALUES = _Meaning(BadPayload, "met a value that it cannot work with ({code})")
_SLOW = _Meaning(Unavailable, "The database ended a query that took too long ({code}).")
_DOWN = _Meaning(Unavailable, "The database ended the session ({code}).")
_AGAIN = _Meaning(Unavailable, "The database could not finish a query because of others ({code}).")
_AWAY = _Meaning(Unavailable, "The database cannot be reached: it refuses connections or its network is down.")
_NO_TLS = _Meaning(Unavailable, "The database offers no TLS, or its certificate is not valid.")
_FAILED = _Meaning(Unavailable, "The database failed to answer ({code}).")

_BY_SQLSTATE: Mapping[str, _Meaning] = {
    "28P01": _AUTH,
    "28000": _AUTH,
    "42501": _FORBIDDEN,
    "57014": _SLOW,
    "55P03": _SLOW,
    "25P03": _DOWN,
    "57P01": _DOWN,
    "57P02": _DOWN,
    "57P03": _DOWN,
    "57P05": _DOWN,
    "40001": _AGAIN,
    "40P01": _AGAIN,
    "3D000": _NO_DATABASE,
    "25006": _WRITES,
}
_BY_CLASS: Mapping[str, _Meaning] = {"08": _DOWN, "22": _VALUES, "42": _SHAPE, "3F": _SHAPE, "0A": _SHAPE}
"""SQLSTATE classes, from PostgreSQL's appendix A."""

_BY_ERRNO: Mapping[int, _Meaning] = {
    **dict.fromkeys((1045, 1698, 1820, 1862, 4151), _AUTH),
    **dict.fromkeys((1044, 1142, 1143, 1227, 1370), _FORBIDDEN),
    **dict.fromkeys((1290, 1792), _WRITES),
    **dict.fromkeys((1054, 1064, 1146, 1305), _SHAPE),
    **dict.fromkeys((1365, 1690), _VALUES),
    **dict.fromkeys((1205, 1317, 1969, 3024), _SLOW),
    **dict.fromkeys((2002, 2003, 2005), _AWAY),
    1049: _NO_DATABASE,
    1213: _AGAIN,
    2026: _NO_TLS,
}
"""MySQL's and MariaDB's numbers; those of 2,000 and above are the client's own for a connection that is lost."""
_TOO_MANY = {1040, 1203, 1226}


def meaning_of_sqlstate(state: str) -> SourceError:
    """Raises TooManySessions for 53300."""
    if state == "53300":
        raise TooManySessions
    meaning = _BY_SQLSTATE.get(state) or _BY_CLASS.get(state[:2], _FAILED)
    return meaning.error(state)


def meaning_of_errno(number: int) -> SourceError:
    """Raises TooManySessions where the server says so."""
    if number in _TOO_MANY:
        raise TooManySessions
    meaning = _BY_ERRNO.get(number, _DOWN if 2000 <= number < 3000 else _FAILED)
    return meaning.error(f"error {number}")


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


def no_tls() -> SourceError:
    """Where the driver itself says so."""
    return _NO_TLS.error("")


def away() -> SourceError:
    """Where no server spoke."""
    return _AWAY.error("")
