"""The logo of an account, for those who may see the account."""

from typing import Any

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from rotunda.access.grant import grant
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import absent

_KEPT = {"Cache-Control": "private, max-age=86400"}


def logo_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/logo",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="The company's logo; 204 where its site has none",
        media_type="image/png",
    )
    async def logo(request: Request[Viewer, Any, Any], account_id: FromPath[str]) -> Response[bytes]:
        row = await installation.identity.resolve(account_id)
        if row is None or grant(request.user, row.ownership) is None:
            raise absent()
        found = await installation.logos.of(row.domain) if row.domain else None
        if found is None:
            return Response(b"", status_code=204, headers=_KEPT)
        return Response(found.image, media_type=found.kind, headers=_KEPT)

    return [logo]
