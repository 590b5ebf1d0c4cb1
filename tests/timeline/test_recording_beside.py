"""Sources are recorded beside one another, and the end is the same as one after the other."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest_asyncio

from rotunda.connector_kit.events import EmailDetails, Event, EventType, Participant, Role
from rotunda.kit.database import Database
from rotunda.sections.ids import ConnectionId, ExternalId
from rotunda.timeline.model import id_of
from rotunda.timeline.threads.grouping import threads_of
from rotunda.timeline.threads.mail import mail_of
from timeline.book import CRM, NOW, TimelineBook, event

_DESK = ConnectionId("con_desk")
_BILLS = ConnectionId("con_bills")
_COUNTS = """
    SELECT customer_id, kind, date_trunc('quarter', at AT TIME ZONE 'UTC')::date, count(*)::integer
    FROM timeline_entry GROUP BY 1, 2, 3
"""
_KEPT_COUNTS = "SELECT customer_id, kind, quarter, events FROM timeline_count WHERE events <> 0"


@pytest_asyncio.fixture
async def fresh(make_database: Any) -> Any:
    database = Database(await make_database())
    await database.open()
    book = TimelineBook(database)
    await book.list_source()
    yield book
    await database.close()


async def test_a_source_does_not_wait_for_another(fresh: TimelineBook) -> None:
    acme, bolt = [(("account", ExternalId(await fresh.account(each))),) for each in "12"]
    await fresh.timeline.record(CRM, [event("ground", type=EventType.CALL)])
    async with fresh.database.transaction() as slow, asyncio.timeout(30):
        await fresh.timeline.record_in(slow, ConnectionId("rotunda"), [event("a", type=EventType.CALL, whose=acme)])
        beside = await fresh.timeline.record(_DESK, [event("b", type=EventType.CALL, whose=bolt)])
    assert beside.added == 1


def _said(random: Random, number: int, version: int) -> Event:
    """Addresses find customers in any connection; message ids are few, so that mails of all of them meet."""
    ids = [f"{n}@mail.example" for n in range(60)]
    return event(
        f"{number}",
        version,
        type=random.choice((EventType.EMAIL_SENT, EventType.EMAIL_RECEIVED, EventType.EMAIL_SENT)),
        at=NOW - timedelta(days=random.randrange(200), hours=random.randrange(24)),
        whose=(),
        people=(Participant(random.choice(list(Role)), address=random.choice(("ada@acme.com", "bo@acme.com"))),),
        subject=random.choice((f"About {number % 7}", f"Re: About {number % 7}", None)),
        details=EmailDetails(message_id=f"{number}.{version}@x", in_reply_to=random.choice((*ids, None, None))),
    )


async def _tell(book: TimelineBook, connection: ConnectionId, told: Sequence[Event], random: Random) -> None:
    coming = list(told)
    random.shuffle(coming)
    while coming:
        count = random.choice((1, 5, 20))
        await book.timeline.record(connection, coming[:count])
        coming = coming[count:]


async def _move(book: TimelineBook) -> None:
    """Ada changes her company, and back, while events of hers come in."""
    for at in ("2", "1", "2"):
        await book.list_source(at=at)
        await book.timeline.settle()


async def test_sources_at_once_end_as_one_after_the_other(fresh: TimelineBook) -> None:
    random, connections = Random(5), (CRM, _DESK, _BILLS)
    last = {each: [_said(random, number, 2) for number in range(120)] for each in connections}
    told = {each: [*last[each], *(_said(random, number, 1) for number in range(0, 120, 3))] for each in connections}
    await asyncio.gather(*(_tell(fresh, each, told[each], Random(7)) for each in connections), _move(fresh))
    await fresh.timeline.settle()
    async with fresh.database.connection() as opened:
        counts = [sorted(await (await opened.execute(each)).fetchall()) for each in (_COUNTS, _KEPT_COUNTS)]
        kept = dict(await (await opened.execute("SELECT event_id, thread FROM thread_mail")).fetchall())
    assert counts[0] == counts[1]
    mails = [mail_of(each, id_of(c, each.key).hex, c) for c, said in last.items() for each in said]
    assert {each.hex: first.hex for each, first in kept.items()} == threads_of(mails)
    bolt = [(each.connection, each.key) for each in await fresh.of(await fresh.account("2"))]
    hers = {(c, e.key) for c, said in last.items() for e in said if e.people[0].address == "ada@acme.com"}
    assert sorted(bolt) == sorted(hers)
