"""The SQL of lists, paged by key: every page reads its own rows from an index in the order that is asked for."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.kit.database import Connection, Database
from rotunda.kit.keyset import CursorValue
from rotunda.sections.ids import AccountId
from rotunda.sections.section import FactColumn
from rotunda.view.index.conditions_sql import ListQuery, conditions
from rotunda.view.index.scope_sql import rows_in_scope
from rotunda.view.index.terms_sql import ALIKE


class SortKey(msgspec.Struct, frozen=True):
    """`column` None sorts by name. Accounts without the fact come last in either direction."""

    column: FactColumn | None
    descending: bool


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


class FactRow(msgspec.Struct, frozen=True):
    """One stored fact."""

    account_id: AccountId
    name: str
    text_value: str | None
    number_value: float | None
    currency: str | None
    source: str
    as_of: datetime
    amounts: dict[str, int] | None = None


_ROWS = """
    SELECT a.id, a.name, a.domain, a.industry, a.city, a.country,
        ARRAY(SELECT DISTINCT o.email FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = a.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT DISTINCT o.team FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = a.id AND o.team IS NOT NULL) AS teams,
        k.missing, k.grouped, k.text_key, k.number_key
    FROM ({page}) AS k JOIN listed_account a ON a.id = k.id
    ORDER BY k.missing, k.grouped, k.number_key {direction}, k.text_key {direction}, k.id {direction}
"""
_BY_NAME = """
    SELECT a.id, false AS missing, '' AS grouped, a.folded AS text_key, 0::double precision AS number_key
    FROM listed_account a WHERE {listed} AND {after}
    ORDER BY a.folded {direction}, a.id {direction} LIMIT {limit}
"""
_BY_FACT = """
    WITH same AS ({same}), later AS ({later}), present AS (SELECT * FROM same UNION ALL SELECT * FROM later)
    SELECT * FROM present UNION ALL ({absent})
"""
_PRESENT = """
    SELECT f.account_id AS id, false AS missing, coalesce(f.currency, '') AS grouped,
        coalesce(search_fold(f.text_value), '') AS text_key, coalesce(f.number_value, 0) AS number_key
    FROM account_fact f JOIN listed_account a ON a.id = f.account_id
    WHERE f.name = {name} AND {readable} AND {listed} AND {after}
    ORDER BY coalesce(f.currency, ''), coalesce(f.number_value, 0) {direction},
        coalesce(search_fold(f.text_value), '') {direction}, f.account_id {direction}
    LIMIT {limit}
"""
_ABSENT = """
    SELECT a.id, true AS missing, '' AS grouped, '' AS text_key, 0::double precision AS number_key
    FROM listed_account a
    WHERE {listed} AND {after} AND NOT EXISTS (
        SELECT FROM account_fact f WHERE f.account_id = a.id AND f.name = {name} AND {readable})
    ORDER BY a.id {direction} LIMIT {limit} - (SELECT count(*) FROM present)
"""
_COUNT = "SELECT count(*) FROM listed_account a WHERE {}"
_FACTS = """
    SELECT account_id, name, text_value, number_value, currency, source, as_of, amounts FROM account_fact
    WHERE account_id = ANY(%s) AND name = ANY(%s)
"""
_SETTINGS = """
    SELECT set_config('pg_trgm.word_similarity_threshold', %s, true), set_config('jit', 'off', true),
        set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_mergejoin', 'off', true)
"""
"""Compiling a plan, or starting workers, takes longer than these queries do; and each of them has its index: what the
planner guesses of a word's frequency must not make it read a whole table instead.
"""


class IndexRepository:
    """Reads lists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(
        self, query: ListQuery, key: SortKey, limit: int, after: Sequence[CursorValue] | None
    ) -> list[ListRow]:
        """At most `limit` rows beyond `after`, the key of the last row that was seen."""
        statement = rows_statement(query, key, limit, after)
        async with self.searching() as connection, connection.cursor(row_factory=class_row(ListRow)) as cursor:
            await cursor.execute(statement)
            return await cursor.fetchall()

    async def count(self, query: ListQuery) -> int:
        """All that match and that this viewer may see."""
        async with self.searching() as connection:
            row = await (await connection.execute(count_statement(query))).fetchone()
        return int(row[0]) if row else 0

    async def facts(self, accounts: Sequence[AccountId], names: Sequence[str]) -> dict[AccountId, list[FactRow]]:
        """The stored facts of these names, by account. Whoever shows them checks the rights per account."""
        found: dict[AccountId, list[FactRow]] = {}
        for row in await self._database.fetch_all(FactRow, _FACTS, (list(accounts), list(names))):
            found.setdefault(row.account_id, []).append(row)
        return found

    @asynccontextmanager
    async def searching(self) -> AsyncGenerator[Connection]:
        """A connection on which spelling is forgiven as far as we forgive it."""
        async with self._database.transaction() as connection:
            await connection.execute(_SETTINGS, (str(ALIKE),))
            yield connection


def rows_statement(query: ListQuery, key: SortKey, limit: int, after: Sequence[CursorValue] | None) -> sql.Composed:
    """One page."""
    page = (
        _page_by_name(query, key, limit, after)
        if key.column is None
        else _page_by_fact(query, key, key.column, limit, after)
    )
    return sql.SQL(_ROWS).format(page=page, direction=_direction(key))


def count_statement(query: ListQuery) -> sql.Composed:
    """How many there are."""
    return sql.SQL(_COUNT).format(conditions(query))


def _direction(key: SortKey) -> sql.SQL:
    return sql.SQL("DESC") if key.descending else sql.SQL("ASC")


def _beyond(key: SortKey) -> sql.SQL:
    return sql.SQL("<") if key.descending else sql.SQL(">")


def _page_by_name(query: ListQuery, key: SortKey, limit: int, after: Sequence[CursorValue] | None) -> sql.Composable:
    further = sql.SQL("true")
    if after is not None:
        *_, text, last = after
        further = sql.SQL("(a.folded, a.id) {} ({}, {})").format(_beyond(key), sql.Literal(text), sql.Literal(last))
    return sql.SQL(_BY_NAME).format(
        listed=conditions(query), after=further, direction=_direction(key), limit=sql.Literal(limit)
    )


def _page_by_fact(
    query: ListQuery, key: SortKey, column: FactColumn, limit: int, after: Sequence[CursorValue] | None
) -> sql.Composable:
    """Three ranges of indexes in their order: the rest of the currency (or of the only group), the currencies after
    it, and the accounts without the fact.
    """
    missing, grouped, number, text, last = after or (False, None, 0, "", "")
    beyond = _beyond(key)
    nothing, everything = sql.SQL("false"), sql.SQL("true")
    same = later = nothing if missing else everything
    rest = everything
    if after is None:
        same = nothing
    elif missing:
        rest = sql.SQL("a.id {} {}").format(beyond, sql.Literal(last))
    else:
        group = sql.SQL("coalesce(f.currency, '')")
        place = sql.SQL("(coalesce(f.number_value, 0), coalesce(search_fold(f.text_value), ''), f.account_id)")
        same = sql.SQL("{} = {} AND {} {} ({}, {}, {})").format(
            group, sql.Literal(grouped), place, beyond, sql.Literal(number), sql.Literal(text), sql.Literal(last)
        )
        later = sql.SQL("{} > {}").format(group, sql.Literal(grouped))
    named = {
        "name": sql.Literal(column.name),
        "readable": rows_in_scope(query.scopes[column.name], sql.SQL("f.account_id")),
        "listed": conditions(query),
        "direction": _direction(key),
    }
    most = sql.Literal(limit)
    left = sql.SQL("{} - (SELECT count(*) FROM same)").format(most)
    return sql.SQL(_BY_FACT).format(
        same=sql.SQL(_PRESENT).format(**named, after=same, limit=most),
        later=sql.SQL(_PRESENT).format(**named, after=later, limit=left),
        absent=sql.SQL(_ABSENT).format(**named, after=rest, limit=most),
    )
