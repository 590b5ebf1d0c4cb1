"""Every error leaves as an RFC 9457 problem: `{type, title, status, detail, field?, errors?}`.

Expected refusals are `ProblemError`s raised at the edge. Anything else is a defect of ours: logged once with its trace,
answered as 500 without a word of it.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotAuthorizedException,
    NotFoundException,
    ValidationException,
)
from litestar.types import ExceptionHandlersMap

from rotunda.kit.database import DatabaseUnavailable

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger(__name__)


class Refusal(msgspec.Struct, frozen=True):
    """One thing that is wrong with a request: which field, and why."""

    field: str
    reason: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every error answer. `position` points into the text of `field`, counted from 0."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
    position: int | None = None
    errors: list[Refusal] = []


class ProblemError(Exception):
    """Raised where a request is refused on purpose. `more` are further members of the answer, such as what stands in
    the way.
    """

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        field: str | None = None,
        position: int | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem = make_problem(status, slug, detail, field=field, position=position)
        self.more = more or {}


def make_problem(
    status: int, slug: str, detail: str, *, field: str | None = None, position: int | None = None
) -> Problem:
    """`slug` names the kind of problem: it ends the type's URN and, in words, is the title."""
    title = slug.replace("-", " ").capitalize()
    return Problem(f"urn:rotunda:problem:{slug}", title, status, detail, field, position)


def absent(what: str = "account") -> ProblemError:
    """The one answer for what does not exist and for what the viewer may not see."""
    return ProblemError(404, "not-found", f"There is no such {what}, or your role does not include it.")


def answer(
    problem: Problem, headers: Mapping[str, str] | None = None, more: Mapping[str, Any] | None = None
) -> Response[bytes]:
    """The problem as an answer, never stored by a cache."""
    return Response(
        msgspec.json.encode(msgspec.to_builtins(problem) | dict(more) if more else problem),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


_AnyRequest = Request[Any, Any, Any]


def _on_problem(_: _AnyRequest, error: ProblemError) -> Response[bytes]:
    return answer(error.problem, more=error.more)


def _on_validation(_: _AnyRequest, error: ValidationException) -> Response[bytes]:
    refusals = [_refusal(each) for each in error.extra or []] if isinstance(error.extra, list) else []
    first = refusals[0] if refusals else None
    detail = f"{first.field}: {first.reason}" if first else "The request does not have the shape that is documented."
    problem = make_problem(400, "invalid-request", detail, field=first.field if first else None)
    return answer(msgspec.structs.replace(problem, errors=refusals))


_IN_BODY = re.compile(r"(?:field `(?P<named>[^`]+)`|at `\$\.(?P<path>\w+))")
_PUBLIC_NAMES = {"since": "from", "until": "to", "in_state": "state"}
"""Query parameters whose public name is a word that Python, or the framework, keeps for itself."""


def _refusal(each: Any) -> Refusal:
    if not isinstance(each, dict):
        return Refusal("body", str(each))
    message, key = str(each.get("message", "is not valid")), str(each.get("key", "body"))
    in_body = _IN_BODY.search(message) if key == "data" else None
    if in_body:
        return Refusal(in_body["named"] or in_body["path"], message)
    return Refusal(_PUBLIC_NAMES.get(key, key), message)


def _on_unauthorized(_: _AnyRequest, __: NotAuthorizedException) -> Response[bytes]:
    problem = make_problem(401, "sign-in-needed", "Sign in, or send a valid token as Authorization: Bearer <token>.")
    return answer(problem, {"WWW-Authenticate": "Bearer"})


def on_not_found(_: _AnyRequest, __: NotFoundException) -> Response[bytes]:
    return answer(make_problem(404, "not-found", "There is nothing at this address."))


def _on_wrong_method(_: _AnyRequest, error: MethodNotAllowedException) -> Response[bytes]:
    return answer(make_problem(405, "method-not-allowed", "This address does not take that method."), error.headers)


def _on_http(request: _AnyRequest, error: HTTPException) -> Response[bytes]:
    if error.status_code >= 500:
        return _on_defect(request, error)
    if error.status_code == 413:
        return answer(make_problem(413, "body-too-large", "The body is larger than 1 MiB.", field="body"))
    return answer(make_problem(error.status_code, "request-refused", error.detail))


def _on_database(_: _AnyRequest, error: DatabaseUnavailable) -> Response[bytes]:
    _log.error("database unavailable", reason=str(error))
    detail = "Rotunda's own database does not answer, so nothing can be shown or recorded. Try again in a minute."
    return answer(make_problem(503, "database-unavailable", detail), {"Retry-After": "5"})


def _on_defect(request: _AnyRequest, error: Exception) -> Response[bytes]:
    _log.error("defect", path=request.scope["path"], exc_info=error)
    return answer(make_problem(500, "defect", "Something went wrong on our side. It has been logged."))


HANDLERS: ExceptionHandlersMap = {
    ProblemError: _on_problem,
    ValidationException: _on_validation,
    NotAuthorizedException: _on_unauthorized,
    NotFoundException: on_not_found,
    MethodNotAllowedException: _on_wrong_method,
    HTTPException: _on_http,
    DatabaseUnavailable: _on_database,
    Exception: _on_defect,
}
