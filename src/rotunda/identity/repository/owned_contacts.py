"""What follows for a contact from its own name, title, address and number; and what sources say of the same."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString

import msgspec

from rotunda.identity.fields.built_in import CONTACT_EMAIL, CONTACT_NAME, CONTACT_PHONE, CONTACT_TITLE
from rotunda.identity.fields.model import OURS, Content, Mirrored
from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.phones import normal_phone
from rotunda.identity.repository.owned import MirroredValues
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import ContactId, FieldId, SourceName

_SHOWN = frozenset({CONTACT_NAME, CONTACT_TITLE, CONTACT_EMAIL, CONTACT_PHONE})
_KINDS = {CONTACT_EMAIL: "email", CONTACT_PHONE: "phone"}
_NORMAL = {CONTACT_EMAIL: normal_email, CONTACT_PHONE: normal_phone}

_SHOW: LiteralString = """
    WITH own AS (
        SELECT DISTINCT ON (m.root, v.field_id) m.root, v.field_id, v.value #>> '{{}}' AS text
        FROM field_value v JOIN (SELECT id, coalesce(shown_as, id) AS root FROM contact) m ON m.id = v.customer_id
        WHERE v.field_id = ANY(%(fields)s) AND {speaking}
        ORDER BY m.root, v.field_id, v.customer_id = m.root DESC, v.value <> 'null' DESC, v.set_at DESC, v.customer_id
    ), shown AS (
        SELECT c.id, coalesce(max(text) FILTER (WHERE field_id = %(name)s), c.mirrored_name, c.name) AS name,
            coalesce(max(text) FILTER (WHERE field_id = %(title)s), c.mirrored_title) AS title,
            coalesce(max(text) FILTER (WHERE field_id = %(email)s), c.mirrored_email) AS email,
            coalesce(max(text) FILTER (WHERE field_id = %(phone)s), c.mirrored_phone) AS phone
        FROM contact c LEFT JOIN own ON own.root = c.id
        WHERE c.shown_as IS NULL AND {shown}
        GROUP BY c.id
    )
    UPDATE contact c SET name = s.name, title = s.title, email = s.email, phone = s.phone
    FROM shown s WHERE s.id = c.id
        AND (c.name, c.title, c.email, c.phone) IS DISTINCT FROM (s.name, s.title, s.email, s.phone)
"""
_SHOW_ALL = _SHOW.format(
    speaking="true", shown="own.root IS NOT NULL AND c.id NOT IN (SELECT id FROM composed_contact)"
)
_SHOW_SOME = _SHOW.format(
    speaking="m.root = ANY(%(contacts)s)",
    shown="c.id = ANY(%(contacts)s) AND NOT EXISTS (SELECT FROM composed_contact k WHERE k.id = c.id)",
)
_END = """
    UPDATE contact_identifier SET until = %(at)s
    WHERE contact_id = %(contact)s AND kind = %(kind)s AND source = %(ours)s AND until IS NULL
"""
_ADD = """
    INSERT INTO contact_identifier (contact_id, kind, normal, source, value, verified, since)
    SELECT id, %(kind)s, %(normal)s, %(ours)s, %(value)s, false, %(at)s FROM contact WHERE id = %(contact)s
    ON CONFLICT (kind, normal, contact_id, source) DO UPDATE SET value = excluded.value, until = NULL
"""
_HOLDERS = """
    SELECT c.id FROM found_identifier i JOIN contact m ON m.id = i.contact_id
    JOIN contact c ON c.id = coalesce(m.shown_as, m.id)
    WHERE i.kind = 'email' AND i.normal = %(normal)s AND i.until IS NULL AND c.closed_at IS NULL
        AND c.id <> %(contact)s
    GROUP BY c.id ORDER BY bool_or(i.verified) DESC, c.created_at, c.id
"""
_RECORDS = """
    SELECT l.source, r.record_type, r.external_id, r.name, r.title, r.verified_emails || r.emails AS emails, r.phones
    FROM contact m JOIN contact_link l ON l.contact_id = m.id AND l.revoked_at IS NULL
    JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE m.id = %(contact)s OR m.shown_as = %(contact)s ORDER BY l.id
"""
_MIRRORED = """
    SELECT CASE WHEN shown_by IS NULL THEN mirrored_name ELSE name END AS name,
        CASE WHEN shown_by IS NULL THEN mirrored_title ELSE title END AS title,
        CASE WHEN shown_by IS NULL THEN mirrored_email ELSE email END AS email,
        CASE WHEN shown_by IS NULL THEN mirrored_phone ELSE phone END AS phone
    FROM contact WHERE id = %(contact)s
"""


class _Record(msgspec.Struct, frozen=True):
    source: SourceName
    record_type: str
    external_id: str
    name: str | None
    title: str | None
    emails: list[str]
    phones: list[str]


class _Mirrored(msgspec.Struct, frozen=True):
    name: str | None = None
    title: str | None = None
    email: str | None = None
    phone: str | None = None


class _Id(msgspec.Struct, frozen=True):
    id: ContactId


async def show(transaction: Connection, contacts: Iterable[ContactId] | None) -> None:
    """Works out again what these contacts are called and known by; None: all that somebody has ever edited. Of
    contacts that are shown as one, its own value comes first, then the newest of the others. What is shown of those
    whom a person has merged or split is for merging to say.
    """
    fields = {"name": CONTACT_NAME, "title": CONTACT_TITLE, "email": CONTACT_EMAIL, "phone": CONTACT_PHONE}
    asked = fields | {"fields": sorted(_SHOWN)}
    if contacts is None:
        await transaction.execute(_SHOW_ALL, asked)
    else:
        await transaction.execute(_SHOW_SOME, asked | {"contacts": list(contacts)})


async def follow(transaction: Connection, contact: str, field: FieldId, content: Content, at: datetime) -> None:
    """Brings the contact up to date with a field of its own that was just set. An address finds it from then on, as a
    typed one: it joins nobody by itself.
    """
    if field in _KINDS:
        await _follow_identifier(transaction, contact, field, content, at)
    if field in _SHOWN:
        await show(transaction, [ContactId(contact)])


async def _follow_identifier(
    transaction: Connection, contact: str, field: FieldId, content: Content, at: datetime
) -> None:
    parameters: dict[str, Any] = {"contact": contact, "kind": _KINDS[field], "ours": OURS, "at": at}
    await transaction.execute(_END, parameters)
    normal = _NORMAL[field](str(content)) if content else None
    if normal:
        await transaction.execute(_ADD, parameters | {"normal": normal, "value": content})


async def email_holders(transaction: Connection, contact: str, email: str) -> list[ContactId]:
    """Other contacts that are known by it today; whoever was proved to have it first."""
    parameters = {"contact": contact, "normal": normal_email(email)}
    return [row.id for row in await fetch_all(transaction, _Id, _HOLDERS, parameters)]


async def mirrored(connection: Connection, contact: str) -> MirroredValues:
    """What the linked records say; what is shown where nothing is owned comes first."""
    records = await fetch_all(connection, _Record, _RECORDS, {"contact": contact})
    shown = (await fetch_all(connection, _Mirrored, _MIRRORED, {"contact": contact}) or [_Mirrored()])[0]
    return {
        CONTACT_NAME: _said(((each, [each.name] if each.name else []) for each in records), shown.name),
        CONTACT_TITLE: _said(((each, [each.title] if each.title else []) for each in records), shown.title),
        CONTACT_EMAIL: _said(((each, each.emails) for each in records), shown.email),
        CONTACT_PHONE: _said(((each, each.phones) for each in records), shown.phone),
    }


def _said(values: Iterable[tuple[_Record, Sequence[str]]], shown: str | None) -> list[Mirrored]:
    said = [
        Mirrored(value, record.source, record.record_type, record.external_id)
        for record, each in values
        for value in dict.fromkeys(each)
    ]
    return sorted(said, key=lambda each: each.value != shown)
