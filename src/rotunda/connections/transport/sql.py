"""Rows over SQL: one SELECT out, its rows back, within a time and a number."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec

from rotunda.connector_kit.requests import SqlQuery

STATEMENT_SECONDS = 2.0
"""What a server may spend on one statement before it ends it by itself."""


class Rows(msgspec.Struct, frozen=True):
    """`truncated`: the query has more rows than it may return. Times are aware UTC: a column without a zone is taken
    as UTC. Decimals are `Decimal`.
    """

    rows: list[dict[str, Any]]
    truncated: bool


class SqlTransport(Protocol):
    """A pool of at most five sessions with one database; each can only read."""

    async def query(self, query: SqlQuery, seconds: float) -> Rows:
        """After `seconds` the query is cancelled on the server too.

        Raises:
            SourceError: what the server's error means for the connection.
        """
        ...

    async def close(self) -> None: ...


def in_utc(rows: Sequence[dict[str, Any]], names: Iterable[str]) -> None:
    """Gives the values of columns without a zone the one that sessions have."""
    for name in names:
        for row in rows:
            if isinstance(row[name], datetime):
                row[name] = row[name].replace(tzinfo=UTC)
