"""Since when a customer has paid for subscriptions, and until when."""

from datetime import datetime

import msgspec

from rotunda.sections.billing.model import BillingView, Subscription, SubscriptionStatus

_NOT_BEGUN = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.INCOMPLETE})


class Tenure(msgspec.Struct, frozen=True):
    """From the start of the first subscription to the end of the last; `until` is None while any of them runs. Pauses
    between two of them count as if there were none.
    """

    since: datetime
    until: datetime | None


def tenure_of(view: BillingView) -> Tenure | None:
    """None where nothing was paid for, or not all subscriptions were read. What ended within its trial was a trial."""
    begun = [each for each in view.subscriptions if _has_begun(each)]
    if not begun or "subscriptions" in view.truncated:
        return None
    ends = [_end_of(each) for each in begun]
    ended = [each for each in ends if each is not None]
    return Tenure(min(each.started_at for each in begun), max(ended) if len(ended) == len(ends) else None)


def _has_begun(subscription: Subscription) -> bool:
    end, trial_end = _end_of(subscription), subscription.trial_ends_at
    only_tried = end is not None and trial_end is not None and end <= trial_end
    return subscription.status not in _NOT_BEGUN and not only_tried


def _end_of(subscription: Subscription) -> datetime | None:
    if subscription.ended_at is None and subscription.status is SubscriptionStatus.CANCELED:
        return subscription.canceled_at
    return subscription.ended_at
