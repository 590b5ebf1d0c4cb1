"""The SQL of identifiers that a person gives to another account: what lists say stays, a pointer leads elsewhere."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

import msgspec
from psycopg.types.json import Json

from rotunda.identity.matching.addresses import normal_email
from rotunda.identity.matching.domains import registrable_domain
from rotunda.identity.matching.model import SURE, Method
from rotunda.identity.merging.model import Identified, Refused
from rotunda.kit.database import Connection, fetch_all, fetch_one
from rotunda.kit.ids import new_id
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName, UserId

SPLIT = "split"
"""Why a link was revoked."""

_LONGEST = 320
_STATED = """
    SELECT DISTINCT i.account_id AS account FROM identifier i
    WHERE i.kind = %(kind)s AND i.normal = %(normal)s AND i.account_id = ANY(%(members)s) AND NOT EXISTS (
        SELECT FROM identifier_split x WHERE x.kind = i.kind AND x.normal = i.normal
            AND x.from_account = i.account_id AND x.ended_at IS NULL)
    UNION
    SELECT x.from_account FROM identifier_split x
    WHERE x.kind = %(kind)s AND x.normal = %(normal)s AND x.into_account = ANY(%(members)s) AND x.ended_at IS NULL
    ORDER BY account
"""
_END = """
    UPDATE identifier_split SET ended_by = %(by)s, ended_at = %(at)s
    WHERE kind = %(kind)s AND normal = %(normal)s AND ended_at IS NULL AND from_account = ANY(%(stated)s)
"""
_ADD = """
    INSERT INTO identifier_split (id, kind, normal, value, from_account, into_account, split_by, split_at)
    VALUES (%(id)s, %(kind)s, %(normal)s, %(value)s, %(from)s, %(into)s, %(by)s, %(at)s)
"""
_LINKED = """
    SELECT k.id, k.account_id AS account, k.connection_id AS connection, k.source, k.record_type, k.external_id, r.name
    FROM link k JOIN source_record r USING (connection_id, record_type, external_id)
    WHERE k.revoked_at IS NULL AND NOT r.is_person AND k.account_id = ANY(%s)
    ORDER BY k.id
"""
_PEOPLE = """
    SELECT count(*)::int AS number FROM source_record
    WHERE is_person AND missing_since IS NULL AND connection_id = %s AND company = %s
"""
_REVOKE = "UPDATE link SET revoked_at = %s, revoked_by = %s, revoked_because = %s WHERE id = %s AND revoked_at IS NULL"
_LINK = """
    INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_by, linked_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_FOUND = "INSERT INTO account (id, name, created_at, updated_at) VALUES (%(id)s, %(name)s, %(at)s, %(at)s)"


class Hand(msgspec.Struct, frozen=True):
    """Who does it, and when. `by` is None for the command line."""

    by: UserId | None
    at: datetime


class LinkedRecord(msgspec.Struct, frozen=True):
    """A company's record with its link."""

    id: int
    account: AccountId
    connection: ConnectionId
    source: SourceName
    record_type: str
    external_id: ExternalId
    name: str | None


class _Account(msgspec.Struct, frozen=True):
    account: AccountId


class _Number(msgspec.Struct, frozen=True):
    number: int


def read_identifier(text: str) -> Identified:
    """An address, `source:id`, or a domain.

    Raises:
        Refused: it is none of them.
    """
    written = text.strip()
    if not written or len(written) > _LONGEST or "\0" in written:
        raise Refused("identifier", f"Must have 1 to {_LONGEST} characters.")
    source, colon, external_id = written.partition(":")
    if "@" in written and (email := normal_email(written)):
        return Identified("email", email, written)
    if colon and source.strip() and external_id.strip() and "/" not in source:
        return _record(source, external_id)
    domain = registrable_domain(written)
    if domain is None:
        raise Refused("identifier", "Must be an address, a domain, or source:id such as stripe:cus_123.")
    return Identified("domain", domain, written)


def _record(source: str, external_id: str) -> Identified:
    kind: Literal["record"] = "record"
    return Identified(kind, f"{source.strip().lower()}:{external_id.strip()}", external_id.strip())


async def stated_of(transaction: Connection, members: Collection[AccountId], what: Identified) -> list[AccountId]:
    """The accounts of which lists say it, as far as it leads to one of these members."""
    wanted = {"kind": what.kind, "normal": what.normal, "members": list(members)}
    return [row.account for row in await fetch_all(transaction, _Account, _STATED, wanted)]


async def company_records(transaction: Connection, members: Collection[AccountId]) -> list[LinkedRecord]:
    return await fetch_all(transaction, LinkedRecord, _LINKED, (list(members),))


async def count_people(transaction: Connection, record: LinkedRecord) -> int:
    """People whose company this record is: they go where it goes."""
    row = await fetch_one(transaction, _Number, _PEOPLE, (record.connection, record.external_id))
    return row.number if row else 0


async def lead(
    transaction: Connection, what: Identified, stated: Sequence[AccountId], into: AccountId, hand: Hand
) -> None:
    """From now on the identifier leads from the accounts of which lists say it to `into`."""
    told = {"kind": what.kind, "normal": what.normal, "value": what.value, "by": hand.by, "at": hand.at}
    await transaction.execute(_END, told | {"stated": list(stated)})
    for account in stated:
        if account != into:
            await transaction.execute(_ADD, told | {"id": new_id("spl_"), "from": account, "into": into})


async def relink(transaction: Connection, record: LinkedRecord, into: AccountId, hand: Hand) -> None:
    """Revokes a link and makes another: neither is rewritten."""
    by = hand.by or "command line"
    await transaction.execute(_REVOKE, (hand.at, by, SPLIT, record.id))
    told = (into, record.connection, record.source, record.record_type, record.external_id)
    await transaction.execute(
        _LINK, (*told, Method.HAND.value, SURE, Json({"split_from": record.account}), by, hand.at)
    )


async def found_account(transaction: Connection, name: str, at: datetime) -> AccountId:
    """A new account, for what is split out."""
    account = AccountId(new_id("acc_"))
    await transaction.execute(_FOUND, {"id": account, "name": name, "at": at})
    return account
