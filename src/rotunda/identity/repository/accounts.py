"""Looking accounts up: one indexed query each."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.connector_kit.connector import Declared
from rotunda.identity.model import AccountRow, Clues, Family, Links, UnlinkedRow
from rotunda.identity.repository.records import read_declared
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName

_ROW = """
    a.id, a.name, a.domain, a.industry, a.city, a.country, a.parent_id AS parent, a.created_at, a.closed_at,
    ARRAY(SELECT DISTINCT o.email FROM account_owner o WHERE o.account_id = a.id AND o.email IS NOT NULL)
        AS owner_emails,
    ARRAY(SELECT DISTINCT o.team FROM account_owner o WHERE o.account_id = a.id AND o.team IS NOT NULL) AS teams
"""
_BY_IDS = f"SELECT {_ROW} FROM account a WHERE a.id = ANY(%s)"
_RELATIVES = f"""
    SELECT {_ROW} FROM account a
    WHERE a.id = (SELECT parent_id FROM account WHERE id = %(account)s)
        OR (a.parent_id = %(account)s AND a.closed_at IS NULL)
    ORDER BY a.name, a.id
"""
_MATCHES = f"""
    SELECT i.kind, i.value, i.source, i.verified, i.until, {_ROW}
    FROM identifier i JOIN account a ON a.id = i.account_id
    WHERE (i.kind, i.normal) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
    ORDER BY i.kind = 'domain', i.until IS NOT NULL, a.closed_at IS NOT NULL, a.name, a.id, i.verified DESC, i.source
    LIMIT %s
"""
_COUNTS = """
    SELECT connection_id, count(*)::int AS records FROM source_record
    WHERE NOT is_person AND missing_since IS NULL GROUP BY connection_id
"""
_IDS = "SELECT id FROM account WHERE closed_at IS NULL ORDER BY id"
_LINKS = """
    SELECT account_id, connection_id, record_type, external_id FROM link
    WHERE account_id = ANY(%s) AND revoked_at IS NULL ORDER BY id
"""
_UNLINKED = """
    SELECT connection_id AS connection, record_type, external_id, name, unlinked_because AS because, candidates
    FROM source_record WHERE unlinked_because IS NOT NULL AND connection_id = %s
    ORDER BY is_person, record_type, name, external_id LIMIT %s
"""
_NAMED = """
    SELECT r.source, r.external_id, r.declared
    FROM link k JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE k.account_id = %s AND k.revoked_at IS NULL AND NOT r.is_person ORDER BY k.id
"""
_KNOWN_BY = """
    SELECT kind, value FROM (
        SELECT kind, value, bool_or(verified) AS verified, row_number() OVER (
            PARTITION BY kind ORDER BY bool_or(verified) DESC, value) AS place
        FROM identifier WHERE account_id = %s AND until IS NULL AND kind IN ('domain', 'email') GROUP BY kind, value
    ) AS known WHERE place <= %s ORDER BY place
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


class _Link(msgspec.Struct, frozen=True):
    account_id: AccountId
    connection_id: ConnectionId
    record_type: str
    external_id: ExternalId


class _Named(msgspec.Struct, frozen=True):
    source: SourceName
    external_id: ExternalId
    declared: list[str]


class _KnownBy(msgspec.Struct, frozen=True):
    kind: str
    value: str


class AccountRepository:
    """Reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, ids: Sequence[AccountId]) -> list[AccountRow]:
        """Those that exist, in no order."""
        return await self._database.fetch_all(AccountRow, _BY_IDS, (list(ids),))

    async def family(self, account: AccountId) -> Family:
        """Who stands directly above and below."""
        rows = await self._database.fetch_all(AccountRow, _RELATIVES, {"account": account})
        return Family(
            parents=[row for row in rows if row.parent != account],
            children=[row for row in rows if row.parent == account],
        )

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
        found: dict[AccountId, Links] = {}
        for row in await self._database.fetch_all(_Link, _LINKS, (list(accounts),)):
            by_type = found.setdefault(row.account_id, {}).setdefault(row.connection_id, {})
            by_type.setdefault(row.record_type, []).append(row.external_id)
        return found

    async def clues(self, account: AccountId) -> Clues:
        records = await self._database.fetch_all(_Named, _NAMED, (account,))
        known_by = await self._database.fetch_all(_KnownBy, _KNOWN_BY, (account, MOST_CLUES))
        return Clues(
            declared=tuple(dict.fromkeys(read_declared(text) for each in records for text in each.declared)),
            own_ids=tuple(dict.fromkeys(Declared(each.source, each.external_id) for each in records)),
            domains=tuple(each.value for each in known_by if each.kind == "domain"),
            emails=tuple(each.value for each in known_by if each.kind == "email"),
        )

    async def unlinked(self, connection: ConnectionId, most: int) -> list[UnlinkedRow]:
        """Companies before people."""
        return await self._database.fetch_all(UnlinkedRow, _UNLINKED, (connection, most))
