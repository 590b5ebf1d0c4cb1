"""Changing attributes so that what they were before is told."""

from datetime import datetime
from random import Random

from rotunda_world.model import World
from rotunda_world.simulators.simulator import Changed


def set_on(kind: str, record: object, **values: object) -> Changed:
    """Sets the attributes and tells the earlier values of those that are different now."""
    before = {name: getattr(record, name) for name, value in values.items() if getattr(record, name) != value}
    for name, value in values.items():
        setattr(record, name, value)
    return Changed(f"{kind}.updated", record, before)


def fresh(world: World, now: datetime, *topic: object) -> Random:
    """Chance for ids of new records: of this world, this second and this topic."""
    return Random("/".join(map(str, (world.seed, "changes", now.isoformat(), *topic))))
