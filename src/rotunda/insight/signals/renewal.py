"""A renewal comes near, and nobody has spoken with them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.insight.signals.model import (
    ActionKind,
    Found,
    Narrow,
    Needs,
    Rule,
    Severity,
    SignalKind,
    SuggestedAction,
    Thresholds,
    fact_of,
)
from rotunda.insight.words import count, days, days_until
from rotunda.sections.communication.model import CommunicationView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.upcoming.model import UpcomingItem, UpcomingKind, UpcomingView

_UPCOMING, _COMMUNICATION = SectionName("upcoming"), SectionName("communication")
_NEEDS: Needs = frozenset({(_UPCOMING, Label.CONTRACT), (_COMMUNICATION, Label.COMMUNICATION)})
_MONEY: Needs = frozenset({(_UPCOMING, Label.COMMERCIAL)})


def unattended(
    upcoming: UpcomingView, communication: CommunicationView, limits: Thresholds, now: datetime
) -> Sequence[Found]:
    """The next renewal is within `renewal_days`, and the newest email, call or held meeting is `renewal_contact_days`
    old or older, or there is none.
    """
    coming = [each for each in upcoming.contract if each.kind is UpcomingKind.RENEWAL and each.at > now]
    renewal = min(coming, key=lambda each: each.at, default=None)
    if renewal is None or (left := days_until(now, renewal.at)) > limits.renewal_days:
        return []
    touched = communication.last_touch_at
    if touched is not None and days(touched, now) < limits.renewal_contact_days:
        return []
    silence = f"for {count(days(touched, now), 'day')}" if touched else "as far as is known"
    return [_unattended(renewal, left, silence, limits)]


def _unattended(renewal: UpcomingItem, left: int, silence: str, limits: Thresholds) -> Found:
    why = (
        f"It renews in {count(left, 'day')} and nobody has spoken with them {silence}; told within "
        f"{count(limits.renewal_days, 'day')}, after {count(limits.renewal_contact_days, 'day')} of silence."
    )
    return Found(
        fact=f"{fact_of(renewal.ref)}:{renewal.at.date()}",
        severity=Severity.HIGH,
        title=f"Renews in {count(left, 'day')} without contact",
        why=why,
        action=SuggestedAction(ActionKind.MEETING, "Schedule renewal call", "Renewal", why),
        evidence=(renewal.ref,),
        stake=(renewal.money,) if renewal.money else (),
    )


def _contract_alone(view: UpcomingView) -> UpcomingView:
    return msgspec.structs.replace(view, engagements=[], deals=[])


def _last_touch_alone(view: CommunicationView) -> CommunicationView:
    return msgspec.structs.replace(view, entries=[], channels=[])


RULES = [
    Rule(
        SignalKind.RENEWAL_UNATTENDED,
        (_UPCOMING, _COMMUNICATION),
        _NEEDS,
        unattended,
        _MONEY,
        {
            _UPCOMING: Narrow(UpcomingView, _contract_alone),
            _COMMUNICATION: Narrow(CommunicationView, _last_touch_alone),
        },
    )
]
