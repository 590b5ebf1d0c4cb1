"""Threads in the store are those of all its mails, whatever the order, repetition and delay in which they came."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from rotunda.connector_kit.events import EmailDetails, Event, EventType, Participant, Role
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.sections.ids import ConnectionId
from rotunda.timeline.model import id_of
from rotunda.timeline.threads.grouping import threads_of
from rotunda.timeline.threads.mail import mail_of
from timeline.book import NOW, TimelineBook, event

_SUBJECTS = ("Plan", "Re: Plan", "AW: Plan", "Offer", "Re: Offer", None)
_PEOPLE = (("ada", False), ("bo", False), ("eve", None), ("ben", True), ("carl", True))


def _mail(random: Random, key: str, run: str, version: int = 1) -> Event:
    """Ids and threads are few, so that mails meet; many have none."""
    sender, reader = random.sample(_PEOPLE, 2)
    ids = [f"{number}.{run}@mail.example" for number in range(8)]
    return event(
        key,
        version,
        type=random.choice((EventType.EMAIL_SENT, EventType.EMAIL_RECEIVED)),
        at=NOW - timedelta(days=random.randrange(30), hours=random.randrange(24)),
        subject=random.choice(_SUBJECTS),
        people=(_person(Role.FROM, sender, run), _person(Role.TO, reader, run)),
        details=EmailDetails(
            message_id=random.choice((*ids, None, None, None, None)),
            in_reply_to=random.choice((*ids, *[None] * 30)),
            references=tuple(random.sample(ids, random.choice((0, 0, 0, 0, 0, 1)))),
            vendor_thread=random.choice(("7", *[None] * 12)),
        ),
    )


def _person(role: Role, who: tuple[str, bool | None], run: str) -> Participant:
    return Participant(role, address=f"{who[0]}@{run}.example", ours=who[1])


async def _stored(database: Database, keys: Sequence[str], connection: ConnectionId) -> dict[str, str]:
    ids = {id_of(connection, key): key for key in keys}
    async with database.connection() as opened:
        found = await opened.execute("SELECT event_id, thread FROM thread_mail WHERE event_id = ANY(%s)", (list(ids),))
        return {ids[event_id]: ids[thread] for event_id, thread in await found.fetchall()}


def _expected(events: Sequence[Event], connection: ConnectionId) -> dict[str, str]:
    names = {id_of(connection, each.key).hex: each.key for each in events}
    threads = threads_of(mail_of(each, id_of(connection, each.key).hex, connection) for each in events)
    return {names[key]: names[first] for key, first in threads.items()}


@pytest.mark.parametrize("seed", range(30))
async def test_whatever_the_order_the_threads_are_those_of_all_mails(book: TimelineBook, seed: int) -> None:
    random, connection = Random(seed), ConnectionId(new_id("con"))
    run = connection.removeprefix("con_")
    keys = [f"mail {number}" for number in range(30)]
    final = [_mail(random, key, run, 2) for key in keys]
    gone = [each for each in final if random.random() < 0.15]
    before = [_mail(random, each.key, run, 1) for each in final if random.random() < 0.3]
    told = [*final, *before, *random.sample(final, 10)]
    told += [event(each.key, 3, at=each.at, gone=True) for each in gone]
    random.shuffle(told)
    while told:
        count = random.choice((1, 1, 2, 3, 8))
        await book.timeline.record(connection, told[:count])
        told = told[count:]
    left = [each for each in final if each not in gone]
    assert await _stored(book.database, keys, connection) == _expected(left, connection)


async def test_a_late_mail_joins_two_threads(book: TimelineBook) -> None:
    connection = ConnectionId(new_id("con"))
    said = [
        event(key, details=EmailDetails(message_id=f"{key}@x", in_reply_to=f"{before}@x" if before else None))
        for key, before in (("1", None), ("2", "1"), ("3", "2"), ("4", "3"))
    ]
    await book.timeline.record(connection, [said[0], said[3]])
    assert len(set((await _stored(book.database, ["1", "4"], connection)).values())) == 2
    await book.timeline.record(connection, [said[2]])
    await book.timeline.record(connection, [said[1]])
    assert set((await _stored(book.database, ["1", "2", "3", "4"], connection)).values()) <= {"1", "2", "3", "4"}
    assert len(set((await _stored(book.database, ["1", "2", "3", "4"], connection)).values())) == 1


@pytest.mark.parametrize("year", [1, 9999])
async def test_mails_from_the_ends_of_time_have_threads(book: TimelineBook, year: int) -> None:
    connection = ConnectionId(new_id("con"))
    at = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    people = (Participant(Role.FROM, address="a@x.example"), Participant(Role.TO, address="b@x.example"))
    said = [event(f"{n}", at=at, subject="Re: Plan", people=people) for n in range(2)]
    for each in said:
        await book.timeline.record(connection, [each])
    assert len(set((await _stored(book.database, ["0", "1"], connection)).values())) == 1
