"""Loopback ports that close and open again at the same number."""

import asyncio
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
_BACKLOG = 512


@dataclass(slots=True)
class Port:
    """A port that stays ours while it is closed: a second socket, bound and never listening, keeps other programs and
    outgoing connections off it, and makes the system refuse connections.
    """

    number: int
    _keeper: socket.socket
    _server: asyncio.Server | None = field(default=None)

    @classmethod
    def reserve(cls, number: int = 0) -> "Port":
        """Takes a port without listening on it; 0 lets the system choose. Raises OSError when it is taken."""
        keeper = _bound(number)
        return cls(keeper.getsockname()[1], keeper)

    async def open(
        self, protocol_factory: Callable[[], asyncio.BaseProtocol], tls: ssl.SSLContext | None = None
    ) -> None:
        """Listens, each connection served by a protocol of the factory's. Does nothing when open already."""
        if self._server is None:
            loop = asyncio.get_running_loop()
            sock = _bound(self.number)
            self._server = await loop.create_server(protocol_factory, sock=sock, ssl=tls, backlog=_BACKLOG)

    def close(self) -> None:
        """Stops listening. Connections that exist are their server's to drop."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def release(self) -> None:
        """Closes for good and gives the number back to the system."""
        self.close()
        self._keeper.close()


def _bound(number: int) -> socket.socket:
    # The protocol is named, or asyncio would leave Nagle's algorithm on for accepted connections: 40 ms per answer.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if sys.platform == "darwin":  # BSD lets two sockets share a port only with this one.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind((LOOPBACK, number))
    except OSError:
        sock.close()
        raise
    return sock
