"""Usage as the product counts it. Counts of several sources are never added: the first source that counts is shown."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rotunda.sections.provenance import Category, Input, Made, MadeCount
from rotunda.sections.section import Fact, Sourcepart
from rotunda.sections.survivorship import ordered
from rotunda.sections.usage.model import FeatureUse, UsagePart, UsageView

DORMANT_AFTER = timedelta(days=30)


def merge(parts: Sequence[Sourcepart[UsagePart]], now: datetime) -> UsageView:
    """Dormant: nobody was active for 30 days before `now`."""
    part = ordered(parts, (Category.PRODUCT, Category.ANALYTICS))[0].part
    adopted = [each for each in part.features if each.available and each.users_30d > 0]
    available = [each for each in part.features if each.available]
    return UsageView(
        ref=part.ref,
        users_total=part.users_total,
        active_7d=part.active_7d,
        active_30d=part.active_30d,
        active_change_7d=_change(part),
        adoption=_adoption(adopted, available),
        features_adopted=len(adopted),
        features_available=len(available),
        dormant=part.last_active_at is None or now - part.last_active_at > DORMANT_AFTER,
        seats_purchased=part.seats_purchased,
        last_active_at=part.last_active_at,
        activated_at=part.activated_at,
        daily=part.daily,
        features=sorted(part.features, key=lambda each: (not each.available, -each.users_30d, each.key)),
    )


def _change(part: UsagePart) -> MadeCount | None:
    """Relative change of weekly active users, as a ratio: -0.14 is 14 % down. None where the week before was empty."""
    if not part.active_previous_7d:
        return None
    return MadeCount(
        value=round(part.active_7d / part.active_previous_7d - 1, 4),
        made=Made(
            formula="Users active in the last 7 days / users active in the 7 days before - 1",
            inputs=[
                Input(label="Last 7 days", text=str(part.active_7d)),
                Input(label="7 days before", text=str(part.active_previous_7d)),
            ],
        ),
    )


def _adoption(adopted: Sequence[FeatureUse], available: Sequence[FeatureUse]) -> MadeCount | None:
    if not available:
        return None
    return MadeCount(
        value=round(len(adopted) / len(available), 4),
        made=Made(
            formula="Features used by somebody in 30 days / features that the plan includes",
            inputs=[
                Input(label="Used", text=", ".join(each.name for each in adopted) or "none"),
                Input(label="Included", text=str(len(available))),
            ],
        ),
    )


def facts(view: UsageView) -> list[Fact]:
    """Weekly active users, their change and when anybody was last active."""
    found = [Fact(name="active_users_7d", number=view.active_7d)]
    if view.active_change_7d:
        found.append(Fact(name="active_users_change", number=view.active_change_7d.value))
    if view.last_active_at:
        found.append(Fact(name="last_seen_at", at=view.last_active_at))
    if view.seats_purchased is not None:
        found.append(Fact(name="seats", number=view.seats_purchased))
    return found
