"""How a list is found, of whatever it holds: few are counted and sorted; many are read in their order until a page is
full; and where a word finds nobody, those are found whose names are spelled much like it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from psycopg import sql
from psycopg.rows import kwargs_row

from rotunda.kit.database import Connection
from rotunda.view.index.conditions_sql import ListQuery
from rotunda.view.index.driver_sql import MOST_COUNTED, Driver, Plan, planned
from rotunda.view.index.search_words import Either, Every, Search, Word, leaves
from rotunda.view.index.spelling import is_forgiven

AnyRow = TypeVar("AnyRow")

_ALL = 1_000_000_000
"""Whoever has a word stands together in the order of names: there may be nobody else for a million rows."""

_FREQUENT = 120_000
"""What the planner expects more of is read in its order if a page is soon full: collecting all of it takes longer."""

_IN_ORDER = "SELECT set_config('enable_sort', 'off', true)"
_AS_BEFORE = "SELECT set_config('enable_sort', 'on', true)"
"""A list that is known to be long is read from its beginning, and never collected and sorted."""


class Found(msgspec.Struct, Generic[AnyRow], frozen=True):
    """One page. `total` counts all that match and that this viewer may see; with `at_least` there are more."""

    rows: Sequence[AnyRow]
    total: int
    at_least: bool


class Statements(msgspec.Struct, Generic[AnyRow], frozen=True):
    """`found` counts what there is (as `total`, with each row) and gives one page where that is no more than its
    third argument; its second, ids of accounts, is where to begin. `in_order` gives the page of a long list. `alike`
    gives, for words that nobody has, whom they may mean. `many`: there are many rows for one account. `soon` is for
    frequent words. `most`: so many are counted and sorted before a list is read in its order.
    """

    row: type[AnyRow]
    found: Callable[[ListQuery, Driver | None, int], sql.Composed]
    in_order: Callable[[Connection, ListQuery], Awaitable[list[AnyRow]]]
    alike: Callable[[ListQuery, Sequence[str]], sql.Composed]
    many: bool = False
    soon: "Soon[AnyRow] | None" = None
    most: int | None = None


class Soon(msgspec.Struct, Generic[AnyRow], frozen=True):
    """What is found of a frequent word without collecting whoever has it. `page`: None where it would have to read on
    for too long. `plenty`: whether there are more than so many; False also where that is not seen soon.
    """

    page: Callable[[Connection, ListQuery], Awaitable[list[AnyRow] | None]]
    plenty: Callable[[Connection, ListQuery, int], Awaitable[bool]]


async def find(connection: Connection, query: ListQuery, statements: Statements[AnyRow]) -> Found[AnyRow]:
    """On a connection for searching."""
    found = await _page(connection, query, statements)
    words = _forgiven(query.search)
    if not words or (found.total and not _has_alternatives(query.search)):
        return found
    alike = await _alike(connection, statements.alike(query, words))
    if not alike:
        return found
    return await _page(connection, msgspec.structs.replace(query, alike=alike), statements)


async def _page(connection: Connection, query: ListQuery, statements: Statements[AnyRow]) -> Found[AnyRow]:
    plan = await planned(connection, query, always=statements.many)
    if query.search.words:
        return await _named(connection, statements, plan)
    found = await _counted(connection, statements, plan, statements.most or MOST_COUNTED)
    if not found.at_least:  # how many are told does not follow from how they were found
        return Found(found.rows, min(found.total, MOST_COUNTED), at_least=found.total > MOST_COUNTED)
    await connection.execute(_IN_ORDER)
    rows = await statements.in_order(connection, plan.query)
    await connection.execute(_AS_BEFORE)
    return Found(rows, MOST_COUNTED, at_least=True)


async def _named(connection: Connection, statements: Statements[AnyRow], plan: Plan) -> Found[AnyRow]:
    """Whoever has a word, all of them; of a frequent word only the page, where that is soon full."""
    soon = statements.soon
    if soon and plan.driver is None and await _expected(connection, statements, plan) > _FREQUENT:
        rows = await soon.page(connection, plan.query)
        if rows is not None and await soon.plenty(connection, plan.query, MOST_COUNTED):
            return Found(rows, MOST_COUNTED, at_least=True)
    return await _counted(connection, statements, plan, _ALL)


async def _expected(connection: Connection, statements: Statements[AnyRow], plan: Plan) -> float:
    """How many rows the planner expects to be found: it knows how frequent words are, and says so at once."""
    asked = sql.SQL("EXPLAIN (FORMAT JSON) {}").format(statements.found(plan.rest, None, _ALL))
    row = await (await connection.execute(asked)).fetchone()
    parts = row[0][0]["Plan"]["Plans"] if row else []
    return next((part["Plan Rows"] for part in parts if part.get("Subplan Name") == "CTE found"), 0)


async def _counted(connection: Connection, statements: Statements[AnyRow], plan: Plan, most: int) -> Found[AnyRow]:
    kind = statements.row

    def told(total: int, **row: Any) -> tuple[int, AnyRow | None]:
        return total, None if row["id"] is None else kind(**row)

    async with connection.cursor(row_factory=kwargs_row(told)) as cursor:
        await cursor.execute(statements.found(plan.rest, plan.driver, most))
        rows = await cursor.fetchall()
    total = rows[0][0]
    found = [row for _, row in rows if row is not None]
    return Found(found, min(total, most), at_least=total > most)


async def _alike(connection: Connection, statement: sql.Composed) -> Mapping[str, Sequence[str]]:
    rows = await (await connection.execute(statement)).fetchall()
    return {str(word): list(map(str, ids)) for word, ids in rows}


def _forgiven(search: Search) -> list[str]:
    found = [leaf.text for leaf in leaves(search.root) if isinstance(leaf, Word) and not leaf.negated]
    return [word for word in dict.fromkeys(found) if is_forgiven(word)]


def _has_alternatives(search: Search) -> bool:
    """What one of them finds says nothing about the words of the others."""
    root = search.root
    return any(isinstance(part, Either) for part in (root.parts if isinstance(root, Every) else (root,)))
