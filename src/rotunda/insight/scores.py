"""The score cards. Health, churn risk and lifetime value have no model yet: they say so and show no number."""

from collections.abc import Mapping
from typing import Any

from rotunda.insight.model import MoneyScore, NotJudged, Scores
from rotunda.sections.billing.model import BillingView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_BILLING = SectionName("billing")
MONEY = (_BILLING, Label.COMMERCIAL)
"""What a viewer has to be allowed to read to be shown MRR and ARR."""


def score(views: Mapping[SectionName, Any], *, may_see_money: bool) -> Scores:
    """`views` are merged sections. Without the right to see money, MRR and ARR are not in the answer at all."""
    billing = views.get(_BILLING)
    return Scores(
        health=_not_judged("Health"),
        churn=_not_judged("Churn risk"),
        cltv=_not_judged("Lifetime value"),
        mrr=_mrr(billing) if may_see_money else None,
        arr=_arr(billing) if may_see_money else None,
    )


def _not_judged(what: str) -> NotJudged:
    return NotJudged(state="not_judged", reason=f"{what} is not judged yet: no score model is set up.")


def _mrr(billing: BillingView | None) -> MoneyScore:
    if billing is None:
        return MoneyScore(state="unknown", amounts=[])
    return MoneyScore(state="known", amounts=billing.mrr, change_30d=billing.mrr_change_30d)


def _arr(billing: BillingView | None) -> MoneyScore:
    if billing is None:
        return MoneyScore(state="unknown", amounts=[])
    return MoneyScore(state="known", amounts=billing.arr)
