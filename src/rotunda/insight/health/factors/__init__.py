"""The factors of the account model. A module per factor; each exports `MEASURES`, found by folder scan."""

import importlib
import pkgutil
from functools import cache

from rotunda.insight.health.model import Measure


@cache
def all_measures() -> tuple[Measure, ...]:
    """Every measure of every factor."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(measure for name in modules for measure in importlib.import_module(f"{__name__}.{name}").MEASURES)
