"""How old numbers are compared, and what a line of a file says."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotunda.identity.aliases.lines import (
    LONGEST_LINE,
    HeaderRefused,
    layout_of,
    read_line,
)
from rotunda.identity.aliases.model import CONVERSATION, Line, Refused, Target
from rotunda.identity.aliases.numbers import Ticket, normal_number, normal_system, ticket_of
from rotunda.sections.ids import AccountId, ExternalId, SourceName

TYPES = {"zendesk": frozenset({"organization", "user"}), "stripe": frozenset({"customer"})}
LAYOUT = layout_of(b"old_system,old_number,new_record\n", "utf-8")
ACCOUNT = "acc_" + "a1" * 10


@given(st.text(max_size=40))
def test_what_is_normal_stays_as_it_is(text: str) -> None:
    normal = normal_number(text)
    assert normal_number(normal) == normal


@given(st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True), st.sampled_from(["", "#", " #", "# "]))
def test_case_blanks_and_the_sign_before_it_make_no_difference(number: str, sign: str) -> None:
    assert normal_number(f" {sign}{number.upper()} ") == normal_number(number.lower())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("48201", Ticket(None, "48201")),
        ("#48201", Ticket(None, "48201")),
        (" # 48201 ", Ticket(None, "48201")),
        ("zendesk:48201", Ticket("zendesk", "48201")),
        ("Zendesk:#48201", Ticket("zendesk", "48201")),
        ("\uff03\uff14\uff18", Ticket(None, "48")),
        ("0042", Ticket(None, "0042")),
        ("№:7", Ticket(None, "no:7")),
        ("#", None),
        ("zendesk:", None),
        ("4\x0082", None),
        ("9" * 201, None),
    ],
)
def test_a_number_that_is_asked_for(asked: str, found: Ticket | None) -> None:
    assert ticket_of(asked) == found


def test_systems_are_named_in_lower_case() -> None:
    assert normal_system("  Old   Desk ") == "old desk"
    assert normal_system("a:b") is None
    assert normal_system("") is None


@given(
    st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30),
    st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True),
    st.sampled_from([",", ";", "\t"]),
    st.permutations(["old_system", "old_number", "new_record", "note"]),
)
def test_whatever_a_spreadsheet_writes_is_read(
    system: str, number: str, record: str, delimiter: str, columns: list[str]
) -> None:
    values = {"old_system": system, "old_number": number, "new_record": f"zendesk:{record}", "note": 'a "b", c'}
    lines: list[bytes] = []
    for row in (columns, [values[column] for column in columns]):
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerow(row)
        lines.append(text.getvalue().encode())
    read = read_line(2, lines[1], layout_of(lines[0], "utf-8"), TYPES)
    if not normal_number(number):
        assert read == Refused(2, "old_number", "is empty")
        return
    assert isinstance(read, Line)
    assert (read.alias.old_system, read.alias.old_number) == (system, number)
    assert read.alias.target == Target(None, SourceName("zendesk"), CONVERSATION, ExternalId(record))


@given(st.binary(max_size=200))
def test_no_bytes_of_a_line_stop_the_import(raw: bytes) -> None:
    read = read_line(7, raw.replace(b"\n", b"") + b"\n", LAYOUT, TYPES)
    assert read is None or isinstance(read, Line) or (read.line == 7 and read.reason)


@pytest.mark.parametrize(
    ("line", "field", "says"),
    [
        (b"desk,1\n", "line", "has 2 values where the header names 3"),
        (b'desk,"1,zendesk:2\n', "line", "quotes"),
        (b'desk,"1"x,zendesk:2\n', "line", "quotes"),
        (b"desk,\xe9,zendesk:2\n", "line", "byte 6, 0xe9"),
        (b",1,zendesk:2\n", "old_system", "must be a name"),
        (b"a:b,1,zendesk:2\n", "old_system", "must be a name"),
        (b"desk,#,zendesk:2\n", "old_number", "is empty"),
        (b"desk," + b"1" * 201 + b",zendesk:2\n", "old_number", "longer than 200"),
        (b"desk,1\x00,zendesk:2\n", "old_number", "cannot be printed"),
        (b"desk,1,\n", "new_record", "must be source:number"),
        (b"desk,1,zendesk:\n", "new_record", "must be source:number"),
        (b"desk,1,freshdesk:2\n", "new_record", "known are stripe, zendesk"),
        (b"desk,1,acc_short\n", "new_record", "must be source:number"),
        (b"desk,1,zendesk:#\n", "new_record", "printable"),
        (None, "line", f"longer than {LONGEST_LINE:,} bytes"),
    ],
)
def test_what_cannot_be_meant_says_which_field_and_why(line: bytes | None, field: str, says: str) -> None:
    refused = read_line(3, line, LAYOUT, TYPES)
    assert isinstance(refused, Refused)
    assert (refused.line, refused.field) == (3, field)
    assert says in refused.reason


@pytest.mark.parametrize(
    ("record", "target"),
    [
        ("zendesk:48201", Target(None, SourceName("zendesk"), CONVERSATION, ExternalId("48201"))),
        ("Zendesk: #48201", Target(None, SourceName("zendesk"), CONVERSATION, ExternalId("48201"))),
        ("zendesk:organization:7", Target(None, SourceName("zendesk"), "organization", ExternalId("7"))),
        ("stripe:a:b", Target(None, SourceName("stripe"), CONVERSATION, ExternalId("a:b"))),
        (ACCOUNT, Target(account_id=AccountId(ACCOUNT))),
    ],
)
def test_what_a_number_stands_for(record: str, target: Target) -> None:
    read = read_line(2, f"desk,1,{record}".encode(), LAYOUT, TYPES)
    assert isinstance(read, Line)
    assert read.alias.target == target


@pytest.mark.parametrize("line", [b"", b"\n", b",,\r\n"])
def test_empty_lines_are_no_lines(line: bytes) -> None:
    assert read_line(2, line, LAYOUT, TYPES) is None


@pytest.mark.parametrize("header", [b"", b"system,number\n", b'"old_system,old_number,new_record\n', b"\xff\n"])
def test_a_file_without_our_columns_is_refused(header: bytes) -> None:
    with pytest.raises(HeaderRefused):
        layout_of(header, "utf-8")
