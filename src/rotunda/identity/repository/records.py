"""The sources' records, as far as they identify anybody."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.identity.matching.model import Known, RecordKey
from rotunda.identity.repository.bulk import copy_rows
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.provenance import Category

_COLUMNS = """
    record_type, external_id, is_person, founds_account, name, domains, emails, verified_emails, declared, company,
    parent, owner_emails, owner_teams, industry, city, country, title, phones
"""
_TYPES = """
    record_type text, external_id text, is_person boolean, founds_account boolean, name text, domains text[],
    emails text[], verified_emails text[], declared text[], company text, parent text, owner_emails text[],
    owner_teams text[], industry text, city text, country text, title text, phones text[], updated_at timestamptz
"""
_STORE = f"""
    INSERT INTO source_record AS r (connection_id, source, category, changed_at, updated_at, {_COLUMNS})
    SELECT %(connection)s, %(source)s, %(category)s, %(now)s, updated_at, {_COLUMNS} FROM listed_record
    ON CONFLICT (connection_id, record_type, external_id) DO UPDATE SET
        changed_at = excluded.changed_at, updated_at = excluded.updated_at, missing_since = NULL,
        is_person = excluded.is_person, founds_account = excluded.founds_account, name = excluded.name,
        domains = excluded.domains, emails = excluded.emails, verified_emails = excluded.verified_emails,
        declared = excluded.declared, company = excluded.company, parent = excluded.parent,
        owner_emails = excluded.owner_emails, owner_teams = excluded.owner_teams, industry = excluded.industry,
        city = excluded.city, country = excluded.country, title = excluded.title, phones = excluded.phones
    WHERE r.missing_since IS NOT NULL
        OR (r.is_person, r.founds_account, r.name, r.domains, r.emails, r.verified_emails, r.declared, r.company,
            r.parent, r.owner_emails, r.owner_teams, r.industry, r.city, r.country, r.title, r.phones)
        IS DISTINCT FROM (excluded.is_person, excluded.founds_account, excluded.name, excluded.domains,
            excluded.emails, excluded.verified_emails, excluded.declared, excluded.company, excluded.parent,
            excluded.owner_emails, excluded.owner_teams, excluded.industry, excluded.city, excluded.country,
            excluded.title, excluded.phones)
"""
_MISS = """
    UPDATE source_record r SET missing_since = %(now)s
    WHERE r.connection_id = %(connection)s AND r.missing_since IS NULL AND NOT EXISTS (
        SELECT FROM listed_record l WHERE l.record_type = r.record_type AND l.external_id = r.external_id)
"""
_MISSING = """
    SELECT record_type, count(*) FILTER (WHERE missing_since IS NOT NULL) AS missing,
        count(*) FILTER (WHERE missing_since <= %(since)s) AS due,
        count(*) FILTER (WHERE missing_since <= %(long_since)s) AS long_due, count(*) AS known
    FROM source_record r WHERE connection_id = %(connection)s AND (missing_since IS NULL OR EXISTS (
        SELECT FROM link k WHERE k.connection_id = r.connection_id AND k.record_type = r.record_type
            AND k.external_id = r.external_id AND k.revoked_at IS NULL))
    GROUP BY record_type
"""
_KNOWN = f"""
    SELECT connection_id AS connection, source, category, updated_at, {_COLUMNS} FROM source_record r
    WHERE missing_since IS NULL OR EXISTS (
        SELECT FROM link k WHERE k.connection_id = r.connection_id AND k.record_type = r.record_type
            AND k.external_id = r.external_id AND k.revoked_at IS NULL)
"""
_KNOWN_ONE = f"""
    SELECT connection_id AS connection, source, category, updated_at, {_COLUMNS} FROM source_record r
    WHERE (connection_id, record_type, external_id) = (%s, %s, %s) AND missing_since IS NULL
"""


class Missing(msgspec.Struct, frozen=True):
    """How many linked records of one type a source has ceased to list: in all, for long enough to believe it (`due`),
    and for so long that nothing else can be meant (`long_due`); and how many of that type are known.
    """

    record_type: str
    missing: int
    due: int
    long_due: int
    known: int


class _Row(msgspec.Struct, frozen=True):
    connection: ConnectionId
    source: SourceName
    category: Category
    updated_at: datetime | None
    record_type: str
    external_id: ExternalId
    is_person: bool
    founds_account: bool
    name: str | None
    domains: list[str]
    emails: list[str]
    verified_emails: list[str]
    declared: list[str]
    company: ExternalId | None
    parent: ExternalId | None
    owner_emails: list[str]
    owner_teams: list[str]
    industry: str | None
    city: str | None
    country: str | None
    title: str | None
    phones: list[str]

    def known(self) -> Known:
        key = RecordKey(self.connection, self.record_type, self.external_id)
        return Known(key, self.source, Category(self.category), self._record())

    def _record(self) -> SourceRecord:
        return SourceRecord(
            record_type=self.record_type,
            external_id=self.external_id,
            is_person=self.is_person,
            name=self.name,
            domains=tuple(self.domains),
            emails=tuple(self.emails),
            verified_emails=tuple(self.verified_emails),
            declared=tuple(map(read_declared, self.declared)),
            company=self.company,
            parent=self.parent,
            founds_account=self.founds_account,
            owner_emails=tuple(self.owner_emails),
            owner_teams=tuple(self.owner_teams),
            industry=self.industry,
            city=self.city,
            country=self.country,
            title=self.title,
            phones=tuple(self.phones),
            updated_at=self.updated_at,
        )


def read_declared(text: str) -> Declared:
    """`source:external_id`, as it is kept."""
    source, _, external_id = text.partition(":")
    return Declared(SourceName(source), ExternalId(external_id))


class Whose(msgspec.Struct, frozen=True):
    """Whose records are kept: their connection, with its source and category."""

    connection: ConnectionId
    source: SourceName
    category: Category


async def store_list(transaction: Connection, whose: Whose, records: Sequence[SourceRecord], now: datetime) -> int:
    """Keeps a source's whole list; returns how many records are new, changed, back or newly missing."""
    stored = await store_records(transaction, whose, records, now)
    return stored + (await transaction.execute(_MISS, {"connection": whose.connection, "now": now})).rowcount


async def store_records(transaction: Connection, whose: Whose, records: Sequence[SourceRecord], now: datetime) -> int:
    """Keeps some records of a source; of the others nothing is said. Returns how many are new, changed or back."""
    unique = {(each.record_type, each.external_id): each for each in records}
    await copy_rows(transaction, "listed_record", _TYPES, map(_columns, unique.values()))
    values = {"connection": whose.connection, "source": whose.source, "category": whose.category.value, "now": now}
    return (await transaction.execute(_STORE, values)).rowcount


def _columns(record: SourceRecord) -> tuple[object, ...]:
    return (
        record.record_type,
        record.external_id,
        record.is_person,
        record.founds_account,
        _clean(record.name),
        _texts(record.domains),
        _texts(record.emails),
        _texts(record.verified_emails),
        _texts(f"{each.source}:{each.external_id}" for each in record.declared),
        record.company,
        record.parent,
        _texts(record.owner_emails),
        _texts(record.owner_teams),
        _clean(record.industry),
        _clean(record.city),
        _clean(record.country),
        _clean(record.title),
        _texts(record.phones),
        record.updated_at,
    )


def _clean(text: str | None) -> str | None:
    """PostgreSQL's texts hold everything but the character zero."""
    return None if text is None else text.replace("\0", "")


def _texts(texts: Iterable[str]) -> list[str]:
    return [text.replace("\0", "") for text in texts]


async def missing_records(
    transaction: Connection, connection: ConnectionId, since: datetime, long_since: datetime
) -> list[Missing]:
    """Per record type."""
    when = {"connection": connection, "since": since, "long_since": long_since}
    return await fetch_all(transaction, Missing, _MISSING, when)


async def known_records(transaction: Connection) -> list[Known]:
    """Every record of every connection that is listed, or that is missing but not given up yet."""
    return [row.known() for row in await fetch_all(transaction, _Row, _KNOWN)]


async def known_record(transaction: Connection, key: RecordKey) -> Known | None:
    """One that its source lists."""
    rows = await fetch_all(transaction, _Row, _KNOWN_ONE, msgspec.structs.astuple(key))
    return rows[0].known() if rows else None
