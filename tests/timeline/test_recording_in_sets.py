"""A batch asks the database as often as any other: what is recorded costs rows, not statements."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import psycopg

from rotunda.connector_kit.events import EmailDetails, Event, Participant, Role
from rotunda.kit.ids import new_id
from rotunda.sections.ids import ConnectionId
from timeline.book import NOW, TimelineBook, event


class _Counting(psycopg.AsyncCursor[Any]):
    asked: list[str]

    async def execute(self, query: Any, *arguments: Any, **named: Any) -> Any:
        self.asked.append(str(query))
        return await super().execute(query, *arguments, **named)

    def copy(self, statement: Any, *arguments: Any, **named: Any) -> Any:
        self.asked.append(str(statement))
        return super().copy(statement, *arguments, **named)


@asynccontextmanager
async def _counted(book: TimelineBook) -> AsyncGenerator[tuple[psycopg.AsyncConnection[Any], list[str]]]:
    """A transaction, and what was asked in it."""
    asked: list[str] = []
    counting = type("Counting", (_Counting,), {"asked": asked})
    async with await psycopg.AsyncConnection.connect(book.database.url, cursor_factory=counting) as connection:
        yield connection, asked


def _mails(run: str, number: int, version: int = 1) -> list[Event]:
    """Every other answers the one before it."""
    people = (Participant(Role.FROM, address="ada@acme.com"), Participant(Role.TO, address="us@us.example", ours=True))
    return [
        event(
            f"{run} {n}",
            version,
            at=NOW - timedelta(days=n % 40),
            people=people,
            details=EmailDetails(message_id=f"{n}.{run}@x", in_reply_to=f"{n - 1}.{run}@x" if n % 2 else None),
            subject=f"{run} {n // 2} v{version}",
        )
        for n in range(number)
    ]


async def test_many_events_cost_as_many_statements_as_few(book: TimelineBook) -> None:
    await book.timeline.record(ConnectionId(new_id("con_")), _mails("ground", 100))
    costs: dict[tuple[int, int], int] = {}
    for number in (10, 300):
        connection = ConnectionId(new_id("con_"))
        for version in (1, 2):
            async with _counted(book) as (transaction, asked):
                recorded = await book.timeline.record_in(transaction, connection, _mails(connection, number, version))
                costs[version, number] = len(asked)
            assert (recorded.added, recorded.replaced) == ((number, 0) if version == 1 else (0, number))
    assert costs[1, 300] == costs[1, 10] <= 11
    assert costs[2, 300] == costs[2, 10] <= 19


async def test_what_is_known_already_is_only_looked_at(book: TimelineBook) -> None:
    connection = ConnectionId(new_id("con_"))
    said = _mails(connection, 50)
    await book.timeline.record(connection, said)
    async with _counted(book) as (transaction, asked):
        recorded = await book.timeline.record_in(transaction, connection, said)
    assert recorded.unchanged == 50
    assert len(asked) <= 4
