"""People at customers: the list, the page, its stream, and every conversation with one of them."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

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
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.entrypoints.ready_json import ReadyJson
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.kit.keyset import BadCursor
from rotunda.sections.ids import AccountId
from rotunda.view.contact.conversations import KINDS, Wanted, page_of
from rotunda.view.contact.document import ContactPage, ContactView, ConversationPage
from rotunda.view.contact.listing import ContactSearchRefused
from rotunda.view.contact.looking import ContactLook
from rotunda.view.looking import Absent
from rotunda.view.page.service import PageStream

ViewerRequest = Request[Viewer, Any, Any]
_STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def contact_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/contacts/{contact_id:str}",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="The page of one person at a customer",
        responses={200: ResponseSpec(ContactView, generate_examples=False)},
    )
    async def view(request: ViewerRequest, contact_id: FromPath[str]) -> Response[bytes]:
        async def show() -> Response[bytes]:
            look = await _open(installation, request, contact_id, Action.VIEW, Permission.ACCOUNT_VIEW)
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
    async def stream(request: ViewerRequest, contact_id: FromPath[str]) -> Stream:
        async def show() -> Stream:
            look = await _open(installation, request, contact_id, Action.VIEW, Permission.ACCOUNT_VIEW)
            page = installation.contact_pages.stream(look)
            await _recorded(look, page)
            return Stream(_events(page), media_type="text/event-stream", headers=_STREAM)

        return await while_it_stands(installation, request, show)

    return [view, stream, *_conversation_routes(installation), *_list_routes(installation)]


def _conversation_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/contacts/{contact_id:str}/conversations",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Every conversation with one person, across channels",
        responses={200: ResponseSpec(ConversationPage, generate_examples=False)},
    )
    async def conversations(
        request: ViewerRequest,
        contact_id: FromPath[str],
        order: FromQuery[Literal["newest", "oldest"]] = "newest",
        kind: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 25,
        cursor: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        if kind is not None and kind not in KINDS:
            raise ProblemError(400, "invalid-request", f"kind: must be one of {', '.join(KINDS)}.", field="kind")
        wanted = Wanted(oldest_first=order == "oldest", kind=kind, limit=limit, cursor=cursor)

        async def show() -> Response[bytes]:
            look = await _open(installation, request, contact_id, Action.DRILL, Permission.ACCOUNT_VIEW)
            sections = await installation.contact_pages.complete(look)
            page = page_of(installation.keyset, look.grant, sections, wanted)
            await look.recorded()
            return ReadyJson(msgspec.json.encode(page))

        try:
            return await while_it_stands(installation, request, show)
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None

    return [conversations]


def _list_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/contacts", opt={"permission": Permission.ACCOUNT_LIST}, summary="List and search people")
    async def contacts(
        request: ViewerRequest,
        q: FromQuery[str] = "",
        account: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
        cursor: FromQuery[str | None] = None,
    ) -> ContactPage:
        wanted = AccountId(account.replace("\0", "")) if account else None
        try:
            return await installation.contact_listing.page(request.user, q, wanted, limit, cursor)
        except ContactSearchRefused as refused:
            raise ProblemError(400, "search-not-understood", str(refused), field="q") from None
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None

    return [contacts]


async def _open(
    installation: Installation, request: ViewerRequest, contact_id: str, action: Action, permission: Permission
) -> ContactLook:
    try:
        return await installation.contact_looking.open(request.user, contact_id, action, permission)
    except Absent:
        raise absent("contact") from None


async def _recorded(look: ContactLook, page: PageStream) -> None:
    try:
        await look.recorded()
    except BaseException:
        page.give_up()
        raise


async def _events(page: PageStream) -> AsyncIterator[bytes]:
    async for name, body in page.events:
        yield b"event: " + name.encode() + b"\ndata: " + body + b"\n\n"
