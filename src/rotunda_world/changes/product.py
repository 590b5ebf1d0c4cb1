"""Changes in the product itself: somebody uses it."""

from datetime import UTC, datetime, time

from rotunda_world.changes import finding
from rotunda_world.changes.parameters import Asked, Change, ChangeRefused, day, number, text
from rotunda_world.changes.recording import set_on
from rotunda_world.model import Feature, World
from rotunda_world.simulators.simulator import Changed

_MOST_EVENTS = 10_000


def _add_activity(world: World, now: datetime, asked: Asked) -> list[Changed]:
    """Further events of one user and feature, today or on an earlier day; the day's row is counted up."""
    user = finding.user(world, asked["user"])
    feature = _feature(world, asked["feature"], user.company.plan)
    on = asked.get("day", now.date())
    if on > now.date():
        raise ChangeRefused("day", f"{on} is still to come.")
    activity = world.activities.add(user, feature, on, asked.get("events", 1))
    seen_at = now if on == now.date() else datetime.combine(on, time(12), tzinfo=UTC)
    changes = [Changed("activity.created", activity)]
    if user.last_seen_at is None or user.last_seen_at < seen_at:
        changes.append(set_on("contact", user, last_seen_at=seen_at))
    return changes


def _feature(world: World, key: str, plan: str | None) -> Feature:
    """One that the account's plan includes."""
    for feature in world.features:
        if feature.key == key and plan in feature.plans:
            return feature
    included = ", ".join(feature.key for feature in world.features if plan in feature.plans)
    raise ChangeRefused("feature", f"The account's plan has no feature {key!r}. It has {included}.")


PRODUCT = (
    Change(
        "add_activity",
        "A user uses a feature.",
        (
            text("user", "a product user's id, usr_...", required=True),
            text("feature", "a feature's key, such as live_map", required=True),
            number("events", 1, _MOST_EVENTS),
            day("day"),
        ),
        _add_activity,
    ),
)
