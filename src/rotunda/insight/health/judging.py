"""Judges an account by a score model: from merged sections, or from what they were found to say."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.model import Found, Health, Measure
from rotunda.insight.health.score_model import ScoreModel
from rotunda.insight.health.weighing import weigh
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label


def health_of(
    model: ScoreModel, views: Mapping[SectionName, Any], reach: Container[tuple[SectionName, Label]], now: datetime
) -> Health | None:
    """`views` are merged sections, `reach` what the viewer may read of them: what they may not read is not judged for
    them, as if it were not known. None where nothing is left to judge by.
    """
    return weigh(model, _found(model, views, reach, now), now)


def found_in(section: SectionName, view: Any, now: datetime) -> list[Found]:
    """All that one merged section says of the health of its account, whatever model it is judged by."""
    measures = [measure for measure in all_measures() if measure.section == section]
    return [found for measure in measures if (found := _find(measure, view, now)) is not None]


def health_of_all(model: ScoreModel, found: Iterable[Found], now: datetime) -> Health | None:
    """The same as `health_of` for whoever may read everything, from what sections were found to say, in any order."""
    places = {(measure.factor, measure.name): place for place, measure in enumerate(all_measures())}
    return weigh(model, sorted(found, key=lambda each: places[each.measure.factor, each.measure.name]), now)


@cache
def all_factors() -> tuple[str, ...]:
    """What a model may weigh."""
    return tuple(dict.fromkeys(measure.factor for measure in all_measures()))


@cache
def needed_for_all() -> frozenset[tuple[SectionName, Label]]:
    """What somebody has to be allowed to read to be told the health that is judged over everything."""
    return frozenset((measure.section, label) for measure in all_measures() for label in measure.labels)


def _found(
    model: ScoreModel, views: Mapping[SectionName, Any], reach: Container[tuple[SectionName, Label]], now: datetime
) -> list[Found]:
    found: list[Found] = []
    for measure in all_measures():
        view = views.get(measure.section) if model.weights.get(measure.factor) else None
        if view is None or not all((measure.section, label) in reach for label in measure.labels):
            continue
        finding = _find(measure, view, now)
        if finding is not None:
            found.append(finding)
    return found


def _find(measure: Measure, view: Any, now: datetime) -> Found | None:
    finding = measure.find(view, now)
    return None if finding is None else Found(measure, finding)
