"""What follows from an account's records, brought up to date in single statements."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from rotunda.identity.heads import Head, Identifier, Owner
from rotunda.identity.repository.bulk import copy_rows
from rotunda.kit.database import Connection
from rotunda.sections.ids import AccountId

_FOUND = """
    INSERT INTO account (id, name, created_at, updated_at)
    SELECT id, name, %(now)s, %(now)s FROM founded_account
"""
_SET_HEADS = """
    UPDATE account a SET name = coalesce(a.owned_name, h.name), domain = coalesce(a.owned_domain, h.domain),
        mirrored_name = h.name, mirrored_domain = h.domain, industry = h.industry, city = h.city, country = h.country,
        parent_id = h.parent_id, closed_at = NULL, updated_at = %(now)s
    FROM head h
    WHERE h.id = a.id
        AND (a.mirrored_name, a.mirrored_domain, a.industry, a.city, a.country, a.parent_id, a.closed_at)
        IS DISTINCT FROM (h.name, h.domain, h.industry, h.city, h.country, h.parent_id, NULL::timestamptz)
"""
"""What is owned stands before what is mirrored."""
_CLOSE = """
    UPDATE account a SET closed_at = %(now)s, updated_at = %(now)s
    WHERE closed_at IS NULL {among}
        AND NOT EXISTS (SELECT FROM link k WHERE k.account_id = a.id AND k.revoked_at IS NULL)
        AND NOT EXISTS (SELECT FROM identifier_split s WHERE s.into_account = a.id AND s.ended_at IS NULL)
"""
_DROP_OWNERS = """
    DELETE FROM account_owner o WHERE o.source <> 'rotunda' AND NOT EXISTS (
        SELECT FROM owner_now n WHERE (n.account_id, n.role, n.source) = (o.account_id, o.role, o.source)
            AND n.email IS NOT DISTINCT FROM o.email AND n.team IS NOT DISTINCT FROM o.team)
"""
_ADD_OWNERS = "INSERT INTO account_owner SELECT * FROM owner_now ON CONFLICT DO NOTHING"
_END_IDENTIFIERS = """
    UPDATE identifier i SET until = %(now)s WHERE until IS NULL AND i.source NOT IN ('rotunda', 'hand') AND NOT EXISTS (
        SELECT FROM identifier_now n WHERE n.kind = i.kind AND n.normal = i.normal AND n.account_id = i.account_id
            AND n.source = i.source)
"""
_ADD_IDENTIFIERS = """
    INSERT INTO identifier AS i (account_id, kind, normal, source, value, connection_id, verified, since)
    SELECT account_id, kind, normal, source, value, connection_id, verified, %(now)s FROM identifier_now
    ON CONFLICT (kind, normal, account_id, source) DO UPDATE SET
        value = excluded.value, connection_id = excluded.connection_id, verified = excluded.verified, until = NULL
    WHERE (i.value, i.connection_id, i.verified, i.until)
        IS DISTINCT FROM (excluded.value, excluded.connection_id, excluded.verified, NULL::timestamptz)
"""


async def insert_accounts(transaction: Connection, names: Mapping[AccountId, str], now: datetime) -> None:
    """New accounts; their other columns follow with `set_heads`."""
    await copy_rows(transaction, "founded_account", "id text, name text", names.items())
    await transaction.execute(_FOUND, {"now": now})


async def set_heads(transaction: Connection, heads: Iterable[Head], now: datetime) -> None:
    """Accounts that have no linked record left are closed, not deleted: their ids are never given to anybody else."""
    columns = "id text, name text, domain text, industry text, city text, country text, parent_id text"
    rows = ((h.id, h.name, h.domain, h.industry, h.city, h.country, h.parent) for h in heads)
    await copy_rows(transaction, "head", columns, rows)
    await transaction.execute(_SET_HEADS, {"now": now})
    await close_empty(transaction, now)


async def close_empty(transaction: Connection, now: datetime, among: Iterable[str] | None = None) -> None:
    """Closes accounts of which nothing is left: no record, and no identifier that a person gave them. `among` these
    alone.
    """
    if among is None:
        await transaction.execute(_CLOSE.format(among=""), {"now": now})
    else:
        asked = {"now": now, "among": list(among)}
        await transaction.execute(_CLOSE.format(among="AND a.id = ANY(%(among)s)"), asked)


async def set_owners(transaction: Connection, owners: Iterable[Owner]) -> None:
    """Exactly these."""
    columns = "account_id text, email text, team text, role text, source text"
    rows = ((o.account, o.email, o.team, o.role, o.source) for o in owners)
    await copy_rows(transaction, "owner_now", columns, rows)
    await transaction.execute(_DROP_OWNERS)
    await transaction.execute(_ADD_OWNERS)


async def set_identifiers(transaction: Connection, identifiers: Iterable[Identifier], now: datetime) -> None:
    """Identifiers that nobody states any more stay, ended: an old address still finds its account."""
    await _copy_identifiers(transaction, identifiers)
    await transaction.execute(_END_IDENTIFIERS, {"now": now})
    await transaction.execute(_ADD_IDENTIFIERS, {"now": now})


async def add_identifiers(transaction: Connection, identifiers: Iterable[Identifier], now: datetime) -> None:
    """These, beside all that there are."""
    await _copy_identifiers(transaction, identifiers)
    await transaction.execute(_ADD_IDENTIFIERS, {"now": now})


async def _copy_identifiers(transaction: Connection, identifiers: Iterable[Identifier]) -> None:
    columns = "account_id text, kind text, normal text, source text, value text, connection_id text, verified boolean"
    rows = ((i.account, i.kind, i.normal, i.source, i.value, i.connection, i.verified) for i in identifiers)
    await copy_rows(transaction, "identifier_now", columns, rows)
