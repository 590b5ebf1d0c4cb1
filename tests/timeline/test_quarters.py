"""Quarters of a year are gone through from where a page begins, and none is left out."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from rotunda.timeline.quarters import stretches
from timeline.book import ALL_TIME, CRM, TimelineBook, event

_INSTANT = timedelta(microseconds=1)
_SINCE, _UNTIL = ALL_TIME["since"], ALL_TIME["until"]


def _first(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


async def _fill(book: TimelineBook) -> None:
    moments = [datetime(1975, 5, 5, tzinfo=UTC), *(_first(2031, month) for month in range(1, 13)), _first(2032, 1)]
    await book.timeline.record(CRM, [event(f"of {at}", at=at) for at in moments])


async def test_the_newest_quarter_comes_first_and_then_three(book: TimelineBook) -> None:
    await _fill(book)
    async with book.database.connection() as connection:
        found = await stretches(connection, _SINCE, _UNTIL, _first(2032, 2), newer=False)
    assert found == [
        (_first(2032, 1), _first(2032, 2) + _INSTANT),
        (_first(2031, 4), _first(2032, 1)),
        (_SINCE, _first(2031, 4)),
    ]


async def test_upwards_they_come_in_the_order_of_time(book: TimelineBook) -> None:
    await _fill(book)
    async with book.database.connection() as connection:
        found = await stretches(connection, _SINCE, _first(2032, 1), datetime(2031, 1, 9, tzinfo=UTC), newer=True)
    assert found == [(datetime(2031, 1, 9, tzinfo=UTC), _first(2031, 4)), (_first(2031, 4), _first(2032, 1))]


@pytest.mark.parametrize("newer", [True, False])
@pytest.mark.parametrize("beyond", [_SINCE, _first(1975, 6), _first(2031, 5), _UNTIL])
async def test_whatever_is_asked_for_is_gone_through_once(book: TimelineBook, beyond: datetime, newer: bool) -> None:  # noqa: FBT001 - of the test
    await _fill(book)
    async with book.database.connection() as connection:
        found = await stretches(connection, _SINCE, _UNTIL, beyond, newer=newer)
    asked = (beyond, _UNTIL) if newer else (_SINCE, min(_UNTIL, beyond + _INSTANT))
    if asked[0] == asked[1]:
        assert found == []
        return
    ordered = found if newer else found[::-1]
    assert (ordered[0][0], ordered[-1][1]) == asked
    assert all(one[1] == other[0] for one, other in pairwise(ordered))
