"""The best few of what is being typed: ranked by some statements, and told in full by another.

What tells them in full is the same words for every search of a viewer, so PostgreSQL plans it once for a connection;
and what finds them comes in stages, of which later ones are asked where earlier ones have not found enough. To plan all
of that with every letter took longer than to find anybody.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, LiteralString, TypeVar

import msgspec
from psycopg import AsyncRawCursor, sql
from psycopg.rows import class_row

from rotunda.kit.database import Connection
from rotunda.view.index.terms_sql import start_of

Row = TypeVar("Row")

ASKED_AND_BEST: LiteralString = """
    FROM (
        SELECT search_fold($1::text) AS phrase, ' ' || search_literal($1::text) || '%' AS begins,
            $2::text || search_literal($3::text) || '%' AS longest OFFSET 0
    ) AS asked CROSS JOIN unnest($4::text[], $5::int[], $6::real[], $7::text[]) AS b (id, place, unlike, name)
"""
"""What was typed, folded once (`asked`), beside who was found (`b`): of a statement that `told` executes."""


class Ranked(msgspec.Struct, frozen=True):
    """Somebody who was found: lower places come first, then those who are less `unlike` what was typed, then names."""

    id: str
    place: int
    unlike: float
    name: str


class Typed(msgspec.Struct, frozen=True):
    """The words as they were typed, and the one that is longest."""

    text: str
    longest: str

    @classmethod
    def of(cls, words: Sequence[str]) -> "Typed":
        return cls(" ".join(words), max(words, key=len))


class Stage(msgspec.Struct, frozen=True):
    """One statement among several. `needless`: the places at which somebody must not stand yet, else it is left out."""

    statement: Callable[[], sql.Composed]
    needless: frozenset[int] = frozenset()


def best_of(
    statement: LiteralString, before: sql.Composable, arms: Sequence[sql.Composable], enough: int, limit: int
) -> sql.Composed:
    """`statement` over the arms, of which later ones are not begun where earlier ones have found `enough`."""
    found = sql.SQL(" UNION ALL ").join(arms)
    return sql.SQL(statement).format(before=before, found=found, enough=sql.Literal(enough), limit=sql.Literal(limit))


async def ranked(connection: Connection, stages: Iterable[Stage], limit: int) -> Sequence[Ranked]:
    """Whom the stages find, one after the other, until there are enough: later ones find nobody for a lower place."""
    found: dict[str, Ranked] = {}
    for stage in stages:
        if len(found) < limit and stage.needless.isdisjoint(each.place for each in found.values()):
            for each in await _ranked(connection, stage.statement()):
                found.setdefault(each.id, each)
    return list(found.values())[:limit]


async def told(
    connection: Connection, kind: type[Row], statement: sql.Composed, typed: Typed, found: Sequence[Ranked], *more: Any
) -> list[Row]:
    """`statement` holds `ASKED_AND_BEST`, and `more` from $8 on."""
    if not found:
        return []
    columns = list(map(list, zip(*map(msgspec.structs.astuple, found), strict=True)))
    parameters = (typed.text, start_of(typed.longest), typed.longest, *columns, *more)
    async with AsyncRawCursor(connection, row_factory=class_row(kind)) as cursor:
        await cursor.execute(statement, parameters, prepare=True)
        return await cursor.fetchall()


async def _ranked(connection: Connection, statement: sql.Composed) -> list[Ranked]:
    async with connection.cursor(row_factory=class_row(Ranked)) as cursor:
        await cursor.execute(statement)
        return await cursor.fetchall()
