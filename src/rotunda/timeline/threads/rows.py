"""Mails and their threads in the database."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from rotunda.kit.database import Connection, fetch_all
from rotunda.timeline.storable import as_array, as_json
from rotunda.timeline.threads.mail import Mail
from rotunda.timeline.threads.tokens import firm_tokens, loose_tokens

_KNOWN = "SELECT event_id, digest, thread, begins, mail FROM thread_mail WHERE event_id = ANY(%s::uuid[])"
_OF_THREADS = "SELECT event_id, digest, thread, begins, mail FROM thread_mail WHERE thread = ANY(%s::uuid[])"
_NAMED = """
    SELECT DISTINCT m.thread FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) AS n (token, since, until)
    JOIN thread_token t ON t.token = n.token AND t.at BETWEEN n.since AND n.until
    JOIN thread_mail m ON m.event_id = t.event_id
    WHERE m.thread <> ALL(%s::uuid[])
"""
_KEEP = """
    INSERT INTO thread_mail AS k (event_id, at, digest, thread, begins, mail)
    SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::bigint[], %s::uuid[], %s::boolean[], %s::jsonb[])
    ON CONFLICT (event_id) DO UPDATE SET at = excluded.at, digest = excluded.digest, thread = excluded.thread,
        begins = excluded.begins, mail = excluded.mail
"""
_FORGET = "DELETE FROM thread_mail WHERE event_id = ANY(%s::uuid[])"
_ADD_TOKENS = """
    INSERT INTO thread_token (token, at, event_id)
    SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::uuid[]) ON CONFLICT DO NOTHING
"""
_FORGET_TOKENS = """
    DELETE FROM thread_token t USING unnest(%s::uuid[], %s::timestamptz[], %s::uuid[]) AS n (token, at, event_id)
    WHERE (t.token, t.at, t.event_id) = (n.token, n.at, n.event_id)
"""


class _Row(msgspec.Struct, frozen=True):
    event_id: UUID
    digest: int
    thread: UUID
    begins: bool
    mail: dict[str, Any]


class Threaded(msgspec.Struct, frozen=True):
    """A mail and where it stands: `id` and `digest` are of the event, `begins` is in no thread by ids."""

    id: UUID
    mail: Mail
    digest: int
    thread: UUID
    begins: bool


class Span(msgspec.Struct, frozen=True):
    """A token and when the other mail may have been."""

    token: UUID
    since: datetime
    until: datetime


async def known_mails(transaction: Connection, ids: Collection[UUID]) -> dict[UUID, Threaded]:
    rows = await fetch_all(transaction, _Row, _KNOWN, (as_array(ids),)) if ids else []
    return {row.event_id: _threaded(row) for row in rows}


async def mails_of(transaction: Connection, threads: Collection[UUID]) -> dict[UUID, Threaded]:
    """All mails of these threads."""
    rows = await fetch_all(transaction, _Row, _OF_THREADS, (as_array(threads),))
    return {row.event_id: _threaded(row) for row in rows}


async def threads_named(transaction: Connection, spans: Iterable[Span], beside: Collection[UUID]) -> set[UUID]:
    """The threads of mails that have one of the tokens in its time, but for those known already."""
    wanted = [(each.token, each.since, each.until) for each in spans]
    if not wanted:
        return set()
    rows = await transaction.execute(_NAMED, (*map(as_array, zip(*wanted, strict=True)), as_array(beside)))
    return {row[0] for row in await rows.fetchall()}


async def write_mails(transaction: Connection, rows: Sequence[Threaded]) -> None:
    if rows:
        columns = [(r.id, r.mail.at, r.digest, r.thread, r.begins, as_json(r.mail)) for r in rows]
        await transaction.execute(_KEEP, tuple(map(as_array, zip(*columns, strict=True))))


async def forget_mails(transaction: Connection, ids: Collection[UUID]) -> None:
    if ids:
        await transaction.execute(_FORGET, (as_array(ids),))


async def write_tokens(transaction: Connection, mails: Iterable[Mail]) -> None:
    await _with_tokens(transaction, _ADD_TOKENS, mails)


async def forget_tokens(transaction: Connection, mails: Iterable[Mail]) -> None:
    await _with_tokens(transaction, _FORGET_TOKENS, mails)


async def _with_tokens(transaction: Connection, statement: LiteralString, mails: Iterable[Mail]) -> None:
    rows = [(token, m.at, m.key) for m in mails for token in firm_tokens(m) | loose_tokens(m)]
    if rows:
        await transaction.execute(statement, tuple(map(as_array, zip(*rows, strict=True))))


def _threaded(row: _Row) -> Threaded:
    return Threaded(row.event_id, msgspec.convert(row.mail, Mail), row.digest, row.thread, row.begins)
