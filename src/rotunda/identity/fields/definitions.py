"""Which fields there are: defined, changed, archived; never deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from psycopg.errors import UniqueViolation

from rotunda.identity.fields.drafts import Change, Draft, changed, field_of
from rotunda.identity.fields.model import AppliesTo, Content, Field, Kind, Refused, UnknownField
from rotunda.identity.fields.values import unique_key
from rotunda.identity.repository.field_values import lock, teammate
from rotunda.identity.repository.fields import (
    every_field,
    forget_keys,
    insert_field,
    locked_field,
    set_keys,
    update_field,
    values_of,
)
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import FieldId, UserId
from rotunda.sections.labels import Label

MOST_FIELDS = 200
_STEP = 10


class Redefined(msgspec.Struct, frozen=True):
    """A field before and after; `before` is None for a new one."""

    before: Field | None
    after: Field

    @property
    def differs(self) -> bool:
        return self.before != self.after


class Definitions:
    """What an admin does with fields. Two admins at once take turns."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def every(self) -> list[Field]:
        """Archived ones too, in the order of the page."""
        async with self._database.connection() as connection:
            return await every_field(connection)

    async def create(self, draft: Draft, by: UserId | None) -> Field:
        """Raises Refused."""
        async with self._database.transaction() as transaction:
            await lock(transaction, "fields")
            return await create_field(transaction, draft, by, self._clock.now())

    async def change(self, field: FieldId, change: Change) -> Redefined:
        """Raises Refused, UnknownField."""
        async with self._database.transaction() as transaction:
            await lock(transaction, "fields")
            return await change_field(transaction, field, change.named(), self._clock.now())


async def create_field(transaction: Connection, draft: Draft, by: UserId | None, now: datetime) -> Field:
    """Raises Refused."""
    fields = [each for each in await every_field(transaction) if each.applies_to == draft.applies_to]
    if len(fields) >= MOST_FIELDS:
        raise Refused("name", f"There are {MOST_FIELDS} fields already, archived ones included; that is the most.")
    last = max((each.position for each in fields), default=0)
    field = field_of(draft, _blank(FieldId(new_id("fld_")), last + _STEP, now))
    await _check_teammate(transaction, field)
    try:
        async with transaction.transaction():
            await insert_field(transaction, field, by)
    except UniqueViolation:
        reason = f"There is a field {field.name} already, maybe an archived one; names are never used twice."
        raise Refused("name", reason) from None
    return field


async def change_field(transaction: Connection, field: FieldId, change: Mapping[str, Any], now: datetime) -> Redefined:
    """`change` as `Change.named` says it. Raises Refused, UnknownField."""
    before = await locked_field(transaction, field)
    if before is None:
        raise UnknownField
    after = changed(before, change)
    if "archived" in change:
        archived_at = (before.archived_at or now) if change["archived"] else None
        after = msgspec.structs.replace(after, archived_at=archived_at)
    if after.default != before.default:
        await _check_teammate(transaction, after)
    if after != before:
        await update_field(transaction, after)
        await _keep_unique(transaction, before, after)
    return Redefined(before, after)


async def _keep_unique(transaction: Connection, before: Field, after: Field) -> None:
    if before.unique and not after.unique:
        await forget_keys(transaction, after.id)
    if after.unique and not before.unique:
        keys = [(row.customer_id, unique_key(row.value) or "") for row in await values_of(transaction, after.id)]
        try:
            async with transaction.transaction():
                await set_keys(transaction, after.id, keys)
        except UniqueViolation:
            reason = "Some customers have the same value: change those first, then make the field unique."
            raise Refused("unique", reason) from None


async def _check_teammate(transaction: Connection, field: Field) -> None:
    default: Content = field.default
    if field.kind is Kind.USER and default is not None and await teammate(transaction, str(default)) is None:
        raise Refused("default", "There is no such teammate.")


def _blank(field: FieldId, position: int, now: datetime) -> Field:
    """What a draft is laid over."""
    return Field(
        id=field,
        applies_to=AppliesTo.ACCOUNT,
        name="",
        title="",
        description="",
        kind=Kind.TEXT,
        choices=None,
        required=False,
        default=None,
        unique=False,
        label=Label.IDENTITY,
        position=position,
        built_in=False,
        created_at=now,
        archived_at=None,
    )
