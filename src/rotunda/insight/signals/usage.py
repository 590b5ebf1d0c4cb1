"""Signals of how they use it."""

from collections.abc import Sequence
from datetime import datetime

from rotunda.insight.signals.model import (
    ActionKind,
    Found,
    Needs,
    Rule,
    Severity,
    SignalKind,
    SuggestedAction,
    Thresholds,
)
from rotunda.insight.words import count, days
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.usage.model import FeatureUse, UsageView

_USAGE = SectionName("usage")
_NEEDS: Needs = frozenset({(_USAGE, Label.USAGE)})
_SEATS: Needs = _NEEDS | {(_USAGE, Label.CONTRACT)}
_SILENT_WEEKS = 4


def declining(view: UsageView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """Weekly active users lower than the week before by `usage_drop` or more, high from `usage_drop_high`; or nobody
    active at all.
    """
    if view.dormant:
        since = f"for {count(days(view.last_active_at, now), 'day')}" if view.last_active_at else "ever"
        return [_declining(view, Severity.HIGH, "Dormant", f"Nobody was active {since}.")]
    fell = -view.active_change_7d.value if view.active_change_7d else 0.0
    if fell <= 0 or fell < limits.usage_drop:
        return []
    words = (
        f"{view.active_7d} weekly active users, {fell:.0%} down on the week before; told from {limits.usage_drop:.0%}."
    )
    severity = Severity.HIGH if fell >= limits.usage_drop_high else Severity.MEDIUM
    return [_declining(view, severity, f"WAU down {fell:.0%}", words)]


def _declining(view: UsageView, severity: Severity, title: str, why: str) -> Found:
    action = SuggestedAction(ActionKind.MEETING, "Schedule check-in", "How is it going?", why)
    return Found("active_users", severity, title, why, action, (view.ref,))


def abandoned(view: UsageView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """One for each feature of the plan that `abandoned_users` or more used in one of the last 12 weeks, and nobody in
    the last four.
    """
    del now
    return [
        Found(
            fact=f"feature:{each.key}",
            severity=Severity.LOW,
            title=f"{each.name} abandoned",
            why=f"{count(most, 'user')} in its best week of 12, none for {_SILENT_WEEKS} weeks; "
            f"told from {count(limits.abandoned_users, 'user')} on.",
            action=SuggestedAction(
                ActionKind.TASK, "Offer training", f"Show {each.name} again", f"Nobody has used {each.name} for weeks."
            ),
            evidence=(view.ref,),
        )
        for each in view.features
        if (most := _best_week_before_silence(each)) >= limits.abandoned_users
    ]


def _best_week_before_silence(feature: FeatureUse) -> int:
    """0 where somebody uses it still, or the plan does not include it."""
    weeks = feature.weekly_users
    if not feature.available or len(weeks) <= _SILENT_WEEKS or any(weeks[-_SILENT_WEEKS:]):
        return 0
    return max(weeks[:-_SILENT_WEEKS])


def seats_underused(view: UsageView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """Fewer than `seats_used_low` of the seats were used in 30 days."""
    del now
    if not view.seats_purchased or view.active_30d / view.seats_purchased >= limits.seats_used_low:
        return []
    share = view.active_30d / view.seats_purchased
    words = f"{_used(view)}; told below {limits.seats_used_low:.0%}."
    action = SuggestedAction(ActionKind.MEETING, "Schedule check-in", "Who else should use it?", words)
    return [Found("seats", Severity.MEDIUM, f"{share:.0%} of seats in use", words, action, (view.ref,))]


def seats_nearly_full(view: UsageView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """`seats_used_full` of the seats or more were used in 30 days: a chance."""
    del now
    if not view.seats_purchased or view.active_30d / view.seats_purchased < limits.seats_used_full:
        return []
    share = view.active_30d / view.seats_purchased
    words = f"{_used(view)}; told from {limits.seats_used_full:.0%} on."
    action = SuggestedAction(ActionKind.MEETING, "Offer more seats", "More seats", words)
    return [Found("seats", Severity.LOW, f"At {share:.0%} of seats", words, action, (view.ref,))]


def _used(view: UsageView) -> str:
    return f"{view.active_30d} of {count(view.seats_purchased or 0, 'seat')} were used in 30 days"


RULES = [
    Rule(SignalKind.USAGE_DECLINING, (_USAGE,), _NEEDS, declining),
    Rule(SignalKind.FEATURE_ABANDONED, (_USAGE,), _NEEDS, abandoned),
    Rule(SignalKind.SEATS_UNDERUSED, (_USAGE,), _SEATS, seats_underused),
    Rule(SignalKind.SEATS_NEARLY_FULL, (_USAGE,), _SEATS, seats_nearly_full),
]
