"""Merging customers and undoing it. Whether a person may do it is for the caller to say: these are the book's rules."""

from collections.abc import Mapping, Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, DetailValue
from rotunda.identity.merging.book import Hand
from rotunda.identity.merging.books import book_of
from rotunda.identity.merging.explained import Explained, explain
from rotunda.identity.merging.history import read_history
from rotunda.identity.merging.holding import hold
from rotunda.identity.merging.ledger import Ledger, checked_reason
from rotunda.identity.merging.model import Deed, MergeOrder, MergePlan, MergeRow, SideName, UndoPlan
from rotunda.identity.merging.plan import Side, chosen_members
from rotunda.identity.merging.reading import read_merge
from rotunda.identity.merging.steps import (
    hold_sides,
    moves_records,
    plan_of,
    require_as_planned,
    sides_of,
    undo,
    undo_plan_of,
)
from rotunda.identity.merging.undoing import require_decided
from rotunda.identity.merging.writing import NewMerge, insert_merge
from rotunda.kit.ids import new_id
from rotunda.sections.ids import CustomerId, MergeId


class Merged(msgspec.Struct, frozen=True):
    """A merge that was made."""

    id: MergeId
    plan: MergePlan


class Merges:
    """Each change is one transaction; each, and each that is refused, is in the audit log before it is committed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def plan(self, actor: Actor, order: MergeOrder) -> MergePlan:
        """What a merge would do, and the fingerprint that makes it so. Nothing is changed. Raises as `merge` does."""
        detail = _told(order)
        async with self._ledger.refusals(actor, order.kept, detail):
            async with self._ledger.database.transaction() as transaction:
                plan = await plan_of(transaction, await sides_of(transaction, order), order.choices)
            await self._ledger.record(actor, Action.MERGE_PLAN, [order.kept, order.absorbed], detail)
        return plan

    async def merge(self, actor: Actor, order: MergeOrder) -> Merged:
        """From then on `absorbed`, with all that was merged into it, is shown as `kept`. Nothing is rewritten.

        Raises:
            NotThere: there is no such customer.
            Refused: it is the same customer, or one is a company and one a person, or a choice means nothing.
            Conflict: one of them was merged already, the plan is out of date, they are to be kept apart, or a parent
                would stand below its child.
        """
        detail = _told(order)
        async with (
            self._ledger.refusals(actor, order.kept, detail),
            self._ledger.changing(actor) as (transaction, hand),
        ):
            if order.force_because is not None:
                checked_reason(order.force_because, "force_because")
            await hold(transaction, [order.kept, order.absorbed])
            sides = await sides_of(transaction, order, steady=True)
            plan = await plan_of(transaction, sides, order.choices)
            require_as_planned(plan, order)
            new = _row(order, plan, sides[:2], hand)
            await insert_merge(transaction, new)
            book = book_of(order.kept)
            await book.point(transaction, dict.fromkeys(sides[1].group.members, order.kept))
            await book.show(transaction, [order.kept, order.absorbed])
            await self._ledger.record(actor, Action.MERGE, [order.kept, order.absorbed], {**detail, "merge": new.id})
        return Merged(new.id, plan)

    async def find(self, merge: str) -> MergeRow | None:
        """A merge that was made, undone or not."""
        async with self._ledger.database.connection() as connection:
            return await read_merge(connection, merge)

    async def plan_undo(self, actor: Actor, merge: MergeId, choices: Mapping[str, SideName]) -> UndoPlan:
        """What undoing brings back and what has to be decided for it. Raises as `undo` does."""
        async with self._ledger.refusals(actor, None, {"merge": merge, "undo": True}):
            async with self._ledger.database.transaction() as transaction:
                plan = await undo_plan_of(transaction, merge, choices)
            detail: dict[str, DetailValue] = {"merge": merge, "undo": True}
            await self._ledger.record(actor, Action.MERGE_PLAN, [plan.merge.kept, plan.absorbed], detail)
        return plan

    async def undo(
        self, actor: Actor, merge: MergeId, choices: Mapping[str, SideName], because: str | None = None
    ) -> UndoPlan:
        """Both are again what they were; what was merged into either, earlier or later, stays with it.

        Raises:
            NotThere: there is no such merge.
            Refused: a choice of what is no conflict.
            Conflict: it was undone before, or something is not decided.
        """
        async with (
            self._ledger.refusals(actor, None, {"merge": merge, "undo": True}),
            self._ledger.changing(actor, links=moves_records(choices)) as (transaction, hand),
        ):
            reason = checked_reason(because) if because else None
            await hold_sides(transaction, merge)
            plan = await undo_plan_of(transaction, merge, choices)
            require_decided(plan)
            await undo(transaction, plan, choices, hand, reason)
            decided = [f"{key}={side}" for key, side in sorted(choices.items())]
            detail: dict[str, DetailValue] = {"merge": merge, "kept": plan.merge.kept, "absorbed": plan.absorbed}
            accounts = [plan.merge.kept, plan.absorbed]
            await self._ledger.record(actor, Action.MERGE_UNDO, accounts, {**detail, "decided": decided})
        return plan

    async def history(self, customer: CustomerId) -> Sequence[Deed]:
        """What was done to it and to everything that is shown as it, newest first."""
        return await read_history(self._ledger.database, customer)

    async def explained(self, customer: CustomerId) -> Sequence[Explained]:
        """Which rule chose each value that is shown of it. Nothing where it is shown as another one."""
        async with self._ledger.database.connection() as connection:
            group = (await book_of(customer).groups(connection, [customer])).get(customer)
        return explain(group) if group else []


def _told(order: MergeOrder) -> dict[str, DetailValue]:
    choices = [f"{field}={side}" for field, side in sorted(order.choices.items())]
    forced: dict[str, DetailValue] = {"force_because": order.force_because} if order.force_because else {}
    return {"kept": order.kept, "absorbed": order.absorbed, "choices": choices, **forced}


def _row(order: MergeOrder, plan: MergePlan, sides: tuple[Side, Side], hand: Hand) -> NewMerge:
    kept, absorbed = sides
    return NewMerge(
        id=MergeId(new_id("mrg_")),
        absorbed=order.absorbed,
        kept=order.kept,
        fingerprint=plan.fingerprint,
        plan=plan,
        choices=chosen_members(kept.group, absorbed.group, order.choices),
        forced=order.force_because,
        by=hand.by,
        at=hand.at,
    )
