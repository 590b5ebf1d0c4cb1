"""What we own of an account: read, edited in place, and how it came about."""

import re
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, patch
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.identity.fields.model import NotEditable, Refused, Stale, Taken
from rotunda.kit.keyset import BadCursor
from rotunda.view.fields.history import HistoryPage
from rotunda.view.fields.shown import FieldsShown
from rotunda.view.looking import Absent

ViewerRequest = Request[Viewer, Any, Any]
_TAG = re.compile(r'"[^"]*"')


class FieldEdit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Values by name; null empties a field, so that an own name or domain gives way to what sources say. `keep_apart`
    takes a domain that another account has.
    """

    fields: dict[str, Any]
    keep_apart: bool = False


def account_field_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/fields",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="What we own of an account, and its entity tag",
        responses={200: ResponseSpec(FieldsShown, generate_examples=False)},
    )
    async def fields(request: ViewerRequest, account_id: FromPath[str]) -> Response[bytes]:
        try:
            return _answer(await installation.fields.read(request.user, account_id))
        except Absent:
            raise absent() from None

    @patch(
        "/api/v1/accounts/{account_id:str}",
        opt={"permission": Permission.FIELD_EDIT},
        summary="Edit what we own of an account; needs If-Match",
        responses={200: ResponseSpec(FieldsShown, generate_examples=False)},
    )
    async def edit(request: ViewerRequest, account_id: FromPath[str], data: JSONBody[FieldEdit]) -> Response[bytes]:
        return _answer(await _edit(installation, request, account_id, data))

    return [fields, edit, *_history_routes(installation)]


def _history_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/history",
        opt={"permission": Permission.SECTION_DRILL},
        summary="What was changed, by whom, before and after; newest first",
    )
    async def history(
        request: ViewerRequest,
        account_id: FromPath[str],
        field: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> HistoryPage:
        try:
            return await installation.fields.history(request.user, account_id, field, cursor, limit)
        except Absent:
            raise absent() from None
        except Refused as refused:
            raise ProblemError(400, "invalid-request", refused.reason, field=refused.field) from None
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None

    return [history]


async def _edit(installation: Installation, request: ViewerRequest, account_id: str, data: FieldEdit) -> FieldsShown:
    tags = _expected(request)
    try:
        return await installation.fields.edit(request.user, account_id, data.fields, tags, keep_apart=data.keep_apart)
    except Absent:
        raise absent() from None
    except NotEditable as refused:
        raise ProblemError(403, "not-permitted", refused.reason, field=refused.field) from None
    except Refused as refused:
        raise ProblemError(422, "value-refused", refused.reason, field=refused.field) from None
    except Stale as stale:
        raise _stale(installation, stale) from None
    except Taken as taken:
        raise await _taken(installation, request.user, account_id, taken) from None


def _answer(shown: FieldsShown) -> Response[bytes]:
    headers = {"ETag": shown.etag, "Cache-Control": "no-store"}
    return Response(msgspec.json.encode(shown), media_type="application/json", headers=headers)


def _expected(request: ViewerRequest) -> frozenset[str]:
    """Strong tags only. `*` would write over whatever somebody else has written, so it does not count."""
    header = request.headers.get("if-match", "")
    tags = frozenset(part.strip() for part in header.split(",") if _TAG.fullmatch(part.strip()))
    if not header.strip() or header.strip() == "*":
        detail = "Send the etag of what you are changing as If-Match, so that nobody's edit is lost."
        raise ProblemError(428, "precondition-required", detail, field="If-Match")
    return tags


def _stale(installation: Installation, stale: Stale) -> ProblemError:
    current = [installation.fields.shown_now(each) for each in stale.current]
    changed = [each for each in current if each.set_by is not None]
    by = f" {changed[0].set_by.name} set {changed[0].title} last." if changed and changed[0].set_by else ""
    detail = f"This customer has been changed since you read it, so nothing was written.{by}"
    return ProblemError(412, "changed-meanwhile", detail, more={"current": current, "etag": stale.tag})


async def _taken(installation: Installation, viewer: Viewer, account_id: str, taken: Taken) -> ProblemError:
    """Another account is named to those only who may see it."""
    other = await installation.fields.link_to(viewer, taken.holder)
    name = other.name if other else "Another customer"
    if not taken.mergeable:
        detail = f"{name} has this value already, and this field allows every value once."
        return ProblemError(409, "taken", detail, field=taken.field, more={"other": other} if other else None)
    rest = "If both are one customer, merge them; if not, send keep_apart: true."
    more = {"other": other, "merge": f"/api/v1/accounts/{account_id}/merge"} if other else None
    return ProblemError(409, "taken", f"{name} has this {taken.field} already. {rest}", field=taken.field, more=more)
