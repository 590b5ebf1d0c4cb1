"""What follows for an account from its own name, domain and owners; and what sources say of the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from rotunda.identity.fields.built_in import ACCOUNT_DOMAIN, ACCOUNT_NAME, MIRRORED_ROLES, OWNER_ROLES
from rotunda.identity.fields.model import OURS, Content, Mirrored, Person
from rotunda.identity.matching.domains import company_domain
from rotunda.identity.merging.writing import show
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import AccountId, FieldId, SourceName, UserId

_NAME = """
    UPDATE account SET owned_name = %(value)s, name = coalesce(%(value)s, mirrored_name, name), updated_at = %(at)s
    WHERE id = %(account)s
"""
_DOMAIN = """
    UPDATE account SET owned_domain = %(value)s, domain = coalesce(%(value)s, mirrored_domain), updated_at = %(at)s
    WHERE id = %(account)s
"""
_END_DOMAIN = """
    UPDATE identifier SET until = %(at)s
    WHERE account_id = %(account)s AND kind = 'domain' AND source = %(ours)s AND until IS NULL
"""
_ADD_DOMAIN = """
    INSERT INTO identifier (account_id, kind, normal, source, value, connection_id, verified, since)
    VALUES (%(account)s, 'domain', %(normal)s, %(ours)s, %(value)s, '', false, %(at)s)
    ON CONFLICT (kind, normal, account_id, source) DO UPDATE SET value = excluded.value, until = NULL
"""
_DROP_OWNER = "DELETE FROM account_owner WHERE account_id = %(account)s AND role = %(role)s AND source = %(ours)s"
_ADD_OWNER = """
    INSERT INTO account_owner (account_id, email, role, source)
    SELECT %(account)s, lower(email), %(role)s, %(ours)s FROM app_user WHERE id = %(value)s
    ON CONFLICT DO NOTHING
"""
_HOLDERS = """
    WITH own AS (SELECT account_id AS id FROM account_member WHERE shown_id = %(account)s),
    known AS (
        SELECT id AS account_id FROM account WHERE lower(domain) = %(domain)s
        UNION
        SELECT coalesce(x.into_account, i.account_id)
        FROM identifier i LEFT JOIN identifier_split x
            ON x.kind = i.kind AND x.normal = i.normal AND x.from_account = i.account_id AND x.ended_at IS NULL
        WHERE i.kind = 'domain' AND i.normal = %(normal)s AND i.until IS NULL
    )
    SELECT DISTINCT a.id, a.created_at FROM known JOIN account_member m USING (account_id)
    JOIN shown_account a ON a.id = m.shown_id
    WHERE a.closed_at IS NULL AND a.id <> %(account)s AND NOT EXISTS (
        SELECT FROM keep_apart k WHERE k.revoked_at IS NULL
            AND ((k.one IN (SELECT id FROM own) AND k.other = known.account_id)
                OR (k.other IN (SELECT id FROM own) AND k.one = known.account_id)))
    ORDER BY a.created_at, a.id
"""
"""Whoever said that two are to be kept apart is not asked again."""
RECORDS = """
    SELECT k.source, r.record_type, r.external_id, r.name, r.domains
    FROM account_member m CROSS JOIN LATERAL (
        SELECT * FROM link WHERE account_id = m.account_id AND revoked_at IS NULL AND NOT of_person OFFSET 0
    ) AS k CROSS JOIN LATERAL (
        SELECT * FROM source_record r
        WHERE (r.connection_id, r.record_type, r.external_id) = (k.connection_id, k.record_type, k.external_id) LIMIT 1
    ) AS r
    WHERE m.shown_id = %(account)s AND NOT r.is_person ORDER BY k.id
"""
"""From the account to its links to their records, also while PostgreSQL knows nothing of the tables: after the first
lists it would go through all links for one account.
"""
OWNERS = """
    SELECT o.source, o.role, o.email, u.id AS user_id, u.name AS user_name
    FROM account_owner o LEFT JOIN app_user u ON lower(u.email) = o.email AND u.disabled_at IS NULL
    WHERE o.account_id IN (SELECT account_id FROM account_member WHERE shown_id = %(account)s)
        AND o.email IS NOT NULL AND o.source <> %(ours)s
    ORDER BY o.role, o.source, o.email
"""
SHOWN = "SELECT mirrored_name AS name, mirrored_domain AS domain FROM account WHERE id = %(account)s"

MirroredValues = dict[FieldId, list[Mirrored]]
"""What sources say, by field; what is shown where nothing is owned comes first."""


class RecordRow(msgspec.Struct, frozen=True):
    source: SourceName
    record_type: str
    external_id: str
    name: str | None
    domains: list[str]


class OwnerRow(msgspec.Struct, frozen=True):
    source: SourceName
    role: str
    email: str
    user_id: UserId | None
    user_name: str | None


class ShownRow(msgspec.Struct, frozen=True):
    name: str | None
    domain: str | None


class _Holder(msgspec.Struct, frozen=True):
    id: AccountId
    created_at: datetime


async def follow(transaction: Connection, account: str, field: FieldId, content: Content, at: datetime) -> None:
    """Brings the account up to date with a field of its own that was just set."""
    parameters: dict[str, Any] = {"account": account, "value": content, "at": at, "ours": OURS}
    if field == ACCOUNT_NAME:
        await transaction.execute(_NAME, parameters)
        await show(transaction, [AccountId(account)])
    elif field == ACCOUNT_DOMAIN:
        await _follow_domain(transaction, parameters)
        await show(transaction, [AccountId(account)])
    elif field in OWNER_ROLES:
        parameters["role"] = OWNER_ROLES[field]
        await transaction.execute(_DROP_OWNER, parameters)
        await transaction.execute(_ADD_OWNER, parameters)


async def _follow_domain(transaction: Connection, parameters: dict[str, Any]) -> None:
    """Somebody typed it: it finds the account, and links nothing by itself."""
    await transaction.execute(_DOMAIN, parameters)
    await transaction.execute(_END_DOMAIN, parameters)
    normal = company_domain(str(parameters["value"])) if parameters["value"] else None
    if normal:
        await transaction.execute(_ADD_DOMAIN, parameters | {"normal": normal})


async def domain_holders(transaction: Connection, account: str, domain: str) -> list[AccountId]:
    """Other accounts that are known by it today, the oldest first."""
    parameters = {"account": account, "domain": domain, "normal": company_domain(domain)}
    return [row.id for row in await fetch_all(transaction, _Holder, _HOLDERS, parameters)]


async def mirrored(connection: Connection, account: str) -> MirroredValues:
    """What the linked records say of names, domains and owners."""
    parameters = {"account": account, "ours": OURS}
    records = await fetch_all(connection, RecordRow, RECORDS, parameters)
    owners = await fetch_all(connection, OwnerRow, OWNERS, parameters)
    return mirrored_of(records, owners, await fetch_all(connection, ShownRow, SHOWN, parameters))


def mirrored_of(
    records: Sequence[RecordRow], owners: Sequence[OwnerRow], shown_now: Sequence[ShownRow]
) -> MirroredValues:
    """From the rows of `RECORDS`, `OWNERS` and `SHOWN`."""
    shown = shown_now[0] if shown_now else ShownRow(None, None)
    names = [_said(each, each.name) for each in records if each.name]
    domains = [_said(each, domain.lower()) for each in records for domain in each.domains]
    found: MirroredValues = {
        ACCOUNT_NAME: _first(names, shown.name),
        ACCOUNT_DOMAIN: _first(domains, shown.domain),
    }
    for field, roles in MIRRORED_ROLES.items():
        found[field] = [_owner(each) for each in owners if each.role in roles]
    return found


def _said(record: RecordRow, value: str) -> Mirrored:
    return Mirrored(value, record.source, record.record_type, record.external_id)


def _owner(owner: OwnerRow) -> Mirrored:
    user = Person(owner.user_id, owner.user_name) if owner.user_id and owner.user_name else None
    return Mirrored(owner.email, owner.source, user=user)


def _first(said: Sequence[Mirrored], shown: str | None) -> list[Mirrored]:
    return sorted(said, key=lambda each: each.value != shown)
