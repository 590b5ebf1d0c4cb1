"""Foreign JSON, tamed: every value is read through `Wild`, which knows where it stands in the payload.

    subscription = Wild(page, "subscriptions")["data"]
    status = subscription["status"].choice({"active": Status.ACTIVE, "unpaid": Status.UNPAID})
    ends_at = subscription.maybe("cancel_at", Wild.at_epoch_seconds)

A missing required field or a value of another type raises `BadPayload` with the path and a reason. Neither ever holds
a value of the payload, nor a key that is not the connector's own: both may be a customer's personal data.
Reading is strict: `"12"` is no integer, 1 is no boolean, a time without a zone is no time.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import chain, count, repeat
from typing import Any, TypeVar, final

import msgspec

from rotunda.connector_kit.errors import BadPayload
from rotunda.connector_kit.requests import Json, Payload

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)

_FIRST_SECOND = -62_135_596_800  # 0001-01-01T00:00:00Z
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z; milliseconds taken for seconds lie far beyond
_LEAST_INTEGER, _MOST_INTEGER = -(2**63), 2**63 - 1
_DECIMAL = re.compile(r"[+-]?[0-9]{1,28}(\.[0-9]{1,28})?([eE][+-]?[0-9]{1,2})?", re.ASCII)
_DECIMAL_DIGITS = 28  # what decimal's default context computes with; more would be rounded on first use
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ONLY_TEXT: frozenset[type] = frozenset({str})
_KINDS: Mapping[type, str] = {
    type(None): "null",
    str: "text",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    Decimal: "a number",
    list: "a list",
    tuple: "a list",
    dict: "an object",
}


@final
class Wild(msgspec.Struct, eq=False, gc=False):
    """A value of a payload and its place in it. `path` names the root; those of members are made when an error needs
    them. Reading a page makes thousands of these, which is why it is a struct.
    """

    _value: Any
    _key: str | int = "payload"
    """The root's name, or with a parent the key or the position in it."""
    _parent: "Wild | None" = None

    # A wild value is neither true nor false: `if page["paid"]:` would pass for `false` as well.
    def __bool__(self) -> bool:
        raise TypeError("read a wild value before testing it: use .boolean(), .is_null or .maybe()")

    def __repr__(self) -> str:
        return f"Wild({self.path})"

    @property
    def path(self) -> str:
        """Where this value stands, as in `subscriptions.data[3].items`."""
        if self._parent is None:
            return str(self._key)
        step = f"[{self._key}]" if isinstance(self._key, int) else f".{self._key}"
        return self._parent.path + step

    def bad(self, reason: str) -> BadPayload:
        """The error to raise when this value breaks a rule of the mapping. `reason` must not quote the value."""
        return BadPayload(self.path, reason)

    def _wrong(self, wanted: str) -> BadPayload:
        return self.bad(f"must be {wanted}, not {_KINDS.get(type(self._value), 'something else')}")

    # Structure

    @property
    def is_null(self) -> bool:
        """Whether the value is null (or was absent and read by `optional`)."""
        return self._value is None

    @property
    def is_text(self) -> bool:
        """Whether the value is text: vendors give an id or, expanded, the object itself."""
        return type(self._value) is str

    @property
    def is_boolean(self) -> bool:
        """Whether the value is a boolean: a database without them gives 0 and 1."""
        return type(self._value) is bool

    @property
    def is_integer(self) -> bool:
        """Whether the value is a whole number: a database gives sums of big ones as decimals."""
        return type(self._value) is int

    @property
    def is_object(self) -> bool:
        """Whether the value is an object."""
        return type(self._value) is dict

    def _object(self) -> dict[str, Any]:
        if type(self._value) is not dict:
            raise self._wrong("an object")
        return self._value

    def _list(self) -> list[Any]:
        if type(self._value) is not list:
            raise self._wrong("a list")
        return self._value

    def __getitem__(self, key: str) -> "Wild":
        """The member `key` of an object; `BadPayload` where it is missing. It may still be null."""
        try:
            value = self._value[key]
        except (KeyError, TypeError):  # asked for rather than looked for: nothing is read as often
            raise self._without(key) from None
        return Wild(value, key, self)

    def _without(self, key: str) -> BadPayload:
        return BadPayload(f"{self.path}.{key}", "is missing") if self.is_object else self._wrong("an object")

    def optional(self, key: str) -> "Wild":
        """The member `key` of an object; a null where it is missing."""
        members = self._value
        if type(members) is not dict:
            raise self._wrong("an object")
        return Wild(members.get(key), key, self)

    def maybe(self, key: str, read: "Callable[[Wild], Value]") -> Value | None:
        """The member `key` as `read` reads it, or None where it is missing or null: `w.maybe("n", Wild.integer)`."""
        members = self._value
        if type(members) is not dict:
            raise self._wrong("an object")
        value = members.get(key)
        return None if value is None else read(Wild(value, key, self))

    def maybe_text(self, key: str) -> str | None:
        """`maybe(key, Wild.text)`, for what is read most, in a third of the time."""
        members = self._value
        if type(members) is dict:
            value = members.get(key)
            if value is None or type(value) is str:
                return value
        return self.optional(key).text_or_none()

    # What is read by the thousand, in a third of the time: no Wild is made for a member that is as it should be.

    def text_at(self, key: str) -> str:
        """`self[key].text()`."""
        members = self._value
        if type(members) is dict and type(value := members.get(key)) is str:
            return value
        return self[key].text()

    def integer_at(self, key: str) -> int:
        """`self[key].integer()`."""
        members = self._value
        if (
            type(members) is dict
            and type(value := members.get(key)) is int
            and _LEAST_INTEGER <= value <= _MOST_INTEGER
        ):
            return value
        return self[key].integer()

    def iso_at(self, key: str) -> datetime:
        """`self[key].at_iso()`."""
        members = self._value
        if type(members) is dict and type(value := members.get(key)) is str:
            try:
                moment = datetime.fromisoformat(value)
            except ValueError:
                return self[key].at_iso()
            if moment.tzinfo is UTC:
                return moment
        return self[key].at_iso()

    def texts(self) -> list[str]:
        """`[member.text() for member in self]`."""
        members = self._list()
        return [*members] if _ONLY_TEXT.issuperset(map(type, members)) else [member.text() for member in self]

    def texts_of(self, key: str) -> list[str]:
        """`[member.text_at(key) for member in self]`."""
        members = self._list()
        try:
            found: list[Any] = [member[key] for member in members]
        except (KeyError, TypeError):
            found = [None]
        return found if _ONLY_TEXT.issuperset(map(type, found)) else [member.text_at(key) for member in self]

    def members(self) -> Mapping[str, Json]:
        """An object as it came, for a reader that checks the type of every value which it takes."""
        if type(self._value) is not dict:
            raise self._wrong("an object")
        return self._value

    def elements(self) -> "Sequence[Json]":
        """A list as it came, for such a reader."""
        return self._list()

    def or_none(self, read: "Callable[[Wild], Value]") -> Value | None:
        """This value as `read` reads it, or None where it is null."""
        return None if self._value is None else read(self)

    def __iter__(self) -> "Iterator[Wild]":
        """The members of a list, in order."""
        return map(Wild, self._list(), count(), repeat(self))

    def items(self) -> "Iterator[tuple[str, Wild]]":
        """The members of an object by their keys. Foreign keys are not put into paths: the position stands there."""
        for position, (key, value) in enumerate(self._object().items()):
            yield key, Wild(value, position, self)

    # Scalars

    def text(self) -> str:
        """Text; it may be empty."""
        if type(self._value) is not str:
            raise self._wrong("text")
        return self._value

    def beginning(self, length: int) -> "Wild":
        """The first characters of a text, at the same place."""
        return Wild(self.text()[:length], self._key, self._parent)

    def text_or_none(self) -> str | None:
        """Text, or None for null."""
        return None if self._value is None else self.text()

    def integer(self) -> int:
        """A whole number of at most 64 bits; neither a boolean nor text nor `1.0`."""
        value = self._value
        if type(value) is not int:
            raise self._wrong("a whole number")
        if not _LEAST_INTEGER <= value <= _MOST_INTEGER:
            raise self.bad("is out of range")
        return value

    def integer_or_none(self) -> int | None:
        """A whole number, or None for null."""
        return None if self._value is None else self.integer()

    def boolean(self) -> bool:
        """`true` or `false` and nothing else."""
        if type(self._value) is not bool:
            raise self._wrong("a boolean")
        return self._value

    def boolean_or_none(self) -> bool | None:
        """A boolean, or None for null."""
        return None if self._value is None else self.boolean()

    def decimal(self) -> Decimal:
        """An exact number of at most 28 digits, from text or a JSON number.

        A fraction that was decoded to a float gives the shortest decimal that denotes it: what the sender wrote, as
        far as that had at most 15 digits.
        """
        value = self._value
        written = str(value) if type(value) in {int, float, Decimal} else value
        if type(written) is not str:
            raise self._wrong("a decimal number")
        if not _DECIMAL.fullmatch(written):
            raise self.bad("is not a decimal number")
        number = Decimal(written)
        if len(number.as_tuple().digits) > _DECIMAL_DIGITS:
            raise self.bad("has too many digits")
        return number

    # Times

    def at_epoch_seconds(self) -> datetime:
        """Aware UTC from whole seconds since 1970."""
        return self._moment(self.integer(), 0)

    def at_epoch_millis(self) -> datetime:
        """Aware UTC from whole milliseconds since 1970."""
        return self._moment(*divmod(self.integer(), 1000))

    def _moment(self, seconds: int, millis: int) -> datetime:
        if not _FIRST_SECOND <= seconds <= _LAST_SECOND:
            raise self.bad("is no time: out of range for its unit")
        moment = datetime.fromtimestamp(seconds, UTC)
        return moment.replace(microsecond=millis * 1000) if millis else moment

    def at_iso(self) -> datetime:
        """Aware UTC from ISO 8601 text with a zone, such as `2026-01-01T00:00:00Z`."""
        text = self.text()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise self.bad("is not an ISO 8601 time") from None
        if moment.tzinfo is UTC:
            return moment
        if moment.tzinfo is None:
            raise self.bad("is a time without a zone")
        return self._in_utc(moment)

    def at_column(self) -> datetime:
        """Aware UTC from a database column; one without a zone is in UTC, as is the session that read it."""
        if not isinstance(self._value, datetime):
            raise self._wrong("a time")
        moment = self._value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else self._in_utc(moment)

    def _in_utc(self, moment: datetime) -> datetime:
        if moment.tzinfo is UTC:
            return moment
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise self.bad("is no time: out of range") from None

    def day(self) -> date:
        """A calendar day, from `YYYY-MM-DD` or a database column."""
        if type(self._value) is date:
            return self._value
        text = self.text()
        if not _DAY.fullmatch(text):
            raise self.bad("is not a day written YYYY-MM-DD")
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.bad("is not a day of the calendar") from None

    # Closed sets

    def choice(self, meanings: Mapping[str, Value]) -> Value:
        """What a text of a closed set means to us; `BadPayload` for one that the vendor does not document."""
        text = self.text()
        if text not in meanings:
            raise self.bad(f"must be one of {', '.join(meanings)}")
        return meanings[text]

    def one_of(self, enum: type[Choice]) -> Choice:
        """The member of `enum` that has this text as its value."""
        return self.choice(_members(enum))


@cache
def _members(enum: type[Choice]) -> Mapping[str, Choice]:
    """By their values: an enum takes several times as long to find one."""
    return {member.value: member for member in enum}


def decoded(body: bytes, reads: type | None) -> Json:
    """What arrived; with `reads` (see `Request`) only the members that it names. What is of another shape comes whole:
    the mapping tells best what is wrong with it.

    Raises:
        ValueError: it is no JSON.
        RecursionError: no vendor nests as deeply.
    """
    if reads is not None:
        try:
            return _decoder(reads).decode(body)
        except msgspec.ValidationError:
            pass
    return msgspec.json.decode(body)


@cache
def _decoder(reads: type) -> msgspec.json.Decoder[Json]:
    return msgspec.json.Decoder(reads)


def only_read(page: Json, reads: type | None) -> Json:
    """A page that was decoded whole, as `decoded` would give it."""
    try:
        return page if reads is None else msgspec.convert(page, reads)
    except msgspec.ValidationError:
        return page


def each(payload: Payload, path: str, key: str = "data") -> Iterator[Wild]:
    """The members of the list `key` over all pages of a payload, in order; none when it has no page (`absent_on`)."""
    pages = (Wild(page, f"{path}.pages[{number}]")[key] for number, page in enumerate(payload.pages))
    return chain.from_iterable(pages)


def rows(payload: Payload, path: str) -> Iterator[Wild]:
    """The rows of a database's answer."""
    return iter(Wild(payload.pages, f"{path}.rows"))
