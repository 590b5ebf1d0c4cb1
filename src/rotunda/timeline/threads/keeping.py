"""Keeps threads as events are recorded, set by set: the end is the same whatever the order in which mails came.

What a batch can change is loaded whole: the threads of its mails as they stood, those that share an id or a source's
thread with what is loaded, and those that share subject and partner within the window. Then all of it is grouped anew.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from rotunda.connector_kit.events import EventType
from rotunda.kit.database import Connection
from rotunda.sections.ids import ConnectionId
from rotunda.timeline.recording import Known, Read
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
_TURN = "SELECT pg_advisory_xact_lock(7308332183992431203)"
"""Mails of all connections can be one thread, so batches follow one another here, until they commit."""

_EVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


async def keep_threads(
    transaction: Connection, connection: ConnectionId, batch: Sequence[Read], before: Mapping[UUID, Known]
) -> None:
    """After the batch was recorded, in the same transaction; `before` is what stood of it."""
    asked = [each for each in batch if each.event.gone or each.event.type in MAILS]
    if not asked:
        return
    mails = {each.id: mail_of(each.event, each.id.hex, connection) for each in asked if not each.event.gone}
    await transaction.execute(_TURN)
    known = await known_mails(transaction, [each.id for each in asked if each.id in before])
    stands = {each.id: _stands(each, before.get(each.id)) for each in asked}
    gone = [known[each.id] for each in asked if stands[each.id] is None and each.id in known]
    new = [
        Threaded(each.id, mails[each.id], each.digest, each.id, begins=False)
        for each in asked
        if each.id in mails
        and stands[each.id] == each.digest
        and (each.id not in known or known[each.id].digest != each.digest)
    ]
    if gone or new:
        old = [*gone, *(known[each.id] for each in new if each.id in known)]
        await _change(transaction, new, old)


def _stands(each: Read, before: Known | None) -> int | None:
    """The digest of what stands now; None where it is gone."""
    if before is None or each.replaces(before):
        return None if each.event.gone else each.digest
    return None if before.at is None else before.digest


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
    ids = {each.mail.key: each.id for each in standing}
    return [
        Threaded(each.id, each.mail, each.digest, ids[threads[each.mail.key]], each.mail.key in beginnings)
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
    beginnings = beginnings_of(each.mail for each in mails) - {each.mail.key for each in new}
    for each in mails:
        if each.mail.key in beginnings and (not each.begins or each.thread in torn):
            yield from (Span(token, *_near(each.mail, 0)) for token in loose_tokens(each.mail))


def _near(mail: Mail, days_after: int) -> tuple[datetime, datetime]:
    """Without leaving the calendar."""
    first, last = _EVER
    since = max(mail.at, first + WINDOW) - WINDOW
    until = min(mail.at, last - WINDOW) + WINDOW if days_after else mail.at
    return since, max(mail.at, until)
