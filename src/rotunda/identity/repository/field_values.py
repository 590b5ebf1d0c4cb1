"""The SQL of what customers' fields hold, and of how it came about."""

from datetime import datetime
from typing import Any, LiteralString

import msgspec
from psycopg.types.json import Jsonb

from rotunda.identity.fields.model import AppliesTo, Content, Customer, Kept, OwnField, Person
from rotunda.identity.repository.fields import FIELD, FieldRow
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.sections.ids import AccountId, CustomerId, FieldId, UserId, is_contact

_MEMBERS: dict[AppliesTo, LiteralString] = {
    AppliesTo.ACCOUNT: "SELECT account_id FROM account_member WHERE shown_id = %(customer)s",
    AppliesTo.CONTACT: "SELECT id FROM contact WHERE shown_as = %(customer)s",
}
"""Who else speaks for a customer: those that are shown as it."""
_OF: LiteralString = """
    SELECT {field}, v.customer_id AS held_by, v.value, v.version, v.set_by, by_user.name AS set_by_name, v.set_at,
        named.id AS teammate_id, named.name AS teammate_name
    FROM field f
    LEFT JOIN LATERAL (
        SELECT held.* FROM field_value held
        WHERE held.field_id = f.id AND held.customer_id IN (
            {members} UNION ALL SELECT %(customer)s)
        ORDER BY held.customer_id = %(customer)s DESC, held.value <> 'null' DESC, held.set_at DESC, held.customer_id
        LIMIT 1
    ) v ON true
    LEFT JOIN app_user by_user ON by_user.id = v.set_by
    LEFT JOIN app_user named ON f.kind = 'user' AND named.id = coalesce(v.value, f.default_value) #>> '{{}}'
    WHERE f.applies_to = %(applies_to)s AND f.archived_at IS NULL
    ORDER BY f.position, f.title, f.id
"""
VALUES: dict[AppliesTo, LiteralString] = {
    applies_to: _OF.format(field=FIELD, members=members) for applies_to, members in _MEMBERS.items()
}
_HOLD = "SELECT id FROM field WHERE id = ANY(%s) ORDER BY id FOR SHARE"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_WORKS_AT = """
    SELECT m.shown_id AS id FROM contact c JOIN account_member m ON m.account_id = c.account_id WHERE c.id = %s
"""
_SET = """
    INSERT INTO field_value AS v (customer_id, applies_to, field_id, value, unique_key, version, set_by, set_at)
    VALUES (%(customer)s, %(applies_to)s, %(field)s, %(value)s, %(key)s, (
        SELECT 1 + count(*) FROM field_change WHERE customer_id = %(customer)s AND field_id = %(field)s
    ), %(by)s, %(at)s)
    ON CONFLICT (customer_id, field_id) DO UPDATE SET value = excluded.value, unique_key = excluded.unique_key,
        version = v.version + 1, set_by = excluded.set_by, set_at = excluded.set_at
"""
_LOG = """
    INSERT INTO field_change (id, edit_id, customer_id, applies_to, field_id, old, new, changed_by, changed_at)
    VALUES (%(id)s, %(edit)s, %(customer)s, %(applies_to)s, %(field)s, %(old)s, %(new)s, %(by)s, %(at)s)
"""
_HOLDER = "SELECT customer_id AS id FROM field_value WHERE field_id = %s AND unique_key = %s"
_TEAMMATE = "SELECT id, name FROM app_user WHERE id = %s AND disabled_at IS NULL"
_TEAMMATES = "SELECT id, name FROM app_user WHERE disabled_at IS NULL ORDER BY lower(name), id"


class _Account(msgspec.Struct, frozen=True):
    id: AccountId


class OwnRow(FieldRow, frozen=True):
    held_by: str | None
    value: Content
    version: int | None
    set_by: UserId | None
    set_by_name: str | None
    set_at: datetime | None
    teammate_id: UserId | None
    teammate_name: str | None


class _Holder(msgspec.Struct, frozen=True):
    id: str


class Setting(msgspec.Struct, frozen=True):
    """One value that replaces another. `key` keeps it unique."""

    customer: Customer
    field: FieldId
    old: Content
    new: Content
    key: str | None
    by: UserId | None
    at: datetime


async def own_fields(connection: Connection, customer: Customer) -> list[OwnField]:
    """Every field that a customer of the kind may have, in the order of the page; nothing of what sources say. Of
    customers that were merged its own value comes first, then the newest of those that are shown as it.
    """
    parameters = {"customer": customer.id, "applies_to": customer.applies_to}
    return [own_of(row) for row in await fetch_all(connection, OwnRow, VALUES[customer.applies_to], parameters)]


def own_of(row: OwnRow) -> OwnField:
    kept = None
    if row.held_by is not None and row.version is not None and row.set_at is not None:
        kept = Kept(row.held_by, row.value, row.version, _person(row.set_by, row.set_by_name), row.set_at)
    return OwnField(row.field, kept, _person(row.teammate_id, row.teammate_name), ())


def _person(user: UserId | None, name: str | None) -> Person | None:
    return None if user is None or name is None else Person(user, name)


async def account_of(transaction: Connection, customer: CustomerId) -> AccountId | None:
    """An account itself; for a person the one where they work, if any."""
    if not is_contact(customer):
        return AccountId(customer)
    found = await fetch_one(transaction, _Account, _WORKS_AT, (customer,))
    return found.id if found else None


async def lock(transaction: Connection, what: str) -> None:
    """Whoever locks the same waits until this transaction ends."""
    await transaction.execute(_LOCK, (what,))


async def hold_fields(transaction: Connection, fields: list[FieldId]) -> None:
    """Their definitions stay as they are until the transaction ends."""
    await transaction.execute(_HOLD, (fields,))


async def set_value(transaction: Connection, setting: Setting) -> None:
    """Raises psycopg's UniqueViolation where another customer has the key."""
    parameters = _parameters(setting) | {"value": Jsonb(setting.new), "key": setting.key}
    await transaction.execute(_SET, parameters)


async def log_change(transaction: Connection, setting: Setting, change: str, edit: str) -> None:
    parameters = _parameters(setting) | {"old": Jsonb(setting.old), "new": Jsonb(setting.new)}
    await transaction.execute(_LOG, parameters | {"id": change, "edit": edit})


def _parameters(setting: Setting) -> dict[str, Any]:
    return {
        "customer": setting.customer.id,
        "applies_to": setting.customer.applies_to,
        "field": setting.field,
        "by": setting.by,
        "at": setting.at,
    }


async def holder_of(transaction: Connection, field: FieldId, key: str) -> str | None:
    """Which customer has this value of a unique field."""
    row = await fetch_one(transaction, _Holder, _HOLDER, (field, key))
    return row.id if row else None


async def teammate(connection: Connection, user: str) -> Person | None:
    """One who may sign in."""
    return await fetch_one(connection, Person, _TEAMMATE, (user,))


async def teammates(connection: Connection) -> list[Person]:
    return await fetch_all(connection, Person, _TEAMMATES)
