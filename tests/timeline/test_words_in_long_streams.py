"""Whether a stream is walked along or looked up in an index, the same is found, in the same order."""

from collections import Counter
from datetime import timedelta

import pytest
import pytest_asyncio

from rotunda.connector_kit.events import Event, EventType, Participant, Role
from rotunda.kit.database import Database
from rotunda.sections.ids import ExternalId
from rotunda.timeline.counting import MOST_COUNTED
from rotunda.timeline.model import Place, id_of
from rotunda.timeline.reading import Wanted, after, before
from timeline.book import ALL_TIME, CRM, NOW, TimelineBook, event

_LONG = 2 * MOST_COUNTED
_TYPES = (EventType.CALL, EventType.MEETING, EventType.NOTE)
_ADA = Participant(Role.TO, address="ada@acme.com")


def _said(number: int) -> Event:
    """`often` is in two of three, `seldom` in one of 900, Ada in one of 500."""
    words = ["ground", *(["often"] if number % 3 else []), *(["seldom"] if number % 900 == 7 else [])]
    return event(
        f"long {number}",
        at=NOW - timedelta(hours=5 * number),
        type=_TYPES[number % 3],
        whose=(("company", ExternalId("1" if number % 50 else "2")),),
        people=(_ADA,) if number % 500 == 3 else (),
        text=" ".join(words),
    )


_SAID = [_said(number) for number in range(_LONG)]


@pytest_asyncio.fixture(scope="module")
async def long_book(database: Database) -> TimelineBook:
    made = TimelineBook(database)
    await made.list_source()
    await made.timeline.record(CRM, _SAID)
    async with database.connection() as connection:
        await connection.execute("VACUUM ANALYZE timeline_event, timeline_entry")
    return made


def _expected(company: str, text: str | None, who: str | None) -> list[Event]:
    return [
        each
        for each in _SAID
        if each.whose[0][1] == company
        and (text is None or text in (each.text or "").split())
        and (who is None or _ADA in each.people)
    ]


async def _wanted(book: TimelineBook, company: str, text: str | None, who: str | None) -> Wanted:
    accounts = [await book.account(company)]
    people = [f"a|{who}"] if who else None
    kinds = tuple(await book.timeline.kinds())
    return Wanted(accounts=accounts, kinds=kinds, people=people, text=text, **ALL_TIME)


_HER = "ada@acme.com"
_ASKED = [
    ("1", "often", None),
    ("1", "seldom", None),
    ("1", None, _HER),
    ("1", "ground", _HER),
    ("2", "often", None),
]


@pytest.mark.parametrize(("company", "text", "who"), _ASKED)
async def test_pages_are_whole_in_both_directions(
    long_book: TimelineBook, company: str, text: str | None, who: str | None
) -> None:
    wanted = await _wanted(long_book, company, text, who)
    expected = [each.key for each in _expected(company, text, who)]
    for newer in (False, True):
        found: list[str] = []
        beyond = before(ALL_TIME["since"]) if newer else after(ALL_TIME["until"])
        while page := await long_book.timeline.page(wanted, beyond, newer=newer, limit=700):
            found += [each.key for each in page]
            beyond = page[-1].place
        assert found == (expected[::-1] if newer else expected)


@pytest.mark.parametrize(("company", "text", "who"), _ASKED)
async def test_small_pages_from_the_middle_are_what_stands_there(
    long_book: TimelineBook, company: str, text: str | None, who: str | None
) -> None:
    wanted = await _wanted(long_book, company, text, who)
    middle = _SAID[_LONG // 2]
    place = Place(middle.at, id_of(CRM, middle.key))
    every = _expected(company, text, who)
    older, newer = [e.key for e in every if e.at < middle.at], [e.key for e in every if e.at > middle.at]
    assert [e.key for e in await long_book.timeline.page(wanted, place, limit=3)] == older[:3]
    assert [e.key for e in await long_book.timeline.page(wanted, place, newer=True, limit=3)] == newer[::-1][:3]
    assert await long_book.timeline.any_beyond(wanted, place, newer=True) is bool(newer)


@pytest.mark.parametrize(("company", "text", "who"), _ASKED)
async def test_what_is_counted_is_what_there_is_up_to_a_limit(
    long_book: TimelineBook, company: str, text: str | None, who: str | None
) -> None:
    counts = await long_book.timeline.counts(await _wanted(long_book, company, text, who))
    kinds = await long_book.timeline.kinds()
    expected = Counter(each.type for each in _expected(company, text, who))
    found = Counter({kinds[number].type: events for number, events in counts.by_kind.items()})
    assert counts.exact or expected.total() > MOST_COUNTED
    if counts.exact:
        assert found == expected
    else:
        assert found.total() == MOST_COUNTED + 1
        assert found <= expected
