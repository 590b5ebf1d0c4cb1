"""Merging for viewers: both accounts have to be theirs to see and to merge, and nobody else's name is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import PEOPLE, Grant, grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.identity.merging.deciding import Decisions
from rotunda.identity.merging.explained import Explained
from rotunda.identity.merging.model import (
    Deed,
    FieldPlan,
    MergeOrder,
    MergePlan,
    Moved,
    PlanSide,
    PlanWarning,
    RelatedCount,
    SideName,
    UndoPlan,
)
from rotunda.identity.merging.service import Merges
from rotunda.identity.merging.splitting import Splits
from rotunda.identity.merging.survivorship import Rule
from rotunda.identity.model import AccountRow
from rotunda.identity.service import Identity
from rotunda.sections.ids import AccountId, MergeId, SourceName
from rotunda.sections.labels import Label
from rotunda.view.document import AccountLink
from rotunda.view.history.deeds import told_identifier, told_reason
from rotunda.view.index.book import BookReader
from rotunda.view.looking import Absent
from rotunda.view.lookup import Lookups

_LONGEST_ID = 64


class ShownSide(msgspec.Struct, frozen=True):
    """One of the two customers. `also_known_as` are the accounts that were merged into it before."""

    account: AccountLink
    also_known_as: list[AccountId]
    owners: list[str]
    teams: list[str]


class ShownPlan(msgspec.Struct, frozen=True):
    """What a merge does. `fields` have both values, the one that is shown and the rule that chose it: `agreed`,
    `chosen`, `owned`, `verified`, `source_order` or `survivor`. `refused` says why it cannot be done as it stands.
    """

    kept: ShownSide
    absorbed: ShownSide
    fields: list[FieldPlan]
    related: list[RelatedCount]
    warnings: list[PlanWarning]
    refused: PlanWarning | None
    fingerprint: str


class MergeAnswer(msgspec.Struct, frozen=True):
    """`merge` is null for a dry run. `account` is what both are shown as from then on."""

    merge: MergeId | None
    account: AccountLink
    plan: ShownPlan


class UndoAnswer(msgspec.Struct, frozen=True):
    """`undone` is false for a dry run. `conflicts` are what people did to the survivor since: each is decided by its
    key in `choices`, as `kept` or `absorbed`. `back` are the accounts that are shown as themselves again.
    """

    undone: bool
    kept: AccountLink
    absorbed: AccountId
    back: list[AccountId]
    conflicts: list[Moved]
    undecided: list[str]


class SplitAnswer(msgspec.Struct, frozen=True):
    """`into` is null for the dry run of a split into a new customer. `people` come along with a record."""

    split: bool
    kind: str
    identifier: str
    account: AccountLink
    into: AccountId | None
    people: int


class HistoryItem(msgspec.Struct, frozen=True):
    """One thing that was done. Accounts that this viewer may not open are null. `undoable`: the merge `id` stands."""

    id: str
    kind: str
    at: datetime
    user: str | None
    account: AccountLink | None
    other: AccountLink | None
    identifier: str | None
    because: str | None
    undoable: bool


class History(msgspec.Struct, frozen=True):
    """Newest first."""

    items: list[HistoryItem]


class OtherValue(msgspec.Struct, frozen=True):
    """What is not shown, and whose it is. `source` is null for what an account has kept or somebody has set."""

    value: str
    account: AccountLink
    source: SourceName | None


class ChosenValue(msgspec.Struct, frozen=True):
    """A value that is shown and the rule that chose it, as in `ShownPlan`; `others` are all that differ."""

    name: str
    value: str
    account: AccountLink
    source: SourceName | None
    rule: Rule
    others: list[OtherValue]


class ChosenValues(msgspec.Struct, frozen=True):
    """In the order of the page."""

    items: list[ChosenValue]


class Wish(msgspec.Struct, frozen=True):
    """A merge as it is asked for, before anybody looked whether it may be."""

    absorbed: str
    kept: str
    fingerprint: str | None
    choices: Mapping[str, SideName]
    force_because: str | None


class Joining:
    """Merges, undoes and splits for viewers."""

    def __init__(self, identity: Identity, lookups: Lookups, audit: AuditLog, book: BookReader, deeds: "Deeds") -> None:
        self._identity = identity
        self._lookups = lookups
        self._audit = audit
        self._book = book
        self._deeds = deeds

    async def merge(self, viewer: Viewer, wish: Wish, *, dry_run: bool) -> MergeAnswer:
        """Raises:
        Absent: one of them is not there for this viewer, or not theirs to merge.
        NotThere, Refused, Conflict: as `Merges.merge`.
        """
        await self._open(viewer, wish.absorbed, Permission.ACCOUNT_MERGE)
        kept = await self._open(viewer, wish.kept, Permission.ACCOUNT_MERGE)
        order = MergeOrder(kept.id, AccountId(wish.absorbed), wish.fingerprint, wish.choices, wish.force_because)
        if dry_run:
            plan = await self._deeds.merges.plan(Actor.of(viewer), order)
            return MergeAnswer(None, AccountLink(kept.id, plan.kept.name), await self._shown(viewer, plan))
        made = await self._deeds.merges.merge(Actor.of(viewer), order)
        self._book.read_soon([kept.id])
        name = next(field.shown for field in made.plan.fields if field.name == "name")
        link = AccountLink(kept.id, name or made.plan.kept.name)
        return MergeAnswer(made.id, link, await self._shown(viewer, made.plan))

    async def undo(
        self, viewer: Viewer, merge: str, choices: Mapping[str, SideName], because: str | None, *, dry_run: bool
    ) -> UndoAnswer:
        """Raises:
        Absent: there is no such merge for this viewer.
        NotThere, Refused, Conflict: as `Merges.undo`.
        """
        row = await self._deeds.merges.find(merge) if len(merge) <= _LONGEST_ID else None
        if row is None:
            await self._deny(viewer, merge)
            raise Absent
        kept = await self._open(viewer, row.kept, Permission.ACCOUNT_MERGE)
        await self._open(viewer, row.absorbed, Permission.ACCOUNT_MERGE)
        actor = Actor.of(viewer)
        if dry_run:
            plan = await self._deeds.merges.plan_undo(actor, row.id, choices)
        else:
            plan = await self._deeds.merges.undo(actor, row.id, choices, because)
            self._book.read_soon([plan.kept, plan.absorbed])
        return _undone(plan, AccountLink(kept.id, kept.name), undone=not dry_run)

    async def split(self, viewer: Viewer, account: str, identifier: str, into: str, *, dry_run: bool) -> SplitAnswer:
        """`into` is an account's id, or `new`.

        Raises:
            Absent: one of them is not there for this viewer, or not theirs to change.
            NotThere, Refused, Conflict: as `Splits.split`.
        """
        opened = await self._open(viewer, account, Permission.ACCOUNT_MERGE)
        target = None if into == "new" else (await self._open(viewer, into, Permission.ACCOUNT_MERGE)).id
        work = self._deeds.splits.plan if dry_run else self._deeds.splits.split
        plan = await work(Actor.of(viewer), opened.id, identifier, target)
        if not dry_run:
            self._book.read_soon([opened.id, *([plan.into] if plan.into else [])])
        link = AccountLink(opened.id, opened.name)
        return SplitAnswer(not dry_run, plan.identifier.kind, plan.identifier.value, link, plan.into, plan.people)

    async def keep_apart(self, viewer: Viewer, one: str, other: str, because: str) -> None:
        """Raises Absent, NotThere, Refused."""
        first = await self._open(viewer, one, Permission.ACCOUNT_MERGE)
        second = await self._open(viewer, other, Permission.ACCOUNT_MERGE)
        await self._deeds.decisions.keep_apart(Actor.of(viewer), first.id, second.id, because)

    async def set_parent(self, viewer: Viewer, account: str, parent: str | None) -> None:
        """`parent` is an account's id, `none`, or null for whoever the sources say. Raises Absent, Conflict."""
        opened = await self._open(viewer, account, Permission.ACCOUNT_MERGE)
        actor = Actor.of(viewer)
        if parent is None:
            await self._deeds.decisions.follow_sources(actor, opened.id)
            return
        above = None if parent == "none" else (await self._open(viewer, parent, Permission.ACCOUNT_VIEW)).id
        await self._deeds.decisions.set_parent(actor, opened.id, above)

    async def history(self, viewer: Viewer, account: str) -> History:
        """Raises Absent."""
        opened = await self._open(viewer, account, Permission.AUDIT_ACCOUNT)
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.HISTORY, opened.id))
        deeds = await self._deeds.merges.history(opened.id)
        involved = {each for deed in deeds for each in (deed.account, deed.other) if each}
        names = await self._lookups.own_names(viewer, involved)
        granted = grant(viewer, opened.ownership)
        personal = granted is not None and Label.PERSONAL in granted.labels(PEOPLE)
        return History([_item(deed, names, personal=personal) for deed in deeds])

    async def chosen(self, viewer: Viewer, account: str) -> ChosenValues:
        """Raises Absent."""
        opened = await self._open(viewer, account, Permission.ACCOUNT_VIEW)
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.HISTORY, opened.id, {"values": True}))
        explained = await self._deeds.merges.explained(opened.id)
        own_names = await self._identity.own_names({opened.id, *(who for each in explained for who in _whose(each))})
        members = {account: AccountLink(account, name) for account, name in own_names.items()}
        parents = {AccountId(value) for each in explained if each.name == "parent" for value in _told(each)}
        names = await self._lookups.names(viewer, parents)
        chosen = [_chosen(each, members, names) for each in explained]
        return ChosenValues([each for each in chosen if each is not None])

    async def _open(self, viewer: Viewer, account: str, permission: Permission) -> AccountRow:
        row = await self._identity.resolve(account) if len(account) <= _LONGEST_ID else None
        granted: Grant | None = grant(viewer, row.ownership) if row else None
        if row is None or granted is None or not granted.may(permission):
            await self._deny(viewer, account)
            raise Absent
        return row

    async def _deny(self, viewer: Viewer, asked: str) -> None:
        detail = {"asked": asked[:_LONGEST_ID]}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.DENIED, detail=detail))

    async def _shown(self, viewer: Viewer, plan: MergePlan) -> ShownPlan:
        parents = {AccountId(value) for field in plan.fields if field.name == "parent" for value in _values(field)}
        names = await self._lookups.names(viewer, parents)
        fields = [_named(field, names) if field.name == "parent" else field for field in plan.fields]
        return ShownPlan(
            kept=_side(plan.kept),
            absorbed=_side(plan.absorbed),
            fields=fields,
            related=list(plan.related),
            warnings=list(plan.warnings),
            refused=plan.refused,
            fingerprint=plan.fingerprint,
        )


class Deeds(msgspec.Struct, frozen=True):
    """What may be done to the book."""

    merges: Merges
    splits: Splits
    decisions: Decisions


def _whose(explained: Explained) -> Sequence[AccountId]:
    return [explained.account, *(other.account for other in explained.others)]


def _told(explained: Explained) -> Sequence[str]:
    return [explained.value, *(other.value for other in explained.others)]


def _chosen(
    explained: Explained, members: Mapping[AccountId, AccountLink], names: Mapping[AccountId, AccountLink]
) -> ChosenValue | None:
    """None for a parent that the viewer may not open."""

    def name(value: str) -> str | None:
        if explained.name != "parent":
            return value
        link = names.get(AccountId(value))
        return link.name if link else None

    value = name(explained.value)
    if value is None:
        return None
    others = [
        OtherValue(said, members[other.account], other.source)
        for other in explained.others
        if (said := name(other.value)) is not None
    ]
    account = members[explained.account]
    return ChosenValue(explained.name, value, account, explained.source, explained.rule, others)


def _values(field: FieldPlan) -> Sequence[str]:
    return [value for value in (field.kept, field.absorbed, field.shown) if value]


def _named(field: FieldPlan, names: Mapping[AccountId, AccountLink]) -> FieldPlan:
    """Parents by name; those that the viewer may not open are left out."""

    def name(account: str | None) -> str | None:
        link = names.get(AccountId(account)) if account else None
        return link.name if link else None

    return msgspec.structs.replace(field, kept=name(field.kept), absorbed=name(field.absorbed), shown=name(field.shown))


def _side(side: PlanSide) -> ShownSide:
    others = [member for member in side.members if member != side.account]
    return ShownSide(AccountLink(side.account, side.name), others, list(side.owner_emails), list(side.teams))


def _undone(plan: UndoPlan, kept: AccountLink, *, undone: bool) -> UndoAnswer:
    return UndoAnswer(undone, kept, plan.absorbed, list(plan.back), list(plan.conflicts), list(plan.undecided))


def _item(deed: Deed, names: Mapping[AccountId, AccountLink], *, personal: bool) -> HistoryItem:
    return HistoryItem(
        id=deed.id,
        kind=deed.kind,
        at=deed.at,
        user=deed.user_name,
        account=names.get(deed.account),
        other=names.get(deed.other) if deed.other else None,
        identifier=told_identifier(deed, personal=personal),
        because=told_reason(deed, names),
        undoable=deed.undoable,
    )
