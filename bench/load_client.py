"""A client that costs little: HTTP/1.1 over a bare `asyncio.BufferedProtocol`, one request at a time per connection.

It reads no more of an answer than its status, its length and where it ends.
"""

import asyncio
import time
from collections.abc import Iterator

_BUFFER = 1024 * 1024
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


class WrongAnswer(Exception):
    """What came back is no success with a length."""


class Requester(asyncio.BufferedProtocol):
    """Sends the next of `requests` whenever an answer is complete, until `stop`."""

    def __init__(self, requests: Iterator[bytes], finished: "asyncio.Future[None]") -> None:
        self._requests = requests
        self._finished = finished
        self._buffer = bytearray(_BUFFER)
        self._view = memoryview(self._buffer)
        self._filled = 0
        self._missing = 0
        self._began = 0.0
        self._stopped = False
        self._transport: asyncio.Transport | None = None
        self.seconds: list[float] = []
        self.received = 0

    def stop(self) -> None:
        """After the answer that is under way."""
        self._stopped = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # pyright: ignore[reportAttributeAccessIssue] - TCP's is a Transport
        self._send()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's hook
        return self._view[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        if self._missing:
            self._missing -= nbytes
        else:
            self._filled += nbytes
            self._read_head()
        if not self._missing and not self._filled:
            self._answered()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._finished.done():
            self._finished.set_exception(WrongAnswer(f"the connection was closed: {exc}"))

    def _read_head(self) -> None:
        end = self._buffer.find(_END_OF_HEAD, 0, self._filled)
        if end < 0:
            return
        head = bytes(self._view[:end])
        if not head.startswith(b"HTTP/1.1 200"):
            self._fail(head.partition(b"\r\n")[0])
            return
        at = head.lower().find(_LENGTH)
        if at < 0:
            self._fail(b"no length")
            return
        length = int(head[at + len(_LENGTH) :].partition(b"\r\n")[0])
        self.received += length
        self._missing = end + len(_END_OF_HEAD) + length - self._filled
        self._filled = 0

    def _answered(self) -> None:
        self.seconds.append(time.perf_counter() - self._began)
        if not self._stopped:
            self._send()
        elif not self._finished.done():
            self._finished.set_result(None)

    def _send(self) -> None:
        if self._transport:
            self._began = time.perf_counter()
            self._transport.write(next(self._requests))

    def _fail(self, line: bytes) -> None:
        self._stopped = True
        if not self._finished.done():
            self._finished.set_exception(WrongAnswer(line.decode(errors="replace")))
        if self._transport:
            self._transport.abort()
