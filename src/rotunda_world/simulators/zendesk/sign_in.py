"""OAuth: client credentials for a token of thirty minutes, and what a token may do.

A token is issued for scopes that do not exist, too; it is then refused everywhere. A scope beyond what the client was
registered for is refused at once. API tokens (HTTP Basic with `.../token`) are switched off.
"""

import base64
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from rotunda_world.simulators.zendesk import errors

TOKEN_PATH = "/oauth/tokens"  # noqa: S105 - a path
DEFAULT_LIFETIME = 1800
_SHORTEST, _LONGEST = 300, 172_800  # both excluded
_REFUSED_SCOPES = frozenset({"write", "impersonate"})
_WRITABLE = frozenset({"webhooks:write"})


@dataclass(frozen=True, slots=True)
class Token:
    scopes: frozenset[str]
    ends_at: float

    def allows(self, resource: str, access: str) -> bool:
        return access in self.scopes or f"{resource}:{access}" in self.scopes


@dataclass(slots=True)
class Tokens:
    """`clock` counts seconds and moves even when the world's time stands still."""

    client_id: str
    client_secret: str
    clock: Callable[[], float] = time.monotonic
    _issued: dict[str, Token] = field(default_factory=dict[str, Token])

    def issue(self, scopes: frozenset[str], lifetime: int) -> str:
        token = secrets.token_hex(32)
        self._issued[token] = Token(scopes, self.clock() + lifetime)
        return token

    def find(self, token: str) -> Token | None:
        """None when it is unknown, expired or revoked."""
        found = self._issued.get(token)
        return found if found and self.clock() < found.ends_at else None

    def revoke_all(self) -> None:
        self._issued.clear()

    def knows(self, client_id: object, client_secret: object) -> bool:
        return (
            isinstance(client_id, str)
            and isinstance(client_secret, str)
            and secrets.compare_digest(client_id.encode(), self.client_id.encode())
            and secrets.compare_digest(client_secret.encode(), self.client_secret.encode())
        )


TOKENS = web.AppKey("tokens", Tokens)


async def create_token(request: web.Request) -> web.Response:
    """POST /oauth/tokens, JSON or a form."""
    asked = await _parameters(request)
    if asked is None:
        return errors.oauth_error("invalid_request", "The request body could not be read.")
    tokens = request.app[TOKENS]
    if not tokens.knows(asked.get("client_id"), asked.get("client_secret")):
        return errors.invalid_client()
    if asked.get("grant_type") != "client_credentials":
        return errors.oauth_error("unsupported_grant_type", "The grant type is not supported for this client.")
    return _granted(tokens, asked)


def _granted(tokens: Tokens, asked: Mapping[str, object]) -> web.Response:
    scope, lifetime = _scope(asked.get("scope")), _lifetime(asked.get("expires_in"))
    if scope is None:
        return errors.oauth_error("invalid_scope", "The requested scope is invalid, unknown, or malformed.")
    if lifetime is None:
        return errors.oauth_error("invalid_request", "expires_in must be between 300 and 172800 seconds.")
    token = tokens.issue(frozenset(scope.split()), lifetime)
    body = {"access_token": token, "token_type": "bearer", "scope": scope, "expires_in": lifetime}
    return web.json_response(body, headers={"Cache-Control": "no-store"})


async def _parameters(request: web.Request) -> Mapping[str, object] | None:
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            return None
        return body if isinstance(body, dict) else None
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _scope(wanted: object) -> str | None:
    """None for none at all, or one beyond what the client is registered for."""
    if not isinstance(wanted, str) or not wanted.split():
        return None
    beyond = [
        scope
        for scope in wanted.split()
        if scope in _REFUSED_SCOPES or (scope.endswith(":write") and scope not in _WRITABLE)
    ]
    return None if beyond else " ".join(wanted.split())


def _lifetime(wanted: object) -> int | None:
    if wanted is None:
        return DEFAULT_LIFETIME
    try:
        seconds = int(str(wanted))
    except ValueError:
        return None
    return seconds if _SHORTEST < seconds < _LONGEST else None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks: `token` is None for an anonymous visitor, whom only `users/me` answers."""

    token: Token | None

    def require(self, resource: str, access: str = "read") -> None:
        """Raises Refused: not signed in, or without the scope."""
        if self.token is None:
            raise errors.unauthenticated()
        if not self.token.allows(resource, access):
            raise errors.missing_scopes(f"{resource}:{access}", access)


def bearer_of(request: web.Request) -> Bearer:
    """Reads the Authorization header. Raises Refused for a bad bearer token and for any API token."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = request.app[TOKENS].find(credentials.strip())
        if token is None:
            raise errors.Refused(errors.invalid_token())
        return Bearer(token)
    if scheme.lower() == "basic" and _is_api_token(credentials):
        raise errors.unauthenticated()
    return Bearer(None)


def _is_api_token(credentials: str) -> bool:
    try:
        user = base64.b64decode(credentials, validate=True).decode()
    except ValueError:  # also binascii's and unicode's
        return False
    return user.partition(":")[0].endswith("/token")
