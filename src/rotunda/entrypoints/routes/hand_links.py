"""Addresses and domains that people give to customers, and take back."""

from typing import Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.routes.merging import refusing
from rotunda.view.hand_links import LinkedIdentifier, LinkedIdentifiers

ViewerRequest = Request[Viewer, Any, Any]
_MERGE = {"permission": Permission.ACCOUNT_MERGE}


class LinkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`identifier` is an address or a domain."""

    identifier: str


def hand_link_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/identifiers",
        opt=_MERGE,
        summary="What people said that this customer is known by",
    )
    async def listed(request: ViewerRequest, account_id: FromPath[str]) -> LinkedIdentifiers:
        async with refusing():
            return await installation.linking.of(request.user, account_id)

    @post(
        "/api/v1/accounts/{account_id:str}/identifiers",
        opt=_MERGE,
        summary="Say that this customer is known by an address or a domain",
    )
    async def link(request: ViewerRequest, account_id: FromPath[str], data: JSONBody[LinkRequest]) -> LinkedIdentifier:
        async with refusing():
            return await installation.linking.link(request.user, account_id, data.identifier)

    @delete(
        "/api/v1/accounts/{account_id:str}/identifiers/{link:str}",
        opt=_MERGE,
        status_code=204,
        summary="Take back what somebody said that this customer is known by",
    )
    async def unlink(request: ViewerRequest, account_id: FromPath[str], link: FromPath[str]) -> Response[None]:
        async with refusing():
            await installation.linking.unlink(request.user, account_id, link)
        return Response(None, status_code=204)

    return [listed, link, unlink]
