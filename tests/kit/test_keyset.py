"""Cursors: what goes in comes out, for the same query only."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.kit.keyset import BadCursor, CursorValue, Keyset

KEYSET = Keyset(bytes(range(32)))
VALUES = st.lists(
    st.one_of(
        st.text(max_size=50),
        st.integers(-(2**63), 2**63),
        st.floats(allow_nan=False),
        st.booleans(),
        st.none(),
        st.datetimes(timezones=st.just(UTC)),
        st.dates(),
    ),
    max_size=5,
)


@given(VALUES, st.text())
def test_values_come_back_with_their_types(values: list[CursorValue], purpose: str) -> None:
    cursor = KEYSET.encode(purpose, values)
    back = KEYSET.decode(purpose, cursor)
    assert list(back) == values
    assert [type(value) for value in back] == [type(value) for value in values]
    assert cursor.isascii()
    assert not set(cursor) & set("+/=&? ")


def test_moments_come_back_in_utc() -> None:
    local = datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=9)))
    (back,) = KEYSET.decode("p", KEYSET.encode("p", [local]))
    assert back == local
    assert isinstance(back, datetime)
    assert back.tzinfo is UTC


def test_a_date_is_not_taken_for_a_moment() -> None:
    assert KEYSET.decode("p", KEYSET.encode("p", [date(2026, 1, 2)])) == (date(2026, 1, 2),)


@given(st.text(max_size=200))
def test_anything_else_is_a_bad_cursor(text: str) -> None:
    with pytest.raises(BadCursor):
        KEYSET.decode("accounts", text)


@given(VALUES, st.data())
def test_a_changed_cursor_is_a_bad_cursor(values: list[CursorValue], data: st.DataObject) -> None:
    cursor = KEYSET.encode("accounts", values)
    place = data.draw(st.integers(0, len(cursor) - 2))  # the last character may hold unused bits
    letter = data.draw(st.sampled_from("ABCDEFabcdef0123456789-_").filter(lambda c: c != cursor[place]))
    with pytest.raises(BadCursor):
        KEYSET.decode("accounts", cursor[:place] + letter + cursor[place + 1 :])


def test_a_cursor_of_another_query_or_installation_is_a_bad_cursor() -> None:
    cursor = KEYSET.encode("accounts?sort=name", ["Acme", "acc_1"])
    with pytest.raises(BadCursor):
        KEYSET.decode("accounts?sort=mrr", cursor)
    with pytest.raises(BadCursor):
        Keyset(bytes(32)).decode("accounts?sort=name", cursor)
    with pytest.raises(BadCursor):
        KEYSET.decode("accounts?sort=name", cursor * 100)
