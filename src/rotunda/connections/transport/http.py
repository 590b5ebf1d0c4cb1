"""Bytes over HTTP: a request out, a whole answer back, within a time and a size."""

from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Protocol, Self

import msgspec

BODY_LIMIT = 10 * 1024 * 1024
"""The largest answer that is read, in bytes after decompression."""


class HttpAnswer(msgspec.Struct, frozen=True):
    """`headers` are looked up in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class HttpTransport(Protocol):
    """One pool of kept-alive connections to one base address. Redirects are answers like others; no cookie is kept."""

    async def send(
        self, target: str, method: str, headers: Mapping[str, str], body: bytes | None, seconds: float
    ) -> HttpAnswer:
        """`target` is what follows the base address: path and query, percent-encoded already. `seconds` is the time for
        everything.

        Raises:
            Unavailable: no whole answer: refused, cut off, too slow, an invalid certificate, an unknown name.
            BadPayload: the answer is no HTTP, or larger than the limit.
            Misconfigured: the address is not allowed.
        """
        ...

    async def close(self) -> None: ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
