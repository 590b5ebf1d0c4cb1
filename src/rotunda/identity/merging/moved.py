"""What people did to a survivor since a merge: of these only they know whose they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import msgspec

from rotunda.identity.merging.book import Hand
from rotunda.identity.merging.books import book_of
from rotunda.identity.merging.forest import Forest
from rotunda.identity.merging.kept_edits import Since, edited_since, give_edits
from rotunda.identity.merging.model import Identified, MergeRow, Moved, SideName
from rotunda.identity.merging.reading import read_joints, read_merge
from rotunda.identity.merging.splits import lead
from rotunda.identity.merging.writing import NewMerge, end_merge, insert_merge
from rotunda.kit.database import Connection, fetch_all
from rotunda.kit.ids import new_id
from rotunda.sections.ids import CustomerId, MergeId

_LATER = """
    SELECT 'merge:' || g.id AS key, 'merge' AS kind, g.kept AS customer, g.merged_at AS at, (
        SELECT name FROM account WHERE id = g.absorbed UNION ALL SELECT name FROM contact WHERE id = g.absorbed
    ) || ' was merged into it later.' AS says
    FROM merge g
    WHERE g.kept = %(kept)s AND g.undone_at IS NULL AND g.id <> %(merge)s AND g.merged_at >= %(since)s
    UNION ALL
    SELECT DISTINCT ON (x.kind, x.normal) x.kind || ':' || x.normal, x.kind, x.into_customer, x.split_at,
        x.value || ' was given to it by hand.'
    FROM every_split x
    WHERE x.into_customer = %(kept)s AND x.ended_at IS NULL AND x.split_at >= %(since)s
    UNION ALL
    SELECT 'parent', 'parent', p.account_id, p.set_at,
        coalesce(a.name || ' was set as its parent.', 'It was set to have no parent.')
    FROM parent_set p LEFT JOIN account a ON a.id = p.parent_id
    WHERE p.account_id = %(kept)s AND p.ended_at IS NULL AND p.set_at >= %(since)s
    ORDER BY at, key
"""
_GIVEN = """
    SELECT x.kind, x.normal, x.value, x.from_customer AS stated FROM every_split x
    WHERE x.kind || ':' || x.normal = %s AND x.into_customer = %s AND x.ended_at IS NULL
"""
_CHOICES = "SELECT fingerprint, plan, choices FROM merge WHERE id = %s"
_MOVE_PARENT = """
    WITH ended AS (
        UPDATE parent_set SET ended_by = %(by)s, ended_at = %(at)s
        WHERE account_id = ANY(%(both)s) AND ended_at IS NULL RETURNING account_id, parent_id
    )
    INSERT INTO parent_set (id, account_id, parent_id, set_by, set_at)
    SELECT %(id)s, %(into)s, parent_id, %(by)s, %(at)s FROM ended
    WHERE account_id = %(kept)s AND parent_id IS DISTINCT FROM %(into)s
"""


class _Given(msgspec.Struct, frozen=True):
    kind: Any
    normal: str
    value: str
    stated: CustomerId


class _Kept(msgspec.Struct, frozen=True):
    fingerprint: str
    plan: Any
    choices: dict[str, CustomerId]


async def moved_since(transaction: Connection, merge: MergeRow, since: Since) -> list[Moved]:
    """Oldest first. Merges of the same moment as this one count as later only if they are others."""
    asked = {"kept": merge.kept, "merge": merge.id, "since": merge.merged_at}
    found = await fetch_all(transaction, Moved, _LATER, asked)
    edits = await edited_since(transaction, merge, since)
    return sorted((*found, *edits), key=lambda each: (each.at, each.key))


async def shown_since(transaction: Connection, merge: MergeRow, forest: Forest) -> Since:
    """As whom the absorbed one has been shown, one after the other, and from when on."""
    path = forest.path(merge.absorbed)
    joints = {each.absorbed: each.merged_at for each in await read_joints(transaction, path)}
    found: dict[CustomerId, datetime] = {}
    since = merge.merged_at
    for below, above in pairwise(path):
        found[above] = since = max(since, joints[below])
    return found


async def hand_over(
    transaction: Connection,
    merge: MergeRow,
    moved: Sequence[Moved],
    choices: Mapping[str, SideName],
    since: Since,
    hand: Hand,
) -> None:
    """What was decided for the one that was absorbed goes to it; the rest stays with the one that was kept."""
    going = [each for each in moved if choices[each.key] == "absorbed"]
    for each in going:
        if each.kind == "merge":
            await _repoint(transaction, each.key.partition(":")[2], merge.absorbed, hand)
        elif each.kind == "parent":
            await _move_parent(transaction, merge, hand)
        elif each.kind != "field":
            await _give(transaction, merge, each.key, hand)
    await give_edits(transaction, merge, going, since, hand)


async def _repoint(transaction: Connection, later: str, into: CustomerId, hand: Hand) -> None:
    row = await read_merge(transaction, later)
    if row is None:
        return
    [kept] = await fetch_all(transaction, _Kept, _CHOICES, (row.id,))
    await end_merge(transaction, row, hand.by, hand.at, "decided when an earlier merge was undone")
    new = NewMerge(
        id=MergeId(new_id("mrg_")),
        absorbed=row.absorbed,
        kept=into,
        fingerprint=kept.fingerprint,
        plan=kept.plan,
        choices=kept.choices,
        forced=None,
        by=hand.by,
        at=hand.at,
    )
    await insert_merge(transaction, new)


async def _give(transaction: Connection, merge: MergeRow, key: str, hand: Hand) -> None:
    book = book_of(merge.kept)
    given = await fetch_all(transaction, _Given, _GIVEN, (key, merge.kept))
    what = Identified(given[0].kind, given[0].normal, given[0].value)
    if what.kind == "record":
        for record in await book.records(transaction, [merge.kept]):
            if f"{record.source}:{record.external_id}" == what.normal:
                await book.relink(transaction, record, merge.absorbed, hand)
    await lead(transaction, book.splits, what, [each.stated for each in given], merge.absorbed, hand)


async def _move_parent(transaction: Connection, merge: MergeRow, hand: Hand) -> None:
    told: dict[str, str | datetime | list[CustomerId] | None] = {"by": hand.by, "at": hand.at}
    told |= {"both": [merge.kept, merge.absorbed], "kept": merge.kept, "into": merge.absorbed, "id": new_id("par_")}
    await transaction.execute(_MOVE_PARENT, told)
