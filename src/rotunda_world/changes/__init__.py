"""Changing one fact of a world while it runs, coherently: `apply` by name, with validated parameters."""

from collections.abc import Mapping
from typing import Any

from rotunda_world.changes.billing import BILLING
from rotunda_world.changes.crm import CRM
from rotunda_world.changes.helpdesk import HELPDESK
from rotunda_world.changes.parameters import Change, ChangeRefused
from rotunda_world.changes.product import PRODUCT
from rotunda_world.running import RunningWorld
from rotunda_world.simulators.simulator import Changed

__all__ = ["CHANGES", "ChangeRefused", "apply", "described"]

CHANGES: Mapping[str, Change] = {change.name: change for change in (*BILLING, *HELPDESK, *CRM, *PRODUCT)}
"""Every change by name."""


def apply(running: RunningWorld, name: str, parameters: Mapping[str, object]) -> list[Changed]:
    """Makes one change at the world's present time and answers what is different, the cause before its consequences.

    Raises ChangeRefused, with nothing changed, for an unknown name, an unknown, missing or impossible parameter, and a
    record that does not exist or does not allow it.
    """
    change = CHANGES.get(name)
    if change is None:
        raise ChangeRefused("name", f"There is no change {name!r}. There are {', '.join(sorted(CHANGES))}.")
    now = running.clock().replace(microsecond=0)
    return change.make(running.world, now, change.read(parameters))


def described() -> list[dict[str, Any]]:
    """Name, purpose and parameters of every change: for people who make them by hand."""
    return [change.described() for change in CHANGES.values()]
