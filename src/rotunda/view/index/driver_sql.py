"""Where to begin: the rarest of a search's conditions, of which each has an index of its own.

What was found by it is asked for the other conditions, one after the other, until there are enough. Words need no
driver: they are columns of the rows themselves, and how frequent they are, the planner knows.
"""

from collections.abc import Mapping

import msgspec
from psycopg import sql

from rotunda.access.grant import list_scopes
from rotunda.kit.database import Connection
from rotunda.view.index.conditions_sql import Leaf, ListQuery, holds_anywhere, ids_of
from rotunda.view.index.search_words import (
    Either,
    Every,
    Node,
    leaves,
)

MOST_COUNTED = 5_000
"""So many are counted and sorted after they were found; of more than that a list is read in its order until a page is
full, and only "more than" is said.
"""

RARE = 25_000
"""What no more accounts have is found at once; what more have is asked row by row, and soon a page is full."""


class Driver(msgspec.Struct, frozen=True):
    """`ids` of accounts, each once, among which everything is that can be found. `first`: they are read one by one, and
    of each it is asked whether it is looked for; otherwise the planner may begin with a word or with whose they are.
    """

    ids: sql.Composable
    first: bool


class Plan(msgspec.Struct, frozen=True):
    """The query with its sets; and where to begin, with what is left to be asked of what is found there."""

    query: ListQuery
    rest: ListQuery
    driver: Driver | None = None


async def planned(connection: Connection, query: ListQuery, *, always: bool = False) -> Plan:
    """Asks how many accounts each condition holds for. `always`: none of them is asked row by row."""
    asked = [leaf for leaf in leaves(query.search.root) if isinstance(leaf, Leaf)]
    if not asked:
        return Plan(query, query)
    counts = dict(zip(asked, await _counts(connection, query, asked), strict=True))
    sets = [leaf for leaf, count in counts.items() if always or count <= RARE]
    root = query.search.root
    parts = root.parts if isinstance(root, Every) else (root,)
    sized = [(size, part) for part in parts if (size := _size(part, counts)) is not None]
    planned_query = msgspec.structs.replace(query, sets=sets)
    if not sized:
        return Plan(planned_query, planned_query)
    size, rarest = min(sized, key=lambda pair: pair[0])
    others = [part for part in parts if isinstance(part, Leaf) and part is not rarest]
    held = [*others, *([rarest] if isinstance(rarest, Leaf) else [])]
    looked_up = [leaf for leaf in others if counts[leaf] <= RARE]
    found = _among(msgspec.structs.replace(query, sets=looked_up), _ids(query, rarest, counts), others)
    rest = msgspec.structs.replace(planned_query, held=held)
    return Plan(planned_query, rest, Driver(found, first=_is_first(query, size)))


def _is_first(query: ListQuery, size: int) -> bool:
    """What a few have; or whatever there is, where nothing else could be begun with."""
    seen_by_all = any(scope.everything for scope in list_scopes(query.viewer))
    return size <= MOST_COUNTED or (seen_by_all and _is_of_facts(query.search.root))


def _is_of_facts(node: Node) -> bool:
    return all(map(_is_of_facts, node.parts)) if isinstance(node, Every | Either) else isinstance(node, Leaf)


def _among(query: ListQuery, ids: sql.Composable, others: list[Leaf]) -> sql.Composable:
    """Rights are no part of it."""
    if not others:
        return ids
    also = sql.SQL(" AND ").join([holds_anywhere(query, leaf) for leaf in others])
    return sql.SQL("SELECT a.id FROM ({}) AS a WHERE {}").format(ids, also)


async def _counts(connection: Connection, query: ListQuery, asked: list[Leaf]) -> list[int]:
    most = sql.Literal(RARE + 1)
    counts = [
        sql.SQL("(SELECT count(*) FROM ({} LIMIT {}) AS one)").format(ids_of(query, leaf), most) for leaf in asked
    ]
    row = await (await connection.execute(sql.SQL("SELECT ARRAY[{}]").format(sql.SQL(", ").join(counts)))).fetchone()
    return row[0] if row else []


def _size(node: Node, counts: Mapping[Leaf, int]) -> int | None:
    """None: it cannot be begun with."""
    if isinstance(node, Leaf):
        return counts[node]
    if not isinstance(node, Either | Every):
        return None
    sizes = [_size(part, counts) for part in node.parts]
    known = [size for size in sizes if size is not None]
    if isinstance(node, Every):
        return min(known, default=None)
    return sum(known) if len(known) == len(sizes) else None


def _ids(query: ListQuery, node: Node, counts: Mapping[Leaf, int]) -> sql.Composable:
    """Of a part that can be begun with."""
    if isinstance(node, Leaf):
        return ids_of(query, node)
    if isinstance(node, Every):
        sized = [(size, part) for part in node.parts if (size := _size(part, counts)) is not None]
        return _ids(query, min(sized, key=lambda pair: pair[0])[1], counts)
    parts = node.parts if isinstance(node, Either) else ()
    return sql.SQL(" UNION ").join([_ids(query, part, counts) for part in parts])
