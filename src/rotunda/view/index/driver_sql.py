"""Where to begin: the rarest of a search's conditions, of which each has an index of its own.

What was found by it is asked for the other conditions, one after the other, until there are enough. Words need no
driver: they are columns of the rows themselves, and how frequent they are, the planner knows.
"""

from collections.abc import Mapping
from typing import TypeAlias, TypeGuard

import msgspec
from psycopg import sql

from rotunda.access.grant import list_scopes
from rotunda.kit.database import Connection
from rotunda.view.index.conditions_sql import Leaf, ListQuery, holds_anywhere, ids_of, ids_of_owned
from rotunda.view.index.scope_sql import rows_in_scope
from rotunda.view.index.search_words import (
    Either,
    Every,
    Node,
    OwnerCondition,
    leaves,
)

_Begun: TypeAlias = Leaf | OwnerCondition

MOST_COUNTED = 2_000
"""So many are counted and sorted after they were found; of more than that a list is read in its order until a page is
full, and only "more than" is said.
"""

FEW = 5_000
"""What no more accounts have is begun with, whatever else is asked."""

RARE = 25_000
"""What no more accounts have is found at once; what more have is asked row by row, and soon a page is full."""


class Driver(msgspec.Struct, frozen=True):
    """`ids` of accounts, each once, among which everything is that can be found. `first`: they are read one by one, and
    of each it is asked whether it is looked for; otherwise the planner may begin with a word or with whose they are.
    """

    ids: sql.Composable
    first: bool


class Plan(msgspec.Struct, frozen=True):
    """The query with the sets of few, for lists that are read in their order until a page is full; and where to begin,
    with what is left to be asked of what is found there.
    """

    query: ListQuery
    rest: ListQuery
    driver: Driver | None = None


async def planned(connection: Connection, query: ListQuery, *, always: bool = False) -> Plan:
    """Asks how many accounts each condition holds for. `always`: none of them is asked row by row, as there are many
    rows for one account; then owners are begun with, too, however many accounts they have.
    """
    asked = [leaf for leaf in leaves(query.search.root) if _can_begin(leaf)]
    if not asked:
        return Plan(query, query)
    counts = {
        leaf: count
        for leaf, count in zip(asked, await _counts(connection, query, asked), strict=True)
        if always or isinstance(leaf, Leaf) or count <= FEW
    }
    sets = [leaf for leaf, count in counts.items() if isinstance(leaf, Leaf) and (always or count <= RARE)]
    return _plan(msgspec.structs.replace(query, sets=sets), counts, many=always)


def _plan(query: ListQuery, counts: Mapping[_Begun, int], *, many: bool) -> Plan:
    root = query.search.root
    parts = root.parts if isinstance(root, Every) else (root,)
    sized = [(size, part) for part in parts if (size := _size(part, counts)) is not None]
    if not sized:
        return Plan(query, query)
    size, rarest = min(sized, key=lambda pair: pair[0])
    others = [part for part in parts if isinstance(part, Leaf) and part is not rarest]
    held = [*others, *([rarest] if isinstance(rarest, Leaf) else [])]
    looked_up = msgspec.structs.replace(query, sets=[leaf for leaf in others if counts[leaf] <= RARE])
    ids = _among(looked_up, _ids(query, rarest, counts), others, within_reach=many)
    driver = Driver(ids, first=_is_first(query, size, many=many))
    few = msgspec.structs.replace(query, sets=[leaf for leaf in query.sets if counts[leaf] <= FEW])
    return Plan(few, msgspec.structs.replace(query, held=held), driver)


def _is_first(query: ListQuery, size: int, *, many: bool) -> bool:
    """What a few have; or whatever there is, where nothing else could be begun with."""
    return size <= FEW or ((many or _sees_all(query)) and _is_of_facts(query.search.root, owners=many))


def _sees_all(query: ListQuery) -> bool:
    return any(scope.everything for scope in list_scopes(query.viewer))


def _is_of_facts(node: Node, *, owners: bool) -> bool:
    if isinstance(node, Every | Either):
        return all(_is_of_facts(part, owners=owners) for part in node.parts)
    return isinstance(node, Leaf) or (owners and isinstance(node, OwnerCondition))


def _can_begin(node: Node) -> TypeGuard[_Begun]:
    """All whom somebody does not own are most of the book."""
    return isinstance(node, Leaf) or (isinstance(node, OwnerCondition) and not node.negated)


def _begun(query: ListQuery, node: _Begun) -> sql.Composable:
    return ids_of_owned(query.viewer, node) if isinstance(node, OwnerCondition) else ids_of(query, node)


def _among(query: ListQuery, ids: sql.Composable, others: list[Leaf], *, within_reach: bool) -> sql.Composable:
    """Rights are asked of what is found. `within_reach`: of accounts already, so that their many rows are not read."""
    also = [holds_anywhere(query, leaf) for leaf in others]
    if within_reach and not _sees_all(query):
        also = [sql.SQL("{} IS TRUE").format(rows_in_scope(list_scopes(query.viewer))), *also]
    if not also:
        return ids
    return sql.SQL("SELECT a.id FROM ({}) AS a WHERE {}").format(ids, sql.SQL(" AND ").join(also))


async def _counts(connection: Connection, query: ListQuery, asked: list[_Begun]) -> list[int]:
    most = sql.Literal(RARE + 1)
    counts = [
        sql.SQL("(SELECT count(*) FROM ({} LIMIT {}) AS one)").format(_begun(query, leaf), most) for leaf in asked
    ]
    row = await (await connection.execute(sql.SQL("SELECT ARRAY[{}]").format(sql.SQL(", ").join(counts)))).fetchone()
    return row[0] if row else []


def _size(node: Node, counts: Mapping[_Begun, int]) -> int | None:
    """None: it cannot be begun with."""
    if _can_begin(node):
        return counts.get(node)
    if not isinstance(node, Either | Every):
        return None
    sizes = [_size(part, counts) for part in node.parts]
    known = [size for size in sizes if size is not None]
    if isinstance(node, Every):
        return min(known, default=None)
    return sum(known) if len(known) == len(sizes) else None


def _ids(query: ListQuery, node: Node, counts: Mapping[_Begun, int]) -> sql.Composable:
    """Of a part that can be begun with."""
    if _can_begin(node):
        return _begun(query, node)
    if isinstance(node, Every):
        sized = [(size, part) for part in node.parts if (size := _size(part, counts)) is not None]
        return _ids(query, min(sized, key=lambda pair: pair[0])[1], counts)
    parts = node.parts if isinstance(node, Either) else ()
    return sql.SQL(" UNION ").join([_ids(query, part, counts) for part in parts])
