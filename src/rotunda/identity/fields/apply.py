"""Makes the fields as a file says: all of it or nothing. Applied twice, the second time changes nothing."""

from collections.abc import Sequence
from typing import Any

import msgspec

from rotunda.identity.fields.definitions import Redefined, change_field, create_field
from rotunda.identity.fields.file import FileRefused, Wanted
from rotunda.identity.fields.model import Field, Refused
from rotunda.identity.repository.field_values import lock
from rotunda.identity.repository.fields import every_field
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database

_FIXED = ("name", "applies_to", "kind")


async def apply_fields(database: Database, clock: Clock, wanted: Sequence[Wanted], *, dry_run: bool) -> list[Redefined]:
    """What was, or would be, made different, in the order of the file. Fields that the file does not name stay.

    Raises:
        FileRefused: at the first thing that cannot be so; then nothing was changed.
    """
    done: list[Redefined] = []
    async with database.connection() as connection, connection.transaction(force_rollback=dry_run):
        await lock(connection, "fields")
        known = {(each.applies_to.value, each.name): each for each in await every_field(connection)}
        for each in wanted:
            done += await _apply(connection, clock, each, known.get(each.key))
    return [each for each in done if each.differs]


async def _apply(transaction: Connection, clock: Clock, wanted: Wanted, known: Field | None) -> list[Redefined]:
    try:
        if known is None:
            return await _create(transaction, clock, wanted)
        if wanted.draft.kind != known.kind:
            reason = f"{known.name} is of the kind {known.kind.value}, which never changes: define a new field."
            raise FileRefused(wanted.line_of("kind"), reason)
        change = _change(wanted, known)
        return [await change_field(transaction, known.id, change, clock.now())]
    except Refused as refused:
        raise FileRefused(wanted.line_of(refused.field), f"{refused.field}: {refused.reason}") from None


async def _create(transaction: Connection, clock: Clock, wanted: Wanted) -> list[Redefined]:
    field = await create_field(transaction, wanted.draft, None, clock.now())
    done = [Redefined(None, field)]
    if wanted.archived:
        done.append(await change_field(transaction, field.id, {"archived": True}, clock.now()))
    return done


def _change(wanted: Wanted, known: Field) -> dict[str, Any]:
    """What the file does not say is as a new field would have it; only its place stays."""
    change = {name: value for name, value in msgspec.structs.asdict(wanted.draft).items() if name not in _FIXED}
    if wanted.draft.position is None:
        change["position"] = known.position
    return change | {"archived": wanted.archived}
