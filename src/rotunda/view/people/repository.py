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
    SELECT c.id, c.name, c.title, own.value AS own_roles, u.name AS set_by, own.set_at, found.total,
        (SELECT coalesce(json_agg(json_build_array(l.source, l.record_type, l.external_id)), '[]')
            FROM contact m JOIN contact_link l ON l.contact_id = m.id AND l.revoked_at IS NULL
            WHERE m.id = c.id OR m.shown_as = c.id) AS records,
        ARRAY(SELECT DISTINCT i.normal FROM contact m JOIN contact_identifier i ON i.contact_id = m.id
            WHERE (m.id = c.id OR m.shown_as = c.id) AND i.kind = 'email') AS addresses
    FROM (
        SELECT p.*, count(*) OVER () AS total FROM contact p
        WHERE p.account_id = ANY(%(accounts)s) AND p.shown_as IS NULL AND p.closed_at IS NULL
        ORDER BY lower(p.name), p.id LIMIT %(most)s
    ) AS found JOIN contact c ON c.id = found.id
    LEFT JOIN LATERAL (
        SELECT held.value, held.set_by, held.set_at FROM field_value held
        WHERE held.field_id = %(field)s AND held.customer_id IN (
            SELECT m.id FROM contact m WHERE m.shown_as = c.id UNION ALL SELECT c.id)
        ORDER BY held.customer_id = c.id DESC, held.value <> 'null' DESC, held.set_at DESC, held.customer_id LIMIT 1
    ) AS own ON true
    LEFT JOIN app_user u ON u.id = own.set_by
    ORDER BY lower(c.name), c.id
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
