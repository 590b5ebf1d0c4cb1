"""Dots on who they are."""

from datetime import datetime

from rotunda.insight.model import Rule, Tone, Verdict
from rotunda.insight.words import count, days, days_until
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.profile.model import ProductStatus, ProfileView


def standing(view: ProfileView, now: datetime) -> Verdict | None:
    """Suspended or closed is red, a trial blue, a running contract green."""
    if view.product_status is None:
        return None
    match view.product_status.value:
        case ProductStatus.TRIAL:
            return Verdict(Tone.BLUE, _trial_title(view, now), "The product says that this account is in trial.")
        case ProductStatus.SUSPENDED:
            return Verdict(Tone.RED, "Suspended", "The product has suspended this account.")
        case ProductStatus.CLOSED:
            return Verdict(Tone.RED, "Closed", "The product has closed this account.")
        case ProductStatus.ACTIVE:
            return Verdict(Tone.GREEN, "Active", "The product says that this account is active.")


def _trial_title(view: ProfileView, now: datetime) -> str:
    ends = view.trial_ends_at
    if ends is None:
        return "In trial"
    if ends.value < now:
        return f"Trial ended {count(days(ends.value, now), 'day')} ago"
    return f"Trial ends in {count(days_until(now, ends.value), 'day')}"


RULES = [Rule("profile.standing", SectionName("profile"), frozenset({Label.CONTRACT}), standing)]
