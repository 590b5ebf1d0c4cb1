"""Looking contacts up: one indexed query each. Whatever was absorbed is answered by the contact that it is shown as."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.access.grant import AccountOwnership
from rotunda.identity.fields.built_in import CONTACT_NAME
from rotunda.identity.model import Links
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, SourceName, VisibleContactId

_MEMBERS_OF_ACCOUNT = "(SELECT m.account_id FROM account_member m WHERE m.shown_id = a.id)"
_ROW = f"""
    c.id, c.name, c.title, c.email, c.phone, c.created_at, c.closed_at, a.id AS account, a.name AS account_name,
    ARRAY(SELECT DISTINCT o.email FROM account_owner o
        WHERE o.account_id IN {_MEMBERS_OF_ACCOUNT} AND o.email IS NOT NULL)
        AS owner_emails,
    ARRAY(SELECT DISTINCT o.team FROM account_owner o
        WHERE o.account_id IN {_MEMBERS_OF_ACCOUNT} AND o.team IS NOT NULL)
        AS teams
"""
_ACCOUNT = """
    LEFT JOIN account_member am ON am.account_id = c.account_id LEFT JOIN shown_account a ON a.id = am.shown_id
"""
_BY_ID = f"""
    SELECT {_ROW} FROM contact asked JOIN contact c ON c.id = coalesce(asked.shown_as, asked.id)
    {_ACCOUNT} WHERE asked.id = %s
"""
_BY_IDS = f"""
    SELECT asked.id AS asked, {_ROW} FROM contact asked JOIN contact c ON c.id = coalesce(asked.shown_as, asked.id)
    {_ACCOUNT} WHERE asked.id = ANY(%s)
"""
_MEMBERS = "SELECT id FROM contact WHERE id = %(contact)s OR shown_as = %(contact)s"
_LINKS = f"""
    SELECT connection_id, record_type, external_id FROM contact_link
    WHERE contact_id IN ({_MEMBERS}) AND revoked_at IS NULL ORDER BY id
"""
_KNOWN = f"""
    SELECT i.kind, i.normal, i.value, i.source, i.verified, i.until FROM contact_identifier i
    WHERE i.contact_id IN ({_MEMBERS}) AND NOT EXISTS (
        SELECT FROM contact_split x WHERE x.kind = i.kind AND x.normal = i.normal AND x.from_contact = i.contact_id
            AND x.ended_at IS NULL)
    UNION
    SELECT i.kind, i.normal, i.value, i.source, i.verified, i.until FROM contact_split x
    JOIN contact_identifier i ON i.kind = x.kind AND i.normal = x.normal AND i.contact_id = x.from_contact
    WHERE x.into_contact IN ({_MEMBERS}) AND x.ended_at IS NULL
"""
_KNOWN_BY = f"""
    SELECT kind, normal, value, source, verified, until FROM (
        SELECT DISTINCT ON (kind, normal, source) * FROM ({_KNOWN}) AS every
        ORDER BY kind, normal, source, until IS NOT NULL, NOT verified, value
    ) AS known ORDER BY until IS NOT NULL, kind, NOT verified, normal, source
"""
_TEAMMATE = f"""
    SELECT EXISTS (SELECT FROM ({_KNOWN}) AS i JOIN app_user u ON lower(u.email) = i.normal
        WHERE i.kind = 'email' AND i.until IS NULL) AS found
"""
_MATCHES = f"""
    SELECT i.kind, i.source AS known_by, i.until IS NOT NULL AS former, {_ROW}
    FROM found_identifier i JOIN contact m ON m.id = i.contact_id
    JOIN contact c ON c.id = coalesce(m.shown_as, m.id) {_ACCOUNT}
    WHERE i.kind = %s AND i.normal = %s
    ORDER BY i.until IS NOT NULL, c.closed_at IS NOT NULL, i.verified DESC, lower(c.name), c.id, i.source LIMIT %s
"""
_OWN_NAME = """
    SELECT c.id, coalesce(v.value #>> '{}', c.mirrored_name, c.name) AS name
    FROM contact c LEFT JOIN field_value v ON v.customer_id = c.id AND v.field_id = %(field)s
"""
_OWN_NAMES = f"{_OWN_NAME} WHERE c.id = ANY(%(contacts)s)"
_MERGED = f"""
    {_OWN_NAME} WHERE c.shown_as = %(contact)s OR (
        c.id = %(contact)s AND EXISTS (SELECT FROM contact m WHERE m.shown_as = %(contact)s))
    ORDER BY name, c.id
"""
MOST_MATCHES = 50


class ContactRow(msgspec.Struct, frozen=True):
    """The head of a contact, from the sources' lists. `account` with its owners and teams, where it has one."""

    id: ContactId
    name: str
    title: str | None
    email: str | None
    phone: str | None
    created_at: datetime
    closed_at: datetime | None
    account: AccountId | None
    account_name: str | None
    owner_emails: list[str]
    teams: list[str]

    @property
    def ownership(self) -> AccountOwnership | None:
        """Whose its account is, for `access`; None without an account."""
        if self.account is None:
            return None
        return AccountOwnership(self.account, frozenset(self.owner_emails), frozenset(self.teams))


class KnownBy(msgspec.Struct, frozen=True):
    """One thing that a person is known by. `until`: since when no source says so any more."""

    kind: str
    normal: str
    value: str
    source: SourceName
    verified: bool
    until: datetime | None


class ContactMatchRow(ContactRow, frozen=True):
    """A contact that was looked up: `kind` is `email`, `phone` or `record`, `known_by` the source that says so."""

    kind: str
    known_by: SourceName
    former: bool


class _Asked(ContactRow, frozen=True):
    asked: ContactId


class _Id(msgspec.Struct, frozen=True):
    id: ContactId


class _Link(msgspec.Struct, frozen=True):
    connection_id: ConnectionId
    record_type: str
    external_id: ExternalId


class _Named(msgspec.Struct, frozen=True):
    id: ContactId
    name: str


class _Found(msgspec.Struct, frozen=True):
    found: bool


class ContactRepository:
    """Reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def row(self, contact: ContactId) -> ContactRow | None:
        return await self._database.fetch_one(ContactRow, _BY_ID, (contact,))

    async def rows(self, contacts: Sequence[ContactId]) -> dict[ContactId, ContactRow]:
        """By the ids that were asked for."""
        rows = await self._database.fetch_all(_Asked, _BY_IDS, (list(contacts),))
        return {row.asked: row for row in rows}

    async def shown_as(self, contact: ContactId) -> list[ContactId]:
        """The others that turned out to be this one."""
        rows = await self._database.fetch_all(_Id, f"{_MEMBERS} ORDER BY id", {"contact": contact})
        return [row.id for row in rows if row.id != contact]

    async def own_names(self, contacts: Sequence[ContactId]) -> dict[ContactId, str]:
        rows = await self._database.fetch_all(_Named, _OWN_NAMES, {"field": CONTACT_NAME, "contacts": list(contacts)})
        return {row.id: row.name for row in rows}

    async def merged(self, contact: VisibleContactId) -> dict[ContactId, str]:
        """Those who turned out to be one, itself among them, with what they are called themselves; else nobody."""
        rows = await self._database.fetch_all(_Named, _MERGED, {"field": CONTACT_NAME, "contact": contact})
        return {row.id: row.name for row in rows}

    async def links(self, contact: VisibleContactId) -> Links:
        """Its records, oldest link first."""
        found: Links = {}
        for row in await self._database.fetch_all(_Link, _LINKS, {"contact": contact}):
            found.setdefault(row.connection_id, {}).setdefault(row.record_type, []).append(row.external_id)
        return found

    async def known_by(self, contact: VisibleContactId) -> list[KnownBy]:
        """What is said today before what was said once."""
        return await self._database.fetch_all(KnownBy, _KNOWN_BY, {"contact": contact})

    async def is_teammate(self, contact: VisibleContactId) -> bool:
        """Whether a user has one of its addresses: shown as a mark, and of no other consequence."""
        found = await self._database.fetch_one(_Found, _TEAMMATE, {"contact": contact})
        return found is not None and found.found

    async def matches(self, kind: str, normal: str) -> list[ContactMatchRow]:
        """A contact as often as sources speak of it."""
        return await self._database.fetch_all(ContactMatchRow, _MATCHES, (kind, normal, MOST_MATCHES))
