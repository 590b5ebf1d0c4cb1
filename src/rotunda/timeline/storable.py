"""Events as PostgreSQL can keep them: no NUL and no half of a surrogate pair, wherever in them."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from rotunda.connector_kit.events import Event

_NUL = b"\\u0000"


def storable(text: str) -> str:
    if text.isascii():
        return text.replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def optional(text: str | None) -> str | None:
    return None if text is None else storable(text)


def as_array(values: Iterable[object]) -> str:
    """As an array that a statement casts: written in a fraction of the time that the driver takes for a list."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return _written(value)


def _written(value: object) -> str:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, datetime) else str(value)


def as_line(values: Iterable[object]) -> str:
    """Fields of a row as COPY takes them in: written in a fraction of the time that the driver takes for each value."""
    return "\t".join(map(_field, values))


def _field(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("\t", "\\t")
        return escaped.replace("\n", "\\n").replace("\r", "\\r")
    return _written(value)


def as_json(value: Any) -> str:
    """As JSON that can be stored as `jsonb`."""
    try:
        written = msgspec.json.encode(value)
    except UnicodeEncodeError:
        written = _NUL
    if _NUL in written:
        written = msgspec.json.encode(_clean(msgspec.to_builtins(value)))
    return written.decode()


def _clean(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case list() | tuple():
            return [_clean(each) for each in value]
        case dict():
            return {storable(str(name)): _clean(each) for name, each in value.items()}
        case _:
            return value


def digest_of(event: Event) -> int:
    """Of all that it says: the same for the same event, in any process."""
    written = as_json(event).encode()
    return int.from_bytes(hashlib.blake2b(written, digest_size=8).digest(), signed=True)
