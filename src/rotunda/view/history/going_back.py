"""What we owned of a customer on another day, from what was set since then."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import msgspec

from rotunda.identity.fields.model import Kind, Person
from rotunda.sections.labels import Label
from rotunda.view.fields.shown import FieldShown, Rule
from rotunda.view.history.document import FieldChanged
from rotunda.view.history.field_changes import FieldChanges

_AT_ONCE = 200


class FieldThen(msgspec.Struct, frozen=True, omit_defaults=True):
    """`value` is what somebody had set by then; null where nobody had, and only sources said something. `changed`: it
    has been set or emptied since.
    """

    name: str
    title: str
    kind: Kind
    value: Any = None
    user: Person | None = None
    changed: bool = False


async def changes_since(
    changes: FieldChanges, customer: str, labels: frozenset[Label], since: datetime
) -> AsyncIterator[FieldChanged]:
    """Newest first, of fields that carry any of these labels."""
    place = None
    while lines := await changes.after(customer, labels, None, place, _AT_ONCE):
        for line in lines:
            if line.at <= since:
                return
            yield line
        place = lines[-1].place


async def fields_then(
    changes: FieldChanges, customer: str, labels: frozenset[Label], now: list[FieldShown], at: datetime
) -> list[FieldThen]:
    """Each field that may be read today, as it stood at a moment."""
    first = {line.field.name: line async for line in changes_since(changes, customer, labels, at)}
    return [_then(field, first.get(field.name)) for field in now]


def _then(field: FieldShown, changed: FieldChanged | None) -> FieldThen:
    if changed is not None:
        return FieldThen(field.name, field.title, field.kind, changed.old, changed.old_user, changed=True)
    owned = field.rule is Rule.OWNED
    return FieldThen(field.name, field.title, field.kind, field.value if owned else None, field.user if owned else None)
