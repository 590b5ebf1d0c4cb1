"""Looking accounts up: one indexed query each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import LiteralString

import msgspec

from rotunda.connector_kit.connector import Declared
from rotunda.identity.model import AccountRow, Alias, Clues, Family, Links, UnlinkedRow
from rotunda.identity.repository.records import read_declared
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName

_MEMBERS = "(SELECT m.account_id FROM account_member m WHERE m.shown_id = a.id)"
_ROW = f"""
    a.id, a.name, a.domain, a.industry, a.city, a.country, a.parent_id AS parent, a.created_at, a.closed_at,
    ARRAY(SELECT DISTINCT o.email FROM account_owner o WHERE o.account_id IN {_MEMBERS} AND o.email IS NOT NULL)
        AS owner_emails,
    ARRAY(SELECT DISTINCT o.team FROM account_owner o WHERE o.account_id IN {_MEMBERS} AND o.team IS NOT NULL)
        AS teams
"""
_BY_IDS = f"""
    SELECT m.account_id AS asked, {_ROW}
    FROM account_member m JOIN shown_account a ON a.id = m.shown_id WHERE m.account_id = ANY(%s)
"""
BY_ID = f"""
    SELECT {_ROW} FROM account_member m JOIN shown_account a ON a.id = m.shown_id WHERE m.account_id = %(account)s
"""
RELATIVES = f"""
    WITH own AS (SELECT account_id AS id FROM account_member WHERE shown_id = %(account)s),
    above AS (SELECT parent_id AS id FROM shown_account WHERE id = %(account)s),
    near AS (
        SELECT id FROM above
        UNION SELECT coalesce(c.shown_as, c.id) FROM account c WHERE c.parent_id IN (SELECT id FROM own)
        UNION SELECT h.account_id FROM shown_head h WHERE h.parent_id IN (SELECT id FROM own)
    )
    SELECT {_ROW} FROM shown_account a
    WHERE a.id IN (SELECT id FROM near) AND a.id <> %(account)s
        AND (a.id = (SELECT id FROM above) OR (a.parent_id = %(account)s AND a.closed_at IS NULL))
    ORDER BY a.name, a.id
"""
_OTHERS = """
    SELECT o.account_id AS id FROM account_member m JOIN account_member o ON o.shown_id = m.shown_id
    WHERE m.account_id = %(account)s AND o.account_id <> %(account)s ORDER BY o.account_id
"""
ALSO_KNOWN = """
    SELECT a.id, a.name FROM account a LEFT JOIN merge g ON g.absorbed = a.id AND g.undone_at IS NULL
    WHERE a.shown_as = %(account)s ORDER BY g.merged_at, a.name, a.id
"""
_MATCHES = f"""
    SELECT i.kind, i.value, i.source, i.verified, i.until, {_ROW}
    FROM identifier i
    LEFT JOIN identifier_split x
        ON x.kind = i.kind AND x.normal = i.normal AND x.from_account = i.account_id AND x.ended_at IS NULL
    JOIN account_member m ON m.account_id = coalesce(x.into_account, i.account_id)
    JOIN shown_account a ON a.id = m.shown_id
    WHERE (i.kind, i.normal) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
    ORDER BY i.kind = 'domain', i.until IS NOT NULL, a.closed_at IS NOT NULL, a.name, a.id, i.verified DESC, i.source
    LIMIT %s
"""
_COUNTS = """
    SELECT connection_id, count(*)::int AS records FROM source_record
    WHERE NOT is_person AND missing_since IS NULL GROUP BY connection_id
"""
_IDS = "SELECT DISTINCT coalesce(shown_as, id) AS id FROM account WHERE closed_at IS NULL ORDER BY id"
_MOST_PEOPLE: LiteralString = "50"
MOST_PEOPLE = int(_MOST_PEOPLE)
"""Records of people at one account that are told of each connection: it may have a hundred thousand, and whoever reads
about the account asks for the first few.
"""
_OF_PEOPLE: LiteralString = "FROM link p WHERE p.account_id = m.account_id AND p.revoked_at IS NULL AND p.of_person"
LINKS: LiteralString = f"""
    SELECT m.shown_id AS account_id, k.connection_id, k.record_type, k.external_id
    FROM account_member m CROSS JOIN LATERAL (
        SELECT c.* FROM link c WHERE c.account_id = m.account_id AND c.revoked_at IS NULL AND NOT c.of_person
        UNION ALL
        SELECT p.* FROM (
            WITH RECURSIVE there AS (
                SELECT '' AS id
                UNION ALL
                SELECT (
                    SELECT p.connection_id {_OF_PEOPLE} AND p.connection_id > there.id
                    ORDER BY p.connection_id, p.id LIMIT 1
                ) FROM there WHERE there.id IS NOT NULL
            ) SELECT id FROM there WHERE id <> ''
        ) AS connection CROSS JOIN LATERAL (
            SELECT p.* {_OF_PEOPLE} AND p.connection_id = connection.id ORDER BY p.id LIMIT {_MOST_PEOPLE}
        ) AS p
    ) AS k
    WHERE m.shown_id = ANY(%(accounts)s) ORDER BY k.account_id <> m.shown_id, k.id
"""
"""Connections that have people there are found one after the other, each in one look into the index. `p.id`: no other
index has that order, whatever the planner expects of an account.
"""

_UNLINKED = """
    SELECT connection_id AS connection, record_type, external_id, name, unlinked_because AS because, candidates
    FROM source_record WHERE unlinked_because IS NOT NULL AND connection_id = %s
    ORDER BY is_person, record_type, name, external_id LIMIT %s
"""
_NAMED = """
    SELECT r.source, r.external_id, r.declared
    FROM account_member m JOIN link k ON k.account_id = m.account_id
    JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE m.shown_id = %s AND k.revoked_at IS NULL AND NOT k.of_person AND NOT r.is_person ORDER BY k.id
"""
_KNOWN_BY = """
    WITH own AS (SELECT account_id AS id FROM account_member WHERE shown_id = %(account)s),
    given AS (
        SELECT i.kind, i.value, i.verified FROM identifier i
        WHERE i.account_id IN (SELECT id FROM own) AND i.until IS NULL AND i.kind IN ('domain', 'email')
            AND NOT EXISTS (SELECT FROM identifier_split x WHERE x.kind = i.kind AND x.normal = i.normal
                AND x.from_account = i.account_id AND x.ended_at IS NULL)
        UNION ALL
        SELECT i.kind, i.value, i.verified FROM identifier_split x
        JOIN identifier i ON i.kind = x.kind AND i.normal = x.normal AND i.account_id = x.from_account
        WHERE x.into_account IN (SELECT id FROM own) AND x.ended_at IS NULL AND i.until IS NULL
            AND i.kind IN ('domain', 'email')
    )
    SELECT kind, value FROM (
        SELECT kind, value, bool_or(verified) AS verified, row_number() OVER (
            PARTITION BY kind ORDER BY bool_or(verified) DESC, value) AS place
        FROM given GROUP BY kind, value
    ) AS known WHERE place <= %(most)s ORDER BY place
"""
_HOLDERS = """
    SELECT r.record_type, r.external_id, h.account_id AS account
    FROM unnest(%(types)s::text[], %(ids)s::text[]) AS r (record_type, external_id) CROSS JOIN LATERAL (
        SELECT k.account_id FROM link k
        WHERE k.connection_id = %(connection)s AND k.record_type = r.record_type AND k.external_id = r.external_id
            AND k.revoked_at IS NULL
        UNION ALL
        SELECT k.account_id FROM source_record person
        JOIN source_record company ON company.connection_id = person.connection_id
            AND company.external_id = person.company AND NOT company.is_person
        JOIN link k ON (k.connection_id, k.record_type, k.external_id)
            = (company.connection_id, company.record_type, company.external_id) AND k.revoked_at IS NULL
        WHERE person.connection_id = %(connection)s AND person.record_type = r.record_type
            AND person.external_id = r.external_id AND person.is_person
        LIMIT 1
    ) AS h
"""
MOST_MATCHES = 50
MOST_CLUES = 100
"""Domains, and addresses, by which one account is looked for."""


class MatchRow(msgspec.Struct, frozen=True):
    """An identifier with its account."""

    kind: str
    value: str
    source: SourceName
    verified: bool
    until: datetime | None
    id: AccountId
    name: str
    domain: str | None
    industry: str | None
    city: str | None
    country: str | None
    parent: AccountId | None
    owner_emails: list[str]
    teams: list[str]
    created_at: datetime
    closed_at: datetime | None

    @property
    def account(self) -> AccountRow:
        return AccountRow(**{name: getattr(self, name) for name in AccountRow.__struct_fields__})


class _Count(msgspec.Struct, frozen=True):
    connection_id: ConnectionId
    records: int


class _Id(msgspec.Struct, frozen=True):
    id: AccountId


class _Held(msgspec.Struct, frozen=True):
    record_type: str
    external_id: ExternalId
    account: AccountId


class LinkRow(msgspec.Struct, frozen=True):
    account_id: AccountId
    connection_id: ConnectionId
    record_type: str
    external_id: ExternalId


def links_by_account(rows: Iterable[LinkRow]) -> dict[AccountId, Links]:
    found: dict[AccountId, Links] = {}
    for row in rows:
        by_type = found.setdefault(row.account_id, {}).setdefault(row.connection_id, {})
        by_type.setdefault(row.record_type, []).append(row.external_id)
    return found


def family_of(account: AccountId, relatives: Sequence[AccountRow], aliases: Sequence[Alias]) -> Family:
    """Whoever has it as a parent is a child; the other is the parent."""
    return Family(
        parents=[row for row in relatives if row.parent != account],
        children=[row for row in relatives if row.parent == account],
        aliases=aliases,
    )


class _Named(msgspec.Struct, frozen=True):
    source: SourceName
    external_id: ExternalId
    declared: list[str]


class _Asked(AccountRow, frozen=True, kw_only=True):
    asked: AccountId

    @property
    def account(self) -> AccountRow:
        return AccountRow(**{name: getattr(self, name) for name in AccountRow.__struct_fields__})


class _KnownBy(msgspec.Struct, frozen=True):
    kind: str
    value: str


class AccountRepository:
    """Reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, ids: Sequence[AccountId]) -> dict[AccountId, AccountRow]:
        """By each of these ids the account that it is shown as."""
        rows = await self._database.find(_Asked, _BY_IDS, (list(ids),))
        return {row.asked: row.account for row in rows}

    async def own_names(self, ids: Sequence[AccountId]) -> dict[AccountId, str]:
        rows = await self._database.fetch_all(Alias, "SELECT id, name FROM account WHERE id = ANY(%s)", (list(ids),))
        return {row.id: row.name for row in rows}

    async def members(self, account: AccountId) -> list[AccountId]:
        """The others that are shown as the same one."""
        return [row.id for row in await self._database.fetch_all(_Id, _OTHERS, {"account": account})]

    async def matches(self, wanted: Sequence[tuple[str, str]]) -> list[MatchRow]:
        """Identifiers of these kinds and normal values: what is said today first, then what was said once."""
        kinds, normals = [kind for kind, _ in wanted], [normal for _, normal in wanted]
        return await self._database.fetch_all(MatchRow, _MATCHES, (kinds, normals, MOST_MATCHES))

    async def ids(self) -> list[AccountId]:
        """Every account that any record is linked to."""
        return [row.id for row in await self._database.fetch_all(_Id, _IDS)]

    async def record_counts(self) -> dict[ConnectionId, int]:
        """Companies that are listed today, by connection."""
        return {row.connection_id: row.records for row in await self._database.fetch_all(_Count, _COUNTS)}

    async def links(self, accounts: Sequence[AccountId]) -> dict[AccountId, Links]:
        """Accounts without links are absent."""
        return links_by_account(await self._database.fetch_all(LinkRow, LINKS, {"accounts": list(accounts)}))

    async def holders(
        self, connection: ConnectionId, records: Sequence[tuple[str, ExternalId]]
    ) -> dict[tuple[str, ExternalId], AccountId]:
        """The accounts that records are linked to; for a person also that of their company."""
        asked = {"connection": connection, "types": [each[0] for each in records], "ids": [each[1] for each in records]}
        found = await self._database.fetch_all(_Held, _HOLDERS, asked)
        return {(each.record_type, each.external_id): each.account for each in found}

    async def clues(self, account: AccountId) -> Clues:
        records = await self._database.fetch_all(_Named, _NAMED, (account,))
        known_by = await self._database.fetch_all(_KnownBy, _KNOWN_BY, {"account": account, "most": MOST_CLUES})
        return Clues(
            declared=tuple(dict.fromkeys(read_declared(text) for each in records for text in each.declared)),
            own_ids=tuple(dict.fromkeys(Declared(each.source, each.external_id) for each in records)),
            domains=tuple(each.value for each in known_by if each.kind == "domain"),
            emails=tuple(each.value for each in known_by if each.kind == "email"),
        )

    async def unlinked(self, connection: ConnectionId, most: int) -> list[UnlinkedRow]:
        """Companies before people."""
        return await self._database.fetch_all(UnlinkedRow, _UNLINKED, (connection, most))
