"""The SQL that reads what merging accounts is planned from. A few indexed statements for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from rotunda.identity.merging.groups import group_of
from rotunda.identity.merging.plan import Side
from rotunda.identity.merging.reading import read_joints
from rotunda.identity.merging.survivorship import Group, Said
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.sections.ids import AccountId, CustomerId, SourceName
from rotunda.sections.provenance import Category

_MEMBERS = """
    SELECT id, coalesce(shown_as, id) AS root, name, domain, industry, city, country, parent_id AS parent, closed_at,
        owned_name, owned_domain
    FROM account WHERE (shown_as IS NULL AND id = ANY(%(roots)s)) OR shown_as = ANY(%(roots)s) ORDER BY id
"""
_RECORDS = """
    SELECT k.account_id AS member, r.source, r.category, r.name, lower(r.domains[1]) AS domain, r.industry, r.city,
        r.country, r.updated_at, EXISTS (
            SELECT FROM identifier i WHERE i.kind = 'domain' AND i.normal = lower(r.domains[1])
                AND i.account_id = k.account_id AND i.source = r.source AND i.verified AND i.until IS NULL
        ) AS domain_is_verified
    FROM link k JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE k.account_id = ANY(%s) AND k.revoked_at IS NULL AND NOT k.of_person AND NOT r.is_person ORDER BY k.id
"""
_PARENTS = (
    "SELECT account_id AS member, parent_id AS parent FROM parent_set WHERE ended_at IS NULL AND account_id = ANY(%s)"
)
_OWNERS = "SELECT account_id AS member, email, team FROM account_owner WHERE account_id = ANY(%s)"
_VERSION = """
    SELECT coalesce(max(newest.id), 0)::text || '/' || coalesce(max(newest.revoked_at)::text, '') AS version
    FROM unnest(%s::text[]) AS m (id) CROSS JOIN LATERAL (
        SELECT (SELECT max(k.id) FROM link k WHERE k.account_id = m.id AND k.revoked_at IS NULL) AS id,
            (SELECT max(k.revoked_at) FROM link k WHERE k.account_id = m.id AND k.revoked_at IS NOT NULL) AS revoked_at
    ) AS newest
"""
"""Read from the ends of two indexes: whatever is linked has a new id, whatever is revoked a new moment."""
_ABOVE = """
    WITH RECURSIVE up (id, parent_id) AS (
        SELECT s.id, s.parent_id FROM shown_account s JOIN account_member m ON m.shown_id = s.id
        WHERE m.account_id = ANY(%(start)s)
        UNION
        SELECT s.id, s.parent_id FROM up JOIN shown_account s ON s.id = up.parent_id
    )
    SELECT id, parent_id AS parent FROM up
    UNION
    SELECT id, shown_as FROM account WHERE id = ANY(%(start)s) AND shown_as IS NOT NULL
"""


class _Member(msgspec.Struct, frozen=True):
    id: AccountId
    root: AccountId
    name: str
    domain: str | None
    industry: str | None
    city: str | None
    country: str | None
    parent: AccountId | None
    closed_at: datetime | None
    owned_name: str | None
    owned_domain: str | None


class _Record(msgspec.Struct, frozen=True):
    member: AccountId
    source: SourceName
    category: Category
    name: str | None
    domain: str | None
    industry: str | None
    city: str | None
    country: str | None
    updated_at: datetime | None
    domain_is_verified: bool


class _Parent(msgspec.Struct, frozen=True):
    member: AccountId
    parent: AccountId | None


class _Owner(msgspec.Struct, frozen=True):
    member: AccountId
    email: str | None
    team: str | None


class _Version(msgspec.Struct, frozen=True):
    version: str


class _Above(msgspec.Struct, frozen=True):
    id: AccountId
    parent: AccountId | None


_HEAD: tuple[str, ...] = ("name", "domain", "industry", "city", "country")
_OWNED = frozenset({"name", "domain"})


async def read_groups(transaction: Connection, roots: Iterable[CustomerId]) -> dict[CustomerId, Group]:
    """The customers that are shown as these accounts. An account that is shown as another is absent."""
    members = await fetch_all(transaction, _Member, _MEMBERS, {"roots": list(roots)})
    ids = [each.id for each in members]
    records = await fetch_all(transaction, _Record, _RECORDS, (ids,))
    parents = await fetch_all(transaction, _Parent, _PARENTS, (ids,))
    joints = await read_joints(transaction, ids)
    alone = _alone(members, records, parents)
    return {root: group_of(root, joints, alone) for root in sorted({each.root for each in members})}


def _alone(
    members: Sequence[_Member], records: Sequence[_Record], parents: Sequence[_Parent]
) -> dict[CustomerId, Group]:
    said: dict[CustomerId, dict[str, list[Said]]] = {each.id: defaultdict(list) for each in members}
    for record in records:
        for field in _HEAD:
            _say(said[record.member][field], _of_record(record, field))
    for member in members:
        for field in (*_HEAD, "parent"):
            value: str | None = getattr(member, field)
            owned = field in _OWNED and getattr(member, f"owned_{field}") is not None
            _say(said[member.id][field], Said(member.id, value, owned=owned) if value else None)
    for each in parents:
        said[each.member]["parent"].append(Said(each.member, each.parent or "", owned=True))
    return {
        each.id: Group((each.id,), dict(said[each.id]), choices={}, closed_at={each.id: each.closed_at})
        for each in members
    }


def _of_record(record: _Record, field: str) -> Said | None:
    value: str | None = getattr(record, field)
    if not value:
        return None
    verified = field == "domain" and record.domain_is_verified
    return Said(record.member, value, record.source, record.category, verified=verified, as_of=record.updated_at)


def _say(said: list[Said], one: Said | None) -> None:
    if one is not None:
        said.append(one)


async def read_side(transaction: Connection, group: Group) -> Side:
    """A group with what else a plan is made of."""
    members = list(group.members)
    owners = await fetch_all(transaction, _Owner, _OWNERS, (members,))
    version = await fetch_one(transaction, _Version, _VERSION, (members,))
    sources = {said.source for every in group.said.values() for said in every if said.source is not None}
    return Side(
        group=group,
        owner_emails=sorted({each.email for each in owners if each.email}),
        teams=sorted({each.team for each in owners if each.team}),
        sources=frozenset(sources),
        version=version.version if version else "",
    )


async def read_above(transaction: Connection, start: Iterable[CustomerId]) -> dict[CustomerId, CustomerId | None]:
    """From these accounts upwards, each with the one above it, all as they are shown."""
    rows = await fetch_all(transaction, _Above, _ABOVE, {"start": list(start)})
    return {row.id: row.parent for row in rows}
