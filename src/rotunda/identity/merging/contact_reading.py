"""The SQL that reads what merging people is planned from, and what is shown of those who are several. A few indexed
statements for any number of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.identity.fields.built_in import CONTACT_EMAIL, CONTACT_NAME, CONTACT_PHONE, CONTACT_TITLE
from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.phones import comparable_phone
from rotunda.identity.merging.groups import group_of
from rotunda.identity.merging.plan import Side
from rotunda.identity.merging.reading import read_joints
from rotunda.identity.merging.survivorship import Group, Said
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.sections.ids import AccountId, ContactId, CustomerId, FieldId, SourceName
from rotunda.sections.provenance import Category

_MEMBERS = """
    SELECT id, coalesce(shown_as, id) AS root, mirrored_name AS name, mirrored_title AS title, mirrored_email AS email,
        mirrored_phone AS phone, mirrored_account AS account, mirrored_closed_at AS closed_at
    FROM contact
    WHERE found_as IS NULL AND ((shown_as IS NULL AND id = ANY(%(roots)s)) OR shown_as = ANY(%(roots)s)) ORDER BY id
"""
_OWN = """
    SELECT DISTINCT ON (member, field) coalesce(c.found_as, c.id) AS member, v.field_id AS field,
        v.value #>> '{}' AS value, v.set_at
    FROM contact c JOIN field_value v ON v.customer_id = c.id
    WHERE (c.id = ANY(%(members)s) OR c.found_as = ANY(%(members)s)) AND v.field_id = ANY(%(fields)s)
    ORDER BY member, field, c.found_as IS NOT NULL, v.value = 'null', v.set_at DESC, c.id
"""
_RECORDS = """
    SELECT coalesce(m.found_as, m.id) AS member, r.source, r.category, r.name, r.title, r.verified_emails, r.emails,
        r.phones, r.updated_at
    FROM contact m JOIN contact_link l ON l.contact_id = m.id AND l.revoked_at IS NULL
    JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE m.id = ANY(%(members)s) OR m.found_as = ANY(%(members)s) ORDER BY l.id
"""
_SPLITS = """
    SELECT x.kind, x.normal, x.value, coalesce(f.found_as, f.id) AS stated, coalesce(t.found_as, t.id) AS given
    FROM contact_split x JOIN contact f ON f.id = x.from_contact JOIN contact t ON t.id = x.into_contact
    WHERE x.ended_at IS NULL AND x.kind <> 'record'
        AND (coalesce(f.found_as, f.id) = ANY(%(members)s) OR coalesce(t.found_as, t.id) = ANY(%(members)s))
    ORDER BY x.split_at, x.id
"""
_VERSION = """
    SELECT coalesce(max(newest.id), 0)::text || '/' || coalesce(max(newest.revoked_at)::text, '') AS version
    FROM (
        SELECT id FROM contact WHERE id = ANY(%(members)s)
        UNION SELECT id FROM contact WHERE found_as = ANY(%(members)s)
    ) AS m CROSS JOIN LATERAL (
        SELECT (SELECT max(l.id) FROM contact_link l WHERE l.contact_id = m.id AND l.revoked_at IS NULL) AS id, (
            SELECT max(l.revoked_at) FROM contact_link l WHERE l.contact_id = m.id AND l.revoked_at IS NOT NULL
        ) AS revoked_at
    ) AS newest
"""
"""Read from the ends of two indexes: whatever is linked has a new id, whatever is revoked a new moment."""
_OWNED: Mapping[FieldId, str] = {
    CONTACT_NAME: "name",
    CONTACT_TITLE: "title",
    CONTACT_EMAIL: "email",
    CONTACT_PHONE: "phone",
}
_NORMAL: Mapping[str, Callable[[str], str | None]] = {"email": normal_email, "phone": comparable_phone}


class _Member(msgspec.Struct, frozen=True):
    id: ContactId
    root: ContactId
    name: str | None
    title: str | None
    email: str | None
    phone: str | None
    account: AccountId | None
    closed_at: datetime | None


class _Own(msgspec.Struct, frozen=True):
    member: ContactId
    field: FieldId
    value: str | None
    set_at: datetime


class _Record(msgspec.Struct, frozen=True):
    member: ContactId
    source: SourceName
    category: Category
    name: str | None
    title: str | None
    verified_emails: list[str]
    emails: list[str]
    phones: list[str]
    updated_at: datetime | None


class _Split(msgspec.Struct, frozen=True):
    kind: str
    normal: str
    value: str
    stated: ContactId
    given: ContactId


class _Version(msgspec.Struct, frozen=True):
    version: str


class _Spoken:
    """What each of some people says of itself."""

    def __init__(self, members: Iterable[ContactId], splits: Sequence[_Split]) -> None:
        self.said: dict[ContactId, dict[str, list[Said]]] = {each: defaultdict(list) for each in members}
        self._gone = {(each.kind, each.stated, each.normal) for each in splits}

    def say(self, field: str, one: Said, member: ContactId) -> None:
        if member in self.said:
            self.said[member][field].append(one)

    def lists(self, field: str, member: ContactId, values: Iterable[str | None]) -> str | None:
        """The first of these that was not given to somebody else."""
        return next((each for each in values if each and not self._is_gone(field, member, each)), None)

    def _is_gone(self, field: str, member: ContactId, value: str) -> bool:
        normal = _NORMAL[field](value) if field in _NORMAL else None
        return normal is not None and (field, member, normal) in self._gone


async def read_groups(transaction: Connection, roots: Iterable[CustomerId]) -> dict[CustomerId, Group]:
    """The people who are shown as these contacts. A contact that is shown as another is absent. Members are those that
    the rules have made of the records; whom a person merged into whom is told by the merges.
    """
    members = await fetch_all(transaction, _Member, _MEMBERS, {"roots": list(roots)})
    ids = [each.id for each in members]
    splits = await fetch_all(transaction, _Split, _SPLITS, {"members": ids})
    spoken = _Spoken(ids, splits)
    for own in await fetch_all(transaction, _Own, _OWN, {"members": ids, "fields": sorted(_OWNED)}):
        _say_owned(spoken, own)
    for given in splits:
        spoken.say(given.kind, Said(given.given, given.value, owned=True), given.given)
    for record in await fetch_all(transaction, _Record, _RECORDS, {"members": ids}):
        _say_recorded(spoken, record)
    for member in members:
        _say_kept(spoken, member)
    closed = {each.id: each.closed_at for each in members}
    alone: dict[CustomerId, Group] = {
        each: Group((each,), dict(spoken.said[each]), {}, {each: closed[each]}) for each in ids
    }
    joints = await read_joints(transaction, ids)
    return {root: group_of(root, joints, alone) for root in sorted({each.root for each in members})}


def _say_owned(spoken: _Spoken, own: _Own) -> None:
    if own.value:
        spoken.say(_OWNED[own.field], Said(own.member, own.value, owned=True), own.member)


def _say_recorded(spoken: _Spoken, record: _Record) -> None:
    def said(value: str, *, verified: bool = False) -> Said:
        return Said(record.member, value, record.source, record.category, verified=verified, as_of=record.updated_at)

    verified = spoken.lists("email", record.member, record.verified_emails)
    email = verified or spoken.lists("email", record.member, record.emails)
    phone = spoken.lists("phone", record.member, record.phones)
    for field, value in (("name", record.name), ("title", record.title), ("phone", phone)):
        if value:
            spoken.say(field, said(value), record.member)
    if email:
        spoken.say("email", said(email, verified=verified is not None), record.member)


def _say_kept(spoken: _Spoken, member: _Member) -> None:
    for field in ("name", "title", "email", "phone", "account"):
        value = spoken.lists(field, member.id, [getattr(member, field)])
        if value:
            spoken.say(field, Said(member.id, value), member.id)


async def read_side(transaction: Connection, group: Group) -> Side:
    """A group with what else a plan is made of. People are nobody's own: their accounts are."""
    version = await fetch_one(transaction, _Version, _VERSION, {"members": list(group.members)})
    sources = {said.source for every in group.said.values() for said in every if said.source is not None}
    return Side(group, (), (), frozenset(sources), version.version if version else "")
