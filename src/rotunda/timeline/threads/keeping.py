"""Keeps threads as events are recorded, set by set: the end is the same whatever the order in which mails came.

What a batch can change is loaded whole: the threads of its mails as they stood, those that share an id or a source's
thread with what is loaded, and those that share subject and partner within the window. Then all of it is grouped anew.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

import msgspec

from rotunda.connector_kit.events import Event, EventType
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import ConnectionId
from rotunda.timeline.threads.grouping import WINDOW, beginnings_of, threads_of
from rotunda.timeline.threads.mail import Mail, mail_of
from rotunda.timeline.threads.rows import (
    Span,
    Threaded,
    forget_mails,
    forget_tokens,
    known_mails,
    mails_of,
    threads_named,
    write_mails,
    write_tokens,
)
from rotunda.timeline.threads.tokens import firm_tokens, loose_tokens

MAILS = frozenset({EventType.EMAIL_SENT, EventType.EMAIL_RECEIVED})
_EVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
_STANDING = "SELECT id, at, digest FROM timeline_key WHERE id = ANY(%s)"


class ReadEvent(Protocol):
    """An event with its id and the digest of what it says."""

    @property
    def id(self) -> UUID: ...
    @property
    def event(self) -> Event: ...
    @property
    def digest(self) -> int: ...


class _Standing(msgspec.Struct, frozen=True):
    id: UUID
    at: datetime | None
    digest: int


async def keep_threads(transaction: Connection, connection: ConnectionId, batch: Sequence[ReadEvent]) -> None:
    """After the batch was recorded, in the same transaction and under the same lock."""
    asked = {each.id: each for each in batch if each.event.gone or each.event.type in MAILS}
    if not asked:
        return
    known = await known_mails(transaction, asked)
    rows = {each.id: each for each in await fetch_all(transaction, _Standing, _STANDING, (list(asked),))}
    gone = [known[id_] for id_, row in rows.items() if row.at is None and id_ in known]
    new = [
        Threaded(mail_of(each.event, each.id.hex, connection), each.digest, each.id, begins=False)
        for each in asked.values()
        if _stands(each, rows[each.id]) and (each.id not in known or known[each.id].digest != each.digest)
    ]
    if gone or new:
        old = [*gone, *(known[each.id] for each in new if each.id in known)]
        await _change(transaction, new, old)


def _stands(each: ReadEvent, row: _Standing) -> bool:
    return not each.event.gone and row.at is not None and row.digest == each.digest


async def _change(transaction: Connection, new: Sequence[Threaded], old: Sequence[Threaded]) -> None:
    await forget_tokens(transaction, (each.mail for each in old))
    around = await _around(transaction, new, old)
    await forget_mails(transaction, {each.id for each in old} - {each.id for each in new})
    await write_tokens(transaction, (each.mail for each in new))
    standing = {**around, **{each.id: each for each in new}}
    unwritten = {each.id for each in new}
    regrouped = _regrouped(standing.values())
    await write_mails(transaction, [each for each in regrouped if each.id in unwritten or each != standing[each.id]])


def _regrouped(standing: Collection[Threaded]) -> list[Threaded]:
    mails = [each.mail for each in standing]
    threads, beginnings = threads_of(mails), beginnings_of(mails)
    return [
        Threaded(each.mail, each.digest, UUID(hex=threads[each.mail.key]), each.mail.key in beginnings)
        for each in standing
    ]


async def _around(transaction: Connection, new: Sequence[Threaded], old: Sequence[Threaded]) -> Mapping[UUID, Threaded]:
    """Every stored mail whose thread may change, without those that are replaced or gone."""
    replaced = {each.id for each in (*new, *old)}
    torn = frozenset(each.thread for each in old)
    seen = set(torn)
    found = await mails_of(transaction, seen) if seen else {}
    asked: set[Span] = set()
    while True:
        standing = [*new, *(each for id_, each in found.items() if id_ not in replaced)]
        spans = {*_spans(standing, new, torn)} - asked
        further = await threads_named(transaction, spans, seen)
        if not further:
            return {each.id: each for each in standing if each.id not in replaced}
        asked |= spans
        seen |= further
        found |= await mails_of(transaction, further)


def _spans(standing: Iterable[Threaded], new: Sequence[Threaded], torn: frozenset[UUID]) -> Iterable[Span]:
    """What has to be looked up so that grouping these gives what grouping all would. What a mail answers by its subject
    is in its thread already, unless that is torn, or unless an id led from the mail to another before.
    """
    mails = list(standing)
    for each in mails:
        yield from (Span(token, *_EVER) for token in firm_tokens(each.mail))
    for each in new:
        yield from (Span(token, *_near(each.mail, WINDOW.days)) for token in loose_tokens(each.mail))
    beginnings = beginnings_of(each.mail for each in mails)
    for each in mails:
        if each.mail.key in beginnings and (not each.begins or each.thread in torn):
            yield from (Span(token, *_near(each.mail, 0)) for token in loose_tokens(each.mail))


def _near(mail: Mail, days_after: int) -> tuple[datetime, datetime]:
    """Without leaving the calendar."""
    first, last = _EVER
    since = max(mail.at, first + WINDOW) - WINDOW
    return since, mail.at if not days_after else min(mail.at, last - WINDOW) + WINDOW
