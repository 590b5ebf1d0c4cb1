"""The SQL that merges and takes apart: pointers, decisions and what is shown because of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, LiteralString

import msgspec
from psycopg.types.json import Json

from rotunda.identity.merging.account_reading import read_groups
from rotunda.identity.merging.model import MergeRow
from rotunda.identity.merging.survivorship import ACCOUNT_FIELDS, Group, Shown
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import CustomerId, MergeId, UserId

LOCK = "SELECT pg_advisory_xact_lock(hashtext('rotunda.merging'))"
"""The part of a list that changes heads, against all who change single customers: they hold it together (`holding`)."""

_INSERT = """
    INSERT INTO merge (id, absorbed, kept, fingerprint, plan, choices, forced_because, merged_by, merged_at)
    VALUES (%(id)s, %(absorbed)s, %(kept)s, %(fingerprint)s, %(plan)s, %(choices)s, %(forced)s, %(by)s, %(at)s)
"""
_END = "UPDATE merge SET undone_by = %s, undone_at = %s, undone_because = %s WHERE id = %s AND undone_at IS NULL"
_POINT = """
    UPDATE account a SET shown_as = p.shown_as FROM unnest(%s::text[], %s::text[]) AS p (id, shown_as)
    WHERE a.id = p.id AND a.shown_as IS DISTINCT FROM p.shown_as
"""
_FORGET_FACTS = """
    WITH measured AS (DELETE FROM health_measure WHERE account_id = ANY(%(accounts)s))
    DELETE FROM account_fact WHERE account_id = ANY(%(accounts)s)
"""
_COMPOSED = """
    SELECT shown_as AS id FROM account WHERE shown_as IS NOT NULL
    UNION SELECT m.shown_id FROM parent_set p JOIN account_member m USING (account_id) WHERE p.ended_at IS NULL
"""
_COMPOSED_AMONG = """
    SELECT r.id FROM unnest(%(roots)s::text[]) AS r (id) WHERE EXISTS (SELECT FROM account WHERE shown_as = r.id)
        OR EXISTS (SELECT FROM account_member m JOIN parent_set p USING (account_id)
            WHERE m.shown_id = r.id AND p.ended_at IS NULL)
"""
_PLAIN: LiteralString = """
    DELETE FROM shown_head h WHERE {among} (
        NOT EXISTS (SELECT FROM account a WHERE a.shown_as = h.account_id)
            AND NOT EXISTS (SELECT FROM parent_set p WHERE p.account_id = h.account_id AND p.ended_at IS NULL)
        OR EXISTS (SELECT FROM account a WHERE a.id = h.account_id AND a.shown_as IS NOT NULL))
"""
_SHOW = """
    INSERT INTO shown_head AS h (account_id, name, domain, industry, city, country, parent_id, closed_at, rules)
    SELECT account_id, name, domain, industry, city, country, parent_id, closed_at, rules
    FROM jsonb_to_recordset(%s::jsonb) AS one (account_id text, name text, domain text, industry text, city text,
        country text, parent_id text, closed_at timestamptz, rules jsonb)
    ON CONFLICT (account_id) DO UPDATE SET name = excluded.name, domain = excluded.domain,
        industry = excluded.industry, city = excluded.city, country = excluded.country,
        parent_id = excluded.parent_id, closed_at = excluded.closed_at, rules = excluded.rules
    WHERE (h.name, h.domain, h.industry, h.city, h.country, h.parent_id, h.closed_at, h.rules)
        IS DISTINCT FROM (excluded.name, excluded.domain, excluded.industry, excluded.city, excluded.country,
            excluded.parent_id, excluded.closed_at, excluded.rules)
"""


class NewMerge(msgspec.Struct, frozen=True):
    """A row of `merge`. `choices` by field the member whose value is shown."""

    id: MergeId
    absorbed: CustomerId
    kept: CustomerId
    fingerprint: str
    plan: Any
    choices: Mapping[str, CustomerId]
    forced: str | None
    by: UserId | None
    at: datetime


class _Id(msgspec.Struct, frozen=True):
    id: CustomerId


async def insert_merge(transaction: Connection, new: NewMerge) -> None:
    values = msgspec.structs.asdict(new)
    plan = Json(new.plan, dumps=lambda plan: msgspec.json.encode(plan).decode())
    await transaction.execute(_INSERT, values | {"plan": plan, "choices": Json(dict(new.choices))})


async def end_merge(
    transaction: Connection, merge: MergeRow, by: UserId | None, at: datetime, because: str | None
) -> None:
    await transaction.execute(_END, (by, at, because, merge.id))


async def point(transaction: Connection, pointers: Mapping[CustomerId, CustomerId | None]) -> None:
    """Sets what accounts are shown as."""
    await transaction.execute(_POINT, (list(pointers), list(pointers.values())))


async def forget_facts(transaction: Connection, accounts: Iterable[CustomerId]) -> None:
    """Of customers that have lost a member: what lists remember of them is in part somebody else's. It is only an
    index; the next reading fills it again.
    """
    await transaction.execute(_FORGET_FACTS, {"accounts": list(accounts)})


async def show(transaction: Connection, roots: Iterable[CustomerId]) -> None:
    """Works out again what is shown of these accounts; one that is shown as it is itself needs nothing."""
    asked = {"roots": list(roots)}
    await transaction.execute(_PLAIN.format(among="h.account_id = ANY(%(roots)s) AND"), asked)
    await _show(transaction, {row.id for row in await fetch_all(transaction, _Id, _COMPOSED_AMONG, asked)})


async def show_all(transaction: Connection) -> None:
    """As `show`, for every customer that is not just its own account."""
    await transaction.execute(_PLAIN.format(among=""))
    await _show(transaction, {row.id for row in await fetch_all(transaction, _Id, _COMPOSED)})


async def _show(transaction: Connection, roots: set[CustomerId]) -> None:
    if roots:
        groups = await read_groups(transaction, roots)
        rows = [_row(group) for group in groups.values()]
        await transaction.execute(_SHOW, (msgspec.json.encode(rows).decode(),))


def _row(group: Group) -> dict[str, object]:
    shown = {field: group.shown(field) for field in ACCOUNT_FIELDS}
    row: dict[str, object] = {("parent_id" if name == "parent" else name): each.value for name, each in shown.items()}
    rules = {name: ruling(each) for name, each in shown.items() if each.rule is not None}
    return row | {
        "account_id": group.root,
        "name": shown["name"].value or "",
        "closed_at": group.closed,
        "rules": rules,
    }


def ruling(shown: Shown) -> dict[str, object]:
    """As it is kept beside what is shown."""
    return {"rule": shown.rule, "member": shown.member, "source": shown.source}
