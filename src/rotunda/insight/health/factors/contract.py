"""Will they stay by contract."""

from datetime import datetime

from rotunda.insight.health.model import Finding, Measure
from rotunda.insight.health.scale import between
from rotunda.insight.words import count, days_until
from rotunda.sections.billing.model import BillingView, SubscriptionStatus
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.profile.model import ProfileView
from rotunda.sections.upcoming.model import UpcomingKind, UpcomingView

_FACTOR = "contract"
_LABELS = frozenset({Label.CONTRACT})
_RENEWAL_DAYS = (0, 90)
_AT_RENEWAL = 50.0
_RUNNING = frozenset({SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE})


def renewal(view: UpcomingView, now: datetime) -> Finding | None:
    """0 where a subscription is set to end; else 50 on the day of the renewal, rising to 100 at 90 days before it."""
    ends = [each for each in view.contract if each.kind is UpcomingKind.CANCELLATION and each.at > now]
    if ends:
        return Finding(0, f"A subscription ends in {count(days_until(now, ends[0].at), 'day')}.", 1, (ends[0].ref,))
    if view.next_renewal_at is None:
        return None
    left = days_until(now, view.next_renewal_at)
    score = _AT_RENEWAL + between(left, *_RENEWAL_DAYS) * (100 - _AT_RENEWAL) / 100
    return Finding(score, f"The next renewal is in {count(left, 'day')}.")


def auto_renewal(view: ProfileView, now: datetime) -> Finding | None:
    """100 where the contract renews by itself, else 40."""
    del now
    if view.auto_renew is None:
        return None
    renews = view.auto_renew.value
    return Finding(100 if renews else 40, f"The contract {'renews' if renews else 'does not renew'} by itself.")


def running(view: BillingView, now: datetime) -> Finding | None:
    """Subscriptions that run, among all that there ever were: 100 where all do."""
    del now
    if not view.plans:
        return None
    alive = sum(1 for each in view.plans if each.status in _RUNNING and not each.collection_paused)
    words = f"{alive} of {count(len(view.plans), 'subscription')} running."
    return Finding(
        between(alive / len(view.plans), 0, 1), words, len(view.plans), tuple(each.ref for each in view.plans)
    )


MEASURES = [
    Measure(_FACTOR, "renewal", 50, SectionName("upcoming"), _LABELS, renewal, "Agree on the renewal."),
    Measure(_FACTOR, "auto-renewal", 20, SectionName("profile"), _LABELS, auto_renewal, "Agree on automatic renewal."),
    Measure(_FACTOR, "running", 30, SectionName("billing"), _LABELS, running, "Win back what has ended."),
]
