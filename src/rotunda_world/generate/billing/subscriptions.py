"""Subscriptions as Stripe holds them today: items with their current period, trials, pauses and ends."""

from datetime import datetime, timedelta
from random import Random

from rotunda_world.generate.billing.offers import Line
from rotunda_world.generate.billing.periods import Every, Period, periods
from rotunda_world.generate.billing.terms import BY_INVOICE, PAUSE, STATUS, State, Terms
from rotunda_world.generate.catalogue import Catalogue
from rotunda_world.generate.seeds import stripe_id
from rotunda_world.model import Payer, Subscription, SubscriptionItem

_REASONS = (
    ("cancellation_requested", "too_expensive"),
    ("cancellation_requested", "switched_service"),
    ("cancellation_requested", "missing_features"),
    ("payment_failed", None),
    ("cancellation_requested", "unused"),
)


def subscribe(
    payer: Payer, lines: list[Line], terms: Terms, catalogue: Catalogue, random: Random, now: datetime
) -> Subscription:
    """One subscription of the payer, without discounts and invoices yet."""
    subscription = Subscription(
        stripe_id=stripe_id(random, "sub"),
        customer=payer,
        status=STATUS.get(terms.state, "active"),
        currency=payer.currency,
        items=[],
        created_at=terms.start,
        start_at=terms.start,
        billing_cycle_anchor=terms.anchor,
        trial_start=terms.trial_start,
        trial_end=terms.anchor if terms.trial_start else None,
    )
    for line in lines:
        subscription.items.append(_item(subscription, line, catalogue, random, now))
    if terms.state in BY_INVOICE:
        subscription.collection_method, subscription.days_until_due = "send_invoice", random.choice((14, 14, 14, 30))
        if terms.state is State.OVERDUE:
            subscription.days_until_due = 14
    _end(subscription, terms.state, random, now)
    payer.subscriptions.append(subscription)
    return subscription


def every_of(item: SubscriptionItem) -> Every:
    return item.price.interval, item.price.interval_count


def current_period(subscription: Subscription, every: Every, now: datetime) -> Period:
    """The trial while it runs, else the period that contains `now` (or the end of the subscription)."""
    if subscription.trial_start and subscription.trial_end and now < subscription.trial_end:
        return Period(subscription.trial_start, subscription.trial_end, 0)
    return periods(subscription.billing_cycle_anchor, every, now)[-1]


def _item(
    subscription: Subscription, line: Line, catalogue: Catalogue, random: Random, now: datetime
) -> SubscriptionItem:
    period = current_period(subscription, line.every, now)
    return SubscriptionItem(
        stripe_id=stripe_id(random, "si"),
        price=catalogue.price(line.product, subscription.currency, line.every, line.scheme),
        quantity=line.quantity,
        period_start=period.start,
        period_end=period.end,
        created_at=subscription.created_at,
    )


def _end(subscription: Subscription, state: State, random: Random, now: datetime) -> None:
    period_end = min(item.period_end for item in subscription.items)
    asked_at = now - (now - max(item.period_start for item in subscription.items)) * random.random()
    if state in PAUSE:
        subscription.pause_behavior = PAUSE[state]
        if random.random() < 0.5:
            subscription.pause_resumes_at = now + timedelta(days=random.randrange(10, 60))
    if state is State.ENDING:
        subscription.cancel_at_period_end, subscription.cancel_at = True, period_end
        subscription.canceled_at = asked_at.replace(microsecond=0)
        _give_reason(subscription, random)
    if state is State.ENDING_LATER:
        subscription.cancel_at = period_end + timedelta(days=random.randrange(20, 90))
        subscription.canceled_at = asked_at.replace(microsecond=0)
        _give_reason(subscription, random)
    if state is State.CANCELED:
        _cancel(subscription, random, now)
    if state is State.EXPIRED:
        subscription.ended_at = subscription.canceled_at = subscription.start_at + timedelta(hours=23)
        for item in subscription.items:
            first = periods(subscription.start_at, every_of(item), subscription.start_at)[0]
            item.period_start, item.period_end = first.start, first.end


def _cancel(subscription: Subscription, random: Random, now: datetime) -> None:
    """It ended with one of its earlier periods, at least three weeks ago where it is old enough."""
    every = every_of(subscription.items[0])
    past = periods(subscription.billing_cycle_anchor, every, now)[:-1]
    ripe = [period for period in past if now - period.end > timedelta(days=21)] or past
    last = random.choice(ripe[-4:]) if ripe else periods(subscription.billing_cycle_anchor, every, now)[0]
    subscription.ended_at = min(last.end, now - timedelta(days=1))
    subscription.canceled_at = subscription.ended_at - timedelta(days=random.randrange(1, 9))
    for item in subscription.items:
        item.period_start, item.period_end = last.start, last.end
    _give_reason(subscription, random)


def _give_reason(subscription: Subscription, random: Random) -> None:
    reason, feedback = random.choice(_REASONS)
    if subscription.cancel_at is not None:
        reason, feedback = "cancellation_requested", feedback or "other"
    subscription.cancellation_reason, subscription.cancellation_feedback = reason, feedback
