"""HTTP over aiohttp."""

import socket
from collections.abc import Mapping
from ssl import SSLContext
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.http import BODY_LIMIT, HttpAnswer
from rotunda.connector_kit.errors import BadPayload, Misconfigured, SourceError, Unavailable

_CONNECT_SECONDS = 3.0
_IDLE_SECONDS = 30.0


class AiohttpTransport:
    """`limit` connections at most, to a `base_url` that the policy allows. `tls` replaces the machine's trusted
    authorities.
    """

    def __init__(
        self,
        base_url: str,
        policy: AddressPolicy,
        *,
        limit: int,
        body_limit: int = BODY_LIMIT,
        tls: SSLContext | None = None,
    ) -> None:
        self._base = URL(base_url)
        self._base_path = self._base.raw_path.rstrip("/")
        connector = aiohttp.TCPConnector(
            resolver=_GuardedResolver(policy),
            limit=0,
            limit_per_host=limit,
            keepalive_timeout=_IDLE_SECONDS,
            ssl=tls or True,
        )
        self._body_limit = body_limit
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "Rotunda"},
            skip_auto_headers=("Content-Type",),
        )
        self._session._retry_connection = False  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - knows no budget

    async def send(
        self, target: str, method: str, headers: Mapping[str, str], body: bytes | None, seconds: float
    ) -> HttpAnswer:
        if self._session.closed:
            raise Unavailable("The connection was changed or removed meanwhile.")
        limits = aiohttp.ClientTimeout(total=seconds, sock_connect=min(seconds, _CONNECT_SECONDS))
        try:
            response = await self._session.request(
                method, self._url(target), headers=headers, data=body, timeout=limits, allow_redirects=False
            )
            try:
                return HttpAnswer(response.status, response.headers, await self._whole(response))
            finally:
                response.release()  # closes the connection where the answer was not read to its end
        except (aiohttp.ClientError, OSError) as error:  # what runs into the time limit is an OSError too
            raise meaning_of(error, seconds) from error

    def _url(self, target: str) -> URL:
        """Built from its parts, because taking a whole text apart again costs as much as sending it."""
        path, _, query = target.partition("?")
        base = self._base
        return URL.build(
            scheme=base.scheme,
            authority=base.raw_authority,
            path=self._base_path + path,
            query_string=query,
            encoded=True,
        )

    async def _whole(self, response: aiohttp.ClientResponse) -> bytes:
        """The body, or `BadPayload` as soon as more than the limit has arrived (decompressed)."""
        if (response.content_length or 0) > self._body_limit:
            raise self._too_large(response)
        pieces: list[bytes] = []
        size = 0
        while piece := await response.content.readany():
            size += len(piece)
            if size > self._body_limit:
                raise self._too_large(response)
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _too_large(self, response: aiohttp.ClientResponse) -> BadPayload:
        response.close()
        return BadPayload("body", f"is larger than {self._body_limit // 1024} KiB")

    async def close(self) -> None:
        await self._session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def meaning_of(error: aiohttp.ClientError | OSError, seconds: float) -> SourceError:
    """What went wrong with the call, in words that quote nothing of the answer."""
    match error:
        case aiohttp.InvalidURL():
            return Misconfigured("The address is not a valid URL.")
        case aiohttp.ClientSSLError():
            return Unavailable("The source's certificate is not valid, so its answer cannot be trusted.")
        case aiohttp.ConnectionTimeoutError():
            return Unavailable("The source could not be reached in time.")
        case TimeoutError():
            return Unavailable(f"The source did not give a whole answer within {seconds:.1f} seconds.")
        case aiohttp.ClientConnectorError():
            return Unavailable("The source cannot be reached: it refuses connections or its network is down.")
        case aiohttp.ClientResponseError():
            return BadPayload("answer", "is not valid HTTP")
        case _:
            return Unavailable("The source cut off its answer.")


class _GuardedResolver(AbstractResolver):
    """Hands out only addresses that the policy allows; aiohttp connects to these and nothing else."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        endpoints = await self._policy.resolve(host, port, family)
        return [
            ResolveResult(
                hostname=host,
                host=endpoint.host,
                port=port,
                family=endpoint.family,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for endpoint in endpoints
        ]

    async def close(self) -> None:
        """Nothing is held."""
