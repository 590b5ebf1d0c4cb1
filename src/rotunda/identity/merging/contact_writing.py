"""The SQL that merges people and takes them apart: pointers, and what is shown because of them.

What the lists say of a contact stays in its `mirrored_` columns; what is shown of it is worked out from all of them.
"""

from collections.abc import Iterable, Mapping

import msgspec

from rotunda.identity.merging.contact_reading import read_groups
from rotunda.identity.merging.survivorship import CONTACT_FIELDS, Group
from rotunda.identity.merging.writing import ruling
from rotunda.identity.repository.owned_contacts import show as show_owned
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import ContactId, CustomerId, is_contact

_COMPOSED = "SELECT id FROM composed_contact WHERE id = ANY(%s)"
_POINT = """
    UPDATE contact c SET shown_as = p.shown_as FROM unnest(%s::text[], %s::text[]) AS p (id, shown_as)
    WHERE c.id = p.id AND c.shown_as IS DISTINCT FROM p.shown_as
"""
_FOLLOW = """
    UPDATE contact c SET shown_as = coalesce(r.shown_as, r.id) FROM contact r
    WHERE c.found_as = ANY(%s) AND r.id = c.found_as AND c.shown_as IS DISTINCT FROM coalesce(r.shown_as, r.id)
"""
_PLAIN = """
    UPDATE contact SET account_id = mirrored_account, closed_at = mirrored_closed_at, shown_by = NULL
    WHERE id = ANY(%s) AND shown_as IS NULL
        AND (account_id, closed_at, shown_by) IS DISTINCT FROM (mirrored_account, mirrored_closed_at, NULL::jsonb)
"""
_SHOW = """
    UPDATE contact c SET name = s.name, title = s.title, email = s.email, phone = s.phone, account_id = s.account,
        closed_at = s.closed_at, shown_by = s.shown_by
    FROM jsonb_to_recordset(%s::jsonb) AS s (id text, name text, title text, email text, phone text, account text,
        closed_at timestamptz, shown_by jsonb)
    WHERE c.id = s.id AND (c.name, c.title, c.email, c.phone, c.account_id, c.closed_at, c.shown_by)
        IS DISTINCT FROM (s.name, s.title, s.email, s.phone, s.account, s.closed_at, s.shown_by)
"""


class _Id(msgspec.Struct, frozen=True):
    id: ContactId


async def point_people(transaction: Connection, pointers: Mapping[CustomerId, CustomerId | None]) -> None:
    """Sets what contacts are shown as; whom the rules have found to be one of them follows."""
    await transaction.execute(_POINT, (list(pointers), list(pointers.values())))
    await transaction.execute(_FOLLOW, (list(pointers),))


async def show_people(transaction: Connection, roots: Iterable[CustomerId]) -> None:
    """Works out again what is shown of these contacts."""
    asked = {each for each in roots if is_contact(each)}
    composed = await _composed(transaction, asked)
    plain = sorted(asked - composed)
    await transaction.execute(_PLAIN, (plain,))
    await show_owned(transaction, plain)
    await _show(transaction, composed)


async def show_merged_people(transaction: Connection) -> None:
    """As `show_people`, for every contact that is not just its own records."""
    await _show(transaction, {row.id for row in await fetch_all(transaction, _Id, "SELECT id FROM composed_contact")})


async def _composed(transaction: Connection, asked: Iterable[ContactId]) -> set[ContactId]:
    return {row.id for row in await fetch_all(transaction, _Id, _COMPOSED, (list(asked),))}


async def _show(transaction: Connection, roots: Iterable[ContactId]) -> None:
    groups = await read_groups(transaction, roots)
    rows = [_row(group) for group in groups.values()]
    if rows:
        await transaction.execute(_SHOW, (msgspec.json.encode(rows).decode(),))


def _row(group: Group) -> dict[str, object]:
    shown = {field: group.shown(field) for field in CONTACT_FIELDS}
    values: dict[str, object] = {field: each.value for field, each in shown.items()}
    rules = {field: ruling(each) for field, each in shown.items() if each.rule is not None}
    return values | {"id": group.root, "name": shown["name"].value or "", "closed_at": group.closed, "shown_by": rules}
