"""Dots on how they use it."""

from datetime import datetime

from rotunda.insight.model import Rule, Tone, Verdict
from rotunda.insight.words import count, days
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.usage.model import UsageView

_USAGE = SectionName("usage")
_LABELS = frozenset({Label.USAGE})
FELL = -0.10
FELL_HARD = -0.30
SEATS_NEARLY_FULL = 0.95
SEATS_HALF_EMPTY = 0.50


def trend(view: UsageView, now: datetime) -> Verdict | None:
    """Dormant is red; weekly active users down by 30 % or more red, by 10 % or more yellow; else green."""
    if view.dormant:
        since = f"for {count(days(view.last_active_at, now), 'day')}" if view.last_active_at else "ever"
        return Verdict(Tone.RED, "Dormant", f"Nobody was active {since}.")
    if view.active_change_7d is None:
        return None
    change = view.active_change_7d.value
    words = (
        f"{view.active_7d} weekly active users, {abs(change):.0%} {'down' if change < 0 else 'up'} on the week before."
    )
    if change <= FELL_HARD:
        return Verdict(Tone.RED, f"Active users down {-change:.0%}", words)
    if change <= FELL:
        return Verdict(Tone.YELLOW, f"Active users down {-change:.0%}", words)
    return Verdict(Tone.GREEN, "Usage steady" if change < -FELL else "Usage growing", words)


def seats(view: UsageView, now: datetime) -> Verdict | None:
    """Green at 95 % of seats or more (a chance); yellow when fewer than half were used in 30 days."""
    del now
    if not view.seats_purchased:
        return None
    share = view.active_30d / view.seats_purchased
    words = f"{view.active_30d} of {count(view.seats_purchased, 'seat')} were used in 30 days."
    if share >= SEATS_NEARLY_FULL:
        return Verdict(Tone.GREEN, f"At {share:.0%} of seats", words)
    if share < SEATS_HALF_EMPTY:
        return Verdict(Tone.YELLOW, f"{share:.0%} of seats in use", words)
    return None


RULES = [
    Rule("usage.trend", _USAGE, _LABELS, trend),
    Rule("usage.seats", _USAGE, _LABELS | {Label.CONTRACT}, seats),
]
