"""One identifier of a customer is somebody else's: it is given to a new or another customer by hand."""

from collections.abc import Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, DetailValue
from rotunda.identity.merging.book import Hand, LinkedRecord
from rotunda.identity.merging.books import book_of
from rotunda.identity.merging.holding import hold
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.model import Conflict, Identified, NotThere, Obstacle, Refused, SplitPlan
from rotunda.identity.merging.reading import read_everyone
from rotunda.identity.merging.splits import lead, stated_of
from rotunda.identity.merging.steps import require_same_kind, root_of
from rotunda.kit.database import Connection
from rotunda.sections.ids import CustomerId


class _Found(msgspec.Struct, frozen=True):
    """What is to be split: those of whom lists say it, and for a record its link."""

    plan: SplitPlan
    stated: Sequence[CustomerId]
    record: LinkedRecord | None


class Splits:
    """Lists go on to say what they say; what a person decided stays."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def plan(self, actor: Actor, customer: CustomerId, identifier: str, into: CustomerId | None) -> SplitPlan:
        """What a split would do. Nothing is changed. Raises as `split` does."""
        detail = _told(identifier, into)
        async with self._ledger.refusals(actor, customer, detail):
            async with self._ledger.database.transaction() as transaction:
                found = await _find(transaction, customer, identifier, into)
            await self._ledger.record(actor, Action.MERGE_PLAN, [customer], {**detail, "split": True})
        return found.plan

    async def split(self, actor: Actor, customer: CustomerId, identifier: str, into: CustomerId | None) -> SplitPlan:
        """From now on the identifier finds `into`; None: a new one, which the answer names.

        Raises:
            NotThere: there is no such customer, or it is not known by that identifier.
            Refused: the identifier has no possible shape, or `into` is the same customer or of the other kind.
            Conflict: it is all that the customer has, or it stands for several records.
        """
        detail = _told(identifier, into)
        async with (
            self._ledger.refusals(actor, customer, detail),
            self._ledger.changing(actor, links=_is_record(customer, identifier)) as (transaction, hand),
        ):
            await hold(transaction, [customer, *([into] if into else [])])
            found = await _find(transaction, customer, identifier, into)
            book = book_of(customer)
            target = into or await book.found(transaction, _name(found), found.plan.customer, hand.at)
            await _move(transaction, found, target, hand)
            plan = msgspec.structs.replace(found.plan, into=target)
            await self._ledger.record(actor, Action.SPLIT, [plan.customer, target], {**detail, "into": target})
        return plan


def _is_record(customer: CustomerId, identifier: str) -> bool:
    return book_of(customer).read_identifier(identifier).kind == "record"


def _told(identifier: str, into: CustomerId | None) -> dict[str, DetailValue]:
    return {"identifier": identifier, "into": into or "new"}


def _name(found: _Found) -> str:
    return (found.record.name if found.record else None) or found.plan.identifier.value


async def _find(transaction: Connection, customer: CustomerId, identifier: str, into: CustomerId | None) -> _Found:
    what = book_of(customer).read_identifier(identifier)
    root = await root_of(transaction, customer)
    if into is not None:
        require_same_kind(customer, into, "into")
    if into is not None and await root_of(transaction, into) == root:
        raise Refused("into", "This is the same customer. Choose another one, or a new one.")
    members = await read_everyone(transaction, root)
    stated = await stated_of(transaction, members, what)
    if what.kind == "record":
        return await _find_record(transaction, SplitPlan(what, root, into, 0), members, stated)
    if not stated:
        raise NotThere("identifier of this customer")
    return _Found(SplitPlan(what, root, into, 0), stated, None)


async def _find_record(
    transaction: Connection, plan: SplitPlan, members: Sequence[CustomerId], stated: Sequence[CustomerId]
) -> _Found:
    book = book_of(plan.customer)
    linked = await book.records(transaction, members)
    meant = [each for each in linked if f"{each.source}:{each.external_id}" == plan.identifier.normal]
    if not meant:
        raise NotThere("record of this customer")
    if len(meant) > 1:
        raise Conflict(Obstacle.AMBIGUOUS, "Several connections have a record of that number. Disconnect one first.")
    if plan.into is None and len(linked) == 1:
        raise Conflict(Obstacle.ONLY_ONE, "It is the only record of this customer: splitting it changes nothing.")
    people = await book.people(transaction, meant[0])
    return _Found(msgspec.structs.replace(plan, people=people), stated, meant[0])


async def _move(transaction: Connection, found: _Found, into: CustomerId, hand: Hand) -> None:
    what: Identified = found.plan.identifier
    book = book_of(found.plan.customer)
    await lead(transaction, book.splits, what, found.stated, into, hand)
    if found.record is not None:
        await book.relink(transaction, found.record, into, hand)
        await book.forget(transaction, [found.plan.customer])
    customers = [*await read_everyone(transaction, found.plan.customer), into]
    await book.settle(transaction, customers, hand.at, records_moved=found.record is not None)
    await book.show(transaction, [found.plan.customer, await root_of(transaction, into)])
