"""Where to begin: the rarest of a search's conditions, of which each has an index of its own.

What was found by it is asked for the other conditions. Words need no driver: they are columns of the rows themselves,
and how frequent they are, the planner knows.
"""

from collections.abc import Mapping

import msgspec
from psycopg import sql

from rotunda.kit.database import Connection
from rotunda.view.index.conditions_sql import Leaf, ListQuery, ids_of
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


class Plan(msgspec.Struct, frozen=True):
    """The query with its sets, and ids of accounts among which everything is that it can find."""

    query: ListQuery
    driver: sql.Composable | None


async def planned(connection: Connection, query: ListQuery, *, always: bool = False) -> Plan:
    """Asks how many accounts each condition holds for. `always`: none of them is asked row by row."""
    asked = [leaf for leaf in leaves(query.search.root) if isinstance(leaf, Leaf)]
    if not asked:
        return Plan(query, None)
    counts = dict(zip(asked, await _counts(connection, query, asked), strict=True))
    sets = [leaf for leaf, count in counts.items() if always or count <= RARE]
    root = query.search.root
    parts = root.parts if isinstance(root, Every) else (root,)
    sized = [(size, part) for part in parts if (size := _size(part, counts)) is not None]
    driver = None
    if sized:
        _, part = min(sized, key=lambda pair: pair[0])
        driver = _ids(query, part, counts)
    return Plan(msgspec.structs.replace(query, sets=sets), driver)


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
    return sql.SQL(" UNION ALL ").join([_ids(query, part, counts) for part in parts])
