"""Dots on what is open."""

from datetime import datetime

from rotunda.insight.model import Rule, Tone, Verdict
from rotunda.insight.words import count, days
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.support.model import OPEN_STATUSES, Severity, SupportView

_SUPPORT = SectionName("support")
_LABELS = frozenset({Label.SUPPORT})
SATISFACTION_LOW = 0.7
OLD_DAYS = 14


def queue(view: SupportView, now: datetime) -> Verdict | None:
    """Red with an urgent ticket open, yellow with a high one or one older than 14 days, green with none or calm
    ones.
    """
    if not view.open_count:
        return Verdict(Tone.GREEN, "No open tickets", "Nothing waits for an answer.")
    oldest = days(view.oldest_open_at, now) if view.oldest_open_at else 0
    words = f"{count(view.open_count, 'open ticket')}; the oldest for {count(oldest, 'day')}."
    urgent = [each.ref for each in view.tickets if each.status in OPEN_STATUSES and each.severity is Severity.URGENT]
    if urgent:
        return Verdict(Tone.RED, f"{count(len(urgent), 'urgent ticket')} open", words, urgent)
    high = view.open_by_severity.get(Severity.HIGH, 0)
    if high:
        return Verdict(Tone.YELLOW, f"{count(high, 'high-priority ticket')} open", words)
    if oldest > OLD_DAYS:
        return Verdict(Tone.YELLOW, f"A ticket is open for {count(oldest, 'day')}", words)
    return Verdict(Tone.GREEN, f"{count(view.open_count, 'open ticket')}, none pressing", words)


def escalated(view: SupportView, now: datetime) -> Verdict | None:
    """Yellow when anything was escalated within 90 days."""
    del now
    if not view.escalations_90d:
        return None
    records = [each.ref for each in view.tickets if each.escalated]
    words = f"{count(view.escalations_90d, 'ticket')} escalated in 90 days."
    return Verdict(Tone.YELLOW, count(view.escalations_90d, "escalation"), words, records)


def satisfaction(view: SupportView, now: datetime) -> Verdict | None:
    """Yellow when fewer than 70 % of ratings were good."""
    del now
    if view.satisfaction_90d is None or view.satisfaction_90d.value >= SATISFACTION_LOW:
        return None
    share = view.satisfaction_90d.value
    return Verdict(Tone.YELLOW, f"Satisfaction at {share:.0%}", f"{share:.0%} of ratings in 90 days were good.")


RULES = [
    Rule("support.queue", _SUPPORT, _LABELS, queue),
    Rule("support.escalated", _SUPPORT, _LABELS, escalated),
    Rule("support.satisfaction", _SUPPORT, _LABELS, satisfaction),
]
