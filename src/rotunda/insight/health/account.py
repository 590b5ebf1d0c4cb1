"""The account model: payment, engagement, product usage, support, relationship, contract."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.model import Found, Health
from rotunda.insight.health.weighing import weigh
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

MODEL = "account"
WEIGHTS: Mapping[str, int] = {
    "payment": 20,
    "engagement": 20,
    "product usage": 25,
    "support": 15,
    "relationship": 10,
    "contract": 10,
}


def health_of(
    views: Mapping[SectionName, Any], reach: Container[tuple[SectionName, Label]], now: datetime
) -> Health | None:
    """`views` are merged sections, `reach` what the viewer may read of them: what they may not read is not judged for
    them, as if it were not known. None where nothing is left to judge by.
    """
    return weigh(MODEL, WEIGHTS, _found(views, reach, now), now)


def _found(views: Mapping[SectionName, Any], reach: Container[tuple[SectionName, Label]], now: datetime) -> list[Found]:
    found: list[Found] = []
    for measure in all_measures():
        view = views.get(measure.section)
        if view is None or not all((measure.section, label) in reach for label in measure.labels):
            continue
        finding = measure.find(view, now)
        if finding is not None:
            found.append(Found(measure, finding))
    return found
