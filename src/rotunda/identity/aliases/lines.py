"""From a line's bytes to an alias, or to the reason why it is left out. Pure.

A line is a record: none of the columns has line breaks in it. So an open quote costs its own line, and not all that
follow.
"""

import csv
import re
from collections.abc import Mapping, Sequence

import msgspec

from rotunda.identity.aliases.model import CONVERSATION, Alias, Line, Refused, Target
from rotunda.identity.aliases.numbers import (
    LONGEST_NUMBER,
    LONGEST_SYSTEM,
    normal_number,
    normal_system,
)
from rotunda.sections.ids import AccountId, ExternalId, SourceName

SYSTEM, NUMBER, RECORD = "old_system", "old_number", "new_record"
COLUMNS = (SYSTEM, NUMBER, RECORD)
LONGEST_LINE = 64 * 1024
"""Bytes."""

_DELIMITERS = (",", ";", "\t")
_ACCOUNT = re.compile(r"acc_[a-z0-9]{20}", re.ASCII)
_LONGEST_ID = 200

RecordTypes = Mapping[str, frozenset[str]]
"""Of every source that there is: the record types that accounts are linked by."""


class HeaderRefused(Exception):
    """The first line does not name the columns: nothing of the file can be read."""


class Layout(msgspec.Struct, frozen=True):
    """How the file is written: where in a line the columns stand, and how many values one has."""

    encoding: str
    delimiter: str
    width: int
    places: tuple[int, int, int]


class _WrongValue(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def layout_of(header: bytes, encoding: str) -> Layout:
    """From the first line, without byte order mark. Other columns may stand beside ours.

    Raises:
        HeaderRefused: a column is missing, or the line cannot be read.
    """
    try:
        text = header.decode(encoding).rstrip("\r\n")
    except UnicodeDecodeError:
        raise HeaderRefused(f"The first line is not {encoding}. Name the file's encoding with --encoding.") from None
    for delimiter in _DELIMITERS:
        names = _names(text, delimiter)
        if all(name in names for name in COLUMNS):
            places = (names.index(SYSTEM), names.index(NUMBER), names.index(RECORD))
            return Layout(encoding, delimiter, len(names), places)
    found = ", ".join(filter(None, _names(text, ",")))[:200]
    needed = ", ".join(COLUMNS)
    raise HeaderRefused(f"The first line must name the columns {needed}; it says: {found or 'nothing'}.")


def _names(text: str, delimiter: str) -> list[str]:
    try:
        return [name.strip().lower() for name in next(csv.reader([text], delimiter=delimiter, strict=True), [])]
    except csv.Error:
        return []


def read_line(number: int, raw: bytes | None, layout: Layout, types: RecordTypes) -> Line | Refused | None:
    """None for an empty line. `raw` is None for a line of more than `LONGEST_LINE` bytes."""
    try:
        values = _values(raw, layout)
        return Line(number, _alias(values, layout, types)) if any(values) else None
    except _WrongValue as wrong:
        return Refused(number, wrong.field, wrong.reason)


def _values(raw: bytes | None, layout: Layout) -> list[str]:
    if raw is None:
        raise _WrongValue("line", f"is longer than {LONGEST_LINE:,} bytes")
    try:
        text = raw.decode(layout.encoding).rstrip("\r\n")
    except UnicodeDecodeError as error:
        byte = f"byte {error.start + 1}, 0x{raw[error.start]:02x}"
        raise _WrongValue("line", f"is not {layout.encoding} ({byte}); name the file's --encoding") from None
    try:
        return next(csv.reader([text], delimiter=layout.delimiter, strict=True), [])
    except (csv.Error, StopIteration) as error:
        raise _WrongValue("line", f"has quotes that do not fit: {error}") from None


def _alias(values: Sequence[str], layout: Layout, types: RecordTypes) -> Alias:
    if len(values) != layout.width:
        raise _WrongValue("line", f"has {len(values)} values where the header names {layout.width}")
    system, number, record = (values[place].strip() for place in layout.places)
    name = normal_system(system)
    if name is None:
        raise _WrongValue(
            SYSTEM,
            f"must be a name of up to {LONGEST_SYSTEM} letters, digits, dots, dashes or blanks, such as zendesk-old",
        )
    return Alias(name, number, _normal(number), _target(record, types))


def _normal(number: str) -> str:
    normal = normal_number(number)
    if not normal:
        raise _WrongValue(NUMBER, "is empty")
    if max(len(number), len(normal)) > LONGEST_NUMBER:
        raise _WrongValue(NUMBER, f"is longer than {LONGEST_NUMBER} characters")
    if not normal.isprintable():
        raise _WrongValue(NUMBER, "has characters that cannot be printed")
    return normal


def _target(record: str, types: RecordTypes) -> Target:
    if _ACCOUNT.fullmatch(record):
        return Target(account_id=AccountId(record))
    source, colon, rest = record.partition(":")
    source = source.strip().lower()
    if not colon or not source or not rest.strip():
        raise _WrongValue(RECORD, "must be source:number, such as zendesk:48201, or an account's id")
    if source not in types:
        raise _WrongValue(RECORD, f"names a source that there is not; known are {', '.join(sorted(types))}")
    kind, typed, external_id = rest.partition(":")
    if not typed or kind.strip() not in types[source]:
        kind, external_id = CONVERSATION, rest
    return Target(None, SourceName(source), kind.strip(), _id(external_id))


def _id(text: str) -> ExternalId:
    text = text.strip().lstrip("#")
    if not 1 <= len(text) <= _LONGEST_ID or not text.isprintable():
        raise _WrongValue(RECORD, f"must end in an id of 1 to {_LONGEST_ID} printable characters")
    return ExternalId(text)
