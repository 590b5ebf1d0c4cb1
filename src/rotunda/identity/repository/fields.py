"""The SQL of definitions of fields."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString

import msgspec
from psycopg.types.json import Jsonb

from rotunda.identity.fields.model import AppliesTo, Content, Field, Kind
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.sections.ids import FieldId, UserId
from rotunda.sections.labels import Label

FIELD: LiteralString = """
    f.id, f.applies_to, f.name, f.title, f.description, f.kind, f.choices, f.required, f.default_value, f.is_unique,
    f.label, f.position, f.built_in, f.created_at, f.archived_at
"""
_EVERY = f"SELECT {FIELD} FROM field f ORDER BY f.applies_to, f.position, f.title, f.id"
_ONE = f"SELECT {FIELD} FROM field f WHERE f.id = %s FOR UPDATE"
_INSERT = """
    INSERT INTO field (id, applies_to, name, title, description, kind, choices, required, default_value, is_unique,
        label, position, created_by, created_at)
    VALUES (%(id)s, %(applies_to)s, %(name)s, %(title)s, %(description)s, %(kind)s, %(choices)s, %(required)s,
        %(default)s, %(unique)s, %(label)s, %(position)s, %(by)s, %(created_at)s)
"""
_UPDATE = """
    UPDATE field SET title = %(title)s, description = %(description)s, choices = %(choices)s, required = %(required)s,
        default_value = %(default)s, is_unique = %(unique)s, label = %(label)s, position = %(position)s,
        archived_at = %(archived_at)s
    WHERE id = %(id)s
"""
_UNIQUE_OFF = "UPDATE field_value SET unique_key = NULL WHERE field_id = %s AND unique_key IS NOT NULL"
_VALUES = "SELECT customer_id, value FROM field_value WHERE field_id = %s AND value <> 'null'"
_UNIQUE_ON = """
    UPDATE field_value v SET unique_key = n.unique_key
    FROM unnest(%s::text[], %s::text[]) AS n (customer_id, unique_key)
    WHERE v.field_id = %s AND v.customer_id = n.customer_id
"""


class FieldRow(msgspec.Struct, frozen=True):
    """As the table holds it."""

    id: FieldId
    applies_to: str
    name: str
    title: str
    description: str
    kind: str
    choices: list[str] | None
    required: bool
    default_value: Content
    is_unique: bool
    label: str
    position: int
    built_in: bool
    created_at: datetime
    archived_at: datetime | None

    @property
    def field(self) -> Field:
        return Field(
            id=self.id,
            applies_to=AppliesTo(self.applies_to),
            name=self.name,
            title=self.title,
            description=self.description,
            kind=Kind(self.kind),
            choices=self.choices,
            required=self.required,
            default=self.default_value,
            unique=self.is_unique,
            label=Label(self.label),
            position=self.position,
            built_in=self.built_in,
            created_at=self.created_at,
            archived_at=self.archived_at,
        )


class ValueRow(msgspec.Struct, frozen=True):
    customer_id: str
    value: Content


async def every_field(connection: Connection) -> list[Field]:
    """Archived ones too, in the order of the page."""
    return [row.field for row in await fetch_all(connection, FieldRow, _EVERY)]


async def locked_field(transaction: Connection, field: FieldId) -> Field | None:
    """Nobody else changes it, or sets a value of it, before the transaction ends."""
    row = await fetch_one(transaction, FieldRow, _ONE, (field,))
    return row.field if row else None


async def insert_field(transaction: Connection, field: Field, by: UserId | None) -> None:
    """Raises psycopg's UniqueViolation where the name is used."""
    await transaction.execute(_INSERT, _parameters(field) | {"by": by})


async def update_field(transaction: Connection, field: Field) -> None:
    await transaction.execute(_UPDATE, _parameters(field))


async def values_of(transaction: Connection, field: FieldId) -> list[ValueRow]:
    """Of all customers that have one."""
    return await fetch_all(transaction, ValueRow, _VALUES, (field,))


async def forget_keys(transaction: Connection, field: FieldId) -> None:
    """The field's values may be the same from now on."""
    await transaction.execute(_UNIQUE_OFF, (field,))


async def set_keys(transaction: Connection, field: FieldId, keys: Sequence[tuple[str, str]]) -> None:
    """Customers with their keys. Raises psycopg's UniqueViolation where two are the same."""
    customers, unique = [customer for customer, _ in keys], [key for _, key in keys]
    await transaction.execute(_UNIQUE_ON, (customers, unique, field))


def _parameters(field: Field) -> dict[str, Any]:
    values = msgspec.structs.asdict(field)
    for name in ("choices", "default"):
        values[name] = None if values[name] is None else Jsonb(values[name])
    return values
