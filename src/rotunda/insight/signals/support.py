"""Signals of trouble."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rotunda.insight.signals.model import (
    ActionKind,
    Found,
    Needs,
    Rule,
    Severity,
    SignalKind,
    SuggestedAction,
    Thresholds,
    fact_of,
)
from rotunda.insight.words import count, days
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.support.model import OPEN_STATUSES, Satisfaction, SupportView, Ticket

_SUPPORT = SectionName("support")
_NEEDS: Needs = frozenset({(_SUPPORT, Label.SUPPORT)})
_HALF = timedelta(days=45)


def escalations(view: SupportView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """One for each escalated ticket that is still open. No threshold."""
    del limits
    return [
        Found(
            fact=fact_of(each.ref),
            severity=Severity.HIGH,
            title=f"Escalation #{each.number} open",
            why=f"{each.subject}: escalated, and open for {count(days(each.created_at, now), 'day')}.",
            action=SuggestedAction(ActionKind.RECORD, "Open ticket"),
            evidence=(each.ref,),
        )
        for each in view.tickets
        if each.escalated and each.status in OPEN_STATUSES
    ]


def satisfaction(view: SupportView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """The share of good ratings of the last 45 days is below that of the 45 days before by `satisfaction_drop` or more,
    with `satisfaction_ratings` or more in each. A rating counts on the day when its ticket was solved.
    """
    rated = [each for each in view.tickets if each.satisfaction is not None and each.solved_at is not None]
    late = [each for each in rated if _solved_within(each, now - _HALF, now)]
    early = [each for each in rated if _solved_within(each, now - 2 * _HALF, now - _HALF)]
    if min(len(late), len(early)) < limits.satisfaction_ratings:
        return []
    before, after = _good(early), _good(late)
    if after >= before or round(before - after, 9) < limits.satisfaction_drop:
        return []
    words = (
        f"{after:.0%} of ratings in 45 days were good, {before:.0%} in the 45 days before; "
        f"told from {limits.satisfaction_drop:.0%} on."
    )
    bad = tuple(each.ref for each in late if each.satisfaction is Satisfaction.BAD)
    action = SuggestedAction(ActionKind.MEETING, "Schedule check-in", "How was our support?", words)
    return [Found("satisfaction", Severity.MEDIUM, f"Satisfaction down to {after:.0%}", words, action, bad)]


def _solved_within(ticket: Ticket, since: datetime, until: datetime) -> bool:
    return ticket.solved_at is not None and since < ticket.solved_at <= until


def _good(tickets: Sequence[Ticket]) -> float:
    return sum(1 for each in tickets if each.satisfaction is Satisfaction.GOOD) / len(tickets)


RULES = [
    Rule(SignalKind.ESCALATION_OPEN, (_SUPPORT,), _NEEDS, escalations),
    Rule(SignalKind.SATISFACTION_DROPPED, (_SUPPORT,), _NEEDS, satisfaction),
]
