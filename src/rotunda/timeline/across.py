"""Words over all customers, newest first.

A frequent word is among the newest events, so they are gone through first. What is not found often enough there is
rare, and an index has all of it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString

import msgspec
from psycopg import sql

from rotunda.kit.database import Connection
from rotunda.sections.ids import AccountId
from rotunda.timeline.model import Place
from rotunda.timeline.quarters import stretches
from rotunda.timeline.reading import BY_INDEX, fill, places_of
from rotunda.timeline.storable import as_array

_GONE_THROUGH = 10_000
_MOST_LOOKED_UP = 500
"""Accounts of a scope that an index looks up; of more, the scope is checked for each event that has the words."""

_RECENT: LiteralString = """
    SELECT e.at, e.id FROM (
        SELECT at, id, kind, keys, words FROM timeline_event
        WHERE at >= %(since)s AND at < %(until)s AND at <= %(at)s AND (at, id) < (%(at)s, %(id)s)
        ORDER BY at DESC, id DESC LIMIT %(gone_through)s
    ) AS e WHERE {words} AND {visible} ORDER BY e.at DESC, e.id DESC LIMIT %(limit)s
"""
_ALL: LiteralString = """
    SELECT e.at, e.id FROM timeline_event e
    WHERE {words} AND {visible} AND e.at >= %(since)s AND e.at < %(until)s
        AND e.at <= %(at)s AND (e.at, e.id) < (%(at)s, %(id)s)
    ORDER BY e.at DESC, e.id DESC LIMIT %(limit)s
"""
_WORDS = "e.words @@ websearch_to_tsquery('timeline_words', {})"
_SOMEBODYS = "(e.kind = ANY({kinds}) AND starts_with(e.keys[1], 'acc_'))"
_OF_FEW = "(e.kind = ANY({kinds}) AND e.keys && {accounts}::text[])"
_OF_MANY = """
    (e.kind = ANY({kinds}) AND (
        e.keys[1] IN (SELECT account FROM {many})
        OR starts_with(e.keys[2], 'acc_') AND e.keys[2] IN (SELECT account FROM {many})
        OR starts_with(e.keys[3], 'acc_') AND e.keys[3] IN (SELECT account FROM {many})
        OR starts_with(e.keys[4], 'acc_') AND EXISTS (SELECT FROM {many} WHERE account = ANY(e.keys))))
"""
"""Accounts come first among the keys, and a single key is looked for by its hash: an array of thousands would be gone
through for every quarter before anything is read.
"""
_MANY = '{many} AS MATERIALIZED (SELECT unnest({accounts}::text[]) COLLATE "C" AS account)'


class Within(msgspec.Struct, frozen=True):
    """Events of these kinds, of any of these accounts; None: of any account at all."""

    kinds: Collection[int]
    accounts: Collection[AccountId] | None


class Across(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked over all that is within any of these."""

    text: str
    within: Sequence[Within]
    since: datetime
    until: datetime


async def read_across(connection: Connection, asked: Across, beyond: Place, limit: int) -> list[Place]:
    """The next ones that are older than the place."""
    within = [each for each in asked.within if each.kinds and (each.accounts is None or each.accounts)]
    if not within:
        return []
    named: Mapping[str, Any] = {
        "since": asked.since,
        "until": asked.until,
        "at": beyond.at,
        "id": beyond.id,
        "limit": limit,
        "gone_through": _GONE_THROUGH,
    }
    recent = await places_of(connection, _composed(_RECENT, asked.text, within), named)
    if len(recent) == limit:
        return recent
    ordered = await stretches(connection, asked.since, asked.until, beyond.at, newer=False)
    async with connection.transaction():
        await connection.execute(BY_INDEX)
        return await fill(connection, _composed(_ALL, asked.text, within), named, ordered)


def _composed(statement: LiteralString, text: str, within: Sequence[Within]) -> sql.Composed:
    """Accounts stand in it once, however often they are asked for."""
    numbered = [(sql.Identifier(f"many_{n}"), each) for n, each in enumerate(within)]
    many = [
        sql.SQL(_MANY).format(many=name, accounts=sql.Literal(as_array(sorted(each.accounts or ()))))
        for name, each in numbered
        if _is_many(each)
    ]
    visible = sql.SQL(" OR ").join(_visible(each, name) for name, each in numbered)
    found = sql.SQL(statement).format(
        words=sql.SQL(_WORDS).format(sql.Literal(text)), visible=sql.SQL("({})").format(visible)
    )
    return sql.SQL("WITH {} {}").format(sql.SQL(", ").join(many), found) if many else found


def _is_many(within: Within) -> bool:
    return within.accounts is not None and len(within.accounts) > _MOST_LOOKED_UP


def _visible(within: Within, many: sql.Identifier) -> sql.Composed:
    kinds = sql.Literal(sorted(within.kinds))
    if within.accounts is None:
        return sql.SQL(_SOMEBODYS).format(kinds=kinds)
    if _is_many(within):
        return sql.SQL(_OF_MANY).format(kinds=kinds, many=many)
    return sql.SQL(_OF_FEW).format(kinds=kinds, accounts=sql.Literal(as_array(sorted(within.accounts))))
