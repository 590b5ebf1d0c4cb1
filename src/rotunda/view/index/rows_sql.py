"""The statements of a list's pages: of what was found by few, and of what is read in order."""

from collections.abc import Sequence
from typing import LiteralString, TypeAlias

import msgspec
from psycopg import sql

from rotunda.kit.keyset import CursorValue
from rotunda.sections.section import FactColumn
from rotunda.view.index.conditions_sql import ListQuery, conditions, fact_compared
from rotunda.view.index.driver_sql import Driver
from rotunda.view.index.scope_sql import OWNERS_OF, rows_in_scope, within
from rotunda.view.index.search_words import Condition, Every, Has

After: TypeAlias = Sequence[CursorValue] | None


class SortKey(msgspec.Struct, frozen=True):
    """`column` None sorts by name. Accounts without the fact come last in either direction."""

    column: FactColumn | None
    descending: bool


_ROWS: LiteralString = (
    """
    SELECT a.id, a.name, a.domain, a.industry, a.city, a.country,
        whose.owner_emails, whose.teams,
        k.missing, k.grouped, k.text_key, k.number_key
    FROM ({page}) AS k CROSS JOIN LATERAL (SELECT a.* FROM listed_account a WHERE a.id = k.id OFFSET 0) AS a
"""
    + OWNERS_OF
)
"""OFFSET 0: row by row, however many rows the planner expects of a page."""

_ORDER: LiteralString = """
    ORDER BY {k}.missing, {k}.grouped, {k}.number_key {direction}, {k}.text_key {direction}, {k}.id {direction}
"""
_FOUND: LiteralString = """
    WITH found AS MATERIALIZED (
        {ids} LIMIT {most} + 1
    ), counted AS MATERIALIZED (SELECT count(*) AS total FROM found)
    SELECT counted.total, page.* FROM counted LEFT JOIN (
"""
_ANY: LiteralString = "SELECT a.id FROM listed_account a WHERE {listed}"
_DRIVEN: LiteralString = _ANY + " AND a.id IN ({ids})"
_DRIVEN_FIRST: LiteralString = (
    "SELECT a.id FROM ({ids}) AS d CROSS JOIN LATERAL (" + _ANY + " AND a.id = d.id OFFSET 0) AS a"
)
"""OFFSET 0: one by one, until there are enough."""

_OF_FOUND: LiteralString = """
    SELECT * FROM ({keys}) AS s WHERE (SELECT total FROM counted) <= {most} AND {after} {order} LIMIT {limit}
"""
_NAMES_OF_FOUND: LiteralString = """
    SELECT a.id, false AS missing, '' AS grouped, a.folded AS text_key, 0::double precision AS number_key
    FROM found JOIN listed_account a USING (id)
"""
_FACTS_OF_FOUND: LiteralString = """
    SELECT found.id, f.account_id IS NULL AS missing, coalesce(f.currency, '') AS grouped,
        coalesce(f.folded, '') AS text_key, coalesce(f.number_value, 0) AS number_key
    FROM found LEFT JOIN LATERAL (
        SELECT f.* FROM account_fact f WHERE f.account_id = found.id AND f.name = {name} AND {readable} OFFSET 0
    ) AS f ON true
"""
_BY_NAME: LiteralString = """
    SELECT a.id, false AS missing, '' AS grouped, a.folded AS text_key, 0::double precision AS number_key
    FROM listed_account a WHERE {listed} AND {after}
    ORDER BY a.folded {direction}, a.id {direction} LIMIT {limit}
"""
_BY_FACT: LiteralString = """
    WITH same AS ({same}), later AS ({later}), present AS (SELECT * FROM same UNION ALL SELECT * FROM later)
    SELECT * FROM present UNION ALL ({absent})
"""
_PRESENT: LiteralString = """
    SELECT f.account_id AS id, false AS missing, coalesce(f.currency, '') AS grouped,
        coalesce(search_fold(f.text_value), '') AS text_key, coalesce(f.number_value, 0) AS number_key
    FROM account_fact f WHERE f.name = {name} AND {asked} AND {after} AND EXISTS (
        SELECT FROM listed_account a WHERE a.id = f.account_id AND {readable} AND {listed} OFFSET 0)
    ORDER BY coalesce(f.currency, ''), coalesce(f.number_value, 0) {direction},
        coalesce(search_fold(f.text_value), '') {direction}, f.account_id {direction}
    LIMIT {limit}
"""
_ABSENT: LiteralString = """
    SELECT a.id, true AS missing, '' AS grouped, '' AS text_key, 0::double precision AS number_key
    FROM listed_account a
    WHERE {listed} AND {after} AND NOT ({readable} AND EXISTS (
        SELECT FROM account_fact f WHERE f.account_id = a.id AND f.name = {name} OFFSET 0))
    ORDER BY a.id {direction} LIMIT {limit} - (SELECT count(*) FROM present)
"""


def found_statement(
    query: ListQuery, key: SortKey, limit: int, after: After, driver: Driver | None, counted: int
) -> sql.Composed:
    """How many there are, and one page of them; no page where they are more than `counted`. Always one row."""
    most, order = sql.Literal(counted), _order(key, "s")
    page = sql.SQL(_OF_FOUND).format(
        keys=_keys_of_found(query, key), most=most, after=_beyond_key(key, after), order=order, limit=sql.Literal(limit)
    )
    parts = [
        sql.SQL(_FOUND).format(ids=_found_ids(query, driver), most=most),
        sql.SQL(_ROWS).format(page=page),
        sql.SQL(") AS page ON true {}").format(_order(key, "page")),
    ]
    return sql.Composed(parts)


def rows_statement(query: ListQuery, key: SortKey, limit: int, after: After) -> sql.Composed:
    """One page, read in its order."""
    page = (
        _page_by_name(query, key, limit, after)
        if key.column is None
        else _page_by_fact(query, key, key.column, limit, after)
    )
    return sql.Composed([sql.SQL(_ROWS).format(page=page), _order(key, "k")])


def _found_ids(query: ListQuery, driver: Driver | None) -> sql.Composable:
    listed = conditions(query)
    if driver is None:
        return sql.SQL(_ANY).format(listed=listed)
    return sql.SQL(_DRIVEN_FIRST if driver.first else _DRIVEN).format(listed=listed, ids=driver.ids)


def _keys_of_found(query: ListQuery, key: SortKey) -> sql.Composable:
    if key.column is None:
        return sql.SQL(_NAMES_OF_FOUND)
    readable = rows_in_scope(query.scopes[key.column.name], sql.SQL("f.account_id"))
    return sql.SQL(_FACTS_OF_FOUND).format(name=sql.Literal(key.column.name), readable=readable)


def _order(key: SortKey, of: LiteralString) -> sql.Composable:
    return sql.SQL(_ORDER).format(k=sql.SQL(of), direction=_direction(key))


def _direction(key: SortKey) -> sql.SQL:
    return sql.SQL("DESC") if key.descending else sql.SQL("ASC")


def _beyond(key: SortKey) -> sql.SQL:
    return sql.SQL("<") if key.descending else sql.SQL(">")


def _beyond_key(key: SortKey, after: After) -> sql.Composable:
    """Groups rise in either direction."""
    if after is None:
        return sql.SQL("true")
    missing, grouped, number, text, last = map(sql.Literal, after)
    group = sql.SQL("(s.missing, s.grouped)")
    return sql.SQL(
        "({group} > ({missing}, {grouped}) OR ({group} = ({missing}, {grouped})"
        " AND (s.number_key, s.text_key, s.id) {beyond} ({number}, {text}, {last})))"
    ).format(group=group, missing=missing, grouped=grouped, number=number, text=text, last=last, beyond=_beyond(key))


def _page_by_name(query: ListQuery, key: SortKey, limit: int, after: After) -> sql.Composable:
    further = sql.SQL("true")
    if after is not None:
        *_, text, last = after
        further = sql.SQL("(a.folded, a.id) {} ({}, {})").format(_beyond(key), sql.Literal(text), sql.Literal(last))
    return sql.SQL(_BY_NAME).format(
        listed=conditions(query), after=further, direction=_direction(key), limit=sql.Literal(limit)
    )


def _page_by_fact(query: ListQuery, key: SortKey, column: FactColumn, limit: int, after: After) -> sql.Composable:
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
        "readable": within(query.scopes[column.name]),
        "listed": conditions(query),
        "asked": _of_the_fact(query, column),
        "direction": _direction(key),
    }
    most = sql.Literal(limit)
    left = sql.SQL("{} - (SELECT count(*) FROM same)").format(most)
    return sql.SQL(_BY_FACT).format(
        same=sql.SQL(_PRESENT).format(**named, after=same, limit=most),
        later=sql.SQL(_PRESENT).format(**named, after=later, limit=left),
        absent=sql.SQL(_ABSENT).format(**named, after=rest, limit=most),
    )


def _of_the_fact(query: ListQuery, column: FactColumn) -> sql.Composable:
    """What is asked of the very fact that sorts can be said without looking it up again."""
    root = query.search.root
    parts = root.parts if isinstance(root, Every) else (root,)
    asked = [part for part in parts if isinstance(part, Condition | Has) and part.column == column]
    return sql.SQL(" AND ").join([sql.SQL("true"), *(fact_compared(each, query.now) for each in asked)])
