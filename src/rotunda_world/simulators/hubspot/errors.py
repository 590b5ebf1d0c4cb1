"""HubSpot's refusals, in the shapes the API sends them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from aiohttp import web

Json = dict[str, Any]

_SCOPES = "https://developers.hubspot.com/scopes"


class HubSpotError(Exception):
    """One refusal. `details` are the entries of `errors`, `context` names values, as in `{"ids": ["1"]}`."""

    def __init__(
        self,
        status: int,
        message: str,
        category: str | None = None,
        *,
        details: Sequence[Json] = (),
        context: Mapping[str, Sequence[str]] | None = None,
        links: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self._message = message
        self._category = category
        self._details = details
        self._context = context
        self._links = links

    def body(self, correlation_id: str) -> Json:
        parts: Json = {
            "status": "error",
            "message": self._message,
            "correlationId": correlation_id,
            "context": dict(self._context) if self._context else None,
            "errors": list(self._details) or None,
            "links": dict(self._links) if self._links else None,
            "category": self._category,
        }
        return {name: value for name, value in parts.items() if value is not None}

    def response(self) -> web.Response:
        number = correlation_id()
        return answer(self.body(number), self.status, number)


class Limited(HubSpotError):
    """429, which has a body of its own. `policy`: TEN_SECONDLY_ROLLING, SECONDLY or DAILY."""

    def __init__(self, policy: str) -> None:
        super().__init__(429, f"You have reached your {policy.lower()} limit.")
        self._policy = policy

    def body(self, correlation_id: str) -> Json:
        return {
            "status": "error",
            "message": str(self),
            "errorType": "RATE_LIMIT",
            "correlationId": correlation_id,
            "policyName": self._policy,
        }


class SignInRefused(HubSpotError):
    """What the token endpoint answers: the reason stands in `status`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(400, message)
        self._reason = reason

    def body(self, correlation_id: str) -> Json:
        return {"status": self._reason, "message": str(self), "correlationId": correlation_id}


def answer(body: object, status: int = 200, number: str | None = None) -> web.Response:
    """`number` is the correlation id."""
    return web.Response(
        status=status,
        body=msgspec.json.encode(body),
        content_type="application/json",
        charset="utf-8",
        headers={"X-HubSpot-Correlation-Id": number or correlation_id()},
    )


def correlation_id() -> str:
    return str(uuid.uuid4())


def not_signed_in() -> HubSpotError:
    return HubSpotError(
        401,
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more "
        "details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
        "INVALID_AUTHENTICATION",
    )


def expired(at: datetime, now: datetime) -> HubSpotError:
    ago = max(0, int((now - at).total_seconds()))
    return HubSpotError(
        401,
        f"The OAuth token used to make this call expired {ago} second(s) ago.",
        "EXPIRED_AUTHENTICATION",
        context={"expire time": [at.isoformat(timespec="milliseconds").replace("+00:00", "Z")]},
    )


def missing_scopes(scopes: Sequence[str]) -> HubSpotError:
    detail = {
        "message": "One or more of the following scopes are required.",
        "context": {"requiredGranularScopes": list(scopes)},
    }
    return HubSpotError(
        403,
        "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: "
        f"{_SCOPES}.",
        "MISSING_SCOPES",
        details=[detail],
        links={"scopes": _SCOPES},
    )


def not_found(message: str = "resource not found") -> HubSpotError:
    return HubSpotError(404, message, "OBJECT_NOT_FOUND")


def invalid(message: str, *details: str) -> HubSpotError:
    return HubSpotError(400, message, "VALIDATION_ERROR", details=[{"message": detail} for detail in details])


def not_set(singular: str, names: Sequence[str]) -> HubSpotError:
    message = f"Error creating {singular.upper()}. Some required properties were not set."
    return HubSpotError(400, message, "VALIDATION_ERROR", context={"properties": list(names)})


def unknown_kind(text: str) -> HubSpotError:
    return invalid(f"Unable to infer object type from: {text}")


def broken() -> HubSpotError:
    return HubSpotError(500, "internal error")


def too_long() -> web.Response:
    """The edge in front of the API answers for itself, in HTML."""
    text = "<html><head><title>414 Request-URI Too Large</title></head><body>414 Request-URI Too Large</body></html>"
    return web.Response(status=414, text=text, content_type="text/html")
