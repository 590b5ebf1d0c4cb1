"""Lists that somebody named: their own and their teams'."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.entrypoints.routes.search import refusals
from rotunda.view.saved.repository import ListKind
from rotunda.view.saved.service import SavedView, SavedViewAbsent, SavedViewRefused, SavedViewText

ViewerRequest = Request[Viewer, Any, Any]


class SavedViewList(msgspec.Struct, frozen=True):
    items: list[SavedView]


class SavedViewRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list to keep. `team` shares it with one of one's own teams; `columns` null: as the list shows them. `of`: which
    list it is.
    """

    name: str
    query: str = ""
    sort: str = "name"
    columns: list[str] | None = None
    team: str | None = None
    of: ListKind = "accounts"


class SavedViewChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    query: str | msgspec.UnsetType = msgspec.UNSET
    sort: str | msgspec.UnsetType = msgspec.UNSET
    columns: list[str] | msgspec.UnsetType | None = msgspec.UNSET
    team: str | msgspec.UnsetType | None = msgspec.UNSET


def saved_view_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/views", opt={"permission": Permission.ACCOUNT_LIST}, summary="Saved views, mine and my teams'")
    async def views(request: ViewerRequest, of: FromQuery[ListKind] = "accounts") -> SavedViewList:
        return SavedViewList(await installation.saved_views.of(request.user, of))

    @post("/api/v1/views", opt={"permission": Permission.ACCOUNT_LIST}, summary="Keep a list under a name")
    async def create(data: JSONBody[SavedViewRequest], request: ViewerRequest) -> SavedView:
        text = SavedViewText(data.name, data.query, data.sort, data.columns, data.team, data.of)
        with _refusals():
            return await installation.saved_views.create(request.user, text)

    @patch(
        "/api/v1/views/{view_id:str}", opt={"permission": Permission.ACCOUNT_LIST}, summary="Change a view of one's own"
    )
    async def change(view_id: FromPath[str], data: JSONBody[SavedViewChange], request: ViewerRequest) -> SavedView:
        with _refusals():
            before = await installation.saved_views.read(request.user, view_id)
            said = {name: value for name, value in msgspec.structs.asdict(data).items() if value is not msgspec.UNSET}
            return await installation.saved_views.change(request.user, view_id, msgspec.structs.replace(before, **said))

    @delete(
        "/api/v1/views/{view_id:str}", opt={"permission": Permission.ACCOUNT_LIST}, summary="Remove a view of one's own"
    )
    async def remove(view_id: FromPath[str], request: ViewerRequest) -> Response[None]:
        with _refusals():
            await installation.saved_views.remove(request.user, view_id)
        return Response(None, status_code=204)

    return [views, create, change, remove]


@contextmanager
def _refusals() -> Generator[None]:
    with refusals("query"):
        try:
            yield
        except SavedViewAbsent:
            raise absent("view") from None
        except SavedViewRefused as refused:
            raise ProblemError(422, "view-refused", refused.reason, field=refused.field) from None
