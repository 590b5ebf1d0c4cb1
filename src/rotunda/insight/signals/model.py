"""What a signal is: a risk or a chance that somebody should act on, with its reason and what to do."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda.sections.provenance import Ref

Needs = frozenset[tuple[SectionName, Label]]


class SignalKind(StrEnum):
    """What has happened. Each kind has one rule."""

    INVOICE_OVERDUE = "invoice_overdue"
    PAYMENT_FAILING = "payment_failing"
    SUBSCRIPTION_CANCELLING = "subscription_cancelling"
    SUBSCRIPTION_ENDED = "subscription_ended"
    DOWNGRADE = "downgrade"
    NO_EMAIL = "no_email"
    NO_CONTACT = "no_contact"
    USAGE_DECLINING = "usage_declining"
    FEATURE_ABANDONED = "feature_abandoned"
    SEATS_UNDERUSED = "seats_underused"
    SEATS_NEARLY_FULL = "seats_nearly_full"
    ESCALATION_OPEN = "escalation_open"
    SATISFACTION_DROPPED = "satisfaction_dropped"
    DEAL_STALLED = "deal_stalled"
    RENEWAL_UNATTENDED = "renewal_unattended"
    SINGLE_THREADED = "single_threaded"


class Severity(StrEnum):
    """How soon somebody should act: today, this week, when there is time."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ActionKind(StrEnum):
    """What a suggested action opens: a form of ours, a draft of an email, or the first record of the evidence."""

    TASK = "task"
    MEETING = "meeting"
    EMAIL = "email"
    RECORD = "record"


class SuggestedAction(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a button says, and what is filled in when it is pressed."""

    kind: ActionKind
    label: str
    subject: str = ""
    text: str = ""


class Found(msgspec.Struct, frozen=True):
    """What a rule found. `fact` names the fact within its kind, and stays the same as long as it lasts, however bad it
    gets. `why` names the threshold that fired. `stake` is what may be lost, per currency.
    """

    fact: str
    severity: Severity
    title: str
    why: str
    action: SuggestedAction
    evidence: Sequence[Ref] = ()
    stake: Sequence[Money] = ()


class Signal(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one viewer is told. `stake` is absent for viewers who may not see money."""

    kind: SignalKind
    fact: str
    severity: Severity
    title: str
    why: str
    action: SuggestedAction
    evidence: list[Ref] = []
    stake: list[Money] = []


_Days = Annotated[int, msgspec.Meta(ge=1, le=730)]
_Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
_Count = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From when on a fact is a signal, for all customers alike. Shares are between 0 and 1; `..._high` makes it
    pressing. Without an average of its stage a deal stalls after `deal_stalled_days`.
    """

    overdue_days: _Days = 1
    overdue_high_days: _Days = 30
    cancelling_days: _Days = 90
    cancelling_high_days: _Days = 30
    ended_days: _Days = 90
    downgrade_share: _Share = 0.05
    no_email_days: _Days = 30
    no_contact_days: _Days = 14
    no_contact_high_days: _Days = 45
    usage_drop: _Share = 0.2
    usage_drop_high: _Share = 0.4
    abandoned_users: _Count = 3
    seats_used_low: _Share = 0.5
    seats_used_full: _Share = 0.95
    satisfaction_drop: _Share = 0.2
    satisfaction_ratings: _Count = 3
    deal_stalled_days: _Days = 30
    renewal_days: _Days = 60
    renewal_contact_days: _Days = 30
    single_threaded_days: _Days = 90
    single_threaded_people: _Count = 3


class Narrow(msgspec.Struct, frozen=True):
    """How a merged view, of type `view`, is cut down to what a rule reads of it."""

    view: type[msgspec.Struct]
    keep: Callable[[Any], Any]


class Rule(msgspec.Struct, frozen=True):
    """One pure rule over the merged views of `sections`, which `find` is given in this order, then the thresholds and
    the time. `needs` are (section, label) of every field that it reads: a viewer who lacks any is told nothing of it;
    `stake_needs` are those of what is at stake. A rule over several sections says with `narrow` what it reads of each,
    so that this much can be kept until the others are read.
    """

    kind: SignalKind
    sections: tuple[SectionName, ...]
    needs: Needs
    find: Callable[..., Sequence[Found]]
    stake_needs: Needs = frozenset()
    narrow: Mapping[SectionName, Narrow] = {}

    def judge(self, views: Mapping[SectionName, Any], limits: Thresholds, now: datetime) -> Sequence[Found] | None:
        """None where a section has no answer: that neither opens nor closes anything."""
        held = [views.get(name) for name in self.sections]
        return None if any(view is None for view in held) else self.find(*held, limits, now)


def fact_of(ref: Ref) -> str:
    """The name of a fact that is one record's."""
    return f"{ref.source}:{ref.record_type}:{ref.external_id}"
