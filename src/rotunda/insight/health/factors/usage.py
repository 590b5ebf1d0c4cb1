"""Do they use the product, and more or less than before."""

from datetime import datetime, timedelta
from statistics import mean

from rotunda.insight.health.model import Finding, Measure
from rotunda.insight.health.scale import between
from rotunda.insight.words import count
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.usage.model import UsageView

_FACTOR = "product usage"
_USAGE = SectionName("usage")
_LABELS = frozenset({Label.USAGE})
_FOUR_WEEKS = timedelta(days=28)
_HALVED, _STEADY = 0.5, 1.0
_MANY = 0.6
_MOST_FEATURES = 0.7


def trend(view: UsageView, now: datetime) -> Finding | None:
    """Active users a day, the last four weeks against the four before: 100 where steady or more, 0 where halved.

    Unknown until the earlier four weeks have activity.
    """
    today = now.date()
    since, before = today - _FOUR_WEEKS, today - 2 * _FOUR_WEEKS
    late = [each.active_users for each in view.daily if since < each.day <= today]
    early = [each.active_users for each in view.daily if before < each.day <= since]
    if not late or not sum(early):
        return None
    change = mean(late) / mean(early)
    words = f"{change - 1:+.0%} active users a day against the four weeks before."
    return Finding(between(change, _HALVED, _STEADY), words, len(late) + len(early), (view.ref,))


def active(view: UsageView, now: datetime) -> Finding | None:
    """Users active in 30 days among all users: 0 without any, 100 from 60 % on."""
    del now
    if not view.users_total:
        return None
    share = view.active_30d / view.users_total
    words = f"{view.active_30d} of {count(view.users_total, 'user')} active in 30 days."
    return Finding(between(share, 0, _MANY), words, view.users_total, (view.ref,))


def adoption(view: UsageView, now: datetime) -> Finding | None:
    """Features used in 30 days among those that the plan includes: 0 without any, 100 from 70 % on."""
    del now
    if view.adoption is None:
        return None
    words = f"{view.features_adopted} of {count(view.features_available, 'feature')} used in 30 days."
    return Finding(between(view.adoption.value, 0, _MOST_FEATURES), words, view.features_available, (view.ref,))


MEASURES = [
    Measure(_FACTOR, "trend", 40, _USAGE, _LABELS, trend, "Bring back the users who stopped."),
    Measure(_FACTOR, "active users", 35, _USAGE, _LABELS, active, "Have more of their users sign in."),
    Measure(_FACTOR, "adoption", 25, _USAGE, _LABELS, adoption, "Show them the features that nobody uses yet."),
]
