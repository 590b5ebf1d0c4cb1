"""What the fields of one customer hold, and how it is changed: all of an edit or nothing, and never over the edit of
somebody else.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg.errors import UniqueViolation

from rotunda.identity.fields.built_in import checked_for
from rotunda.identity.fields.following import follow, holders, shared, with_mirrored
from rotunda.identity.fields.kinds import WrongValue
from rotunda.identity.fields.model import (
    AppliesTo,
    Content,
    Customer,
    Edit,
    Edited,
    Field,
    KeptApart,
    Kind,
    Made,
    NotEditable,
    OwnField,
    Person,
    Refused,
    Stale,
    Taken,
)
from rotunda.identity.fields.tag import entity_tag, readable_fields
from rotunda.identity.merging.decisions import keep_apart
from rotunda.identity.merging.holding import hold
from rotunda.identity.merging.splits import Hand
from rotunda.identity.repository.field_values import (
    Setting,
    account_of,
    hold_fields,
    holder_of,
    lock,
    log_change,
    own_fields,
    set_value,
    teammate,
    teammates,
)
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import customer_id

MOST_AT_ONCE = 50
EDITS_AT_ONCE = 3
"""In one process: each keeps a connection while it waits to be recorded, which needs one, too."""

_BOTH = {
    AppliesTo.ACCOUNT: "Both have this domain on purpose.",
    AppliesTo.CONTACT: "Both have this address on purpose.",
}
Recording = Callable[[Edited], Awaitable[None]]


class CustomerFields:
    """Values of accounts and of contacts alike."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._turns = asyncio.Semaphore(EDITS_AT_ONCE)

    async def of(self, customer: Customer) -> list[OwnField]:
        """Every field with its value and with what sources say. Whoever shows it keeps to `readable_fields`."""
        async with self._database.connection() as connection:
            return await with_mirrored(connection, customer)

    async def teammates(self) -> list[Person]:
        """Whom a field of the kind user may name."""
        async with self._database.connection() as connection:
            return await teammates(connection)

    async def edit(self, edit: Edit, record: Recording) -> Edited:
        """Sets the values, keeps what they replaced, and answers how the customer is now. `record` is awaited before
        anything is committed: what it raises leaves everything as it was.

        Raises:
            Refused, NotEditable: a value cannot be so, or a field is not there for who edits.
            Stale: the customer is not as the editor saw it.
            Taken: another customer has a value that only one may have.
        """
        if not 1 <= len(edit.values) <= MOST_AT_ONCE:
            raise Refused("fields", f"Must name between 1 and {MOST_AT_ONCE} fields.")
        async with self._turns, self._database.transaction() as transaction:
            await lock(transaction, edit.customer.id)
            known = await _known(transaction, edit)
            now = self._clock.now()
            settings = await _settings(transaction, edit, known, now)
            await hold(
                transaction, [customer_id(edit.customer.id)], [key for each in settings if (key := shared(each))]
            )
            others = await _apart(transaction, edit, known, settings)
            made = [await _apply(transaction, edit, known[each.field].field, each) for each in settings]
            apart = await _keep_apart(transaction, edit, others, now)
            edited = Edited(await with_mirrored(transaction, edit.customer), made, apart)
            await record(edited)
            return edited


async def _known(transaction: Connection, edit: Edit) -> dict[str, OwnField]:
    """The fields to be edited by id, after everything was checked that does not depend on the values."""
    fields = await own_fields(transaction, edit.customer)
    await hold_fields(transaction, [each.field.id for each in fields if each.field.name in edit.values])
    readable = readable_fields(await own_fields(transaction, edit.customer), edit.readable)
    by_name = {each.field.name: each for each in readable}
    for name in edit.values:
        if name not in by_name:
            raise Refused(name[:40], f"There is no such field. Known are {', '.join(by_name)}.")
        if by_name[name].field.label not in edit.editable:
            raise NotEditable(name, "Your role reads this field and does not change it.")
    tag = entity_tag(readable)
    if tag not in edit.expected:
        raise Stale([by_name[name] for name in edit.values], tag)
    return {by_name[name].field.id: by_name[name] for name in edit.values}


async def _settings(
    transaction: Connection, edit: Edit, known: dict[str, OwnField], now: datetime
) -> Sequence[Setting]:
    """What is really to be changed: a value that is there already is no change."""
    found: list[Setting] = []
    for each in known.values():
        content = await _content(transaction, each.field, edit.values[each.field.name])
        old = each.kept.content if each.kept else None
        if content == old and (each.kept is not None or each.field.default is None):
            continue
        key = unique_key(content) if each.field.unique else None
        found.append(Setting(edit.customer, each.field.id, old, content, key, edit.by, now))
    return sorted(found, key=lambda setting: setting.field)  # in one order, so that no two edits wait for each other


async def _content(transaction: Connection, field: Field, value: object) -> Content:
    try:
        content = checked_for(field, value)
    except WrongValue as wrong:
        raise Refused(field.name, str(wrong)) from None
    if content is None and field.required:
        raise Refused(field.name, f"{field.title} is required and cannot be empty.")
    if field.kind is Kind.USER and content is not None and await teammate(transaction, str(content)) is None:
        raise Refused(field.name, "There is no such teammate.")
    return content


async def _apply(transaction: Connection, edit: Edit, field: Field, setting: Setting) -> Made:
    try:
        async with transaction.transaction():
            await set_value(transaction, setting)
    except UniqueViolation:
        holder = await holder_of(transaction, field.id, setting.key or "")
        other = Customer(holder or "", edit.customer.applies_to)
        raise Taken(field, other, mergeable=False) from None
    made = Made(new_id("fch_"), field.id, setting.old, setting.new)
    await log_change(transaction, setting, made.id, edit.id)
    await follow(transaction, setting)
    return made


async def _apart(
    transaction: Connection, edit: Edit, known: Mapping[str, OwnField], settings: Sequence[Setting]
) -> Sequence[str]:
    """Who has the domain or the address, too, and stays another one. Two who take one at once take turns."""
    found: list[str] = []
    for setting in settings:
        others = await holders(transaction, setting)
        if others and not edit.keep_apart:
            taken = Customer(others[0], edit.customer.applies_to)
            raise Taken(known[setting.field].field, taken, mergeable=True)
        found += others
    return found


async def _keep_apart(transaction: Connection, edit: Edit, others: Sequence[str], now: datetime) -> Sequence[KeptApart]:
    """Whoever has it on purpose, too, is somebody else: nobody is asked again whether they are one."""
    because = _BOTH[edit.customer.applies_to]
    apart = [customer_id(other) for other in others]
    for other in apart:
        await keep_apart(transaction, customer_id(edit.customer.id), other, because, Hand(edit.by, now))
    return [KeptApart(other, await account_of(transaction, other)) for other in apart]


def unique_key(content: Content) -> str | None:
    """Equal for values that count as the same: case does not tell texts apart. None for no value."""
    if content is None:
        return None
    folded = content.casefold() if isinstance(content, str) else content
    return hashlib.sha256(msgspec.json.encode(folded, order="deterministic")).hexdigest()
