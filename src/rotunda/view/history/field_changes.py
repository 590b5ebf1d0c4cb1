"""The SQL of what became of a customer's own fields: who set what, before and after."""

from datetime import datetime

import msgspec

from rotunda.identity.fields.model import Content, Kind, Person
from rotunda.kit.database import Database
from rotunda.sections.ids import FieldId, UserId
from rotunda.sections.labels import Label
from rotunda.view.history.document import FIELD, ChangedField, FieldChanged, Place

_CHANGES = """
    SELECT c.id, c.edit_id, c.changed_at AS at, c.changed_by AS by_id, by_user.name AS by_name, f.id AS field_id,
        f.name AS field_name, f.title AS field_title, f.kind AS field_kind, c.old, c.new,
        old_user.id AS old_id, old_user.name AS old_name, new_user.id AS new_id, new_user.name AS new_name
    FROM field_change c JOIN field f ON f.id = c.field_id
    LEFT JOIN app_user by_user ON by_user.id = c.changed_by
    LEFT JOIN app_user old_user ON f.kind = 'user' AND old_user.id = c.old #>> '{}'
    LEFT JOIN app_user new_user ON f.kind = 'user' AND new_user.id = c.new #>> '{}'
    WHERE c.customer_id IN (
            SELECT account_id FROM account_member WHERE shown_id = %(customer)s
            UNION ALL SELECT id FROM contact WHERE shown_as = %(customer)s
            UNION ALL SELECT %(customer)s)
        AND f.label = ANY(%(labels)s)
        AND (%(field)s::text IS NULL OR f.name = %(field)s)
        AND (%(at)s::timestamptz IS NULL
            OR (c.changed_at, c.id COLLATE "C", %(what)s COLLATE "C") < (%(at)s, %(id)s, %(kind)s))
    ORDER BY c.changed_at DESC, c.id COLLATE "C" DESC
    LIMIT %(limit)s
"""


class _Row(msgspec.Struct, frozen=True):
    id: str
    edit_id: str
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


class FieldChanges:
    """Reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def after(
        self, customer: str, labels: frozenset[Label], field: str | None, place: Place | None, limit: int
    ) -> list[FieldChanged]:
        """Changes of fields that carry any of `labels`: rights are part of the query. Newest first, beyond `place`."""
        at, last, kind = place or (None, None, None)
        asked = {"customer": customer, "labels": sorted(labels), "field": field, "limit": limit}
        beyond = {"at": at, "id": last, "kind": kind, "what": FIELD}
        return [_line(row) for row in await self._database.fetch_all(_Row, _CHANGES, asked | beyond)]


def _line(row: _Row) -> FieldChanged:
    return FieldChanged(
        id=row.id,
        at=row.at,
        edit=row.edit_id,
        by=_person(row.by_id, row.by_name),
        field=ChangedField(row.field_id, row.field_name, row.field_title, Kind(row.field_kind)),
        old=row.old,
        new=row.new,
        old_user=_person(row.old_id, row.old_name),
        new_user=_person(row.new_id, row.new_name),
    )


def _person(user: UserId | None, name: str | None) -> Person | None:
    return Person(user, name) if user is not None and name is not None else None
