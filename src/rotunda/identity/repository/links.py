"""Links: made, revoked, never rewritten."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg.types.json import Json

from rotunda.identity.matching.model import SURE, AccountHandle, Method, RecordKey, Standing, Unlinked
from rotunda.identity.repository.bulk import copy_rows
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName

DIRECTORY = "directory"
"""Who links and revokes when no person does."""

VANISHED = "vanished"
DISCONNECTED = "disconnected"
RULES = "rules"
TAKEN_BACK = "taken back"
"""Whoever linked it by hand has thought better of it."""

_ACTIVE = """
    SELECT connection_id AS connection, record_type, external_id, account_id AS account, confidence
    FROM link WHERE revoked_at IS NULL {} ORDER BY id
"""
_FOUNDING_OR_BY_HAND = "AND method IN ('founded', 'hand')"
_RETURNED = """
    SELECT * FROM (
        SELECT DISTINCT ON (k.connection_id, k.record_type, k.external_id)
            k.connection_id AS connection, k.record_type, k.external_id, k.account_id AS account, k.source, k.method,
            k.confidence, k.evidence, k.revoked_at, k.revoked_because
        FROM source_record r JOIN link k USING (connection_id, record_type, external_id)
        WHERE r.missing_since IS NULL
        ORDER BY k.connection_id, k.record_type, k.external_id, k.id DESC
    ) AS last
    WHERE revoked_at IS NOT NULL AND revoked_because = ANY(%s)
"""
_INSERT = """
    INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_by, linked_at, of_person)
    SELECT n.account_id, n.connection_id, n.source, n.record_type, n.external_id, n.method, n.confidence, n.evidence,
        %s, %s, coalesce(r.is_person, false)
    FROM new_link n LEFT JOIN source_record r USING (connection_id, record_type, external_id) ORDER BY n.place
"""
_NEW = """
    place integer, account_id text, connection_id text, source text, record_type text, external_id text, method text,
    confidence real, evidence jsonb
"""
_REVOKE_MISSING = """
    UPDATE link k SET revoked_at = %(now)s, revoked_by = %(by)s, revoked_because = %(because)s
    FROM source_record r
    WHERE k.revoked_at IS NULL AND k.connection_id = %(connection)s AND k.record_type = %(record_type)s
        AND r.connection_id = k.connection_id AND r.record_type = k.record_type AND r.external_id = k.external_id
        AND r.missing_since <= %(since)s
"""
_REVOKE_ALL = """
    UPDATE link SET revoked_at = %s, revoked_by = %s, revoked_because = %s
    WHERE revoked_at IS NULL AND connection_id = %s
"""
_REVOKE_SOME = """
    UPDATE link k SET revoked_at = %s, revoked_by = %s, revoked_because = %s FROM outdated_link o
    WHERE k.revoked_at IS NULL
        AND (k.connection_id, k.record_type, k.external_id) = (o.connection_id, o.record_type, o.external_id)
"""
_FORGET = "UPDATE source_record SET missing_since = coalesce(missing_since, %s) WHERE connection_id = %s"
_SET_UNLINKED = """
    UPDATE source_record r SET unlinked_because = u.because, candidates = coalesce(u.candidates, '{}')
    FROM source_record s LEFT JOIN now_unlinked u USING (connection_id, record_type, external_id)
    WHERE s.connection_id = r.connection_id AND s.record_type = r.record_type AND s.external_id = r.external_id
        AND (r.unlinked_because, r.candidates) IS DISTINCT FROM (u.because, coalesce(u.candidates, '{}'))
"""


class LinkRow(msgspec.Struct, frozen=True):
    """A link to be written."""

    key: RecordKey
    account: AccountId
    source: SourceName
    method: Method
    confidence: float
    evidence: Mapping[str, str]


class _Active(msgspec.Struct, frozen=True):
    connection: ConnectionId
    record_type: str
    external_id: ExternalId
    account: AccountId
    confidence: float


class _Returned(msgspec.Struct, frozen=True):
    connection: ConnectionId
    record_type: str
    external_id: ExternalId
    account: AccountId
    source: SourceName
    method: str
    confidence: float
    evidence: dict[str, str]
    revoked_at: datetime
    revoked_because: str


async def active_links(transaction: Connection, *, kept_only: bool = False) -> dict[RecordKey, Standing]:
    """Every active link, the oldest first. `kept_only`: those that founded an account or that a person made."""
    rows = await fetch_all(transaction, _Active, _ACTIVE.format(_FOUNDING_OR_BY_HAND if kept_only else ""))
    return {
        RecordKey(row.connection, row.record_type, row.external_id): Standing(row.account, row.confidence >= SURE)
        for row in rows
    }


async def returned_links(transaction: Connection) -> list[LinkRow]:
    """Records that are listed again and were linked before: they are the accounts that they were."""
    return [
        LinkRow(
            RecordKey(row.connection, row.record_type, row.external_id),
            row.account,
            row.source,
            Method(row.method),
            row.confidence,
            row.evidence,
        )
        for row in await fetch_all(transaction, _Returned, _RETURNED, ([VANISHED, DISCONNECTED],))
    ]


async def insert_links(
    transaction: Connection, links: Sequence[LinkRow], now: datetime, *, by: str = DIRECTORY
) -> None:
    """In their order. `by` is a user's id where a person links."""
    if links:
        rows = ((place, *_columns(link)) for place, link in enumerate(links))
        await copy_rows(transaction, "new_link", _NEW, rows)
        await transaction.execute(_INSERT, (by, now))
        await transaction.execute("DROP TABLE new_link")


def _columns(link: LinkRow) -> tuple[object, ...]:
    return (
        link.account,
        link.key.connection,
        link.source,
        link.key.record_type,
        link.key.external_id,
        link.method.value,
        link.confidence,
        Json(dict(link.evidence)),
    )


async def revoke_missing(
    transaction: Connection, connection: ConnectionId, record_type: str, since: datetime, now: datetime
) -> int:
    """Closes the links of records that have been missing since then or longer."""
    which = {
        "connection": connection,
        "record_type": record_type,
        "since": since,
        "now": now,
        "by": DIRECTORY,
        "because": VANISHED,
    }
    return (await transaction.execute(_REVOKE_MISSING, which)).rowcount


async def revoke_outdated(transaction: Connection, records: Iterable[RecordKey], now: datetime) -> int:
    """Closes links that today's rules would not make. The records may be linked anew at once."""
    columns = "connection_id text, record_type text, external_id text"
    await copy_rows(transaction, "outdated_link", columns, map(msgspec.structs.astuple, records))
    return (await transaction.execute(_REVOKE_SOME, (now, DIRECTORY, RULES))).rowcount


async def revoke_connection(transaction: Connection, connection: ConnectionId, by: str, now: datetime) -> int:
    """Closes every link of a connection; its records count as missing from then on."""
    await transaction.execute(_FORGET, (now, connection))
    return (await transaction.execute(_REVOKE_ALL, (now, by, DISCONNECTED, connection))).rowcount


async def set_unlinked(
    transaction: Connection, unlinked: Iterable[Unlinked], ids: Mapping[AccountHandle, AccountId]
) -> None:
    """Writes why records have no account, and clears it where they have one. `ids` maps handles to account ids."""
    rows = (
        (
            *msgspec.structs.astuple(each.key),
            each.because,
            [ids.get(handle, AccountId(handle)) for handle in each.candidates],
        )
        for each in unlinked
    )
    columns = "connection_id text, record_type text, external_id text, because text, candidates text[]"
    await copy_rows(transaction, "now_unlinked", columns, rows)
    await transaction.execute(_SET_UNLINKED)
