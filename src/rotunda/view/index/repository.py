"""The SQL of lists. Every condition on a fact sees only the facts that the viewer may read on that very account."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import sql
from psycopg.rows import class_row

from rotunda.access.grant import ListScope, list_scopes
from rotunda.access.viewer import Viewer
from rotunda.kit.database import Database
from rotunda.kit.keyset import CursorValue
from rotunda.sections.ids import AccountId
from rotunda.sections.money import THREE_DECIMALS, ZERO_DECIMALS
from rotunda.sections.section import FactColumn, FactKind
from rotunda.view.index.scope_sql import rows_in_scope
from rotunda.view.index.search_words import Condition, OwnerCondition, Search

ScopesByColumn = Mapping[str, Sequence[ListScope]]


class SortKey(msgspec.Struct, frozen=True):
    """`column` None sorts by name. Accounts without the fact come last in either direction."""

    column: FactColumn | None
    descending: bool


class ListQuery(msgspec.Struct, frozen=True):
    """Who asks for what. `scopes` holds, by column, where it may be read; `now` anchors conditions on times."""

    viewer: Viewer
    search: Search
    scopes: ScopesByColumn
    now: datetime


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


_ROWS = """
    SELECT a.id, a.name, a.domain, a.industry, a.city, a.country,
        ARRAY(SELECT DISTINCT o.email FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = a.id AND o.email IS NOT NULL) AS owner_emails,
        ARRAY(SELECT DISTINCT o.team FROM account_member m JOIN account_owner o USING (account_id)
            WHERE m.shown_id = a.id AND o.team IS NOT NULL) AS teams,
        k.missing, k.grouped, k.text_key, k.number_key
    FROM shown_account a
    CROSS JOIN LATERAL ({key}) k
    WHERE a.closed_at IS NULL AND {conditions} AND {after}
    ORDER BY k.missing, k.grouped, k.number_key {direction}, k.text_key {direction}, a.id {direction}
    LIMIT {limit}
"""
_BY_NAME = "SELECT false AS missing, '' AS grouped, lower(a.name) AS text_key, 0::double precision AS number_key"
_BY_FACT = """
    SELECT count(*) = 0 AS missing, coalesce(min(f.currency), '') AS grouped,
        coalesce(min(lower(f.text_value)), '') AS text_key, coalesce(min(f.number_value), 0) AS number_key
    FROM account_fact f WHERE f.account_id = a.id AND f.name = {name} AND {readable}
"""
_AFTER = """
    ((k.missing, k.grouped) > ({missing}, {grouped}) OR ((k.missing, k.grouped) = ({missing}, {grouped})
        AND (k.number_key, k.text_key, a.id) {beyond} ({number}, {text}, {id})))
"""
_WORD = """
    (unaccent(lower(a.name)) LIKE unaccent({part}) OR a.domain LIKE {part} OR unaccent(lower(a.city)) LIKE
    unaccent({part})
        OR unaccent(lower(a.industry)) LIKE unaccent({part})
        OR EXISTS (SELECT FROM account_member m JOIN identifier i USING (account_id)
            WHERE m.shown_id = a.id AND i.kind <> 'email' AND i.normal LIKE {part})
        OR EXISTS (SELECT FROM account m WHERE m.shown_as = a.id AND unaccent(lower(m.name)) LIKE unaccent({part})))
"""
_HAS_FACT = """
    EXISTS (SELECT FROM account_fact f WHERE f.account_id = a.id AND f.name = {name} AND {readable} AND {compared})
"""
_OWNED = """
    a.id IN (SELECT m.shown_id FROM account_owner o JOIN account_member m USING (account_id) WHERE o.email LIKE {owner})
"""
_FACTS = "SELECT * FROM account_fact WHERE account_id = ANY(%s) AND name = ANY(%s)"
_MAJOR = sql.SQL(
    "(f.number_value / power(10, CASE WHEN f.currency = ANY({}) THEN 0 WHEN f.currency = ANY({}) THEN 3 ELSE 2 END))"
).format(sql.Literal(sorted(ZERO_DECIMALS)), sql.Literal(sorted(THREE_DECIMALS)))


class IndexRepository:
    """Reads lists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(
        self, query: ListQuery, key: SortKey, limit: int, after: Sequence[CursorValue] | None
    ) -> list[ListRow]:
        """At most `limit` rows beyond `after`, the key of the last row that was seen."""
        statement = sql.SQL(_ROWS).format(
            key=_key(query, key),
            conditions=_conditions(query),
            after=_after(key, after),
            direction=sql.SQL("DESC" if key.descending else "ASC"),
            limit=sql.Literal(limit),
        )
        async with (
            self._database.connection() as connection,
            connection.cursor(row_factory=class_row(ListRow)) as cursor,
        ):
            await cursor.execute(statement)
            return await cursor.fetchall()

    async def count(self, query: ListQuery) -> int:
        """All that match and that this viewer may see."""
        counted = sql.SQL("SELECT count(*) FROM shown_account a WHERE a.closed_at IS NULL AND {}")
        async with self._database.connection() as connection:
            row = await (await connection.execute(counted.format(_conditions(query)))).fetchone()
        return int(row[0]) if row else 0

    async def facts(self, accounts: Sequence[AccountId], names: Sequence[str]) -> dict[AccountId, list[FactRow]]:
        """The stored facts of these names, by account. Whoever shows them checks the rights per account."""
        found: dict[AccountId, list[FactRow]] = {}
        for row in await self._database.fetch_all(FactRow, _FACTS, (list(accounts), list(names))):
            found.setdefault(row.account_id, []).append(row)
        return found


def _key(query: ListQuery, key: SortKey) -> sql.Composable:
    if key.column is None:
        return sql.SQL(_BY_NAME)
    readable = rows_in_scope(query.scopes[key.column.name])
    return sql.SQL(_BY_FACT).format(name=sql.Literal(key.column.name), readable=readable)


def _after(key: SortKey, after: Sequence[CursorValue] | None) -> sql.Composable:
    if after is None:
        return sql.SQL("true")
    missing, grouped, number, text, last = after
    return sql.SQL(_AFTER).format(
        missing=sql.Literal(missing),
        grouped=sql.Literal(grouped),
        number=sql.Literal(number),
        text=sql.Literal(text),
        id=sql.Literal(last),
        beyond=sql.SQL("<" if key.descending else ">"),
    )


def _conditions(query: ListQuery) -> sql.Composable:
    search = query.search
    found = [rows_in_scope(list_scopes(query.viewer))]
    found += [sql.SQL(_WORD).format(part=sql.Literal(f"%{_escaped(word.lower())}%")) for word in search.words]
    found += [_fact_condition(query, each) for each in search.conditions]
    found += [_owner_condition(query.viewer, each) for each in search.owners]
    return sql.SQL("({})").format(sql.SQL(" AND ").join(found))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _fact_condition(query: ListQuery, condition: Condition) -> sql.Composable:
    """A negated condition holds for accounts with another value, never for those whose fact may not be read."""
    readable = rows_in_scope(query.scopes[condition.column.name])
    compared = _compared(condition, query.now)
    if condition.negated:
        compared = sql.SQL("NOT ({})").format(compared)
    return sql.SQL(_HAS_FACT).format(name=sql.Literal(condition.column.name), readable=readable, compared=compared)


def _compared(condition: Condition, now: datetime) -> sql.Composable:
    if condition.text is not None:
        return sql.SQL("lower(f.text_value) = {}").format(sql.Literal(condition.text))
    value = _value_in_its_unit(condition.column.kind, now)
    return sql.SQL("{} {} {}").format(value, sql.SQL(condition.sign.value), sql.Literal(condition.number))


def _value_in_its_unit(kind: FactKind, now: datetime) -> sql.Composable:
    """Major units for money; days from now, in either direction, for times."""
    if kind is FactKind.MONEY:
        return _MAJOR
    if kind is FactKind.AT:
        return sql.SQL("(abs(f.number_value - {}) / 86400)").format(sql.Literal(now.timestamp()))
    return sql.SQL("f.number_value")


def _owner_condition(viewer: Viewer, condition: OwnerCondition) -> sql.Composable:
    owner = viewer.email if condition.owner == "me" else f"%{_escaped(condition.owner)}%"
    owned = sql.SQL(_OWNED).format(owner=sql.Literal(owner))
    return sql.SQL("NOT {}").format(owned) if condition.negated else owned
