"""Conversations by mail with one customer: by page, and each with what was said in it."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter

from rotunda.access.permission import Permission
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.routes.timelines import (
    Customer,
    ViewerRequest,
    account_opened,
    contact_opened,
    shown,
)
from rotunda.view.threads.document import ThreadPage, ThreadWhole
from rotunda.view.timeline.items import event_id
from rotunda.view.timeline.pages import Whose

_DRILL = {"permission": Permission.SECTION_DRILL}
_Limit = Annotated[int, QueryParameter(ge=1, le=100)]


def thread_routes(installation: Installation) -> list[HTTPRouteHandler]:
    def account(request: ViewerRequest, account_id: FromPath[str]) -> Customer:
        return lambda: account_opened(installation, request, account_id)

    def contact(request: ViewerRequest, contact_id: FromPath[str]) -> Customer:
        return lambda: contact_opened(installation, request, contact_id)

    return [
        *_of_one(installation, "accounts", Provide(account, sync_to_thread=False)),
        *_of_one(installation, "contacts", Provide(contact, sync_to_thread=False)),
    ]


def _of_one(installation: Installation, kind: str, customer: Provide) -> list[HTTPRouteHandler]:
    """The routes of an account, or of a contact."""
    path = f"/api/v1/{kind}/{{{kind.removesuffix('s')}_id:str}}/threads"

    @get(
        path,
        opt=_DRILL,
        summary="Conversations by mail, those with the newest mail first",
        name=f"{kind}-threads",
        dependencies={"customer": customer},
        responses={200: ResponseSpec(ThreadPage, generate_examples=False)},
    )
    async def threads(
        request: ViewerRequest,
        customer: NamedDependency[Customer],
        cursor: FromQuery[str | None] = None,
        limit: _Limit = 25,
    ) -> Response[bytes]:
        async def page(whose: Whose) -> ThreadPage:
            return await installation.thread_pages.page(whose, cursor, limit)

        return await shown(installation, request, customer, page)

    @get(
        f"{path}/{{event:str}}",
        opt=_DRILL,
        summary="One conversation by any of its mails, oldest first, with quoted text apart",
        name=f"{kind}-thread",
        dependencies={"customer": customer},
        responses={200: ResponseSpec(ThreadWhole, generate_examples=False)},
    )
    async def thread(
        request: ViewerRequest,
        customer: NamedDependency[Customer],
        event: FromPath[str],
        cursor: FromQuery[str | None] = None,
        limit: _Limit = 50,
    ) -> Response[bytes]:
        async def whole(whose: Whose) -> ThreadWhole | None:
            known = event_id(event)
            return await installation.thread_pages.whole(whose, known, cursor, limit) if known else None

        return await shown(installation, request, customer, whole, "thread")

    return [threads, thread]
