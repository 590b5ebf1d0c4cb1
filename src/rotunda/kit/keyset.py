"""Cursors of keyset paging: opaque, signed, and good for one query only."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TypeAlias

import msgspec

CursorValue: TypeAlias = str | int | float | bool | datetime | date | None

_SIGNATURE_BYTES = 16
_LONGEST = 2048


class BadCursor(ValueError):
    """Malformed, not ours, or made for another query. The caller starts at the first page."""

    def __init__(self) -> None:
        super().__init__("The cursor does not belong to this list: ask for the first page again.")


class Keyset:
    """`key` signs (32 bytes, such as `Sealer.derive("cursor")`)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def encode(self, purpose: str, values: Sequence[CursorValue]) -> str:
        """Where the next page starts, in URL-safe text. `purpose` tells the query: path, filters and order."""
        payload = msgspec.msgpack.encode([_tagged(value) for value in values])
        return base64.urlsafe_b64encode(self._sign(purpose, payload) + payload).decode().rstrip("=")

    def decode(self, purpose: str, cursor: str) -> tuple[CursorValue, ...]:
        """Raises BadCursor."""
        if len(cursor) > _LONGEST:
            raise BadCursor
        try:
            raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise BadCursor from None
        signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(purpose, payload)):
            raise BadCursor
        return tuple(_untagged(kind, value) for kind, value in msgspec.msgpack.decode(payload))

    def _sign(self, purpose: str, payload: bytes) -> bytes:
        named = hashlib.sha256(purpose.encode()).digest()
        return hmac.digest(self._key, named + payload, "sha256")[:_SIGNATURE_BYTES]


def _tagged(value: CursorValue) -> tuple[str, str | int | float | bool | None]:
    if isinstance(value, datetime):
        return "t", value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return "d", value.isoformat()
    return "", value


def _untagged(kind: str, value: CursorValue) -> CursorValue:
    if kind == "t":
        return datetime.fromisoformat(str(value))
    if kind == "d":
        return date.fromisoformat(str(value))
    return value
