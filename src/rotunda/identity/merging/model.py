"""What is planned, done and refused when accounts, or contacts, become one customer or are taken apart again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from rotunda.identity.merging.survivorship import Rule
from rotunda.sections.ids import CustomerId, FieldId, MergeId, SourceName, UserId

SideName = Literal["kept", "absorbed"]
SIDES: tuple[SideName, SideName] = ("kept", "absorbed")


class Refused(Exception):
    """A change that is wrong in itself. `field` is what to change."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class Obstacle(StrEnum):
    """Why a change that could be made is not made as things stand."""

    STALE = "stale"
    ALREADY_MERGED = "already_merged"
    ALREADY_UNDONE = "already_undone"
    KEPT_APART = "kept_apart"
    CIRCLE = "circle"
    UNDECIDED = "undecided"
    ONLY_ONE = "only_one"
    AMBIGUOUS = "ambiguous"
    TAKEN = "taken"


class Conflict(Exception):
    """The world is not as the change supposes. Nothing was changed."""

    def __init__(self, obstacle: Obstacle, reason: str) -> None:
        super().__init__(reason)
        self.obstacle = obstacle
        self.reason = reason


class NotThere(Exception):
    """There is no such customer, merge or identifier. `what` names it in a word."""

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what}.")
        self.what = what


class PlanSide(msgspec.Struct, frozen=True):
    """One of two customers. `members` are those that are shown as it, itself first. People have no owners."""

    customer: CustomerId
    name: str
    members: Sequence[CustomerId]
    owner_emails: Sequence[str]
    teams: Sequence[str]


class FieldPlan(msgspec.Struct, frozen=True):
    """A field with both values, what would be shown, whose value that is and which rule chose it. `conflict`: both
    sides say something, and not the same.
    """

    name: str
    kept: str | None
    absorbed: str | None
    shown: str | None
    rule: Rule | None
    source: SourceName | None
    side: SideName | None
    conflict: bool


class RelatedCount(msgspec.Struct, frozen=True):
    """How many rows of one kind each side has. They stay with whom they are of and are shown together."""

    kind: str
    label: str
    kept: int
    absorbed: int


class PlanWarning(msgspec.Struct, frozen=True):
    """What to look at twice before merging. `kind`: `same_source` (of `sources`), `family`, `accounts`, `kept_apart`,
    `closed`.
    """

    kind: str
    says: str
    sources: Sequence[SourceName] = ()


class MergePlan(msgspec.Struct, frozen=True):
    """What a merge would do. `refused` says why it cannot be done as it stands; `fingerprint` is over all of it."""

    kept: PlanSide
    absorbed: PlanSide
    fields: Sequence[FieldPlan]
    related: Sequence[RelatedCount]
    warnings: Sequence[PlanWarning]
    refused: PlanWarning | None
    fingerprint: str


class MergeRow(msgspec.Struct, frozen=True):
    """A merge as it is kept."""

    id: MergeId
    absorbed: CustomerId
    kept: CustomerId
    merged_by: UserId | None
    merged_at: datetime
    undone_at: datetime | None


class Moved(msgspec.Struct, frozen=True):
    """Something that people gave to the survivor after a merge, and of which only they know whose it is. `key` names
    it in `choices`. `kind`: `merge`, `record`, `email`, `phone`, `domain`, `parent`, `field`.

    `customer` is whom it was given to; `value` of a field is what it holds now, for those who read `label`.
    """

    key: str
    kind: str
    says: str
    at: datetime
    customer: CustomerId
    field: FieldId | None = None
    label: str | None = None
    value: str | None = None


class UndoPlan(msgspec.Struct, frozen=True):
    """What undoing would bring back. Each of `conflicts` is decided by `kept` or `absorbed` in the caller's choices;
    `undecided` are those that are not.
    """

    merge: MergeRow
    kept: CustomerId
    absorbed: CustomerId
    back: Sequence[CustomerId]
    conflicts: Sequence[Moved]
    undecided: Sequence[str]


class Identified(msgspec.Struct, frozen=True):
    """An identifier as a person writes it: an address, a domain, a number, or `source:id`."""

    kind: Literal["email", "domain", "phone", "record"]
    normal: str
    value: str


class SplitPlan(msgspec.Struct, frozen=True):
    """What is taken out of `customer` and given to `into` (None: a new one). `people` come along with a company's
    record.
    """

    identifier: Identified
    customer: CustomerId
    into: CustomerId | None
    people: int


class Deed(msgspec.Struct, frozen=True):
    """One line of a customer's history. `kind`: `merge`, `merge.undo`, `split`, `split.end`, `keep_apart`,
    `keep_apart.end`, `parent`, `parent.end`. `undoable` is a merge that stands.
    """

    id: str
    kind: str
    at: datetime
    user_id: UserId | None
    user_name: str | None
    customer: CustomerId
    other: CustomerId | None
    identifier: str | None
    because: str | None
    undoable: bool


class MergeOrder(msgspec.Struct, frozen=True):
    """Without a fingerprint nothing is compared. `choices` are sides by field. `force_because` merges what was kept
    apart.
    """

    kept: CustomerId
    absorbed: CustomerId
    fingerprint: str | None = None
    choices: Mapping[str, SideName] = {}
    force_because: str | None = None
