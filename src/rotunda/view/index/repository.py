"""Reads lists, paged by key.

What few are found by is found first, counted and sorted; of what many are found by, rows are read from an index in the
order that is asked for until a page is full.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import LiteralString

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.access.grant import list_scopes
from rotunda.kit.database import Connection, Database
from rotunda.kit.keyset import CursorValue
from rotunda.sections.ids import AccountId
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.finding import Found, Statements, find
from rotunda.view.index.rows_sql import SortKey, found_statement, rows_statement
from rotunda.view.index.scope_sql import within
from rotunda.view.index.spelling import ALIKE, meant, named_so
from rotunda.view.index.terms_sql import has_word


class ListRow(msgspec.Struct, frozen=True):
    """One account of a page. The last four fields are its place in the order."""

    id: AccountId
    name: str
    domain: str | None
    industry: str | None
    city: str | None
    country: str | None
    owner_emails: list[str]
    teams: list[str]
    missing: bool
    grouped: str
    text_key: str
    number_key: float

    @property
    def key(self) -> tuple[CursorValue, ...]:
        return (self.missing, self.grouped, self.number_key, self.text_key, self.id)


class StoredFact(msgspec.Struct, frozen=True, kw_only=True):
    """One stored fact, of whomever."""

    name: str
    text_value: str | None
    number_value: float | None
    currency: str | None
    source: str
    as_of: datetime
    amounts: dict[str, int] | None = None


class FactRow(StoredFact, frozen=True, kw_only=True):
    """One of an account."""

    account_id: AccountId


_FACTS = """
    SELECT account_id, name, text_value, number_value, currency, source, as_of, amounts FROM account_fact
    WHERE account_id = ANY(%s) AND name = ANY(%s)
"""
_HAS_ANY: LiteralString = """
    SELECT EXISTS (
        SELECT FROM account_fact f JOIN listed_account a ON a.id = f.account_id WHERE f.name = {name} AND {readable})
"""
_SEARCHING = {
    "pg_trgm.word_similarity_threshold": str(ALIKE),
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "enable_seqscan": "off",
    "enable_mergejoin": "off",
    "work_mem": "32MB",
    "plan_cache_mode": "force_generic_plan",
}
"""Compiling a plan, or starting workers, takes longer than these queries do; and each of them has its index: what the
planner guesses of a word's frequency must not make it read a whole table instead.
"""
_AT_ONCE = 6
"""Searches at once: one of the palette takes two connections."""

_LISTED = sql.Identifier("listed_account")


class IndexRepository:
    """Reads lists of accounts; whoever else searches, reads on its connections."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._searching = database.set_apart(_SEARCHING, _AT_ONCE)

    async def page(
        self, query: ListQuery, key: SortKey, limit: int, after: Sequence[CursorValue] | None
    ) -> Found[ListRow]:
        """At most `limit` rows beyond `after`, the key of the last row that was seen."""
        async with self.searching() as connection:
            return await find(connection, query, _statements(key, limit, after))

    async def facts(self, accounts: Sequence[AccountId], names: Sequence[str]) -> dict[AccountId, list[FactRow]]:
        """The stored facts of these names, by account. Whoever shows them checks the rights per account."""
        found: dict[AccountId, list[FactRow]] = {}
        for row in await self._database.fetch_all(FactRow, _FACTS, (list(accounts), list(names))):
            found.setdefault(row.account_id, []).append(row)
        return found

    async def has_any(self, query: ListQuery, name: str) -> bool:
        """Whether there is any fact of this name that the viewer may read."""
        readable = sql.SQL("{} AND {}").format(within(list_scopes(query.viewer)), within(query.scopes[name]))
        statement = sql.SQL(_HAS_ANY).format(name=sql.Literal(name), readable=readable)
        async with self.searching() as connection:
            row = await (await connection.execute(statement)).fetchone()
        return bool(row and row[0])

    @asynccontextmanager
    async def searching(self) -> AsyncGenerator[Connection]:
        """A connection on which spelling is forgiven as far as we forgive it."""
        async with self._searching.connection() as connection:
            yield connection


def _statements(key: SortKey, limit: int, after: Sequence[CursorValue] | None) -> Statements[ListRow]:
    async def in_order(connection: Connection, query: ListQuery) -> list[ListRow]:
        async with connection.cursor(row_factory=class_row(ListRow)) as cursor:
            await cursor.execute(rows_statement(query, key, limit, after))
            return await cursor.fetchall()

    return Statements(
        ListRow, lambda query, driver, most: found_statement(query, key, limit, after, driver, most), in_order, _meant
    )


def _meant(query: ListQuery, words: Sequence[str]) -> sql.Composed:
    scopes = list_scopes(query.viewer)
    seen, seen_there = within(scopes), within(scopes, sql.SQL("n.scope"))
    exactly = sql.SQL("SELECT FROM listed_account a WHERE {} AND {}")
    return sql.SQL(" UNION ALL ").join(
        meant(
            word, exactly.format(has_word(query.addresses, word), seen), named_so("account", _LISTED, word, seen_there)
        )
        for word in words
    )
