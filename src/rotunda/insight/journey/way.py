"""The way of one customer for one viewer."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from rotunda.insight.journey.model import JourneyStep, StepRule, StepState, Unread
from rotunda.insight.journey.steps import STEPS
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label


def way_of(
    views: Mapping[SectionName, Any], reach: Container[tuple[SectionName, Label]], now: datetime
) -> list[JourneyStep]:
    """`views` are merged sections; one that has no answer makes its steps unknown. `reach` is what the viewer may read:
    other steps are not told of.
    """
    told = [rule for rule in STEPS if all((rule.section, label) in reach for label in rule.labels)]
    return [_step(rule, views.get(rule.section), now) for rule in told]


def _step(rule: StepRule, view: Any, now: datetime) -> JourneyStep:
    step = JourneyStep(rule.name, rule.title, rule.section, StepState.UNKNOWN)
    if view is None:
        return step
    try:
        found = rule.find(view, now)
    except Unread:
        return step
    if found is None:
        return JourneyStep(rule.name, rule.title, rule.section, StepState.AHEAD)
    state = StepState.REACHED if found.at <= now else StepState.AHEAD
    return JourneyStep(rule.name, rule.title, rule.section, state, found.at, found.title, found.ref)
