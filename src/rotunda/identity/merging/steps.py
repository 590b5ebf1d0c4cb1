"""The steps of merging and undoing inside one transaction."""

from collections.abc import Mapping

from rotunda.identity.directory import follow_links
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
from rotunda.identity.merging.moved import hand_over, moved_since
from rotunda.identity.merging.plan import Between, Side, make_plan
from rotunda.identity.merging.reading import (
    read_above,
    read_between,
    read_forest,
    read_groups,
    read_merge,
    read_root,
    read_side,
)
from rotunda.identity.merging.splits import Hand
from rotunda.identity.merging.undoing import plan_undo
from rotunda.identity.merging.writing import end_merge, forget_facts, point, show
from rotunda.identity.repository.heads import close_empty
from rotunda.kit.database import Connection
from rotunda.sections.ids import AccountId, MergeId

Sides = tuple[Side, Side, Between]


async def root_of(transaction: Connection, account: str) -> AccountId:
    """The account that this one is shown as. Raises NotThere."""
    root = await read_root(transaction, account)
    if root is None:
        raise NotThere("account")
    return root


async def sides_of(transaction: Connection, order: MergeOrder) -> Sides:
    """Raises NotThere, Refused for one and the same account, Conflict where either was merged already."""
    if order.kept == order.absorbed:
        raise Refused("into", "An account cannot be merged with itself.")
    for account in (order.kept, order.absorbed):
        if await root_of(transaction, account) != account:
            raise Conflict(Obstacle.ALREADY_MERGED, "One of them was merged already. Open it again to see as what.")
    groups = await read_groups(transaction, (order.kept, order.absorbed))
    kept = await read_side(transaction, groups[order.kept])
    absorbed = await read_side(transaction, groups[order.absorbed])
    return kept, absorbed, await read_between(transaction, kept.group.members, absorbed.group.members)


async def plan_of(transaction: Connection, sides: Sides, choices: Mapping[str, SideName]) -> MergePlan:
    """Raises Refused for a choice that means nothing."""
    kept, absorbed, between = sides
    parents = {AccountId(said.value) for side in (kept, absorbed) for said in side.group.said.get("parent", ())}
    above = await read_above(transaction, parents)
    return make_plan(kept, absorbed, between, choices, above.get)


def require_as_planned(plan: MergePlan, order: MergeOrder) -> None:
    """Raises Conflict."""
    if order.fingerprint is not None and order.fingerprint != plan.fingerprint:
        raise Conflict(Obstacle.STALE, "Something has changed since this was planned. Look at the new plan first.")
    refused = plan.refused
    if refused is not None and not (refused.kind == Obstacle.KEPT_APART and order.force_because):
        raise Conflict(Obstacle(refused.kind), refused.says)


async def undo_plan_of(transaction: Connection, merge: MergeId, choices: Mapping[str, SideName]) -> UndoPlan:
    """Raises NotThere, Refused, Conflict."""
    row = await read_merge(transaction, merge)
    if row is None:
        raise NotThere("merge")
    forest = await read_forest(transaction, await root_of(transaction, row.absorbed))
    return plan_undo(row, forest, await moved_since(transaction, row), choices)


async def undo(
    transaction: Connection, plan: UndoPlan, choices: Mapping[str, SideName], hand: Hand, because: str | None
) -> None:
    """The plan's decisions have to be complete."""
    before = await read_forest(transaction, plan.kept)
    mixed = before.path(plan.merge.kept)
    affected = before.below(plan.kept) | {plan.kept}
    await end_merge(transaction, plan.merge, hand.by, hand.at, because)
    await hand_over(transaction, plan.merge, plan.conflicts, choices, hand)
    await point(transaction, (await read_forest(transaction, plan.kept)).pointers(affected))
    await forget_facts(transaction, mixed)
    await _bring_up_to_date(transaction, choices, hand)
    await show(transaction, [plan.kept, plan.absorbed])


async def _bring_up_to_date(transaction: Connection, choices: Mapping[str, SideName], hand: Hand) -> None:
    if moves_records(choices):
        await follow_links(transaction, hand.at)
    else:
        await close_empty(transaction, hand.at)


def moves_records(choices: Mapping[str, SideName]) -> bool:
    """Whether a decision takes a record of a source to another account."""
    return any(side == "absorbed" and key.startswith("record:") for key, side in choices.items())
