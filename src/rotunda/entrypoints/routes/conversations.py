"""Every conversation with one person: in short, one with all that was said, and all of them as a full profile."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter

from rotunda.access.audit.entry import Action
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.entrypoints.ready_json import ReadyJson
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.entrypoints.routes.streams import open_contact
from rotunda.kit.keyset import BadCursor
from rotunda.view.contact.conversations import KINDS, Wanted, find_conversation, page_of
from rotunda.view.contact.document import Conversation, ConversationPage, TimelinePage
from rotunda.view.contact.messages import MOST
from rotunda.view.contact.timeline import ENTRY_KINDS, EVENT, LONGEST_PAGE, TimelineWanted

ViewerRequest = Request[Viewer, Any, Any]
Order = Literal["newest", "oldest"]
_PAGE = {200: ResponseSpec(ConversationPage, generate_examples=False)}


def conversation_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/contacts/{contact_id:str}/conversations",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Every conversation with one person, across channels",
        responses=_PAGE,
    )
    async def conversations(
        request: ViewerRequest,
        contact_id: FromPath[str],
        order: FromQuery[Order] = "newest",
        kind: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 25,
        cursor: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        wanted = _wanted(order, kind, limit, cursor)
        return await _shown(installation, request, lambda: _listed(installation, request, contact_id, wanted))

    return [conversations, *_whole_routes(installation)]


def _whole_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/contacts/{contact_id:str}/conversations/{source:str}/{record_type:str}/{external_id:str}",
        opt={"permission": Permission.SECTION_DRILL},
        summary="One conversation with all that was said in it",
        responses={200: ResponseSpec(Conversation, generate_examples=False)},
    )
    async def conversation(
        request: ViewerRequest,
        contact_id: FromPath[str],
        source: FromPath[str],
        record_type: FromPath[str],
        external_id: FromPath[str],
    ) -> Response[bytes]:
        record = (source, record_type, external_id)
        return await _shown(installation, request, lambda: _one(installation, request, contact_id, record))

    @get(
        "/api/v1/contacts/{contact_id:str}/profile",
        opt={"permission": Permission.SECTION_DRILL},
        summary="Every conversation with one person and all that was said in them, internal notes too",
        responses=_PAGE,
    )
    async def profile(
        request: ViewerRequest,
        contact_id: FromPath[str],
        order: FromQuery[Order] = "newest",
        kind: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=MOST)] = MOST,
        cursor: FromQuery[str | None] = None,
    ) -> Response[bytes]:
        wanted = _wanted(order, kind, limit, cursor)
        return await _shown(installation, request, lambda: _profile(installation, request, contact_id, wanted))

    return [conversation, profile, _timeline_route(installation)]


def _timeline_route(installation: Installation) -> HTTPRouteHandler:
    @get(
        "/api/v1/contacts/{contact_id:str}/full-profile",
        opt={"permission": Permission.SECTION_DRILL},
        summary="Every conversation, internal note and event of the access log of one person, in one order",
        responses={200: ResponseSpec(TimelinePage, generate_examples=False)},
    )
    async def timeline(  # noqa: PLR0913 - one for each parameter of the query
        request: ViewerRequest,
        contact_id: FromPath[str],
        order: FromQuery[Order] = "newest",
        kind: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=LONGEST_PAGE)] = LONGEST_PAGE,
        *,
        cursor: FromQuery[str | None] = None,
        refreshes: FromQuery[bool] = False,
    ) -> Response[bytes]:
        _require_kind(kind, ENTRY_KINDS)
        wanted = TimelineWanted(
            oldest_first=order == "oldest", kind=kind, limit=limit, cursor=cursor, refreshes=refreshes
        )
        return await _shown(installation, request, lambda: _timeline(installation, request, contact_id, wanted))

    return timeline


def _wanted(order: Order, kind: str | None, limit: int, cursor: str | None) -> Wanted:
    _require_kind(kind, KINDS)
    return Wanted(oldest_first=order == "oldest", kind=kind, limit=limit, cursor=cursor)


def _require_kind(kind: str | None, kinds: Sequence[str]) -> None:
    if kind is not None and kind not in kinds:
        raise ProblemError(400, "invalid-request", f"kind: must be one of {', '.join(kinds)}.", field="kind")


async def _shown(
    installation: Installation, request: ViewerRequest, show: Callable[[], Awaitable[msgspec.Struct]]
) -> Response[bytes]:
    async def ready() -> Response[bytes]:
        return ReadyJson(msgspec.json.encode(await show()))

    try:
        return await while_it_stands(installation, request, ready)
    except BadCursor as refused:
        raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None


async def _listed(
    installation: Installation, request: ViewerRequest, contact_id: str, wanted: Wanted
) -> ConversationPage:
    """With the last messages, for whoever may also open what is behind the page."""
    look = await open_contact(installation, request, contact_id, Action.DRILL, Permission.ACCOUNT_VIEW)
    sections = await installation.contact_pages.complete(look)
    page = page_of(installation.keyset, look.grant, sections, wanted)
    if look.grant.may(Permission.SECTION_DRILL):
        items = await installation.messages.last(look.grant, sections, page.items)
        page = msgspec.structs.replace(page, items=items)
    await look.recorded()
    return page


async def _profile(
    installation: Installation, request: ViewerRequest, contact_id: str, wanted: Wanted
) -> ConversationPage:
    look = await open_contact(installation, request, contact_id, Action.DRILL, Permission.SECTION_DRILL)
    sections = await installation.contact_pages.complete(look)
    page = page_of(installation.keyset, look.grant, sections, wanted)
    items = await installation.messages.whole(look.grant, sections, page.items)
    await look.recorded()
    return msgspec.structs.replace(page, items=items)


async def _timeline(
    installation: Installation, request: ViewerRequest, contact_id: str, wanted: TimelineWanted
) -> TimelinePage:
    """The access log is for those who may read it there, and that they read it is recorded by itself."""
    said = wanted.kind != EVENT
    action, permission = (
        (Action.DRILL, Permission.SECTION_DRILL) if said else (Action.AUDIT_READ, Permission.AUDIT_ACCOUNT)
    )
    looks = [look := await open_contact(installation, request, contact_id, action, permission)]
    logged = wanted.has(EVENT) and look.grant.may(Permission.AUDIT_ACCOUNT)
    if said and logged:
        looks.append(await open_contact(installation, request, contact_id, Action.AUDIT_READ, Permission.AUDIT_ACCOUNT))
    ids = await installation.contact_looking.ids(look) if logged else []
    sections = await installation.contact_pages.complete(look) if said else {}
    page = await installation.timelines.page(look.grant, sections, ids, wanted)
    for each in looks:
        await each.recorded()
    return page


async def _one(
    installation: Installation, request: ViewerRequest, contact_id: str, record: tuple[str, str, str]
) -> Conversation:
    look = await open_contact(installation, request, contact_id, Action.DRILL, Permission.SECTION_DRILL)
    sections = await installation.contact_pages.complete(look)
    found = find_conversation(look.grant, sections, record)
    [shown] = await installation.messages.whole(look.grant, sections, [found]) if found else [None]
    await look.recorded()
    if shown is None:
        raise absent("conversation")
    return shown
