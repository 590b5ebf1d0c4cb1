"""The score cards."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any

from rotunda.insight.churn.risk import churn_of
from rotunda.insight.health.judging import health_of
from rotunda.insight.health.score_model import ACCOUNT, ScoreModel
from rotunda.insight.model import MoneyScore, NotJudged, Scores
from rotunda.insight.signals.model import Signal
from rotunda.insight.value.lifetime import Lifetime, lifetime_of
from rotunda.insight.value.survival import Survival
from rotunda.sections.billing.model import BillingView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_BILLING = SectionName("billing")
_MONEY = (_BILLING, Label.COMMERCIAL)
_NOTHING_OPEN = NotJudged("Churn risk is not judged: no section that signals are made of has an answer.")
_NOTHING_TO_JUDGE_BY = NotJudged("Health is not judged: no section that it is made of has an answer.")


def score(
    views: Mapping[SectionName, Any],
    reach: Container[tuple[SectionName, Label]],
    now: datetime,
    survival: Survival | None = None,
    model: ScoreModel = ACCOUNT,
    signals: Sequence[Signal] = (),
) -> Scores:
    """`views` are merged sections, `reach` what the viewer may read of them. Without the right to see money, CLTV, MRR
    and ARR are not in the answer at all. `survival`: how long those customers stay whose billing the viewer may read;
    `model`: what health is judged by; `signals`: those that the viewer is told.
    """
    billing, may_see_money = views.get(_BILLING), _MONEY in reach
    return Scores(
        health=health_of(model, views, reach, now) or _NOTHING_TO_JUDGE_BY,
        churn=churn_of(signals) if views else _NOTHING_OPEN,
        cltv=_cltv(billing, survival, now) if may_see_money else None,
        mrr=_mrr(billing) if may_see_money else None,
        arr=_arr(billing) if may_see_money else None,
    )


def _cltv(billing: BillingView | None, survival: Survival | None, now: datetime) -> Lifetime | NotJudged:
    found = lifetime_of(billing, survival, now)
    return NotJudged(found) if isinstance(found, str) else found


def _mrr(billing: BillingView | None) -> MoneyScore:
    if billing is None:
        return MoneyScore(state="unknown", amounts=[])
    return MoneyScore(state="known", amounts=billing.mrr, change_30d=billing.mrr_change_30d)


def _arr(billing: BillingView | None) -> MoneyScore:
    if billing is None:
        return MoneyScore(state="unknown", amounts=[])
    return MoneyScore(state="known", amounts=billing.arr)
