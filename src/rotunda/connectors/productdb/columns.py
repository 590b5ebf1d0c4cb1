"""Columns as PostgreSQL and MySQL give them: the same fact arrives in two shapes from the two."""

from collections.abc import Sequence

import msgspec

from rotunda.connector_kit.json import Wild
from rotunda.sections.ids import ExternalId

MOST = 2**53
"""Counts are below this: a browser counts no further exactly."""


def identifier(raw: Wild) -> ExternalId:
    """An id: text, or a whole number where the table counts its rows."""
    return ExternalId(raw.text() if raw.is_text else str(raw.integer()))


def identifier_or_none(raw: Wild) -> ExternalId | None:
    """None also for an empty text, which stands for "none" in columns that were made NOT NULL."""
    return None if raw.is_null else identifier(raw) or None


def count(raw: Wild) -> int:
    """A count or a sum: MySQL and sums of big integers give a decimal number without decimals."""
    number = raw.integer() if raw.is_integer else _whole(raw)
    if not 0 <= number < MOST:
        raise raw.bad("must be a count")
    return number


def _whole(raw: Wild) -> int:
    number = raw.decimal()
    if number != int(number):
        raise raw.bad("must be a count")
    return int(number)


def count_or_zero(raw: Wild) -> int:
    """0 where an outer join found no row to count in."""
    return 0 if raw.is_null else count(raw)


def flag(raw: Wild) -> bool:
    """A boolean; MySQL has none and gives 0 or 1."""
    if raw.is_boolean:
        return raw.boolean()
    number = raw.integer()
    if number not in {0, 1}:
        raise raw.bad("must be true or false")
    return number == 1


def flag_or_none(raw: Wild) -> bool | None:
    return None if raw.is_null else flag(raw)


def texts(raw: Wild) -> Sequence[str]:
    """An array of texts, or JSON text that holds one; none for null."""
    if raw.is_null:
        return ()
    if not raw.is_text:
        return tuple(member.text() for member in raw)
    try:
        return msgspec.json.decode(raw.text(), type=tuple[str, ...])
    except msgspec.MsgspecError:
        raise raw.bad("must be a JSON list of texts") from None
