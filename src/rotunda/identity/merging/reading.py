"""The SQL that reads merges, of accounts and of contacts alike: which there are, and who is shown as whom."""

from collections.abc import Collection, Mapping
from typing import LiteralString

import msgspec

from rotunda.identity.merging.book import Book
from rotunda.identity.merging.forest import Edge, Forest
from rotunda.identity.merging.groups import Joint
from rotunda.identity.merging.model import MergeRow, RelatedCount
from rotunda.identity.merging.plan import Between
from rotunda.identity.merging.related import Related
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.sections.ids import CustomerId

_JOINTS = """
    SELECT id, absorbed, kept, merged_at, choices FROM merge
    WHERE undone_at IS NULL AND absorbed = ANY(%s) ORDER BY merged_at, id
"""
_KEPT_APART = """
    SELECT because AS text FROM keep_apart
    WHERE revoked_at IS NULL
        AND ((one = ANY(%(a)s) AND other = ANY(%(b)s)) OR (one = ANY(%(b)s) AND other = ANY(%(a)s)))
    ORDER BY decided_at LIMIT 1
"""
_MERGE = "SELECT id, absorbed, kept, merged_by, merged_at, undone_at FROM merge WHERE id = %s"
_EVERYONE = """
    SELECT account_id AS id FROM account_member WHERE shown_id = %(root)s
    UNION ALL SELECT contact_id FROM contact_member WHERE shown_id = %(root)s
"""
_TREE = f"SELECT id, absorbed, kept FROM merge WHERE undone_at IS NULL AND absorbed IN ({_EVERYONE})"
_ROOT = """
    SELECT coalesce(shown_as, id) AS id FROM account WHERE id = %(customer)s
    UNION ALL SELECT coalesce(shown_as, id) FROM contact WHERE id = %(customer)s
"""


class _Text(msgspec.Struct, frozen=True):
    text: str


class _Id(msgspec.Struct, frozen=True):
    id: CustomerId


class _Count(msgspec.Struct, frozen=True):
    kind: str
    kept: int
    absorbed: int


async def read_joints(transaction: Connection, absorbed: Collection[CustomerId]) -> list[Joint]:
    """The merges that stand of these, oldest first."""
    return await fetch_all(transaction, Joint, _JOINTS, (list(absorbed),))


async def read_everyone(transaction: Connection, root: CustomerId) -> list[CustomerId]:
    """All that are shown as this one, itself among them; also people whom the rules have found to be it."""
    return [row.id for row in await fetch_all(transaction, _Id, _EVERYONE, {"root": root})]


async def read_between(
    transaction: Connection, book: Book, kept: CustomerId, absorbed: CustomerId, *, steady: bool
) -> Between:
    """`steady`: rows that come and go by themselves are not counted."""
    sides = {"a": await read_everyone(transaction, kept), "b": await read_everyone(transaction, absorbed)}
    apart = await fetch_one(transaction, _Text, _KEPT_APART, sides)
    unsteady = frozenset(each.kind for each in book.related if not each.steady)
    related = tuple(each for each in book.related if each.steady or not steady)
    return Between(apart.text if apart else None, await _count(transaction, related, sides), unsteady)


async def _count(
    transaction: Connection, related: tuple[Related, ...], sides: Mapping[str, list[CustomerId]]
) -> list[RelatedCount]:
    counts = {each.kind: each for each in await fetch_all(transaction, _Count, _counts(related), sides)}
    return [RelatedCount(each.kind, each.label, counts[each.kind].kept, counts[each.kind].absorbed) for each in related]


def _counts(related: tuple[Related, ...]) -> LiteralString:
    """One statement for all kinds of rows; each side is counted by its own index scan."""
    union: LiteralString = " UNION ALL "
    return union.join(
        f"SELECT '{each.kind}' AS kind,"
        f" (SELECT count(*) FROM {each.table} WHERE {each.column} = ANY(%(a)s) AND {each.where})::int AS kept,"
        f" (SELECT count(*) FROM {each.table} WHERE {each.column} = ANY(%(b)s) AND {each.where})::int AS absorbed"
        for each in related
    )


async def read_merge(transaction: Connection, merge: str) -> MergeRow | None:
    return await fetch_one(transaction, MergeRow, _MERGE, (merge,))


async def read_root(transaction: Connection, customer: str) -> CustomerId | None:
    """Whom this one is shown as; None where there is nobody of that id."""
    row = await fetch_one(transaction, _Id, _ROOT, {"customer": customer})
    return row.id if row else None


async def read_forest(transaction: Connection, root: CustomerId) -> Forest:
    """The merges of everything that is shown as this one."""
    return Forest(await fetch_all(transaction, Edge, _TREE, {"root": root}))
