"""A changed record, seen once more as it was before the change."""

from collections.abc import Callable, Mapping
from typing import TypeVar

Drawn = TypeVar("Drawn")


def as_it_was(record: object, before: Mapping[str, object], draw: Callable[[], Drawn]) -> Drawn:
    """Draws with the record's earlier values put back for a moment. `draw` must not wait: nothing else may run then."""
    now = {name: getattr(record, name) for name in before}
    try:
        _put(record, before)
        return draw()
    finally:
        _put(record, now)


def _put(record: object, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(record, name, value)
