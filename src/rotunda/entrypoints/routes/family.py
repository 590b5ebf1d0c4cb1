"""An account together with the accounts below it."""

from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import absent
from rotunda.view.family.service import RollUp
from rotunda.view.looking import Absent

ViewerRequest = Request[Viewer, Any, Any]


def family_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/roll-up",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Figures of an account, and those with all accounts below it; from what lists keep",
    )
    async def roll_up(request: ViewerRequest, account_id: FromPath[str]) -> RollUp:
        try:
            return await installation.roll_ups.of(request.user, account_id)
        except Absent:
            raise absent() from None

    return [roll_up]
