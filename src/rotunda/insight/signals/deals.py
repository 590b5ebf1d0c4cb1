"""Signals of deals that do not move."""

from collections.abc import Sequence
from datetime import datetime
from statistics import mean

from rotunda.insight.signals.model import (
    ActionKind,
    Found,
    Needs,
    Rule,
    Severity,
    SignalKind,
    SuggestedAction,
    Thresholds,
    fact_of,
)
from rotunda.insight.words import count, days
from rotunda.sections.deals.model import Deal, DealsView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_DEALS = SectionName("deals")
_NEEDS: Needs = frozenset({(_DEALS, Label.COMMERCIAL)})
_ENOUGH = 3
_FAR_BEYOND = 2


def stalled(view: DealsView, limits: Thresholds, now: datetime) -> Sequence[Found]:
    """One for each open deal that is longer in its stage than usual; high from twice that. Usual is the average of the
    customer's other open deals in that stage of that pipeline where there are three or more, else
    `deal_stalled_days`: how long closed deals stood in each stage is not in what was read.
    """
    found = [(deal, _waited(deal, now), *_usual(deal, view, limits, now)) for deal in view.open_deals]
    return [_stalled(deal, waited, usual, words) for deal, waited, usual, words in found if waited > usual]


def _waited(deal: Deal, now: datetime) -> int:
    return days(deal.entered_stage_at or deal.created_at, now)


def _usual(deal: Deal, view: DealsView, limits: Thresholds, now: datetime) -> tuple[float, str]:
    alike = [
        _waited(each, now)
        for each in view.open_deals
        if each.ref != deal.ref and (each.pipeline, each.stage.id) == (deal.pipeline, deal.stage.id)
    ]
    if len(alike) < _ENOUGH:
        return limits.deal_stalled_days, f"told after {count(limits.deal_stalled_days, 'day')}"
    return mean(alike), f"their other {len(alike)} deals there: {mean(alike):.0f} days on average"


def _stalled(deal: Deal, waited: int, usual: float, words: str) -> Found:
    why = f"{count(waited, 'day')} in stage {deal.stage.label}; {words}."
    return Found(
        fact=f"{fact_of(deal.ref)}:{deal.stage.id}",
        severity=Severity.HIGH if waited > _FAR_BEYOND * usual else Severity.MEDIUM,
        title=f"Deal stalled: {deal.name}",
        why=why,
        action=SuggestedAction(ActionKind.TASK, "Plan next step", f"Next step for {deal.name}", why),
        evidence=(deal.ref,),
        stake=(deal.value,) if deal.value else (),
    )


RULES = [Rule(SignalKind.DEAL_STALLED, (_DEALS,), _NEEDS, stalled, _NEEDS)]
