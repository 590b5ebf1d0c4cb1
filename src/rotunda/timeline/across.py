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
from rotunda.timeline.reading import BY_INDEX, places_of
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
        e.keys[1] = ANY({accounts}::text[]) OR e.keys[2] = ANY({accounts}::text[])
        OR e.keys[3] = ANY({accounts}::text[]) OR starts_with(e.keys[4], 'acc_') AND e.keys && {accounts}::text[]))
"""
"""Accounts come first among the keys, and a single key is looked for by its hash."""


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
    parts = {
        "words": sql.SQL(_WORDS).format(sql.Literal(asked.text)),
        "visible": sql.SQL("({})").format(sql.SQL(" OR ").join(map(_visible, within))),
    }
    named: Mapping[str, Any] = {
        "since": asked.since,
        "until": asked.until,
        "at": beyond.at,
        "id": beyond.id,
        "limit": limit,
        "gone_through": _GONE_THROUGH,
    }
    recent = await places_of(connection, sql.SQL(_RECENT).format(**parts), named)
    if len(recent) == limit:
        return recent
    async with connection.transaction():
        await connection.execute(BY_INDEX)
        return await places_of(connection, sql.SQL(_ALL).format(**parts), named)


def _visible(within: Within) -> sql.Composable:
    kinds = sql.Literal(sorted(within.kinds))
    if within.accounts is None:
        return sql.SQL(_SOMEBODYS).format(kinds=kinds)
    statement = _OF_FEW if len(within.accounts) <= _MOST_LOOKED_UP else _OF_MANY
    return sql.SQL(statement).format(kinds=kinds, accounts=sql.Literal(as_array(sorted(within.accounts))))
