"""People at customers: the list, the page and its stream."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from rotunda.access.audit.entry import Action
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.ready_json import ReadyJson
from rotunda.entrypoints.routes.conversations import conversation_routes
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.entrypoints.routes.search import file_headers, names, refusals
from rotunda.entrypoints.routes.streams import STREAM_HEADERS, events, open_contact, recorded
from rotunda.sections.ids import AccountId
from rotunda.view.contact.document import ContactView
from rotunda.view.contact.listing import ContactListRequest, ContactPage
from rotunda.view.index.export import ExportRequest

ViewerRequest = Request[Viewer, Any, Any]


def contact_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/contacts/{contact_id:str}",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="The page of one person at a customer",
        responses={200: ResponseSpec(ContactView, generate_examples=False)},
    )
    async def view(
        request: ViewerRequest, contact_id: FromPath[str], *, refresh: FromQuery[bool] = False
    ) -> Response[bytes]:
        async def show() -> Response[bytes]:
            look = await open_contact(
                installation, request, contact_id, Action.VIEW, Permission.ACCOUNT_VIEW, refresh=refresh
            )
            page = await installation.contact_pages.whole(look)
            await look.recorded()
            return ReadyJson(msgspec.json.encode(page))

        return await while_it_stands(installation, request, show)

    @get(
        "/api/v1/contacts/{contact_id:str}/stream",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="The person's page as server-sent events: head, section as often as one changes, done",
        media_type="text/event-stream",
    )
    async def stream(request: ViewerRequest, contact_id: FromPath[str], *, refresh: FromQuery[bool] = False) -> Stream:
        async def show() -> Stream:
            look = await open_contact(
                installation, request, contact_id, Action.VIEW, Permission.ACCOUNT_VIEW, refresh=refresh
            )
            page = installation.contact_pages.stream(look)
            await recorded(look, page)
            return Stream(events(page), media_type="text/event-stream", headers=STREAM_HEADERS)

        return await while_it_stands(installation, request, show)

    return [view, stream, *conversation_routes(installation), *_list_routes(installation)]


def _list_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/contacts", opt={"permission": Permission.ACCOUNT_LIST}, summary="List and search people")
    async def contacts(  # noqa: PLR0913 - one for each parameter of the query
        request: ViewerRequest,
        q: FromQuery[str] = "",
        account: FromQuery[str | None] = None,
        sort: FromQuery[str] = "name",
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
        *,
        cursor: FromQuery[str | None] = None,
        columns: FromQuery[str | None] = None,
    ) -> ContactPage:
        at = AccountId(account.replace("\0", "")) if account else None
        wanted = ContactListRequest(q, sort, limit, cursor, names(columns), at)
        with refusals():
            return await installation.contact_listing.page(request.user, wanted)

    @get(
        "/api/v1/contacts.csv",
        opt={"permission": Permission.ACCOUNT_LIST},
        summary="The whole list of people as a file for spreadsheets",
        media_type="text/csv",
    )
    async def export(
        request: ViewerRequest,
        q: FromQuery[str] = "",
        sort: FromQuery[str] = "name",
        columns: FromQuery[str | None] = None,
        *,
        bom: FromQuery[bool] = False,
    ) -> Stream:
        with refusals():
            wanted = ExportRequest(q, sort, names(columns), mark=bom)
            parts = await installation.contact_export.begin(request.user, wanted)
        return Stream(parts, media_type="text/csv", headers=file_headers("contacts.csv"))

    return [contacts, export]
