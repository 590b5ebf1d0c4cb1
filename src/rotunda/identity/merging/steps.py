"""The steps of merging and undoing inside one transaction."""

from collections.abc import Mapping

from rotunda.identity.merging.book import Hand
from rotunda.identity.merging.books import book_of
from rotunda.identity.merging.holding import hold
from rotunda.identity.merging.model import (
    Conflict,
    MergeOrder,
    MergePlan,
    NotThere,
    Obstacle,
    Refused,
    SideName,
    UndoPlan,
)
from rotunda.identity.merging.moved import hand_over, moved_since, shown_since
from rotunda.identity.merging.plan import Between, Side, make_plan
from rotunda.identity.merging.reading import (
    read_between,
    read_forest,
    read_merge,
    read_root,
)
from rotunda.identity.merging.undoing import plan_undo
from rotunda.identity.merging.writing import end_merge
from rotunda.kit.database import Connection
from rotunda.sections.ids import AccountId, CustomerId, MergeId, is_contact

Sides = tuple[Side, Side, Between]


async def root_of(transaction: Connection, customer: CustomerId) -> CustomerId:
    """Whom this one is shown as. Raises NotThere."""
    root = await read_root(transaction, customer)
    if root is None:
        raise NotThere(book_of(customer).noun)
    return root


async def sides_of(transaction: Connection, order: MergeOrder, *, steady: bool = False) -> Sides:
    """`steady`: without counting what comes and goes by itself.

    Raises NotThere, Refused for one and the same account, Conflict where either was merged already.
    """
    if order.kept == order.absorbed:
        raise Refused("into", f"One {book_of(order.kept).noun} cannot be merged with itself.")
    require_same_kind(order.kept, order.absorbed, "into")
    for customer in (order.kept, order.absorbed):
        if await root_of(transaction, customer) != customer:
            raise Conflict(Obstacle.ALREADY_MERGED, "One of them was merged already. Open it again to see as what.")
    book = book_of(order.kept)
    groups = await book.groups(transaction, (order.kept, order.absorbed))
    kept = await book.side(transaction, groups[order.kept])
    absorbed = await book.side(transaction, groups[order.absorbed])
    return kept, absorbed, await read_between(transaction, book, order.kept, order.absorbed, steady=steady)


def require_same_kind(one: CustomerId, other: CustomerId, field: str) -> None:
    """Raises Refused for a company and a person."""
    if is_contact(one) != is_contact(other):
        raise Refused(field, "A company and a person cannot be one customer.")


async def plan_of(transaction: Connection, sides: Sides, choices: Mapping[str, SideName]) -> MergePlan:
    """Raises Refused for a choice that means nothing."""
    kept, absorbed, between = sides
    parents = {AccountId(said.value) for side in (kept, absorbed) for said in side.group.said.get("parent", ())}
    above = await book_of(kept.customer).above(transaction, parents)
    return make_plan(kept, absorbed, between, choices, above.get)


def require_as_planned(plan: MergePlan, order: MergeOrder) -> None:
    """Raises Conflict."""
    if order.fingerprint is not None and order.fingerprint != plan.fingerprint:
        raise Conflict(Obstacle.STALE, "Something has changed since this was planned. Look at the new plan first.")
    refused = plan.refused
    if refused is not None and not (refused.kind == Obstacle.KEPT_APART and order.force_because):
        raise Conflict(Obstacle(refused.kind), refused.says)


async def hold_sides(transaction: Connection, merge: MergeId) -> None:
    """Holds both customers of a merge, if there is one."""
    row = await read_merge(transaction, merge)
    if row is not None:
        await hold(transaction, [row.kept, row.absorbed])


async def undo_plan_of(transaction: Connection, merge: MergeId, choices: Mapping[str, SideName]) -> UndoPlan:
    """Raises NotThere, Refused, Conflict."""
    row = await read_merge(transaction, merge)
    if row is None:
        raise NotThere("merge")
    forest = await read_forest(transaction, await root_of(transaction, row.absorbed))
    if row.undone_at is not None:
        return plan_undo(row, forest, (), choices)
    moved = await moved_since(transaction, row, await shown_since(transaction, row, forest))
    return plan_undo(row, forest, moved, choices)


async def undo(
    transaction: Connection, plan: UndoPlan, choices: Mapping[str, SideName], hand: Hand, because: str | None
) -> None:
    """The plan's decisions have to be complete."""
    book = book_of(plan.kept)
    before = await read_forest(transaction, plan.kept)
    mixed = before.path(plan.merge.kept)
    affected = before.below(plan.kept) | {plan.kept}
    since = await shown_since(transaction, plan.merge, before)
    await end_merge(transaction, plan.merge, hand.by, hand.at, because)
    await hand_over(transaction, plan.merge, plan.conflicts, choices, since, hand)
    await book.point(transaction, (await read_forest(transaction, plan.kept)).pointers(affected))
    await book.forget(transaction, mixed)
    await book.settle(transaction, affected, hand.at, records_moved=moves_records(choices))
    await book.show(transaction, [plan.kept, plan.absorbed])


def moves_records(choices: Mapping[str, SideName]) -> bool:
    """Whether a decision takes a record of a source to another customer."""
    return any(side == "absorbed" and key.startswith("record:") for key, side in choices.items())
