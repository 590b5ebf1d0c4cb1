"""The rules behind every signal. A module per family; each exports `RULES`, found by folder scan."""

import importlib
import pkgutil
from collections.abc import Container, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from rotunda.insight.signals.model import Found, Rule, Severity, Signal, SignalKind, Thresholds
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_WORST_FIRST = list(Severity)


@cache
def all_rules() -> Mapping[SignalKind, Rule]:
    """The rule of every kind."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "model")
    rules = [rule for name in modules for rule in importlib.import_module(f"{__name__}.{name}").RULES]
    return {rule.kind: rule for rule in rules}


def judge(
    views: Mapping[SectionName, Any],
    reach: Container[tuple[SectionName, Label]],
    limits: Thresholds,
    now: datetime,
) -> list[Signal]:
    """Signals over the merged sections at hand, as far as `reach` goes, the worst first."""
    told = [
        _signal(rule, found, may_see_stake=all(pair in reach for pair in rule.stake_needs))
        for rule in all_rules().values()
        if all(pair in reach for pair in rule.needs)
        for found in rule.judge(views, limits, now) or ()
    ]
    return sorted(told, key=lambda each: _WORST_FIRST.index(each.severity))


def _signal(rule: Rule, found: Found, *, may_see_stake: bool) -> Signal:
    return Signal(
        kind=rule.kind,
        fact=found.fact,
        severity=found.severity,
        title=found.title,
        why=found.why,
        action=found.action,
        evidence=list(found.evidence),
        stake=list(found.stake) if may_see_stake else [],
    )
