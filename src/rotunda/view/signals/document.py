"""Signals of the book as they leave the house."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from rotunda.insight.signals.model import Severity, SignalKind, SuggestedAction
from rotunda.sections.ids import UserId
from rotunda.sections.money import Money
from rotunda.sections.provenance import Ref
from rotunda.view.index.listing import ListedAccount


class SignalState(StrEnum):
    """`open`: it waits for somebody. `snoozed`: until a moment. `resolved`: within seven days; it stays away as long as
    its fact lasts. `standing`: every fact that lasts, whatever was decided about it.
    """

    OPEN = "open"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    STANDING = "standing"


class SignalOwner(StrEnum):
    """Whose: assigned to the viewer, or of nobody at an account of theirs; of an account of their teams; anybody's."""

    MINE = "mine"
    TEAM = "team"
    EVERYONE = "everyone"


class Assignee(msgspec.Struct, frozen=True):
    """The teammate who takes care of it."""

    id: UserId
    name: str


class KeptSignal(msgspec.Struct, frozen=True, omit_defaults=True):
    """One signal with what was decided about it. `stake` is absent for those who may not see money."""

    id: str
    kind: SignalKind
    fact: str
    severity: Severity
    title: str
    why: str
    action: SuggestedAction
    evidence: list[Ref]
    opened_at: datetime
    stake: list[Money] = []
    assignee: Assignee | None = None
    snoozed_until: datetime | None = None
    snooze_reason: str | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    resolved_why: str | None = None


class SignalledAccount(msgspec.Struct, frozen=True):
    """An account with its signals, the worst first; its facts are MRR, renewal and health, where readable."""

    account: ListedAccount
    signals: list[KeptSignal]


class SignalCounts(msgspec.Struct, frozen=True):
    """Of all that this viewer may read and asks for, in whatever state. `resolved` counts those of seven days."""

    accounts: int
    open: int
    snoozed: int
    resolved: int


class SignalPage(msgspec.Struct, frozen=True):
    """Accounts with the worst signals first, among these the newest. `next_cursor` is null on the last page."""

    items: list[SignalledAccount]
    counts: SignalCounts
    next_cursor: str | None


_Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")]


class Snooze(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """It stays away `until` then; a moment with its time zone, within a year."""

    until: Annotated[datetime, msgspec.Meta(tz=True)]
    reason: _Reason


class Resolution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it needs nobody any more."""

    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To a teammate, or to nobody."""

    assignee: UserId | None


class BulkAssignment(Assignment, frozen=True, forbid_unknown_fields=True):
    """The same of several: all of them, or none."""

    signals: Annotated[list[str], msgspec.Meta(min_length=1, max_length=200)]


class Assigned(msgspec.Struct, frozen=True):
    """What was assigned."""

    items: list[KeptSignal]
