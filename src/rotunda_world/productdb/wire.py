"""As much of PostgreSQL's protocol (version 3) as the proxy needs: messages, which view a statement reads, and account
ids among bound values.
"""

import re
import struct
from asyncio import StreamReader
from collections.abc import Callable
from dataclasses import dataclass, field

SSL_REQUEST = 80_877_103
GSS_REQUEST = 80_877_104
CANCEL_REQUEST = 80_877_102

PARSE, BIND, QUERY, SYNC, PASSWORD = b"P", b"B", b"Q", b"S", b"p"
READY = b"Z"
_LARGEST_MESSAGE = 16 * 1024 * 1024
_VIEW = re.compile(rb'"?rotunda"?\."?(\w+)"?', re.IGNORECASE)
_ACCOUNT_ID = re.compile(rb"acct_\w+")

Replace = Callable[[bytes], bytes | None]
"""Another account's id for a known one, None for anything else."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the client's: its type (empty for those that open a connection) and its payload."""

    kind: bytes
    payload: bytes

    @property
    def code(self) -> int:
        """What a message that opens a connection wants."""
        return int(struct.unpack("!i", self.payload[:4])[0])

    def encode(self) -> bytes:
        return self.kind + struct.pack("!i", len(self.payload) + 4) + self.payload


class ProtocolBroken(Exception):
    """The client does not speak PostgreSQL's protocol."""


async def read_opening(reader: StreamReader) -> Message:
    """A message that opens a connection. Raises IncompleteReadError at the end, ProtocolBroken for anything else."""
    return Message(b"", await _payload(reader, least=4))


async def read_message(reader: StreamReader) -> Message:
    """Raises IncompleteReadError at the end."""
    kind = await reader.readexactly(1)
    return Message(kind, await _payload(reader, least=0))


async def _payload(reader: StreamReader, least: int) -> bytes:
    (length,) = struct.unpack("!i", await reader.readexactly(4))
    if not least <= length - 4 <= _LARGEST_MESSAGE:
        raise ProtocolBroken(f"a message of {length} bytes")
    return await reader.readexactly(length - 4)


def fatal(code: str, text: str) -> bytes:
    """An error that ends the connection, as the server would send it."""
    fields = f"SFATAL\0VFATAL\0C{code}\0M{text}\0\0".encode()
    return Message(b"E", fields).encode()


def startup_parameters(opening: Message) -> dict[str, str]:
    """`user`, `database` and whatever else the client told."""
    words = opening.payload[4:].rstrip(b"\0").decode(errors="replace").split("\0")
    return dict(zip(words[::2], words[1::2], strict=False))


def view_read(statement: bytes) -> str | None:
    """The first view of the schema `rotunda` that a statement names."""
    found = _VIEW.search(statement)
    return found[1].decode().lower() if found else None


@dataclass(slots=True)
class Statements:
    """The prepared statements of one connection, and which view each reads."""

    _views: dict[bytes, str | None] = field(default_factory=dict[bytes, str | None])

    def view_of(self, message: Message) -> str | None:
        """The view that this message has read: a query's own, or that of the statement it binds."""
        if message.kind == PARSE:
            name, _, rest = message.payload.partition(b"\0")
            self._views[name] = view_read(rest.partition(b"\0")[0])
            return None
        if message.kind == BIND:
            return self._views.get(message.payload.split(b"\0", 2)[1])
        return view_read(message.payload) if message.kind == QUERY else None


def with_other_accounts(message: Message, replace: Replace) -> Message:
    """The same question about another account: ids among the bound values, or in the text of a simple query."""
    if message.kind == BIND:
        return Message(BIND, _rebound(message.payload, replace))
    if message.kind == QUERY:
        return Message(QUERY, _ACCOUNT_ID.sub(lambda found: replace(found[0]) or found[0], message.payload))
    return message


def _rebound(payload: bytes, replace: Replace) -> bytes:
    """Portal, statement, formats, values, formats of the result: only the values are touched."""
    _, _, rest = payload.split(b"\0", 2)
    head = len(payload) - len(rest)
    (formats,) = struct.unpack_from("!h", payload, head)
    start = head + 2 + 2 * formats
    (count,) = struct.unpack_from("!h", payload, start)
    place, values = start + 2, b""
    for _ in range(count):
        (length,) = struct.unpack_from("!i", payload, place)
        value = payload[place + 4 : place + 4 + length] if length >= 0 else None
        other = replace(value) if value is not None else None
        values += _value(other if other is not None else value)
        place += 4 + max(length, 0)
    return payload[: start + 2] + values + payload[place:]


def _value(value: bytes | None) -> bytes:
    return struct.pack("!i", -1) if value is None else struct.pack("!i", len(value)) + value
