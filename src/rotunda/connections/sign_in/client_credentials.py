"""OAuth 2 client credentials: a token, asked for when there is none and shortly before it expires."""

import asyncio
from typing import Any

import msgspec

from rotunda.connections.statuses import error_of
from rotunda.connections.transport.http import HttpAnswer, HttpTransport
from rotunda.connector_kit.errors import (
    AuthExpired,
    BadPayload,
    Gone,
    Misconfigured,
    SourceError,
    Unavailable,
)
from rotunda.connector_kit.manifest import ClientCredentials, Manifest
from rotunda.kit.clock import Clock
from rotunda.kit.secret import Secret

_EARLY_SECONDS = 60.0
_EARLY_SHARE = 0.1
_AGAIN_SECONDS = 5.0
_UNAUTHORIZED = 401


class _Token(msgspec.Struct, eq=False):
    """Moments are monotonic seconds. After `renew_at` a new one is asked for; until `expires_at` this one serves."""

    authorization: Secret
    renew_at: float
    expires_at: float


class _Grant(msgspec.Struct):
    """The token endpoint's answer, RFC 6749 section 5.1. A lifetime of null means that it does not say."""

    access_token: str
    expires_in: float | None = None


class _Refusal(msgspec.Struct):
    """RFC 6749 section 5.2; other shapes carry no code that we know."""

    error: Any = None


class ClientCredentialsSignIn:
    """`credentials` are the client's id and secret."""

    def __init__(
        self,
        manifest: Manifest,
        auth: ClientCredentials,
        credentials: tuple[str, Secret],
        transport: HttpTransport,
        clock: Clock,
    ) -> None:
        self._manifest = manifest
        self._auth = auth
        self._client, self._secret = credentials
        self._transport = transport
        self._clock = clock
        self._token: _Token | None = None
        self._asking: asyncio.Task[None] | None = None

    def authorization(self) -> str | None:
        token = self._token
        if token is None or self._clock.monotonic() >= token.renew_at:
            return None
        return token.authorization.reveal()

    async def sign_in(self, seconds: float) -> None:
        if self._asking is None:
            self._asking = asyncio.create_task(self._renew())
            self._asking.add_done_callback(self._asked)
        asking = self._asking
        await asyncio.wait((asking,), timeout=seconds)
        if not asking.done():
            raise Unavailable(f"{self._manifest.title} did not answer our sign-in within {seconds:.1f} seconds.")
        await asking

    def forget(self, authorization: str, /) -> bool:
        if self._token is not None and self._token.authorization == Secret(authorization):
            self._token = None
        return True

    def _asked(self, asking: asyncio.Task[None]) -> None:
        self._asking = None
        if not asking.cancelled():
            asking.exception()  # told to whoever still waits

    async def _renew(self) -> None:
        """The old token serves on where a new one cannot be had yet."""
        try:
            self._token = await self._ask()
        except SourceError:
            now = self._clock.monotonic()
            if self._token is None or now >= self._token.expires_at:
                self._token = None
                raise
            self._token.renew_at = min(now + _AGAIN_SECONDS, self._token.expires_at)

    async def _ask(self) -> _Token:
        body = {
            "grant_type": "client_credentials",
            "client_id": self._client,
            "client_secret": self._secret.reveal(),
            "scope": self._auth.scope,
        }
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        asked_at = self._clock.monotonic()
        ceiling = self._manifest.timeout_ceiling
        answer = await self._transport.send(self._auth.token_path, "POST", headers, msgspec.json.encode(body), ceiling)
        if not answer.ok:
            raise self._refusal(answer)
        return self._read(answer, asked_at)

    def _read(self, answer: HttpAnswer, asked_at: float) -> _Token:
        try:
            grant = msgspec.json.decode(answer.body, type=_Grant)
        except (ValueError, RecursionError) as error:
            raise BadPayload("token", "is not the documented answer of a token endpoint") from error
        if not grant.access_token.isascii() or not grant.access_token.isprintable():
            raise BadPayload("token.access_token", "cannot be sent in a header")
        lifetime = grant.expires_in or float(self._auth.default_lifetime)
        early = min(_EARLY_SECONDS, lifetime * _EARLY_SHARE)
        expires_at = asked_at + lifetime
        return _Token(Secret(f"Bearer {grant.access_token}"), expires_at - early, expires_at)

    def _refusal(self, answer: HttpAnswer) -> SourceError:
        """RFC 6749 refuses a client with 400 or 401 and says in a code of its own what is wrong."""
        error = error_of(answer, self._manifest, self._clock.now())
        if not isinstance(error, AuthExpired | Misconfigured):
            return _without_token_path(error, self._manifest.title)
        code = _code(answer.body)
        if code == "invalid_scope":
            return Misconfigured(f"{self._manifest.title} does not grant the scope {self._auth.scope} to this client.")
        if answer.status == _UNAUTHORIZED or code is not None:
            return AuthExpired(f"{self._manifest.title} refuses the client or its secret. Enter them again.")
        return error


def _without_token_path(error: SourceError, title: str) -> SourceError:
    if isinstance(error, Gone):
        return Misconfigured(f"{title} has no sign-in at this address. Check the address.", "base_url")
    return error


def _code(body: bytes) -> str | None:
    try:
        error = msgspec.json.decode(body, type=_Refusal).error
    except (ValueError, RecursionError):
        return None
    return error if isinstance(error, str) else None
