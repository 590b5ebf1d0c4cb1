"""The page, its stream and the drill-down; and finding an account."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.authentication import REMEMBERING
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import absent
from rotunda.entrypoints.ready_json import ReadyJson
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.entrypoints.routes.lookup import lookup_routes
from rotunda.entrypoints.routes.streams import STREAM_HEADERS, events, open_look, recorded
from rotunda.sections.ids import SectionName
from rotunda.view.document import AccountView, StreamSection
from rotunda.view.looking import Asked

ViewerRequest = Request[Viewer, Any, Any]


def account_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}",
        opt={"permission": Permission.ACCOUNT_VIEW, REMEMBERING: True},
        summary="The whole page, complete or as far as it got by the deadline",
        responses={200: ResponseSpec(AccountView, generate_examples=False)},
    )
    async def view(
        request: ViewerRequest, account_id: FromPath[str], *, refresh: FromQuery[bool] = False
    ) -> Response[bytes]:
        async def show() -> Response[bytes]:
            look = await open_look(installation, request, account_id, Permission.ACCOUNT_VIEW, Asked(refresh=refresh))
            body = await installation.pages.whole(look.grant, look.head_json, look.planned, look.segments)
            await look.recorded()
            return ReadyJson(body)

        return await while_it_stands(installation, request, show)

    @get(
        "/api/v1/accounts/{account_id:str}/stream",
        opt={"permission": Permission.ACCOUNT_VIEW, REMEMBERING: True},
        summary="The page, or these sections of it, as server-sent events: head, section as often as one changes, done",
        media_type="text/event-stream",
    )
    async def stream(
        request: ViewerRequest,
        account_id: FromPath[str],
        sections: Annotated[str | None, QueryParameter(description="Names with commas between; without, all")] = None,
        *,
        refresh: FromQuery[bool] = False,
    ) -> Stream:
        only = None if sections is None else frozenset(SectionName(name) for name in sections.split(","))

        async def show() -> Stream:
            asked = Asked(sections=only, refresh=refresh)
            look = await open_look(installation, request, account_id, Permission.ACCOUNT_VIEW, asked)
            page = installation.pages.stream(look.grant, look.head, look.planned, only, look.segments)
            await recorded(look, page)
            return Stream(events(page), media_type="text/event-stream", headers=STREAM_HEADERS)

        return await while_it_stands(installation, request, show)

    @get(
        "/api/v1/accounts/{account_id:str}/sections/{name:str}",
        opt={"permission": Permission.SECTION_DRILL, REMEMBERING: True},
        summary="One section with every entry of its lists",
        responses={200: ResponseSpec(StreamSection, generate_examples=False)},
    )
    async def drill(
        request: ViewerRequest, account_id: FromPath[str], name: FromPath[str], *, refresh: FromQuery[bool] = False
    ) -> Response[bytes]:
        if name not in installation.house.sections:
            raise absent("section")

        async def show() -> Response[bytes]:
            asked = Asked(section=SectionName(name), refresh=refresh)
            look = await open_look(installation, request, account_id, Permission.SECTION_DRILL, asked)
            body = await installation.pages.section(look.grant, look.planned[0])
            await look.recorded()
            return ReadyJson(body)

        return await while_it_stands(installation, request, show)

    return [view, stream, drill, *lookup_routes(installation)]
