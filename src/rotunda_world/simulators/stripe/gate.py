"""What every request passes before it reaches an endpoint: key, account, version, limits; and the headers that every
answer carries.
"""

import base64
import binascii
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from aiohttp import web

from rotunda_world.running import RunningWorld
from rotunda_world.simulators.limits import SlidingWindow
from rotunda_world.simulators.stripe import errors
from rotunda_world.simulators.stripe.errors import StripeError

VERSION = "2026-06-24.dahlia"
"""The account's default, and the version in whose shapes the simulator answers."""

VERSIONS = (VERSION, "2026-08-26.dahlia")
"""The versions it can serve: the later one of the same train only adds what is optional."""

REQUESTS_PER_SECOND = 25
SEARCHES_PER_SECOND = 20

_ALPHABET = string.ascii_letters + string.digits


@dataclass(slots=True)
class Gate:
    """`keys` maps each API key to the permissions it was given (`customer_read`), `{"*"}` for a secret key."""

    running: RunningWorld
    keys: Mapping[str, frozenset[str]]
    total: SlidingWindow = field(default_factory=lambda: SlidingWindow(REQUESTS_PER_SECOND, 1.0))
    per_endpoint: SlidingWindow = field(default_factory=lambda: SlidingWindow(REQUESTS_PER_SECOND, 1.0))
    searches: SlidingWindow = field(default_factory=lambda: SlidingWindow(SEARCHES_PER_SECOND, 1.0))

    def enter(self, request: web.Request) -> str:
        """Answers the key, or raises StripeError."""
        key = _key_of(request)
        if key is None:
            raise errors.no_key()
        if key not in self.keys:
            raise errors.wrong_key(key)
        account = request.headers.get("Stripe-Account")
        if account and account != self.running.world.stripe_account:
            raise errors.foreign_account(key, account)
        version = request.headers.get("Stripe-Version", VERSION)
        if version not in VERSIONS:
            raise errors.unknown_version(version)
        self._count(request)
        return key

    def allow(self, key: str, permission: str) -> None:
        """Raises StripeError 403 when the key may not; what may be written may be read."""
        granted = self.keys[key]
        writing = permission.removesuffix("_read") + "_write"
        if not granted & {"*", permission, writing}:
            raise errors.missing_permission(key, self.running.world.stripe_account, f"rak_{permission}")

    def _count(self, request: web.Request) -> None:
        if not self.running.of("stripe").limits_enforced:
            return
        resource = request.match_info.route.resource
        endpoint = f"{request.method} {resource.canonical if resource else request.path}"
        if not self.total.admit().admitted:
            raise errors.too_many_requests("global-rate")
        window = self.searches if endpoint.endswith("/search") else self.per_endpoint
        if not window.admit(endpoint if window is self.per_endpoint else "").admitted:
            raise errors.too_many_requests("endpoint-rate")


def _key_of(request: web.Request) -> str | None:
    """From Bearer auth, or from Basic auth as the user name."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    credentials = credentials.strip()
    if scheme.lower() == "bearer":
        return credentials or None
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(credentials, validate=True).decode().partition(":")[0] or None
    except (binascii.Error, UnicodeDecodeError):
        return None


def version_of(request: web.Request) -> str:
    """The version that the answer is written in: the one asked for, where the simulator can serve it."""
    asked = request.headers.get("Stripe-Version", VERSION)
    return asked if asked in VERSIONS else VERSION


def request_id() -> str:
    return "req_" + "".join(secrets.choice(_ALPHABET) for _ in range(14))


def answer(
    body: object, request_number: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    return web.Response(
        status=status,
        body=msgspec.json.encode(body),
        content_type="application/json",
        headers={
            "Request-Id": request_number,
            "Stripe-Version": VERSION,
            "Cache-Control": "no-cache, no-store",
            **(headers or {}),
        },
    )


def refusal(error: StripeError, running: RunningWorld, request_number: str | None = None) -> web.Response:
    number = request_number or request_id()
    body = error.body(number, int(running.clock().timestamp()))
    return answer(body, number, status=error.status, headers={**_advice(error), **error.headers})


def _advice(error: StripeError) -> dict[str, str]:
    """Stripe tells its clients not to repeat what cannot succeed. On 429 it says nothing."""
    return {"Stripe-Should-Retry": "false"} if 400 <= error.status < 429 else {}
