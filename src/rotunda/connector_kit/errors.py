"""Everything that can go wrong with a source, each with one consequence.

SourceError
├── Misconfigured      the admin must change the connection: shown on the connections page, not retried
├── AuthExpired        the credentials were refused: refreshed once, then the connection asks for new ones
├── Forbidden          a scope or plan is missing: the section says which, not retried
├── RateLimited        nothing is asked before `until`
├── Unavailable        down, slow, cut off or 5xx: stale data is served, tried again later
├── Gone               the record was deleted in the source: a tombstone, the link is closed
├── Refused            a request that writes is not accepted as it is: shown to who wrote it, not retried
└── BadPayload         the answer has another shape than documented: named by path, counted by the breaker
"""

from datetime import datetime


class SourceError(Exception):
    """`reason` is one sentence for the page. It never holds a secret, a payload or a customer's data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Misconfigured(SourceError):
    """`field` names the connection's form field at fault, where one is."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


class AuthExpired(SourceError):
    """The source refuses the credentials."""


class Forbidden(SourceError):
    """The credentials are good but may not do this."""


class RateLimited(SourceError):
    """`until` is aware UTC."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class Unavailable(SourceError):
    """The source did not give a whole answer in time."""


class Gone(SourceError):
    """The record that was asked for no longer exists."""


class Refused(SourceError):
    """The source does not take what was written. `said` are its own words, which may quote what was written: they are
    for whoever may read that.
    """

    def __init__(self, reason: str, said: str | None = None) -> None:
        super().__init__(reason)
        self.said = said


class BadPayload(SourceError):
    """`path` says where, as in `data[3].items.price`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
