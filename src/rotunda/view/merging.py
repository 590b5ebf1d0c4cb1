"""Merging for viewers: both customers have to be theirs to see and to merge, and nobody else's name is told."""

from collections.abc import Mapping, Sequence

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.audit.log import AuditLog
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.model import AppliesTo
from rotunda.identity.merging.deciding import Decisions
from rotunda.identity.merging.explained import Explained
from rotunda.identity.merging.model import MergeOrder, MergeRow, SideName
from rotunda.identity.merging.service import Merges
from rotunda.identity.merging.splitting import Splits
from rotunda.identity.service import Identity
from rotunda.sections.ids import AccountId, ContactId, CustomerId, is_contact
from rotunda.view.chosen_values import (
    ChosenValues,
    ContactChosenValues,
    accounts_told,
    members_of,
    of_account,
    of_contact,
)
from rotunda.view.fields.doors import CustomerLink, Door, Opened
from rotunda.view.history.deeds import account_names, contact_names
from rotunda.view.index.book import BookReader
from rotunda.view.looking import Absent
from rotunda.view.lookup import Lookups
from rotunda.view.merge_answers import (
    ContactHistory,
    History,
    MergeAnswer,
    SplitAnswer,
    TwoNames,
    UndoAnswer,
    account_deed,
    accounts_in,
    contact_deed,
    merge_answer,
    split_answer,
    undo_answer,
)

_LONGEST_ID = 64
ACCOUNT, CONTACT = AppliesTo.ACCOUNT, AppliesTo.CONTACT


class Wish(msgspec.Struct, frozen=True):
    """A merge as it is asked for, before anybody looked whether it may be."""

    absorbed: str
    kept: str
    fingerprint: str | None
    choices: Mapping[str, SideName]
    force_because: str | None
    kind: AppliesTo = ACCOUNT


class Deeds(msgspec.Struct, frozen=True):
    """What may be done to the book."""

    merges: Merges
    splits: Splits
    decisions: Decisions


class Books(msgspec.Struct, frozen=True):
    """Who there is, and who may see whom."""

    identity: Identity
    contacts: Contacts
    lookups: Lookups
    doors: Mapping[AppliesTo, Door]


class Joining:
    """Merges, undoes and splits for viewers. Whoever does it to people has to read how they are reached: without that,
    nobody can tell whether two are one.
    """

    def __init__(self, books: Books, audit: AuditLog, book: BookReader, deeds: Deeds) -> None:
        self._books = books
        self._audit = audit
        self._book = book
        self._deeds = deeds

    async def merge(self, viewer: Viewer, wish: Wish, *, dry_run: bool) -> MergeAnswer:
        """Raises:
        Absent: one of them is not there for this viewer, or not theirs to merge.
        NotThere, Refused, Conflict: as `Merges.merge`.
        """
        await self._open(viewer, wish.kind, wish.absorbed)
        kept = _id(await self._open(viewer, wish.kind, wish.kept))
        absorbed = ContactId(wish.absorbed) if wish.kind is CONTACT else AccountId(wish.absorbed)
        order = MergeOrder(kept, absorbed, wish.fingerprint, wish.choices, wish.force_because)
        if dry_run:
            plan, merge = await self._deeds.merges.plan(Actor.of(viewer), order), None
        else:
            made = await self._deeds.merges.merge(Actor.of(viewer), order)
            plan, merge = made.plan, made.id
            self._read_soon(kept)
        return merge_answer(merge, kept, plan, await self._books.lookups.names(viewer, accounts_in(plan)))

    async def undo(
        self, viewer: Viewer, merge: str, choices: Mapping[str, SideName], because: str | None, *, dry_run: bool
    ) -> UndoAnswer:
        """Of accounts and of people.

        Raises:
            Absent: there is no such merge for this viewer.
            NotThere, Refused, Conflict: as `Merges.undo`.
        """
        row = await self._deeds.merges.find(merge) if len(merge) <= _LONGEST_ID else None
        if row is None:
            await self._deny(viewer, merge)
            raise Absent
        kind = CONTACT if is_contact(row.kept) else ACCOUNT
        kept = await self._open(viewer, kind, row.kept)
        await self._open(viewer, kind, row.absorbed)
        actor = Actor.of(viewer)
        if dry_run:
            plan = await self._deeds.merges.plan_undo(actor, row.id, choices)
        else:
            plan = await self._deeds.merges.undo(actor, row.id, choices, because)
            self._read_soon(plan.kept, plan.absorbed)
        names = await self._names(row)
        return undo_answer(plan, CustomerLink(kept.customer.id, kept.name), names, kept.readable, undone=not dry_run)

    async def _names(self, row: MergeRow) -> TwoNames:
        """For whoever may open both."""
        both = (row.kept, row.absorbed)
        names: dict[str, str] = {}
        if is_contact(row.kept):
            names |= await self._books.contacts.own_names(ContactId(each) for each in both)
        else:
            names |= await self._books.identity.own_names(AccountId(each) for each in both)
        return TwoNames(names.get(row.kept, ""), names.get(row.absorbed, ""))

    async def split(
        self, viewer: Viewer, customer: str, identifier: str, into: str, *, dry_run: bool, kind: AppliesTo = ACCOUNT
    ) -> SplitAnswer:
        """`into` is the id of another one, or `new`.

        Raises:
            Absent: one of them is not there for this viewer, or not theirs to change.
            NotThere, Refused, Conflict: as `Splits.split`.
        """
        opened = await self._open(viewer, kind, customer)
        target = None if into == "new" else _id(await self._open(viewer, kind, into))
        work = self._deeds.splits.plan if dry_run else self._deeds.splits.split
        plan = await work(Actor.of(viewer), _id(opened), identifier, target)
        if not dry_run:
            self._read_soon(_id(opened), *([plan.into] if plan.into else []))
        return split_answer(plan, opened.name, split=not dry_run)

    async def keep_apart(
        self, viewer: Viewer, one: str, other: str, because: str, *, kind: AppliesTo = ACCOUNT
    ) -> None:
        """Raises Absent, NotThere, Refused."""
        first = await self._open(viewer, kind, one)
        second = await self._open(viewer, kind, other)
        await self._deeds.decisions.keep_apart(Actor.of(viewer), _id(first), _id(second), because)

    async def set_parent(self, viewer: Viewer, account: str, parent: str | None) -> None:
        """`parent` is an account's id, `none`, or null for whoever the sources say. Raises Absent, Conflict."""
        opened = AccountId((await self._open(viewer, ACCOUNT, account)).customer.id)
        actor = Actor.of(viewer)
        if parent is None:
            await self._deeds.decisions.follow_sources(actor, opened)
            return
        above = None
        if parent != "none":
            above = AccountId((await self._open(viewer, ACCOUNT, parent, Permission.ACCOUNT_VIEW)).customer.id)
        await self._deeds.decisions.set_parent(actor, opened, above)

    async def history(self, viewer: Viewer, account: str) -> History:
        """Raises Absent."""
        opened = await self._recorded(viewer, ACCOUNT, account)
        deeds = await self._deeds.merges.history(_id(opened))
        names = await account_names(self._books.lookups, viewer, deeds)
        return History([account_deed(deed, names, personal=opened.personal) for deed in deeds])

    async def contact_history(self, viewer: Viewer, contact: str) -> ContactHistory:
        """Raises Absent."""
        opened = await self._recorded(viewer, CONTACT, contact)
        deeds = await self._deeds.merges.history(_id(opened))
        names = await contact_names(self._books.contacts, viewer, deeds)
        return ContactHistory([contact_deed(deed, names) for deed in deeds])

    async def chosen(self, viewer: Viewer, account: str) -> ChosenValues:
        """Raises Absent."""
        opened = await self._open(viewer, ACCOUNT, account, Permission.ACCOUNT_VIEW)
        explained = await self._explained(viewer, opened)
        names = await self._books.identity.own_names({AccountId(each) for each in members_of(explained)})
        accounts = await self._books.lookups.names(viewer, accounts_told(explained))
        return of_account(explained, {**names}, accounts)

    async def contact_chosen(self, viewer: Viewer, contact: str) -> ContactChosenValues:
        """For those who read how the person is reached. Raises Absent."""
        opened = await self._open(viewer, CONTACT, contact, Permission.ACCOUNT_VIEW)
        explained = await self._explained(viewer, opened)
        members = {each for each in members_of(explained) if is_contact(each)}
        names = await self._books.contacts.own_names(members)
        accounts = await self._books.lookups.names(viewer, accounts_told(explained))
        return of_contact(explained, {**names}, accounts)

    async def _explained(self, viewer: Viewer, opened: Opened) -> Sequence[Explained]:
        detail: dict[str, DetailValue] = {**opened.detail, "values": True}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.HISTORY, opened.account, detail))
        return await self._deeds.merges.explained(_id(opened))

    async def _recorded(self, viewer: Viewer, kind: AppliesTo, customer: str) -> Opened:
        opened = await self._open(viewer, kind, customer, Permission.AUDIT_ACCOUNT)
        detail: dict[str, DetailValue] = dict(opened.detail)
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.HISTORY, opened.account, detail))
        return opened

    async def _open(
        self, viewer: Viewer, kind: AppliesTo, customer: str, permission: Permission = Permission.ACCOUNT_MERGE
    ) -> Opened:
        opened = await self._books.doors[kind].opened(viewer, customer)
        if opened is None or permission not in opened.permissions or (kind is CONTACT and not opened.personal):
            await self._deny(viewer, customer)
            raise Absent
        return opened

    async def _deny(self, viewer: Viewer, asked: str) -> None:
        detail = {"asked": asked[:_LONGEST_ID]}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=detail))

    def _read_soon(self, *customers: CustomerId) -> None:
        """Facts of accounts are read again; of people there are none."""
        self._book.read_soon([AccountId(each) for each in customers if not is_contact(each)])


def _id(opened: Opened) -> CustomerId:
    named = opened.customer
    return ContactId(named.id) if named.applies_to is CONTACT else AccountId(named.id)
