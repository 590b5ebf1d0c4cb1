"""What people decide about customers without moving anything: kept apart, put below another."""

from rotunda.access.audit.entry import Action, Actor, DetailValue
from rotunda.identity.merging import decisions
from rotunda.identity.merging.account_reading import read_above
from rotunda.identity.merging.holding import hold
from rotunda.identity.merging.ledger import Ledger, checked_reason
from rotunda.identity.merging.model import Conflict, NotThere, Obstacle, Refused
from rotunda.identity.merging.plan import stands_above
from rotunda.identity.merging.steps import require_same_kind, root_of
from rotunda.identity.merging.writing import show
from rotunda.kit.database import Connection
from rotunda.sections.ids import AccountId, CustomerId


class Decisions:
    """Remembered until somebody takes them back."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def keep_apart(self, actor: Actor, one: CustomerId, other: CustomerId, because: str) -> None:
        """These are two customers. No rule merges them then, and a person only with a reason. Again is no error.

        Raises:
            NotThere: there is no such customer.
            Refused: they are one customer, or there is no reason.
        """
        detail: dict[str, DetailValue] = {"one": one, "other": other, "because": because}
        async with self._ledger.refusals(actor, one, detail), self._ledger.changing(actor) as (transaction, hand):
            reason = checked_reason(because)
            require_same_kind(one, other, "other")
            await hold(transaction, [one, other])
            if await root_of(transaction, one) == await root_of(transaction, other):
                raise Refused("other", "These are one customer. If they were merged, undo the merge first.")
            await decisions.keep_apart(transaction, one, other, reason, hand)
            await self._ledger.record(actor, Action.KEEP_APART, [one, other], detail)

    async def end_keeping_apart(self, actor: Actor, one: CustomerId, other: CustomerId) -> None:
        """Raises NotThere where nobody decided to keep them apart."""
        detail: dict[str, DetailValue] = {"one": one, "other": other}
        async with self._ledger.refusals(actor, one, detail), self._ledger.changing(actor) as (transaction, hand):
            await hold(transaction, [one, other])
            if not await decisions.end_keeping_apart(transaction, one, other, hand):
                raise NotThere("decision")
            await self._ledger.record(actor, Action.KEEP_APART_END, [one, other], detail)

    async def set_parent(self, actor: Actor, account: AccountId, parent: AccountId | None) -> None:
        """Puts an account below another by hand; None: below none, whatever sources say.

        Raises:
            NotThere: there is no such account.
            Conflict: the parent stands below it.
        """
        detail: dict[str, DetailValue] = {"parent": parent}
        async with self._ledger.refusals(actor, account, detail), self._ledger.changing(actor) as (transaction, hand):
            await hold(transaction, [account, *([parent] if parent else [])])
            root = AccountId(await root_of(transaction, account))
            if parent is not None:
                await _require_no_circle(transaction, root, await root_of(transaction, parent))
            await decisions.set_parent(transaction, root, parent, hand)
            await show(transaction, [root])
            await self._ledger.record(actor, Action.PARENT_SET, [root], detail)

    async def follow_sources(self, actor: Actor, account: AccountId) -> None:
        """Its parent is again whoever the sources say. Raises NotThere."""
        detail: dict[str, DetailValue] = {"parent": "as sources say"}
        async with self._ledger.refusals(actor, account, detail), self._ledger.changing(actor) as (transaction, hand):
            await hold(transaction, [account])
            root = AccountId(await root_of(transaction, account))
            await decisions.end_parent(transaction, root, hand)
            await show(transaction, [root])
            await self._ledger.record(actor, Action.PARENT_SET, [root], detail)


async def _require_no_circle(transaction: Connection, account: CustomerId, parent: CustomerId) -> None:
    above = await read_above(transaction, [parent])
    if stands_above([account], parent, above.get):
        raise Conflict(Obstacle.CIRCLE, "That account is this one or stands below it. Choose another parent.")
