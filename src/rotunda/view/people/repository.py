"""The SQL of an account's people: who is there, which roles we gave them, what has changed about them, and who of us
has an address.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, LiteralString

import msgspec

from rotunda.identity.fields.built_in import CONTACT_BUYING_ROLES
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ContactId, UserId

MOST: Final = 1000

_PEOPLE: LiteralString = """
    WITH found AS MATERIALIZED (
        SELECT p.id, p.name, p.title, count(*) OVER () AS total FROM contact p
        WHERE p.account_id = ANY(%(accounts)s) AND p.shown_as IS NULL AND p.closed_at IS NULL
        ORDER BY lower(p.name), p.id LIMIT %(most)s
    ), member AS MATERIALIZED (
        SELECT f.id, f.id AS root FROM found f
        UNION ALL SELECT m.id, m.shown_as FROM found f JOIN contact m ON m.shown_as = f.id
    ), linked AS (
        SELECT m.root, json_agg(json_build_array(l.source, l.record_type, l.external_id)) AS records
        FROM member m JOIN contact_link l ON l.contact_id = m.id AND l.revoked_at IS NULL GROUP BY m.root
    ), known AS (
        SELECT m.root, array_agg(DISTINCT i.normal) AS addresses
        FROM member m JOIN contact_identifier i ON i.contact_id = m.id AND i.kind = 'email' GROUP BY m.root
    ), own AS (
        SELECT DISTINCT ON (m.root) m.root, v.value, v.set_by, v.set_at
        FROM member m JOIN field_value v ON v.customer_id = m.id AND v.field_id = %(field)s
        ORDER BY m.root, v.customer_id = m.root DESC, v.value <> 'null' DESC, v.set_at DESC, v.customer_id
    )
    SELECT f.id, f.name, f.title, f.total, own.value AS own_roles, u.name AS set_by, own.set_at,
        coalesce(linked.records, '[]') AS records, coalesce(known.addresses, '{}') AS addresses
    FROM found f LEFT JOIN linked ON linked.root = f.id LEFT JOIN known ON known.root = f.id
    LEFT JOIN own ON own.root = f.id LEFT JOIN app_user u ON u.id = own.set_by
    ORDER BY lower(f.name), f.id
"""
_TEAMMATES: LiteralString = """
    SELECT id, name, lower(email) AS address FROM app_user WHERE lower(email) = ANY(%s)
"""
_TITLES: LiteralString = """
    SELECT DISTINCT ON (c.id) c.id AS person, n.before, n.after, n.noticed_at
    FROM contact m JOIN contact c ON c.id = coalesce(m.shown_as, m.id) JOIN contact_news n ON n.contact_id = m.id
    WHERE c.account_id = ANY(%(accounts)s) AND n.what = 'title' AND n.noticed_at >= %(since)s
    ORDER BY c.id, n.noticed_at DESC, n.seq DESC
"""
_LEFT: LiteralString = """
    SELECT DISTINCT ON (c.id) c.id AS person, n.before, n.after, n.noticed_at
    FROM contact_news n JOIN contact m ON m.id = n.contact_id JOIN contact c ON c.id = coalesce(m.shown_as, m.id)
    WHERE n.what = 'company' AND n.before = ANY(%(accounts)s) AND n.noticed_at >= %(since)s
        AND c.account_id IS NOT NULL AND c.account_id <> ALL(%(accounts)s)
    ORDER BY c.id, n.noticed_at DESC, n.seq DESC
"""


class PersonRow(msgspec.Struct, frozen=True):
    """`own_roles` is None where nobody has set any. Of `records` each is source, type and id. `total` counts everybody,
    also where fewer rows were read. Nobody is told the addresses: events are told apart by them.
    """

    id: ContactId
    name: str
    title: str | None
    own_roles: list[str] | None
    set_by: str | None
    set_at: datetime | None
    total: int
    records: list[list[str]]
    addresses: list[str]


class TeammateRow(msgspec.Struct, frozen=True):
    id: UserId
    name: str
    address: str


class NewsRow(msgspec.Struct, frozen=True):
    """`before` and `after` are titles, or accounts."""

    person: ContactId
    before: str
    after: str | None
    noticed_at: datetime


class PeopleRepository:
    """Reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def people(self, accounts: Sequence[AccountId]) -> list[PersonRow]:
        """By name; the first `MOST`."""
        asked = {"accounts": list(accounts), "field": CONTACT_BUYING_ROLES, "most": MOST}
        return await self._database.fetch_all(PersonRow, _PEOPLE, asked)

    async def teammates(self, addresses: Collection[str]) -> list[TeammateRow]:
        """Those of us who have one of these, in small letters."""
        return await self._database.fetch_all(TeammateRow, _TEAMMATES, (sorted(addresses),))

    async def new_titles(self, accounts: Sequence[AccountId], since: datetime) -> list[NewsRow]:
        """The newest change of each person whose title a source tells differently."""
        return await self._database.fetch_all(NewsRow, _TITLES, {"accounts": list(accounts), "since": since})

    async def left(self, accounts: Sequence[AccountId], since: datetime) -> list[NewsRow]:
        """People whom sources had here, and now have at another account."""
        return await self._database.fetch_all(NewsRow, _LEFT, {"accounts": list(accounts), "since": since})
