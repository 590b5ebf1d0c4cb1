"""Which addresses a connection may reach.

Whoever may add a connection could otherwise let the server ask its own neighbours: cloud metadata, databases, admin
pages. A name is resolved once, its addresses are judged, and the call goes to exactly these: a name that answers
differently the second time gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

import msgspec

from rotunda.connector_kit.errors import Misconfigured, Unavailable

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LAST_32_BITS = 0xFFFFFFFF

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Endpoint(msgspec.Struct, frozen=True):
    """One address that may be connected to. `family` is a `socket.AddressFamily`."""

    family: int
    host: str


class AddressPolicy:
    """Public addresses over TLS, and whatever host the operator has listed (by name or address, in lower case)."""

    def __init__(self, listed: Collection[str] = ()) -> None:
        self._listed = frozenset(host.lower() for host in listed)

    def lists(self, host: str) -> bool:
        return _plain(host) in self._listed

    def check_url(self, url: str) -> None:
        """Whether `url` may be the base of an HTTP connection.

        Raises:
            Misconfigured: it is no plain `https://host[:port][/path]`, or its host is not allowed.
        """
        parts = _split(url)
        host = parts.hostname or ""
        if parts.scheme not in {"https", "http"} or not host:
            raise Misconfigured("The address must look like https://api.example.com.")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise Misconfigured("The address must hold no user, password, query or fragment.")
        if parts.scheme == "http" and not self.lists(host):
            raise Misconfigured(f"The address must begin with https://; {host} is not listed as an allowed host.")
        self.check_literal(host)

    def check_literal(self, host: str) -> None:
        """Refuses an address that is written as a number and not allowed. Names are judged when they are resolved."""
        try:
            address = ipaddress.ip_address(_plain(host))
        except ValueError:
            return
        self._judge(host, [address])

    async def resolve(self, host: str, port: int, family: int = socket.AF_UNSPEC) -> list[Endpoint]:
        """The addresses of a name, all of them allowed.

        Raises:
            Misconfigured: one of them is not.
            Unavailable: the name has none.
        """
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        except OSError as error:
            raise Unavailable(f"The name {host} could not be resolved.") from error
        endpoints = [Endpoint(family, str(sockaddr[0])) for family, _, _, _, sockaddr in found]
        self._judge(host, [ipaddress.ip_address(endpoint.host.partition("%")[0]) for endpoint in endpoints])
        return endpoints

    def _judge(self, host: str, addresses: Collection[Address]) -> None:
        if self.lists(host) or all(is_public(address) for address in addresses):
            return
        raise Misconfigured(
            f"{host} is an address inside a private network. If that is meant, list it as an allowed host."
        )


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could reach it. An IPv6 address that stands for an IPv4 one is judged as that
    one; one that tunnels to another is judged by both.
    """
    if isinstance(address, ipaddress.IPv6Address):
        meant = ipaddress.IPv4Address(int(address) & _LAST_32_BITS) if address in _NAT64 else address.ipv4_mapped
        if meant is not None:
            return is_public(meant)
        tunnelled = address.sixtofour or (address.teredo or (None, None))[1]
        if tunnelled is not None and not is_public(tunnelled):
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


def _plain(host: str) -> str:
    return host.lower().strip("[]").rstrip(".")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise Misconfigured("The address must look like https://api.example.com.") from error
    return parts
