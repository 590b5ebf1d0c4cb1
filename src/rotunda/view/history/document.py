"""The history as it leaves the house: `GET /api/v1/{accounts|contacts}/{id}/history`."""

from datetime import datetime
from typing import Any, TypeAlias

import msgspec

from rotunda.identity.fields.model import Kind, Person
from rotunda.sections.ids import FieldId
from rotunda.view.fields.doors import CustomerLink

Place: TypeAlias = tuple[datetime, str, str]
"""Where a line stands, newest first: its moment, id and kind."""

FIELD = "field"


class ChangedField(msgspec.Struct, frozen=True):
    """Which field it was."""

    id: FieldId
    name: str
    title: str
    kind: Kind


class FieldChanged(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="what", tag=FIELD):
    """One value that replaced another; null where there was or is none. `edit` is what it was a part of, as the access
    log names it. The users are those whom values name.
    """

    id: str
    at: datetime
    edit: str
    field: ChangedField
    by: Person | None = None
    old: Any = None
    new: Any = None
    old_user: Person | None = None
    new_user: Person | None = None

    @property
    def place(self) -> Place:
        return self.at, self.id, FIELD


class DeedDone(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="what", tag="identity"):
    """Who is which customer, as somebody decided it. `kind`: `merge`, `merge.undo`, `split`, `split.end`, `keep_apart`,
    `keep_apart.end`, `parent`, `parent.end`. Customers that this viewer may not open are left out, and so is what only
    concerns them. `undoable`: the merge `id` stands. Without `by` it came from the command line.
    """

    id: str
    at: datetime
    kind: str
    by: Person | None = None
    customer: CustomerLink | None = None
    other: CustomerLink | None = None
    identifier: str | None = None
    because: str | None = None
    undoable: bool = False

    @property
    def place(self) -> Place:
        return self.at, self.id, self.kind


Line: TypeAlias = FieldChanged | DeedDone


class HistoryPage(msgspec.Struct, frozen=True):
    """Newest first. `next_cursor` is null on the last page."""

    items: list[Line]
    next_cursor: str | None
