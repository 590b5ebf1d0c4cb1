"""Signals of the book open, stay and close with their facts, whatever order readings come in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import permutations

import msgspec
import pytest
import pytest_asyncio

from insight.health.views import NOW, billing, communication, invoice
from insight.signals.test_signal_rules import renewing
from rotunda.insight.signals.model import Thresholds
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, SectionName, SourceName
from rotunda.view.signals.writer import Answer, write_signals

ACCOUNT = AccountId("acc_signals")
TEST, OTHER = SourceName("test"), SourceName("other")
ALL = "SELECT id, kind, fact, severity, title, opened_at, closed_at, snoozed_until, resolved_at FROM signal ORDER BY id"


class Kept(msgspec.Struct, frozen=True):
    id: str
    kind: str
    fact: str
    severity: int
    title: str
    opened_at: datetime
    closed_at: datetime | None
    snoozed_until: datetime | None
    resolved_at: datetime | None


@pytest_asyncio.fixture
async def book(database: Database) -> Database:
    await database.execute("DELETE FROM account")
    await database.execute("DELETE FROM connection")
    await database.execute(
        "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, 'Northwind', now(), now())", (ACCOUNT,)
    )
    return database


def at(day: int) -> datetime:
    return NOW + timedelta(days=day)


def owes(day: int, *late: int, sources: Sequence[SourceName] = (TEST,)) -> Answer:
    """Billing as it was read on that day: one unpaid invoice for each of `late`, due so many days before today."""
    view = billing(invoices=[invoice(str(number), due=NOW - timedelta(days=back)) for number, back in enumerate(late)])
    return Answer(ACCOUNT, SectionName("billing"), view, frozenset(sources), at(day))


async def read(database: Database, *answers: Answer) -> list[Kept]:
    """Reads, and returns what is kept then, whatever stands open first."""
    await write_signals(database, answers, Thresholds(), max(each.as_of for each in answers))
    return await kept(database)


async def kept(database: Database) -> list[Kept]:
    rows = await database.fetch_all(Kept, ALL)
    return sorted(rows, key=lambda each: (each.closed_at is not None, each.opened_at, each.fact))


async def test_a_fact_opens_one_signal_and_a_worse_one_is_the_same(book: Database) -> None:
    [first] = await read(book, owes(0, 5))
    assert (first.kind, first.fact, first.severity) == ("invoice_overdue", "test:invoice:0", 2)
    [worse] = await read(book, owes(26, 5))
    assert (worse.id, worse.opened_at, worse.severity) == (first.id, first.opened_at, 3)
    assert (first.title, worse.title) == ("Invoice overdue 5 days", "Invoice overdue 31 days")


async def test_it_closes_with_its_fact_and_a_new_fact_opens_a_new_one(book: Database) -> None:
    [first] = await read(book, owes(0, 5))
    [closed] = await read(book, owes(1))
    assert (closed.id, closed.closed_at) == (first.id, at(1))
    [new, _] = await read(book, owes(2, 5))
    assert (new.id != first.id, new.opened_at) == (True, at(2))


async def test_the_same_reading_twice_changes_nothing(book: Database) -> None:
    for answer in (owes(0, 5, 7), owes(1, 5)):
        assert await read(book, answer) == await read(book, answer)


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_the_newest_reading_counts_in_whatever_order_they_come(book: Database, order: Sequence[int]) -> None:
    """Paid on the second day, and overdue again on the third."""
    readings = [owes(0, 5), owes(1), owes(2, 5)]
    for number in order:
        await read(book, readings[number])
    [standing] = [each for each in await kept(book) if each.closed_at is None]
    assert standing.title == "Invoice overdue 7 days"


async def test_an_older_reading_closes_nothing_and_reopens_nothing(book: Database) -> None:
    [standing] = await read(book, owes(5, 5))
    assert await read(book, owes(4)) == [standing]
    [closed] = await read(book, owes(6))
    assert await read(book, owes(5, 5)) == [closed]


async def test_a_section_without_an_answer_closes_nothing(book: Database) -> None:
    [standing] = await read(book, owes(0, 5))
    said = Answer(ACCOUNT, SectionName("communication"), communication(touch=0), frozenset({TEST}), at(1))
    assert await read(book, said) == [standing]


async def test_nor_does_a_source_without_one_while_it_is_connected(book: Database) -> None:
    await book.execute(
        "INSERT INTO connection (id, source, title, settings, created_at, changed_at, state)"
        " VALUES ('con_1', 'test', 'T', '{}', now(), now(), 'ok')"
    )
    [standing] = await read(book, owes(0, 5))
    assert await read(book, owes(1, sources=[OTHER])) == [standing]
    await book.execute("DELETE FROM connection")
    [closed] = await read(book, owes(2, sources=[OTHER]))
    assert closed.closed_at == at(2)


async def test_a_resolved_fact_stays_away_until_it_ends(book: Database) -> None:
    [first] = await read(book, owes(0, 5))
    await book.execute("UPDATE signal SET resolved_at = %s", (at(0),))
    [still] = await read(book, owes(9, 5))
    assert (still.id, still.resolved_at) == (first.id, at(0))
    await read(book, owes(10))
    [new, _] = await read(book, owes(11, 5))
    assert new.resolved_at is None


async def test_a_snooze_outlasts_its_fact_and_no_longer(book: Database) -> None:
    await read(book, owes(0, 5))
    await book.execute("UPDATE signal SET snoozed_until = %s, snooze_reason = 'on holiday'", (at(10),))
    await read(book, owes(1))
    [back, _] = await read(book, owes(2, 5))
    assert back.snoozed_until == at(10)
    await read(book, owes(3))
    [later, *_] = await read(book, owes(11, 5))
    assert later.snoozed_until is None


@pytest.mark.parametrize("together", [True, False])
async def test_what_two_sections_tell_is_judged_once_both_were_read(book: Database, together: bool) -> None:  # noqa: FBT001 - a case
    coming = Answer(ACCOUNT, SectionName("upcoming"), renewing(20), frozenset({TEST}), at(0))
    silent = Answer(ACCOUNT, SectionName("communication"), communication(touch=40), frozenset({OTHER}), at(1))
    if together:
        await read(book, silent, coming)
    else:
        assert "renewal_unattended" not in {each.kind for each in await read(book, coming)}
        await read(book, silent)
    assert "renewal_unattended" in {each.kind for each in await kept(book) if each.closed_at is None}
    spoken = Answer(ACCOUNT, SectionName("communication"), communication(touch=0), frozenset({OTHER}), at(2))
    assert "renewal_unattended" not in {each.kind for each in await read(book, spoken) if each.closed_at is None}


async def test_an_account_that_is_gone_keeps_nothing(book: Database) -> None:
    await book.execute("DELETE FROM account")
    assert await read(book, owes(0, 5)) == []


async def test_what_a_table_cannot_hold_is_kept_all_the_same(book: Database) -> None:
    coming = renewing(20)
    [item] = coming.contract
    odd = msgspec.structs.replace(item, title="Nul \0", ref=msgspec.structs.replace(item.ref, url="\0"))
    view = msgspec.structs.replace(coming, contract=[odd])
    silent = Answer(ACCOUNT, SectionName("communication"), communication(touch=40), frozenset({TEST}), at(0))
    told = await read(book, Answer(ACCOUNT, SectionName("upcoming"), view, frozenset({TEST}), at(0)), silent)
    assert "renewal_unattended" in {each.kind for each in told}


async def test_an_odd_record_is_evidence_all_the_same(book: Database) -> None:
    owing = owes(0, 5)
    [unpaid] = owing.view.invoices
    odd = msgspec.structs.replace(unpaid, ref=msgspec.structs.replace(unpaid.ref, record_type="in\0voice", url="\0"))
    view = msgspec.structs.replace(owing.view, invoices=[odd])
    [told] = await read(book, msgspec.structs.replace(owing, view=view))
    assert told.kind == "invoice_overdue"
