"""What planning, merging, undoing and splitting answer, for accounts and for people."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.identity.merging.model import (
    Deed,
    FieldPlan,
    MergePlan,
    Moved,
    PlanSide,
    PlanWarning,
    RelatedCount,
    SplitPlan,
    UndoPlan,
)
from rotunda.sections.ids import AccountId, CustomerId, MergeId, is_contact
from rotunda.sections.labels import Label
from rotunda.view.document import AccountLink
from rotunda.view.fields.doors import CustomerLink
from rotunda.view.history.deeds import Names, told_identifier, told_reason
from rotunda.view.lookup import ContactLink

HIDDEN_FIELD = "A field that you may not read was changed since."
NAMED_ACCOUNTS = frozenset({"parent", "account"})
"""Fields whose values are accounts."""


class ShownSide(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the two: an `account` or a `contact`. `also_known_as` are those that were merged into it before."""

    also_known_as: list[str]
    owners: list[str]
    teams: list[str]
    account: AccountLink | None = None
    contact: ContactLink | None = None


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


class MergeAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """`merge` is null for a dry run. `account`, or `contact`, is what both are shown as from then on."""

    merge: MergeId | None
    plan: ShownPlan
    account: AccountLink | None = None
    contact: ContactLink | None = None


class UndoConflict(msgspec.Struct, frozen=True):
    """What people did to the survivor since, to be decided by its key."""

    key: str
    kind: str
    says: str
    at: datetime


class TwoNames(msgspec.Struct, frozen=True):
    """Of the one that stays and of the one that goes its own way again."""

    kept: str
    absorbed: str


class UndoAnswer(msgspec.Struct, frozen=True):
    """`undone` is false for a dry run. `conflicts` are what people did to the survivor since: each is decided by its
    key in `choices`, as `kept` or `absorbed`. `back` are those that are shown as themselves again. `names` are what the
    two of the merge are called by themselves.
    """

    undone: bool
    kept: CustomerLink
    absorbed: str
    back: list[str]
    conflicts: list[UndoConflict]
    undecided: list[str]
    names: TwoNames


class SplitAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """`into` is null for the dry run of a split into a new one. `people` come along with a company's record."""

    split: bool
    kind: str
    identifier: str
    into: str | None
    people: int
    account: AccountLink | None = None
    contact: ContactLink | None = None


class HistoryItem(msgspec.Struct, frozen=True):
    """One thing that was done. Customers that this viewer may not open are null. `undoable`: the merge `id` stands."""

    id: str
    kind: str
    at: datetime
    user: str | None
    account: CustomerLink | None
    other: CustomerLink | None
    identifier: str | None
    because: str | None
    undoable: bool


class History(msgspec.Struct, frozen=True):
    """Newest first."""

    items: list[HistoryItem]


class ContactHistoryItem(msgspec.Struct, frozen=True):
    """As of an account."""

    id: str
    kind: str
    at: datetime
    user: str | None
    contact: CustomerLink | None
    other: CustomerLink | None
    identifier: str | None
    because: str | None
    undoable: bool


class ContactHistory(msgspec.Struct, frozen=True):
    """Newest first."""

    items: list[ContactHistoryItem]


AccountNames = Mapping[AccountId, AccountLink]


def merge_answer(merge: MergeId | None, kept: CustomerId, plan: MergePlan, accounts: AccountNames) -> MergeAnswer:
    """`accounts` are those that the viewer may open; others are left out of the plan."""
    shown = next(field.shown for field in plan.fields if field.name == "name")
    name = (shown if merge else None) or plan.kept.name
    return MergeAnswer(merge, _plan(plan, accounts), account_link(kept, name), contact_link(kept, name))


def accounts_in(plan: MergePlan) -> set[AccountId]:
    fields = [field for field in plan.fields if field.name in NAMED_ACCOUNTS]
    return {AccountId(value) for field in fields for value in (field.kept, field.absorbed, field.shown) if value}


def account_link(customer: CustomerId, name: str) -> AccountLink | None:
    return None if is_contact(customer) else AccountLink(AccountId(customer), name)


def contact_link(customer: CustomerId, name: str) -> ContactLink | None:
    return ContactLink(customer, name) if is_contact(customer) else None


def _plan(plan: MergePlan, accounts: AccountNames) -> ShownPlan:
    return ShownPlan(
        kept=_side(plan.kept),
        absorbed=_side(plan.absorbed),
        fields=[_named(field, accounts) if field.name in NAMED_ACCOUNTS else field for field in plan.fields],
        related=list(plan.related),
        warnings=list(plan.warnings),
        refused=plan.refused,
        fingerprint=plan.fingerprint,
    )


def _side(side: PlanSide) -> ShownSide:
    others: Sequence[str] = [member for member in side.members if member != side.customer]
    return ShownSide(
        also_known_as=list(others),
        owners=list(side.owner_emails),
        teams=list(side.teams),
        account=account_link(side.customer, side.name),
        contact=contact_link(side.customer, side.name),
    )


def _named(field: FieldPlan, accounts: AccountNames) -> FieldPlan:
    """Accounts by name; those that the viewer may not open are left out."""

    def name(account: str | None) -> str | None:
        link = accounts.get(AccountId(account)) if account else None
        return link.name if link else None

    return msgspec.structs.replace(field, kept=name(field.kept), absorbed=name(field.absorbed), shown=name(field.shown))


def undo_answer(
    plan: UndoPlan, kept: CustomerLink, names: TwoNames, readable: frozenset[Label], *, undone: bool
) -> UndoAnswer:
    """`readable` are the labels of the own fields that the viewer reads of the survivor."""
    conflicts = [UndoConflict(each.key, each.kind, _says(each, readable), each.at) for each in plan.conflicts]
    return UndoAnswer(undone, kept, plan.absorbed, [*plan.back], conflicts, list(plan.undecided), names)


def _says(moved: Moved, readable: frozenset[Label]) -> str:
    if moved.field is None:
        return moved.says
    return with_value(moved) if moved.label in readable else HIDDEN_FIELD


def with_value(moved: Moved) -> str:
    """For whoever may read it."""
    return moved.says if moved.value is None else f"{moved.says} Now it is {moved.value}."


def split_answer(plan: SplitPlan, name: str, *, split: bool) -> SplitAnswer:
    return SplitAnswer(
        split=split,
        kind=plan.identifier.kind,
        identifier=plan.identifier.value,
        into=plan.into,
        people=plan.people,
        account=account_link(plan.customer, name),
        contact=contact_link(plan.customer, name),
    )


def account_deed(deed: Deed, names: Names, *, personal: bool) -> HistoryItem:
    return HistoryItem(
        id=deed.id,
        kind=deed.kind,
        at=deed.at,
        user=deed.user_name,
        account=names.get(deed.customer),
        other=names.get(deed.other) if deed.other else None,
        identifier=told_identifier(deed, personal=personal),
        because=told_reason(deed, names),
        undoable=deed.undoable,
    )


def contact_deed(deed: Deed, names: Names) -> ContactHistoryItem:
    """For whoever reads how people are reached."""
    return ContactHistoryItem(
        id=deed.id,
        kind=deed.kind,
        at=deed.at,
        user=deed.user_name,
        contact=names.get(deed.customer),
        other=names.get(deed.other) if deed.other else None,
        identifier=deed.identifier,
        because=told_reason(deed, names),
        undoable=deed.undoable,
    )
