"""Contacts and their links, written in single statements: what does not change is not touched."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import LiteralString

import msgspec
from psycopg.types.json import Json

from rotunda.identity.contact_heads import ContactColumns, ContactIdentifier
from rotunda.identity.fields.model import OURS
from rotunda.identity.linkage.contact_profiles import Given, PeopleBook, PersonHead
from rotunda.identity.matching.contacts import Arranged, NewContactLink, StandingContact
from rotunda.identity.matching.model import RecordKey
from rotunda.identity.repository.bulk import copy_rows
from rotunda.identity.repository.links import DISCONNECTED, RULES, VANISHED
from rotunda.identity.repository.owned_contacts import show
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, SourceName

_STANDING = """
    SELECT l.connection_id AS connection, l.record_type, l.external_id, coalesce(c.found_as, c.id) AS contact,
        min(l.id) OVER (PARTITION BY coalesce(c.found_as, c.id)) AS since
    FROM contact_link l JOIN contact c ON c.id = l.contact_id WHERE l.revoked_at IS NULL
"""
_MERGED = "SELECT id AS account, shown_as AS shown FROM account WHERE shown_as IS NOT NULL"
_RETURN = """
    INSERT INTO contact_link (contact_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_at)
    SELECT contact_id, connection_id, source, record_type, external_id, method, confidence, evidence, %(now)s FROM (
        SELECT DISTINCT ON (l.connection_id, l.record_type, l.external_id) l.*
        FROM source_record r JOIN contact_link l USING (connection_id, record_type, external_id)
        WHERE r.missing_since IS NULL
        ORDER BY l.connection_id, l.record_type, l.external_id, l.id DESC
    ) AS last WHERE revoked_at IS NOT NULL AND revoked_because <> %(rules)s ORDER BY id
"""
_REVOKE_MISSING = """
    UPDATE contact_link l SET revoked_at = %(now)s, revoked_because = %(because)s
    FROM source_record r
    WHERE l.revoked_at IS NULL AND r.connection_id = l.connection_id AND r.record_type = l.record_type
        AND r.external_id = l.external_id AND r.missing_since <= %(since)s
"""
_ANY_MISSING = """
    SELECT l.contact_id FROM contact_link l JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE l.revoked_at IS NULL AND r.missing_since <= %s LIMIT 1
"""
_REVOKE_CONNECTION = """
    UPDATE contact_link SET revoked_at = %s, revoked_because = %s WHERE revoked_at IS NULL AND connection_id = %s
"""
_BY_HAND = """
    SELECT connection_id AS connection, record_type, external_id FROM contact_link
    WHERE revoked_at IS NULL AND method = 'hand'
"""
_REVOKE_SOME = """
    UPDATE contact_link l SET revoked_at = %s, revoked_because = %s FROM parted_record p
    WHERE l.revoked_at IS NULL
        AND (l.connection_id, l.record_type, l.external_id) = (p.connection_id, p.record_type, p.external_id)
"""
_ADD_CONTACTS = """
    INSERT INTO contact (id, account_id, name, title, email, phone, mirrored_name, mirrored_title, mirrored_email,
        mirrored_phone, mirrored_account, created_at, updated_at)
    SELECT n.id, n.account_id, n.name, n.title, n.email, n.phone, n.name, n.title, n.email, n.phone, n.account_id,
        %(now)s, %(now)s
    FROM contact_now n WHERE NOT EXISTS (SELECT FROM contact c WHERE c.id = n.id)
"""
_SET_CONTACTS = """
    UPDATE contact c SET account_id = n.account_id, name = n.name, title = n.title, email = n.email, phone = n.phone,
        mirrored_name = n.name, mirrored_title = n.title, mirrored_email = n.email, mirrored_phone = n.phone,
        mirrored_account = n.account_id, closed_at = NULL, mirrored_closed_at = NULL, updated_at = %(now)s
    FROM contact_now n
    WHERE n.id = c.id AND (c.mirrored_account, c.mirrored_name, c.mirrored_title, c.mirrored_email, c.mirrored_phone,
        c.mirrored_closed_at) IS DISTINCT FROM (n.account_id, n.name, n.title, n.email, n.phone, NULL::timestamptz)
"""
"""What somebody owns of them, and what others say who were merged into them, is put before it again in the same
transaction.
"""
_ADD_LINKS = """
    INSERT INTO contact_link (contact_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_at)
    SELECT contact_id, connection_id, source, record_type, external_id, method, confidence, evidence, %(now)s
    FROM new_contact_link ORDER BY place
"""
_ABSORB: tuple[LiteralString, ...] = (
    # Whom the rules have found to be the absorbed one is found to be the new one: nobody is two steps away.
    """
    UPDATE contact c SET found_as = r.id, shown_as = coalesce(r.shown_as, r.id), updated_at = %(now)s
    FROM absorbed_contact b JOIN contact r ON r.id = b.found_as WHERE b.id IN (c.id, c.found_as)
    """,
)
_CLOSE = """
    UPDATE contact c SET closed_at = %(now)s, mirrored_closed_at = %(now)s, updated_at = %(now)s
    WHERE mirrored_closed_at IS NULL AND found_as IS NULL {among}
        AND NOT EXISTS (
            SELECT FROM contact_link l JOIN contact m ON m.id = l.contact_id
            WHERE (m.id = c.id OR m.found_as = c.id) AND l.revoked_at IS NULL)
        AND NOT EXISTS (SELECT FROM contact_split x WHERE x.into_contact = c.id AND x.ended_at IS NULL)
"""
_BOUND = """
    SELECT c.id AS contact, coalesce(c.shown_as, c.id) AS shown FROM contact c
    WHERE c.found_as IS NULL AND c.id IN (
        SELECT absorbed FROM merge WHERE undone_at IS NULL UNION SELECT kept FROM merge WHERE undone_at IS NULL
        UNION SELECT coalesce(f.found_as, f.id) FROM contact_split x JOIN contact f ON f.id = x.from_contact
        WHERE x.ended_at IS NULL
        UNION SELECT coalesce(f.found_as, f.id) FROM contact_split x JOIN contact f ON f.id = x.into_contact
        WHERE x.ended_at IS NULL)
"""
_APART = """
    WITH decided AS (
        SELECT one, other FROM keep_apart WHERE revoked_at IS NULL AND one_contact IS NOT NULL
        UNION SELECT one, other FROM suggestion WHERE kind = 'contact-to-contact' AND state IN ('rejected', 'never')
    )
    SELECT coalesce(a.found_as, a.id) AS one, coalesce(b.found_as, b.id) AS other
    FROM decided d JOIN contact a ON a.id = d.one JOIN contact b ON b.id = d.other
    UNION SELECT coalesce(a.shown_as, a.id), coalesce(b.shown_as, b.id)
    FROM decided d JOIN contact a ON a.id = d.one JOIN contact b ON b.id = d.other
"""
"""What was said of two people goes on to hold for whom they were merged into."""

_SHOWN_LINKS = """
    SELECT l.connection_id AS connection, l.record_type, l.external_id, coalesce(c.shown_as, c.id) AS contact
    FROM contact_link l JOIN contact c ON c.id = l.contact_id WHERE l.revoked_at IS NULL ORDER BY l.id
"""
_SHOWN_PEOPLE = """
    SELECT c.id, m.shown_id AS account, c.name, c.email
    FROM contact c LEFT JOIN account_member m ON m.account_id = c.account_id
    WHERE c.shown_as IS NULL AND c.closed_at IS NULL ORDER BY c.id
"""
_GIVEN = """
    SELECT x.kind, x.normal, coalesce(f.shown_as, f.id) AS stated, coalesce(t.shown_as, t.id) AS given
    FROM contact_split x JOIN contact f ON f.id = x.from_contact JOIN contact t ON t.id = x.into_contact
    WHERE x.ended_at IS NULL AND x.kind <> 'record' ORDER BY x.id
"""
_END_IDENTIFIERS = """
    UPDATE contact_identifier i SET until = %(now)s WHERE until IS NULL AND source <> %(ours)s AND NOT EXISTS (
        SELECT FROM contact_identifier_now n WHERE n.kind = i.kind AND n.normal = i.normal
            AND n.contact_id = i.contact_id AND n.source = i.source)
"""
_ADD_IDENTIFIERS = """
    INSERT INTO contact_identifier AS i (contact_id, kind, normal, source, value, verified, since)
    SELECT contact_id, kind, normal, source, value, verified, %(now)s FROM contact_identifier_now
    ON CONFLICT (kind, normal, contact_id, source) DO UPDATE SET
        value = excluded.value, verified = excluded.verified, until = NULL
    WHERE (i.value, i.verified, i.until) IS DISTINCT FROM (excluded.value, excluded.verified, NULL::timestamptz)
"""


class _Standing(msgspec.Struct, frozen=True):
    connection: ConnectionId
    record_type: str
    external_id: ExternalId
    contact: ContactId
    since: int


class _ShownLink(msgspec.Struct, frozen=True):
    connection: ConnectionId
    record_type: str
    external_id: ExternalId
    contact: ContactId


class _Record(msgspec.Struct, frozen=True):
    connection: ConnectionId
    record_type: str
    external_id: ExternalId


class _Bound(msgspec.Struct, frozen=True):
    contact: ContactId
    shown: ContactId


class _Apart(msgspec.Struct, frozen=True):
    one: ContactId
    other: ContactId


class _Merged(msgspec.Struct, frozen=True):
    account: AccountId
    shown: AccountId


class ContactLinkRow(msgspec.Struct, frozen=True):
    """A link to be written."""

    contact: ContactId
    source: SourceName
    link: NewContactLink


async def standing_contacts(transaction: Connection) -> dict[RecordKey, StandingContact]:
    """Which contact the rules have made of each linked record, whatever people have merged it into."""
    return {
        RecordKey(row.connection, row.record_type, row.external_id): StandingContact(row.contact, row.since)
        for row in await fetch_all(transaction, _Standing, _STANDING)
    }


async def arranged_contacts(transaction: Connection) -> Arranged:
    """What people have decided about contacts."""
    bound = await fetch_all(transaction, _Bound, _BOUND)
    apart = await fetch_all(transaction, _Apart, _APART)
    return Arranged({each.contact: each.shown for each in bound}, frozenset((each.one, each.other) for each in apart))


async def people_book(transaction: Connection) -> PeopleBook:
    """Everybody as they are shown."""
    links = await fetch_all(transaction, _ShownLink, _SHOWN_LINKS)
    heads = await fetch_all(transaction, PersonHead, _SHOWN_PEOPLE)
    return PeopleBook(
        {RecordKey(row.connection, row.record_type, row.external_id): row.contact for row in links},
        {head.id: head for head in heads},
        await fetch_all(transaction, Given, _GIVEN),
    )


async def linked_by_hand(transaction: Connection) -> set[RecordKey]:
    """Records that a person gave to a contact."""
    rows = await fetch_all(transaction, _Record, _BY_HAND)
    return {RecordKey(row.connection, row.record_type, row.external_id) for row in rows}


async def revoke_parted(transaction: Connection, records: Iterable[RecordKey], now: datetime) -> None:
    """Closes links that today's rules would not make. The records get a contact anew at once."""
    columns = "connection_id text, record_type text, external_id text"
    await copy_rows(transaction, "parted_record", columns, map(msgspec.structs.astuple, records))
    await transaction.execute(_REVOKE_SOME, (now, RULES))


async def merged_accounts(transaction: Connection) -> dict[AccountId, AccountId]:
    """Accounts that are shown as another, and as which."""
    return {row.account: row.shown for row in await fetch_all(transaction, _Merged, _MERGED)}


async def restore_contact_links(transaction: Connection, now: datetime) -> None:
    """Records that are listed again are the people that they were."""
    await transaction.execute(_RETURN, {"now": now, "rules": RULES})


async def people_are_missing(transaction: Connection, since: datetime) -> bool:
    """Whether `revoke_missing_people` would close any link. Closing none counts up the book all the same."""
    return (await transaction.execute(_ANY_MISSING, (since,))).rowcount > 0


async def revoke_missing_people(transaction: Connection, since: datetime, now: datetime) -> int:
    """Closes the links of people whom their source has not listed since then or longer."""
    values = {"now": now, "since": since, "because": VANISHED}
    return (await transaction.execute(_REVOKE_MISSING, values)).rowcount


async def revoke_people_of(transaction: Connection, connection: ConnectionId, now: datetime) -> None:
    """Closes the links of a connection that is no more."""
    await transaction.execute(_REVOKE_CONNECTION, (now, DISCONNECTED, connection))


async def set_contacts(
    transaction: Connection,
    contacts: Iterable[ContactColumns],
    absorbed: Mapping[ContactId, ContactId],
    links: Sequence[ContactLinkRow],
    now: datetime,
) -> None:
    """New and changed contacts, which of them turned out to be another, and new links in their order."""
    columns = "id text, account_id text, name text, title text, email text, phone text"
    rows = ((_clean(each.id), each.account, *map(_clean, _texts(each))) for each in contacts)
    await copy_rows(transaction, "contact_now", columns, rows)
    await transaction.execute(_ADD_CONTACTS, {"now": now})
    await transaction.execute(_SET_CONTACTS, {"now": now})
    if absorbed:
        await copy_rows(transaction, "absorbed_contact", "id text, found_as text", absorbed.items())
        for statement in _ABSORB:
            await transaction.execute(statement, {"now": now})
    if links:
        columns = """
            place integer, contact_id text, connection_id text, source text, record_type text, external_id text,
            method text, confidence real, evidence jsonb
        """
        await copy_rows(transaction, "new_contact_link", columns, map(_link, range(len(links)), links))
        await transaction.execute(_ADD_LINKS, {"now": now})
    await close_people(transaction, now)
    await show(transaction, None)


async def close_people(transaction: Connection, now: datetime, among: Iterable[str] | None = None) -> None:
    """Closes contacts of which nothing is left: no record, and no identifier that a person gave them. `among` these
    alone.
    """
    if among is None:
        await transaction.execute(_CLOSE.format(among=""), {"now": now})
    else:
        asked = {"now": now, "among": list(among)}
        await transaction.execute(_CLOSE.format(among="AND c.id = ANY(%(among)s)"), asked)


def _texts(each: ContactColumns) -> tuple[str | None, ...]:
    return (each.name, each.title, each.email, each.phone)


def _link(place: int, row: ContactLinkRow) -> tuple[object, ...]:
    key, link = row.link.key, row.link
    where = (key.connection, row.source, key.record_type, key.external_id)
    return (place, row.contact, *where, link.method.value, link.confidence, Json(dict(link.evidence)))


async def set_contact_identifiers(
    transaction: Connection, identifiers: Iterable[ContactIdentifier], now: datetime
) -> None:
    """What nobody states any more stays, ended: an old address still finds its person."""
    columns = "contact_id text, kind text, normal text, source text, value text, verified boolean"
    rows = ((i.contact, i.kind, _clean(i.normal), i.source, _clean(i.value), i.verified) for i in identifiers)
    await copy_rows(transaction, "contact_identifier_now", columns, rows)
    await transaction.execute(_END_IDENTIFIERS, {"now": now, "ours": OURS})
    await transaction.execute(_ADD_IDENTIFIERS, {"now": now})


def _clean(text: str | None) -> str | None:
    """PostgreSQL's texts hold everything but the character zero."""
    return None if text is None else text.replace("\0", "")
