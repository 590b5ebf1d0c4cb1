"""How a subscription stands and since when: states of billing, and the start that makes each of them true today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from rotunda_world.generate.billing.periods import DAILY, MONTHLY, YEARLY, Every, periods
from rotunda_world.generate.casting import Part, Story
from rotunda_world.generate.companies import Cast
from rotunda_world.generate.moments import DAY, months_after

_MARGIN = timedelta(days=2)  # No period ends so soon that a world left running would outlive it.


class State(StrEnum):
    """What a subscription is to be. Several of these share Stripe's status `active`."""

    ACTIVE = "active"
    SENT = "sent"  # Invoices are sent and paid by hand.
    OVERDUE = "overdue"  # Sent, and not paid.
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    ENDING = "ending"  # At the end of the period.
    ENDING_LATER = "ending_later"
    CANCELED = "canceled"
    PAUSED_VOID = "paused_void"
    PAUSED_UNCOLLECTIBLE = "paused_uncollectible"
    PAUSED_DRAFT = "paused_draft"
    TRIALING = "trialing"
    TRIAL_OVER = "trial_over"  # Stripe's status `paused`.
    INCOMPLETE = "incomplete"
    EXPIRED = "expired"  # Stripe's status `incomplete_expired`.


STATUS = {
    State.PAST_DUE: "past_due",
    State.UNPAID: "unpaid",
    State.CANCELED: "canceled",
    State.TRIALING: "trialing",
    State.TRIAL_OVER: "paused",
    State.INCOMPLETE: "incomplete",
    State.EXPIRED: "incomplete_expired",
}
PAUSE = {
    State.PAUSED_VOID: "void",
    State.PAUSED_UNCOLLECTIBLE: "mark_uncollectible",
    State.PAUSED_DRAFT: "keep_as_draft",
}
BY_INVOICE = {State.SENT, State.OVERDUE}
_MONTHLY_ONLY = {State.PAST_DUE, State.UNPAID, State.OVERDUE, State.TRIAL_OVER, *PAUSE}
_YOUNG = {State.TRIALING, State.TRIAL_OVER, State.INCOMPLETE, State.EXPIRED}
_CYCLE = (
    State.ACTIVE, State.SENT, State.ACTIVE, State.PAST_DUE, State.ACTIVE, State.TRIALING, State.ACTIVE, State.ENDING,
    State.SENT, State.ACTIVE, State.PAUSED_VOID, State.ACTIVE, State.CANCELED, State.ACTIVE, State.OVERDUE,
    State.ACTIVE, State.PAUSED_DRAFT, State.ACTIVE, State.UNPAID, State.SENT, State.ACTIVE, State.INCOMPLETE,
    State.ACTIVE, State.PAUSED_UNCOLLECTIBLE, State.ENDING_LATER, State.ACTIVE, State.TRIAL_OVER, State.ACTIVE,
    State.EXPIRED,
)  # fmt: skip
_TOLD = {
    Story.HEALTHY_EXPANDER: State.ACTIVE,
    Story.SILENT_CHURNER: State.ACTIVE,
    Story.STALLED_DEAL: State.ACTIVE,
    Story.CHAMPION_LEFT: State.SENT,
    Story.OVERDUE_PAYER: State.OVERDUE,
    Story.DORMANT_TRIAL: State.TRIALING,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """`anchor` starts the first paid period. A trial lies before it, or, while it runs, ends at it."""

    state: State
    start: datetime
    anchor: datetime
    trial_start: datetime | None = None


def state_of(cast: Cast) -> State:
    """Stories decide; elsewhere the states take turns. What needs a past is active where there is none."""
    casting = cast.casting
    if casting.part is Part.ABSORBED:
        return State.CANCELED
    if casting.part is Part.SURVIVOR:
        return State.ACTIVE
    if casting.story is not None:
        return _TOLD[casting.story]
    state = _CYCLE[(casting.index * 3 + cast.seed) % len(_CYCLE)]
    young = cast.now - cast.company.created_at < timedelta(days=110)
    return State.ACTIVE if young and state not in _YOUNG else state


def fits(state: State, every: Every) -> bool:
    """Whether the state can be told with that interval: failures of this month need a month, days run only forty."""
    if every == DAILY:
        return state is State.ACTIVE
    return every == MONTHLY or state not in _MONTHLY_ONLY


def terms_of(cast: Cast, state: State, every: Every, random: Random) -> Terms:
    """When it started."""
    now = cast.now
    if state is State.TRIALING:
        start = now - timedelta(days=random.randrange(4, 11), hours=random.randrange(8))
        return Terms(state, start, start + timedelta(days=random.choice((14, 21, 30))), start)
    if state is State.TRIAL_OVER:
        anchor = now - timedelta(days=random.randrange(4, 24), hours=random.randrange(1, 8))
        return Terms(state, anchor - timedelta(days=14), anchor, anchor - timedelta(days=14))
    if state is State.INCOMPLETE:
        start = now - timedelta(hours=random.randrange(2, 20))
        return Terms(state, start, start)
    return _grown(cast, state, every, random)


def _grown(cast: Cast, state: State, every: Every, random: Random) -> Terms:
    """Terms with a past: from the activation on, moved so that the current period's age suits the state."""
    start = cast.company.activated_at or cast.company.created_at
    if cast.casting.story is Story.SILENT_CHURNER and every == YEARLY:
        start = months_after(cast.now + timedelta(days=random.randrange(35, 60)), -12)
    if state in {State.PAST_DUE, State.UNPAID}:
        start = _with_period_begun(start, cast.now - timedelta(days=random.randrange(3, 13), hours=5))
    if state is State.OVERDUE:
        start = _with_period_begun(start, cast.now - timedelta(days=random.randrange(20, 26), hours=5))
    # The subscription that works starts a day after the one that expired.
    lag = DAY if state is State.EXPIRED else timedelta()
    start = clear_of_now(start + lag, every, cast.now) - lag
    if state is State.ACTIVE and random.random() < 0.25:
        return Terms(state, start - timedelta(days=14), start, start - timedelta(days=14))
    return Terms(state, start, start)


def _with_period_begun(earliest: datetime, begun: datetime) -> datetime:
    """The first start after `earliest` from which monthly periods reach `begun`."""
    months = 0
    while months_after(begun, -(months + 1)) >= earliest:
        months += 1
    return months_after(begun, -months)


def clear_of_now(start: datetime, every: Every, now: datetime, step: timedelta = -DAY) -> datetime:
    """Moves a start, by default back, until the current period neither has just begun nor ends within the margin."""
    if every == DAILY:
        return now - timedelta(days=40, hours=9)
    while True:
        current = periods(start, every, now)[-1]
        if current.end - now > _MARGIN and now - current.start > _MARGIN:
            return start
        start += step
