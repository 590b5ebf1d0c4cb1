"""Zendesk's error bodies: four shapes that do not fit each other, as in the real API."""

import math
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

RETRY_AFTER_MINIMUM = 1


class Refused(Exception):
    """Ends a request with an error answer."""

    def __init__(self, response: web.Response) -> None:
        super().__init__(response.status)
        self.response = response


def not_found() -> Refused:
    """No such record."""
    return Refused(_json({"error": "RecordNotFound", "description": "Not found"}, HTTPStatus.NOT_FOUND))


def no_such_endpoint() -> web.Response:
    return _json({"error": "InvalidEndpoint", "description": "Not found"}, HTTPStatus.NOT_FOUND)


def unauthenticated() -> Refused:
    """No credentials, or API tokens, which are switched off here."""
    return Refused(_json({"error": "Couldn't authenticate you"}, HTTPStatus.UNAUTHORIZED))


def invalid_token() -> web.Response:
    """A bearer token that is unknown, expired or revoked."""
    description = "The access token provided is expired, revoked, malformed or invalid for other reasons."
    response = _json({"error": "invalid_token", "error_description": description}, HTTPStatus.UNAUTHORIZED)
    response.headers["WWW-Authenticate"] = (
        f'Bearer realm="Zendesk", error="invalid_token", error_description="{description}"'
    )
    return response


def missing_scopes(*accepted: str) -> Refused:
    """A token without the rights for this; any one of `accepted` would do."""
    description = f"You are missing the following required scopes: {', '.join(accepted)}"
    return Refused(_json({"error": "Forbidden", "description": description}, HTTPStatus.FORBIDDEN))


def oauth_error(error: str, description: str, status: int = HTTPStatus.BAD_REQUEST) -> web.Response:
    """Of the token endpoint."""
    return _json({"error": error, "error_description": description}, status)


def invalid_client() -> web.Response:
    """Unknown client or wrong secret."""
    description = (
        "Client authentication failed due to unknown client, no client authentication included, or unsupported "
        "authentication method."
    )
    return oauth_error("invalid_client", description, HTTPStatus.UNAUTHORIZED)


def invalid_attribute(name: str, demand: str, endpoint: str) -> Refused:
    """A parameter of the wrong type. `endpoint` as Zendesk names them: `api/v2/tickets/show`."""
    message = (
        f"You passed an invalid value for the {name} attribute. Invalid parameter: {name} {demand} from {endpoint}"
    )
    return Refused(_json({"error": {"title": "Invalid attribute", "message": message}}, HTTPStatus.BAD_REQUEST))


def invalid_paging(title: str) -> Refused:
    """A cursor, page size or sort key that cursor pagination does not know."""
    return Refused(_errors("InvalidPaginationParameter", title))


def paged_too_deep() -> Refused:
    """Offset pagination past 10,000 records."""
    title = (
        "Pagination requests using Offset Pagination are limited to page 100 or up to 10000 records (page * per_page)"
    )
    return Refused(_errors("InvalidPaginationDepth", title, "Use cursor pagination to read further."))


def invalid_search(description: str) -> Refused:
    return Refused(
        _json({"error": "invalid", "description": f"Invalid search: {description}"}, HTTPStatus.UNPROCESSABLE_ENTITY)
    )


def invalid_value(description: str) -> Refused:
    return Refused(_json({"error": "InvalidValue", "description": description}, HTTPStatus.UNPROCESSABLE_ENTITY))


def invalid_record(details: Mapping[str, str]) -> Refused:
    """Validation of something written; `details` is one sentence per field."""
    return Refused(
        _json(
            {
                "error": "RecordInvalid",
                "description": "Record validation errors",
                "details": {
                    name: [{"description": description, "error": "InvalidValue"}]
                    for name, description in details.items()
                },
            },
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    )


def rate_limited(retry_after: float, what: str = "API requests") -> web.Response:
    """`retry_after` in seconds; `what` is the kind of request of which there were too many."""
    description = f"Number of allowed {what} per minute exceeded"
    response = _json({"error": "APIRateLimitExceeded", "description": description}, HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(max(RETRY_AFTER_MINIMUM, math.ceil(retry_after)))
    return response


def server_error() -> web.Response:
    body: dict[str, object] = {"error": "InternalServerError", "description": "Internal Server Error"}
    return _json(body, HTTPStatus.INTERNAL_SERVER_ERROR)


def _errors(code: str, title: str, detail: str | None = None) -> web.Response:
    problem = {"code": code, "title": title, **({"detail": detail} if detail else {})}
    return _json({"errors": [problem]}, HTTPStatus.BAD_REQUEST)


def _json(body: Mapping[str, object], status: int) -> web.Response:
    return web.json_response(body, status=status)
