"""One identifier of a customer is somebody else's: it is given to a new or another customer by hand."""

from collections.abc import Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, DetailValue
from rotunda.identity.directory import follow_links
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.model import Conflict, Identified, NotThere, Obstacle, Refused, SplitPlan
from rotunda.identity.merging.reading import read_groups
from rotunda.identity.merging.splits import (
    Hand,
    LinkedRecord,
    company_records,
    count_people,
    found_account,
    lead,
    read_identifier,
    relink,
    stated_of,
)
from rotunda.identity.merging.steps import root_of
from rotunda.identity.merging.writing import forget_facts, show
from rotunda.identity.repository.heads import close_empty
from rotunda.kit.database import Connection
from rotunda.sections.ids import AccountId


class _Found(msgspec.Struct, frozen=True):
    """What is to be split: the accounts of which lists say it, and for a record its link."""

    plan: SplitPlan
    stated: Sequence[AccountId]
    record: LinkedRecord | None


class Splits:
    """Lists go on to say what they say; what a person decided stays."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def plan(self, actor: Actor, account: AccountId, identifier: str, into: AccountId | None) -> SplitPlan:
        """What a split would do. Nothing is changed. Raises as `split` does."""
        detail = _told(identifier, into)
        async with self._ledger.refusals(actor, account, detail):
            async with self._ledger.database.transaction() as transaction:
                found = await _find(transaction, account, identifier, into)
            await self._ledger.record(actor, Action.MERGE_PLAN, [account], {**detail, "split": True})
        return found.plan

    async def split(self, actor: Actor, account: AccountId, identifier: str, into: AccountId | None) -> SplitPlan:
        """From now on the identifier finds `into`; None: a new customer, which the answer names.

        Raises:
            NotThere: there is no such account, or it is not known by that identifier.
            Refused: the identifier has no possible shape, or `into` is the same customer.
            Conflict: it is all that the customer has, or it stands for several records.
        """
        detail = _told(identifier, into)
        async with (
            self._ledger.refusals(actor, account, detail),
            self._ledger.changing(actor, links=read_identifier(identifier).kind == "record") as (transaction, hand),
        ):
            found = await _find(transaction, account, identifier, into)
            target = into or await found_account(transaction, _name(found), hand.at)
            await _move(transaction, found, target, hand)
            plan = msgspec.structs.replace(found.plan, into=target)
            await self._ledger.record(actor, Action.SPLIT, [plan.account, target], {**detail, "into": target})
        return plan


def _told(identifier: str, into: AccountId | None) -> dict[str, DetailValue]:
    return {"identifier": identifier, "into": into or "new"}


def _name(found: _Found) -> str:
    return (found.record.name if found.record else None) or found.plan.identifier.value


async def _find(transaction: Connection, account: AccountId, identifier: str, into: AccountId | None) -> _Found:
    what = read_identifier(identifier)
    root = await root_of(transaction, account)
    if into is not None and await root_of(transaction, into) == root:
        raise Refused("into", "This is the same customer. Choose another one, or a new one.")
    members = (await read_groups(transaction, [root]))[root].members
    stated = await stated_of(transaction, members, what)
    if what.kind == "record":
        return await _find_record(transaction, SplitPlan(what, root, into, 0), members, stated)
    if not stated:
        raise NotThere("identifier of this customer")
    return _Found(SplitPlan(what, root, into, 0), stated, None)


async def _find_record(
    transaction: Connection, plan: SplitPlan, members: Sequence[AccountId], stated: Sequence[AccountId]
) -> _Found:
    linked = await company_records(transaction, members)
    meant = [each for each in linked if f"{each.source}:{each.external_id}" == plan.identifier.normal]
    if not meant:
        raise NotThere("record of this customer")
    if len(meant) > 1:
        raise Conflict(Obstacle.AMBIGUOUS, "Several connections have a record of that number. Disconnect one first.")
    if plan.into is None and len(linked) == 1:
        raise Conflict(Obstacle.ONLY_ONE, "It is the only record of this customer: splitting it changes nothing.")
    people = await count_people(transaction, meant[0])
    return _Found(msgspec.structs.replace(plan, people=people), stated, meant[0])


async def _move(transaction: Connection, found: _Found, into: AccountId, hand: Hand) -> None:
    what: Identified = found.plan.identifier
    await lead(transaction, what, found.stated, into, hand)
    if found.record is not None:
        await relink(transaction, found.record, into, hand)
        await follow_links(transaction, hand.at)
        await forget_facts(transaction, [found.plan.account])
    else:
        await close_empty(transaction, hand.at)
    await show(transaction, [found.plan.account, await root_of(transaction, into)])
