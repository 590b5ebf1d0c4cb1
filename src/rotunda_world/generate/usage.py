"""Who used which feature on which day, for the last 120 days, by each company's own trend."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from rotunda_world.generate.casting import Story
from rotunda_world.generate.companies import Cast
from rotunda_world.model import ActivityLog, Contact
from rotunda_world.model.activity import pack

DAYS = 120
_WEEKEND = 0.12
_HABITS = ((0.72, 45), (0.3, 30), (0.06, 15), (0.0, 10))

Trend = Callable[[float], float]
"""How much of its usual activity a company shows, by the share of the 120 days that has passed."""


@dataclass(slots=True)
class _Usage:
    """One company's usage: its days, its trend, the features that it has taken up."""

    first: date
    last: date
    trend: Trend
    features: list[int]


def use(cast: Cast, log: ActivityLog) -> None:
    """Adds one company's activity to the log, and to its people when they were last seen."""
    company = cast.company
    users = [contact for contact in company.contacts if contact.product_user_id is not None]
    if not users or company.plan is None:
        return
    random = cast.chance("usage")
    usage = _Usage(_first_day(cast), _last_day(cast), _trend(cast, random), _adopted(cast, log, random))
    rows = array("Q")
    for user in users:
        _use(cast, usage, user, log.enrol(user), rows, random)
    log.append(company, rows)


def _first_day(cast: Cast) -> date:
    active = (cast.company.activated_at or cast.now).date()
    return max(active, cast.now.date() - timedelta(days=DAYS - 1))


def _last_day(cast: Cast) -> date:
    return min(cast.now, cast.company.churned_at or cast.now).date()


def _trend(cast: Cast, random: Random) -> Trend:
    if cast.story is Story.HEALTHY_EXPANDER:
        return lambda share: 0.45 + 0.65 * share
    if cast.story is Story.SILENT_CHURNER:
        return lambda share: max(0.0, 1 - share / 0.78)
    if cast.story is Story.DORMANT_TRIAL:
        first = 1 - (cast.now - (cast.company.activated_at or cast.now)).days / DAYS
        return lambda share: 0.8 if share <= first + 2.5 / DAYS else 0.0
    if cast.company.product_status == "suspended":
        return lambda share: 0.5 if share < 0.85 else 0.05
    slope, level = random.uniform(-0.35, 0.35), random.uniform(0.55, 1.1)
    return lambda share: max(0.0, level + slope * share)


def _adopted(cast: Cast, log: ActivityLog, random: Random) -> list[int]:
    """The features in use, most used first; expanders use all that their plan has."""
    available = [number for number, feature in enumerate(log.features) if cast.company.plan in feature.plans]
    share = 1.0 if cast.story is Story.HEALTHY_EXPANDER else random.uniform(0.35, 1.0)
    return available[: max(1, round(len(available) * share))]


def _use(cast: Cast, usage: _Usage, user: Contact, number: int, rows: "array[int]", random: Random) -> None:
    """One user's days. Weekends are quiet; whoever left is gone."""
    habit = random.choices([habit for habit, _ in _HABITS], [weight for _, weight in _HABITS])[0]
    first = max(usage.first, user.created_at.date())
    last = min(usage.last, user.left_at.date()) if user.left_at else usage.last
    if not habit or first > last:
        return
    origin = cast.now.toordinal() - DAYS + 1
    favourites = usage.features[: random.randrange(1, len(usage.features) + 1)]
    last_used = 0
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        likely = habit * usage.trend((ordinal - origin) / (DAYS - 1))
        if random.random() >= (likely * _WEEKEND if ordinal % 7 in {6, 0} else likely):
            continue
        last_used = ordinal
        for feature in _picked(favourites, random):
            rows.append(pack(number, ordinal, feature, 1 + int(random.expovariate(0.15))))
    if last_used:
        user.last_seen_at = _seen(date.fromordinal(last_used), cast.now, random)


def _picked(favourites: list[int], random: Random) -> list[int]:
    """A few features of a day: each favourite less often than the one before it."""
    picked = [feature for place, feature in enumerate(favourites) if random.random() < 0.85 / (1 + 0.55 * place)]
    return picked or favourites[:1]


def _seen(day: date, now: datetime, random: Random) -> datetime:
    """In the working hours of the day, but never after now."""
    at = datetime.combine(day, time(random.randrange(7, 19), random.randrange(60), random.randrange(60)), tzinfo=UTC)
    return min(at, now)
