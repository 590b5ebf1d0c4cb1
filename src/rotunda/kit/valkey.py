"""A Valkey or Redis that several processes share. Whatever it holds may be gone at any moment, and so may it itself:
then every question is answered at once with nothing, and it is asked again after a pause.
"""

import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError

from rotunda.kit.secret import Secret

Value = TypeVar("Value")

_ANSWER_SECONDS = 0.5
_CONNECT_SECONDS = 0.5
_CONNECTIONS = 16
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.25, 5.0
_NONCE_BYTES = 12
_SYNC_EVERY_SECONDS = 300.0

_log = structlog.get_logger(__name__)


class Valkey:
    """`key` (32 bytes) seals what is kept, so that the server never holds it in the clear, and names the corner of this
    installation: several may share one server.
    """

    def __init__(self, url: Secret, key: bytes) -> None:
        scheme, _, rest = url.reveal().partition("://")
        self._address = _address_of(url.reveal())
        self._redis = Redis(
            connection_pool=BlockingConnectionPool.from_url(
                f"{'rediss' if scheme in {'rediss', 'valkeys'} else 'redis'}://{rest}",
                max_connections=_CONNECTIONS,
                timeout=_ANSWER_SECONDS,
                socket_timeout=_ANSWER_SECONDS,
                socket_connect_timeout=_CONNECT_SECONDS,
                retry=Retry(NoBackoff(), 0),
            )
        )
        self._cipher = AESGCM(key)
        self._corner = key[:8].hex()
        self._scripts: dict[str, str] = {}
        self._away_until = 0.0
        self._pause = 0.0
        self._server_minus_ours: float | None = None
        self._synced_at = 0.0
        self.gap_ended_at = float("-inf")
        """When it was last heard again after it had been away, or this process began to; of `time.monotonic`."""

    @property
    def away(self) -> bool:
        """Whether it did not answer the last time."""
        return self._pause > 0

    def name(self, kind: str, rest: str) -> str:
        """Of a key. All of them lie in one slot, so that several can be asked for at once in a cluster, too."""
        return f"{{rotunda:{self._corner}}}:{kind}:{rest}"

    async def close(self) -> None:
        await self._redis.aclose(close_connection_pool=True)

    async def now(self) -> float | None:
        """Seconds of the server's clock, which is the same for everybody who asks it."""
        ours = time.monotonic()
        if self._server_minus_ours is None or ours - self._synced_at > _SYNC_EVERY_SECONDS:
            told = await self._ask(self._redis.time)
            if told is None:
                return None
            self._synced_at = time.monotonic()
            self._server_minus_ours = told[0] + told[1] / 1e6 - (ours + self._synced_at) / 2
        return self._server_minus_ours + time.monotonic()

    async def find(self, names: Sequence[str]) -> list[bytes | None]:
        """One question for all of them."""
        sealed: list[Any] | None = await self._ask(lambda: self._redis.mget(names))
        if sealed is None:
            return [None] * len(names)
        return [self._opened(name, each) for name, each in zip(names, sealed, strict=True)]

    async def keep(self, name: str, value: bytes, seconds: float) -> None:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, value, name.encode())
        await self._ask(lambda: self._redis.set(name, sealed, px=max(1, round(seconds * 1000))))

    async def run(self, script: str, names: Sequence[str], arguments: Sequence[str | int]) -> Any:
        """A script's answer: it runs as one step. None where there is none."""

        async def evaluate() -> Any:
            known = self._scripts.get(script)
            if known is not None:
                try:
                    return await self._redis.evalsha(known, len(names), *names, *arguments)
                except NoScriptError:
                    pass
            self._scripts[script] = await self._redis.script_load(script)
            return await self._redis.evalsha(self._scripts[script], len(names), *names, *arguments)

        return await self._ask(evaluate)

    async def _ask(self, work: Callable[[], Awaitable[Value]]) -> Value | None:
        if self.away and time.monotonic() < self._away_until:
            return None
        try:
            answer = await work()
        except (RedisError, OSError, TimeoutError) as error:
            self._lost(error)
            return None
        if self.away:
            _log.info("the cache server answers again", address=self._address)
            self._pause, self.gap_ended_at = 0.0, time.monotonic()
        return answer

    def _lost(self, error: Exception) -> None:
        if not self.away:
            _log.warning(
                "the cache server does not answer", address=self._address, reason=str(error) or type(error).__name__
            )
        self._pause = min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, 2 * self._pause))
        self._away_until = time.monotonic() + self._pause
        self._server_minus_ours = None

    def _opened(self, name: str, sealed: bytes | None) -> bytes | None:
        """None also for what somebody else has put there."""
        if sealed is None:
            return None
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (InvalidTag, ValueError):
            return None


def _address_of(url: str) -> str:
    """Without user and password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}:{parts.port or 6379}"
