"""Tokens, scopes and limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from aiohttp import web

from rotunda_world.running import RunningWorld
from rotunda_world.simulators.hubspot import errors
from rotunda_world.simulators.limits import SlidingWindow

REQUESTS_PER_TEN_SECONDS = 190
SEARCHES_PER_SECOND = 5
REQUESTS_PER_DAY = 625_000
LONGEST_PATH = 8000

ALL_SCOPES = frozenset(
    {
        "crm.lists.read",
        "crm.objects.companies.read",
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.deals.read",
        "crm.objects.line_items.read",
        "crm.objects.owners.read",
        "crm.objects.quotes.read",
        "crm.schemas.companies.read",
        "crm.schemas.contacts.read",
        "crm.schemas.deals.read",
        "oauth",
        "sales-email-read",
        "tickets",
    }
)


@dataclass(frozen=True, slots=True)
class Token:
    """`expires_at` is None for keys that do not expire. `of_app`: it was issued to an OAuth app."""

    scopes: frozenset[str]
    expires_at: datetime | None = None
    of_app: bool = False


@dataclass(slots=True)
class Gate:
    """`keys` are the portal's service keys; `issued` the access tokens of OAuth apps that are alive or expired."""

    running: RunningWorld
    keys: Mapping[str, Token]
    issued: dict[str, Token] = field(default_factory=dict[str, Token])
    calls: SlidingWindow = field(default_factory=lambda: SlidingWindow(REQUESTS_PER_TEN_SECONDS, 10.0))
    searches: SlidingWindow = field(default_factory=lambda: SlidingWindow(SEARCHES_PER_SECOND, 1.0))
    used_today: int = 0
    _today: date = date.min

    def enter(self, request: web.Request) -> Token:
        """Raises HubSpotError 401."""
        scheme, _, written = request.headers.get("Authorization", "").partition(" ")
        token = self.token(written.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise errors.not_signed_in()
        if token.expires_at is not None and token.expires_at <= self.running.clock():
            raise errors.expired(token.expires_at, self.running.clock())
        return token

    def token(self, written: str) -> Token | None:
        return self.keys.get(written) or self.issued.get(written)

    def allow(self, token: Token, scopes: tuple[str, ...]) -> None:
        """Any one of them is enough. Raises HubSpotError 403."""
        if scopes and not token.scopes.intersection(scopes):
            raise errors.missing_scopes(scopes)

    def count(self, token: Token, *, is_search: bool) -> dict[str, str]:
        """Counts one request and answers the headers that tell what is left. Searches have a limit of their own, are
        exempt from the other and tell nothing. Raises Limited 429.
        """
        enforced = self.running.of("hubspot").limits_enforced
        if is_search:
            if not self.searches.admit().admitted and enforced:
                raise errors.Limited("SECONDLY")
            return {}
        verdict = self.calls.admit("app" if token.of_app else "key")
        if not verdict.admitted and enforced:
            raise errors.Limited("TEN_SECONDLY_ROLLING")
        headers = {
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
            "X-HubSpot-RateLimit-Max": str(verdict.limit),
            "X-HubSpot-RateLimit-Remaining": str(verdict.remaining),
        }
        return headers if token.of_app else {**headers, **self._daily()}

    def _daily(self) -> dict[str, str]:
        today = self.running.clock().date()
        if today != self._today:
            self._today, self.used_today = today, 0
        self.used_today += 1
        return {
            "X-HubSpot-RateLimit-Daily": str(REQUESTS_PER_DAY),
            "X-HubSpot-RateLimit-Daily-Remaining": str(max(0, REQUESTS_PER_DAY - self.used_today)),
        }
