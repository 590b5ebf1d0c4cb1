"""Do they have trouble, and how long."""

from datetime import datetime, timedelta
from statistics import median

from rotunda.insight.health.model import Finding, Measure
from rotunda.insight.health.scale import between
from rotunda.insight.words import count
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.support.model import OPEN_STATUSES, Severity, SupportView

_FACTOR = "support"
_SUPPORT = SectionName("support")
_LABELS = frozenset({Label.SUPPORT})
_COSTS = {Severity.URGENT: 40, Severity.HIGH: 20, Severity.NORMAL: 5, Severity.LOW: 2, Severity.NONE: 5}
_ESCALATIONS = 4
_RATED_LOW, _RATED_WELL = 0.5, 0.95
_WINDOW = timedelta(days=90)
_HOURS = (24, 168)


def open_tickets(view: SupportView, now: datetime) -> Finding | None:
    """100 minus 40 for each urgent open ticket, 20 for a high one, 5 for a normal one, 2 for a low one."""
    del now
    if not view.records:
        return None
    cost = sum(_COSTS[severity] * number for severity, number in view.open_by_severity.items())
    pressing = tuple(each.ref for each in view.tickets if each.status in OPEN_STATUSES)
    return Finding(max(0, 100 - cost), f"{count(view.open_count, 'ticket')} open.", len(view.tickets), pressing)


def escalations(view: SupportView, now: datetime) -> Finding | None:
    """Escalations of 90 days: 100 without any, 0 from four on."""
    del now
    if not view.tickets:
        return None
    escalated = tuple(each.ref for each in view.tickets if each.escalated)
    words = f"{count(view.escalations_90d, 'escalation')} in 90 days."
    return Finding(between(view.escalations_90d, _ESCALATIONS, 0), words, len(view.tickets), escalated)


def resolution(view: SupportView, now: datetime) -> Finding | None:
    """Median hours until tickets solved in 90 days were solved: 100 within a day, 0 from a week on."""
    solved = [
        each
        for each in view.tickets
        if each.resolution_minutes is not None and each.solved_at and each.solved_at > now - _WINDOW
    ]
    if not solved:
        return None
    hours = median(each.resolution_minutes or 0 for each in solved) / 60
    words = f"{count(len(solved), 'ticket')} solved in {hours:.0f} hours at the median."
    return Finding(between(hours, _HOURS[1], _HOURS[0]), words, len(solved))


def satisfaction(view: SupportView, now: datetime) -> Finding | None:
    """Good ratings among all of 90 days: 0 up to 50 %, 100 from 95 % on."""
    del now
    if view.satisfaction_90d is None:
        return None
    rated = sum(1 for each in view.tickets if each.satisfaction)
    words = f"{view.satisfaction_90d.value:.0%} of ratings in 90 days were good."
    return Finding(between(view.satisfaction_90d.value, _RATED_LOW, _RATED_WELL), words, rated)


MEASURES = [
    Measure(_FACTOR, "open tickets", 40, _SUPPORT, _LABELS, open_tickets, "Solve the open tickets, urgent ones first."),
    Measure(_FACTOR, "escalations", 20, _SUPPORT, _LABELS, escalations, "Prevent further escalations."),
    Measure(_FACTOR, "resolution", 20, _SUPPORT, _LABELS, resolution, "Solve their tickets within a day."),
    Measure(_FACTOR, "satisfaction", 20, _SUPPORT, _LABELS, satisfaction, "Ask who was not satisfied, and why."),
]
