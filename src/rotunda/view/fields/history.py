"""What became of a customer's own fields: who set what, before and after."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from rotunda.identity.fields.model import Content, Kind, Person
from rotunda.kit.database import Database
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import FieldId, UserId
from rotunda.sections.labels import Label

_PAGE = """
    SELECT c.id, c.changed_at AS at, c.changed_by AS by_id, by_user.name AS by_name, f.id AS field_id,
        f.name AS field_name, f.title AS field_title, f.kind AS field_kind, c.old, c.new,
        old_user.id AS old_id, old_user.name AS old_name, new_user.id AS new_id, new_user.name AS new_name
    FROM field_change c JOIN field f ON f.id = c.field_id
    LEFT JOIN app_user by_user ON by_user.id = c.changed_by
    LEFT JOIN app_user old_user ON f.kind = 'user' AND old_user.id = c.old #>> '{}'
    LEFT JOIN app_user new_user ON f.kind = 'user' AND new_user.id = c.new #>> '{}'
    WHERE c.customer_id IN (
            SELECT account_id FROM account_member WHERE shown_id = %(customer)s UNION ALL SELECT %(customer)s)
        AND f.label = ANY(%(labels)s)
        AND (%(field)s::text IS NULL OR f.name = %(field)s)
        AND (%(at)s::timestamptz IS NULL OR (c.changed_at, c.id) < (%(at)s, %(id)s))
    ORDER BY c.changed_at DESC, c.id DESC
    LIMIT %(limit)s
"""


class ChangedField(msgspec.Struct, frozen=True):
    """Which field it was."""

    id: FieldId
    name: str
    title: str
    kind: Kind


class FieldChanged(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="what", tag="field"):
    """One value that replaced another; null where there was or is none. The users are those whom values name."""

    id: str
    at: datetime
    field: ChangedField
    by: Person | None = None
    old: Any = None
    new: Any = None
    old_user: Person | None = None
    new_user: Person | None = None


class HistoryPage(msgspec.Struct, frozen=True):
    """Newest first. `next_cursor` is null on the last page."""

    items: list[FieldChanged]
    next_cursor: str | None


class _Row(msgspec.Struct, frozen=True):
    id: str
    at: datetime
    by_id: UserId | None
    by_name: str | None
    field_id: FieldId
    field_name: str
    field_title: str
    field_kind: str
    old: Content
    new: Content
    old_id: UserId | None
    old_name: str | None
    new_id: UserId | None
    new_name: str | None


class FieldHistory:
    """Pages by key: what is changed meanwhile does not shift them."""

    def __init__(self, database: Database, keyset: Keyset) -> None:
        self._database = database
        self._keyset = keyset

    async def page(
        self, customer: str, labels: frozenset[Label], field: str | None, cursor: str | None, limit: int
    ) -> HistoryPage:
        """Changes of fields that carry any of `labels`; rights are part of the query. Raises BadCursor."""
        purpose = f"history:{customer}:{field}"
        at, last = self._position(purpose, cursor)
        parameters = {"customer": customer, "labels": sorted(labels), "field": field, "at": at, "id": last}
        rows = await self._database.fetch_all(_Row, _PAGE, parameters | {"limit": limit + 1})
        shown = rows[:limit]
        following = self._keyset.encode(purpose, (shown[-1].at, shown[-1].id)) if len(rows) > limit else None
        return HistoryPage(_items(shown), following)

    def _position(self, purpose: str, cursor: str | None) -> tuple[datetime | None, str | None]:
        if cursor is None:
            return None, None
        match self._keyset.decode(purpose, cursor):
            case (datetime() as at, str() as last):
                return at, last
            case _:
                raise BadCursor


def _items(rows: Sequence[_Row]) -> list[FieldChanged]:
    return [
        FieldChanged(
            id=row.id,
            at=row.at,
            by=_person(row.by_id, row.by_name),
            field=ChangedField(row.field_id, row.field_name, row.field_title, Kind(row.field_kind)),
            old=row.old,
            new=row.new,
            old_user=_person(row.old_id, row.old_name),
            new_user=_person(row.new_id, row.new_name),
        )
        for row in rows
    ]


def _person(user: UserId | None, name: str | None) -> Person | None:
    return Person(user, name) if user is not None and name is not None else None
