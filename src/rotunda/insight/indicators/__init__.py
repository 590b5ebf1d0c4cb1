"""The rules behind every dot. A module per section; each exports `RULES`, found by folder scan."""

import importlib
import pkgutil
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from rotunda.insight.model import Indicator, Rule
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of every section."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(rule for name in modules for rule in importlib.import_module(f"{__name__}.{name}").RULES)


def judge(views: Mapping[SectionName, Any], now: datetime) -> list[tuple[Indicator, frozenset[Label]]]:
    """All verdicts over the merged sections at hand, each with the labels that a viewer needs to be told of it."""
    found: list[tuple[Indicator, frozenset[Label]]] = []
    for rule in all_rules():
        view = views.get(rule.section)
        verdict = rule.judge(view, now) if view is not None else None
        if verdict is not None:
            indicator = Indicator(
                id=rule.id,
                section=rule.section,
                tone=verdict.tone,
                title=verdict.title,
                why=verdict.why,
                evidence=list(verdict.evidence),
            )
            found.append((indicator, rule.labels))
    return found
