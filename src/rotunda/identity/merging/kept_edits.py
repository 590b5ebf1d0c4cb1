"""What people have written of a customer since another one was merged into it. At an undo only they know of whom it is.

The value moves with its history: whoever gives it up has again what it had before, and both changes are logged.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from psycopg.errors import UniqueViolation

from rotunda.identity.fields.following import follow
from rotunda.identity.fields.model import AppliesTo, Content, Customer
from rotunda.identity.fields.values import unique_key
from rotunda.identity.merging.book import Hand
from rotunda.identity.merging.model import Conflict, MergeRow, Moved, Obstacle
from rotunda.identity.repository.field_values import Setting, log_change, set_value
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.kit.ids import new_id
from rotunda.sections.ids import CustomerId, FieldId, is_contact
from rotunda.sections.money import minor_exponent

_EDITED = """
    WITH near AS (
        SELECT * FROM unnest(%(customers)s::text[], %(since)s::timestamptz[]) AS n (customer, since)
    ), last AS (
        SELECT DISTINCT ON (c.customer_id, c.field_id) n.customer, n.since, c.field_id AS field, c.changed_at AS at
        FROM near n JOIN field_change c ON c.customer_id = n.customer AND c.changed_at >= n.since
        ORDER BY c.customer_id, c.field_id, c.changed_at DESC, c.id DESC
    )
    SELECT l.customer, l.field, l.at, f.title, f.label, v.value AS content, u.name AS teammate
    FROM last l JOIN field f ON f.id = l.field
    LEFT JOIN field_value v ON v.customer_id = l.customer AND v.field_id = l.field
    LEFT JOIN app_user u ON f.kind = 'user' AND u.id = v.value #>> '{}'
    LEFT JOIN LATERAL (
        SELECT b.new FROM field_change b
        WHERE b.customer_id = l.customer AND b.field_id = l.field AND b.changed_at < l.since
        ORDER BY b.changed_at DESC, b.id DESC LIMIT 1
    ) before ON true
    WHERE coalesce(v.value, 'null') <> coalesce(before.new, 'null')
    ORDER BY l.at, l.customer, l.field
"""
_HELD = """
    SELECT v.value AS content, f.is_unique AS once FROM field f
    LEFT JOIN field_value v ON v.field_id = f.id AND v.customer_id = %(customer)s WHERE f.id = %(field)s
"""
_BEFORE = """
    SELECT new AS content FROM field_change
    WHERE customer_id = %(customer)s AND field_id = %(field)s AND changed_at < %(since)s
    ORDER BY changed_at DESC, id DESC LIMIT 1
"""
_DROP = "DELETE FROM field_value WHERE customer_id = %(customer)s AND field_id = %(field)s"

Since = Mapping[CustomerId, datetime]
"""For each that the absorbed one has been shown as: from when on."""


class _Edited(msgspec.Struct, frozen=True):
    customer: CustomerId
    field: FieldId
    at: datetime
    title: str
    label: str
    content: Content
    teammate: str | None


class _Held(msgspec.Struct, frozen=True):
    content: Content
    once: bool


class _Before(msgspec.Struct, frozen=True):
    content: Content


async def edited_since(transaction: Connection, merge: MergeRow, since: Since) -> list[Moved]:
    """Fields of the survivor that hold something else than before; oldest edit first."""
    asked = {"customers": list(since), "since": list(since.values())}
    return [_moved(merge, each) for each in await fetch_all(transaction, _Edited, _EDITED, asked)]


def _moved(merge: MergeRow, edited: _Edited) -> Moved:
    value = edited.teammate or in_words(edited.content)
    apart = "" if edited.customer == merge.kept else f"@{edited.customer}"
    return Moved(
        key=f"field:{edited.field}{apart}",
        kind="field",
        says=f"{edited.title} was {'emptied' if value is None else 'changed'} since.",
        at=edited.at,
        customer=edited.customer,
        field=edited.field,
        label=edited.label,
        value=value,
    )


def in_words(content: Content) -> str | None:
    """A value as a line of text."""
    if content is None:
        return None
    if isinstance(content, list):
        return ", ".join(content)
    if isinstance(content, dict):
        currency = str(content["currency"])
        return f"{Decimal(content['amount_minor']).scaleb(-minor_exponent(currency))} {currency}"
    return str(content)


async def give_edits(
    transaction: Connection, merge: MergeRow, edits: Sequence[Moved], since: Since, hand: Hand
) -> None:
    """These belong to the one that was absorbed.

    Raises:
        Conflict: a value that only one customer may have is somebody else's by now.
    """
    for each in edits:
        if each.field is None:
            continue
        held = await _held(transaction, each.customer, each.field)
        theirs = await _held(transaction, merge.absorbed, each.field)
        before = await _before(transaction, each.customer, each.field, since[each.customer])
        await _set(transaction, merge, (each.customer, each.field), (held, before), hand)
        await _set(transaction, merge, (merge.absorbed, each.field), (theirs, held), hand)


async def _held(transaction: Connection, customer: CustomerId, field: FieldId) -> _Held:
    found = await fetch_one(transaction, _Held, _HELD, {"customer": customer, "field": field})
    return found or _Held(None, once=False)


async def _before(transaction: Connection, customer: CustomerId, field: FieldId, since: datetime) -> _Held | None:
    """None: it had never been set."""
    asked: dict[str, Any] = {"customer": customer, "field": field, "since": since}
    found = await fetch_one(transaction, _Before, _BEFORE, asked)
    return _Held(found.content, once=False) if found else None


async def _set(
    transaction: Connection,
    merge: MergeRow,
    where: tuple[CustomerId, FieldId],
    change: tuple[_Held, _Held | None],
    hand: Hand,
) -> None:
    """`change` from what it holds to what it shall hold; None: to nothing, as if it had never been set."""
    (customer, field), (old, new) = where, change
    content = new.content if new else None
    applies_to = AppliesTo.CONTACT if is_contact(customer) else AppliesTo.ACCOUNT
    key = unique_key(content) if old.once else None
    setting = Setting(Customer(customer, applies_to), field, old.content, content, key, hand.by, hand.at)
    if new is None:
        await transaction.execute(_DROP, {"customer": customer, "field": field})
    else:
        await _set_once(transaction, setting)
    await log_change(transaction, setting, new_id("fch_"), merge.id)
    await follow(transaction, setting)


async def _set_once(transaction: Connection, setting: Setting) -> None:
    try:
        async with transaction.transaction():
            await set_value(transaction, setting)
    except UniqueViolation:
        says = "A value that only one customer may have is somebody else's by now. Change it first."
        raise Conflict(Obstacle.TAKEN, says) from None
