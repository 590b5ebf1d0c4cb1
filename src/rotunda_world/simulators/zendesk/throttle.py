"""Zendesk's published limits, per minute: 700 requests for the account (Enterprise), 10 incremental exports, 100
search exports and lists of all tickets.
"""

from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.typedefs import Handler

from rotunda_world.running import RunningWorld
from rotunda_world.simulators.limits import SlidingWindow, Verdict
from rotunda_world.simulators.zendesk import errors
from rotunda_world.simulators.zendesk.sign_in import TOKEN_PATH

ACCOUNT_LIMIT = 700
INCREMENTAL_LIMIT = 10
TICKETS_INDEX_LIMIT = 100
SEARCH_EXPORT_LIMIT = 100
_MINUTE = 60.0


@dataclass(slots=True)
class Throttle:
    """Requests of the whole account share one window; exports have a smaller one besides."""

    running: RunningWorld
    vendor: str
    account: SlidingWindow = field(default_factory=lambda: SlidingWindow(ACCOUNT_LIMIT, _MINUTE))
    incremental: SlidingWindow = field(default_factory=lambda: SlidingWindow(INCREMENTAL_LIMIT, _MINUTE))
    tickets_index: SlidingWindow = field(default_factory=lambda: SlidingWindow(TICKETS_INDEX_LIMIT, _MINUTE))
    search_export: SlidingWindow = field(default_factory=lambda: SlidingWindow(SEARCH_EXPORT_LIMIT, _MINUTE))

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == TOKEN_PATH:
            return await handler(request)
        path = request.path.removesuffix(".json")
        account, endpoint = self.account.admit(), self._endpoint(path)
        if self.running.of(self.vendor).limits_enforced:
            refusal = self._refusal(account, endpoint)
            if refusal is not None:
                _tell(refusal, account, endpoint, path)
                return refusal
        response = await handler(request)
        _tell(response, account, endpoint, path)
        return response

    def _endpoint(self, path: str) -> Verdict | None:
        if path.startswith("/api/v2/incremental/"):
            return self.incremental.admit()
        if path == "/api/v2/search/export":
            return self.search_export.admit()
        return self.tickets_index.admit() if path == "/api/v2/tickets" else None

    def _refusal(self, account: Verdict, endpoint: Verdict | None) -> web.Response | None:
        if not account.admitted:
            return errors.rate_limited(account.retry_after_seconds)
        if endpoint is not None and not endpoint.admitted:
            what = "incremental export API requests" if endpoint.limit == INCREMENTAL_LIMIT else "API requests"
            return errors.rate_limited(endpoint.retry_after_seconds, what)
        return None


def _tell(response: web.StreamResponse, account: Verdict, endpoint: Verdict | None, path: str) -> None:
    """Every answer says what is left; lists of tickets say it once more in the standard's names."""
    response.headers["X-Rate-Limit"] = str(account.limit)
    response.headers["X-Rate-Limit-Remaining"] = str(account.remaining)
    if path.endswith(("/tickets", "/requested", "/cursor")):
        response.headers["ratelimit-limit"] = str(account.limit)
        response.headers["ratelimit-remaining"] = str(account.remaining)
        response.headers["ratelimit-reset"] = str(round(account.resets_in_seconds))
    if endpoint is not None:
        names = {"/api/v2/tickets": "tickets-index", "/api/v2/search/export": "search-export"}
        name = names.get(path, "incremental-exports")
        state = f"total={endpoint.limit}; remaining={endpoint.remaining}; resets={round(endpoint.resets_in_seconds)}"
        response.headers[f"zendesk-ratelimit-{name}"] = state
