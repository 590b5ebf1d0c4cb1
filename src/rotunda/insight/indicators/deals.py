"""Dots on deals."""

from datetime import datetime, timedelta

from rotunda.insight.model import Rule, Tone, Verdict
from rotunda.insight.words import count, days
from rotunda.sections.deals.model import Deal, DealsView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_DEALS = SectionName("deals")
_LABELS = frozenset({Label.COMMERCIAL})
STALLED = timedelta(days=30)
NEW = timedelta(days=14)


def stalled(view: DealsView, now: datetime) -> Verdict | None:
    """Yellow when an open deal has not moved for 30 days or its close date has passed."""
    stuck = [each for each in view.open_deals if _is_stalled(each, now)]
    if not stuck:
        return None
    worst = max(stuck, key=lambda each: days(each.entered_stage_at or each.created_at, now))
    waited = days(worst.entered_stage_at or worst.created_at, now)
    return Verdict(
        Tone.YELLOW,
        f"Deal stalled: {worst.name}",
        f"{count(waited, 'day')} in stage {worst.stage.label}; {count(len(stuck), 'deal')} not moving.",
        [each.ref for each in stuck],
    )


def _is_stalled(deal: Deal, now: datetime) -> bool:
    if deal.close_on is not None and deal.close_on < now.date():
        return True
    return now - (deal.entered_stage_at or deal.created_at) > STALLED


def opened(view: DealsView, now: datetime) -> Verdict | None:
    """Green when an opportunity was opened within 14 days."""
    fresh = [each for each in view.open_deals if now - each.created_at <= NEW]
    if not fresh:
        return None
    return Verdict(Tone.GREEN, "New opportunity", f"{fresh[0].name} was opened.", [each.ref for each in fresh])


RULES = [Rule("deals.stalled", _DEALS, _LABELS, stalled), Rule("deals.opened", _DEALS, _LABELS, opened)]
