"""Bound values are found and replaced in PostgreSQL's messages, and nothing else is touched."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from rotunda_world.productdb.wire import BIND, PARSE, QUERY, Message, Statements, with_other_accounts

NAMES = st.binary(max_size=12).map(lambda raw: raw.replace(b"\0", b"x"))
VALUES = st.lists(st.one_of(st.none(), st.binary(max_size=30), st.just(b"acct_1")), max_size=6)
FORMATS = st.lists(st.sampled_from([0, 1]), max_size=6)


def bind(portal: bytes, statement: bytes, formats: list[int], values: list[bytes | None], tail: bytes) -> Message:
    payload = portal + b"\0" + statement + b"\0" + struct.pack(f"!h{len(formats)}h", len(formats), *formats)
    payload += struct.pack("!h", len(values))
    for value in values:
        payload += struct.pack("!i", -1) if value is None else struct.pack("!i", len(value)) + value
    return Message(BIND, payload + tail)


def other(value: bytes) -> bytes | None:
    return b"acct_another" if value == b"acct_1" else None


@given(NAMES, NAMES, FORMATS, VALUES, st.binary(max_size=8))
def test_only_account_ids_among_the_values_change(
    portal: bytes, statement: bytes, formats: list[int], values: list[bytes | None], tail: bytes
) -> None:
    told = with_other_accounts(bind(portal, statement, formats, values, tail), other)
    replaced = [b"acct_another" if value == b"acct_1" else value for value in values]
    assert told == bind(portal, statement, formats, replaced, tail)


def test_a_message_carries_its_own_length() -> None:
    encoded = Message(QUERY, b"SELECT 1\0").encode()
    assert encoded == b"Q" + struct.pack("!i", len(encoded) - 1) + b"SELECT 1\0"


def test_ids_in_the_text_of_a_simple_query_change() -> None:
    told = with_other_accounts(Message(QUERY, b"SELECT 'acct_1', 'acct_2'\0"), other)
    assert told.payload == b"SELECT 'acct_another', 'acct_2'\0"


def test_a_prepared_statement_is_known_by_its_view_each_time_it_is_bound() -> None:
    statements = Statements()
    assert statements.view_of(Message(PARSE, b"s1\0/* x */ SELECT * FROM Rotunda.account_user u\0\0\0")) is None
    for _ in range(2):
        assert statements.view_of(bind(b"", b"s1", [], [], b"\0\0")) == "account_user"
    assert statements.view_of(bind(b"", b"s2", [], [], b"\0\0")) is None
    assert statements.view_of(Message(QUERY, b'SELECT 1 FROM "rotunda"."activity"\0')) == "activity"
    assert statements.view_of(Message(QUERY, b"BEGIN\0")) is None
