"""Whoever changes who is which customer holds those customers until the transaction ends, and nobody else waits.

Everybody takes locks in one order: first of all together with those who change customers and against the lists, which
change any of them; then of the customers, sorted; then whatever is written. So nobody waits in a circle.
"""

from collections.abc import Collection, Iterable

import msgspec
from psycopg import Rollback

from rotunda.identity.merging.account_reading import read_above
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import CustomerId, is_contact

_TOGETHER = "SELECT pg_advisory_xact_lock_shared(hashtext('rotunda.merging'))"
_ROOTS = """
    SELECT coalesce(shown_as, id) AS id FROM account WHERE id = ANY(%(customers)s)
    UNION SELECT coalesce(shown_as, id) FROM contact WHERE id = ANY(%(customers)s)
"""
_LOCK = """
    SELECT CASE WHEN alone THEN pg_advisory_xact_lock(key)::text ELSE pg_advisory_xact_lock_shared(key)::text END
    FROM (
        SELECT hashtextextended('customer ' || name, 0) AS key, bool_or(alone) AS alone
        FROM unnest(%s::text[], %s::boolean[]) AS wanted (name, alone) GROUP BY 1 ORDER BY 1
    ) AS sorted
"""


_PARENTS = """
    SELECT a.parent_id AS id FROM account a WHERE coalesce(a.shown_as, a.id) = ANY(%(own)s) AND a.parent_id IS NOT NULL
    UNION SELECT p.parent_id FROM account_member m JOIN parent_set p USING (account_id)
    WHERE m.shown_id = ANY(%(own)s) AND p.ended_at IS NULL AND p.parent_id IS NOT NULL
"""


class _Id(msgspec.Struct, frozen=True):
    id: CustomerId


class _Wanted(msgspec.Struct, frozen=True):
    """Customers as they are shown, to be changed, and those above them, which only have to stay where they are."""

    own: frozenset[str]
    above: frozenset[str] = frozenset()


async def hold(transaction: Connection, customers: Iterable[CustomerId], values: Collection[str] = ()) -> None:
    """Waits until nobody else changes any of these customers, with all that are shown as one with them. `values` are
    held in the same way: what two customers must not take at once. Only once in a transaction, before it writes.
    """
    asked = list(customers)
    await transaction.execute(_TOGETHER)
    while not await _held(transaction, asked, values):
        pass  # somebody has merged one of them while this waited: whom they are shown as now is held instead


async def _held(transaction: Connection, customers: list[CustomerId], values: Collection[str]) -> bool:
    wanted = await _wanted(transaction, customers)
    keep = False
    async with transaction.transaction() as attempt:
        names = [*wanted.own, *values, *wanted.above]
        alone = [name not in wanted.above for name in names]
        await transaction.execute(_LOCK, (names, alone))
        keep = await _wanted(transaction, customers) == wanted
        if not keep:
            raise Rollback(attempt)
    return keep


async def _wanted(transaction: Connection, customers: list[CustomerId]) -> _Wanted:
    own = frozenset(row.id for row in await fetch_all(transaction, _Id, _ROOTS, {"customers": customers}))
    companies = [each for each in own if not is_contact(each)]
    parents = [row.id for row in await fetch_all(transaction, _Id, _PARENTS, {"own": companies})] if companies else []
    above = await read_above(transaction, parents) if parents else {}
    return _Wanted(own, frozenset(above) - own)
