"""What is judged of an account beside its page: its deals, its revenue, and the way it has come."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from rotunda.access.audit.entry import Action
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import absent
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.view.deals.service import DEALS, AccountDeals
from rotunda.view.journey.service import Journey
from rotunda.view.looking import WHOLE, Absent, Asked, Look
from rotunda.view.value.revenue import Revenue

ViewerRequest = Request[Viewer, Any, Any]
Told = TypeVar("Told")


def insight_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/deals",
        opt={"permission": Permission.SECTION_DRILL},
        summary="Every deal of an account: pace of the open ones against their stage's average, and the figures of all",
    )
    async def deals(
        request: ViewerRequest, account_id: FromPath[str], *, refresh: FromQuery[bool] = False
    ) -> AccountDeals:
        asked = Asked(section=DEALS, refresh=refresh)
        opened = _Opened(installation, request, account_id, Action.DRILL, Permission.SECTION_DRILL, asked)
        return await opened.told(installation.deals.of)

    @get(
        "/api/v1/accounts/{account_id:str}/revenue",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Paid invoices of twelve months and active MRR; net and gross retention. Per currency, never converted",
    )
    async def revenue(request: ViewerRequest, account_id: FromPath[str]) -> Revenue:
        opened = _Opened(installation, request, account_id, Action.REVENUE, Permission.ACCOUNT_VIEW)
        return await opened.told(installation.revenues.of)

    @get(
        "/api/v1/accounts/{account_id:str}/journey",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="The way of a customer, from lead to renewal, each step with the record that shows it",
    )
    async def journey(request: ViewerRequest, account_id: FromPath[str]) -> Journey:
        opened = _Opened(installation, request, account_id, Action.JOURNEY, Permission.ACCOUNT_VIEW)
        return await opened.told(installation.journeys.of)

    return [deals, revenue, journey]


class _Opened:
    """One account as it was asked for; every time that it is told, the look is recorded first."""

    def __init__(
        self,
        installation: Installation,
        request: ViewerRequest,
        account: str,
        action: Action,
        permission: Permission,
        asked: Asked = WHOLE,
    ) -> None:
        self._installation = installation
        self._request = request
        self._look = (account, action, permission, asked)

    async def told(self, tell: Callable[[Look], Awaitable[Told]]) -> Told:
        """What `tell` says of it. What may not be seen is answered as what is not there."""

        async def show() -> Told:
            try:
                look = await self._installation.looking.open(self._request.user, *self._look)
                return await _recorded(look, tell)
            except Absent:
                raise absent() from None

        return await while_it_stands(self._installation, self._request, show)


async def _recorded(look: Look, tell: Callable[[Look], Awaitable[Told]]) -> Told:
    try:
        return await tell(look)
    finally:
        await look.recorded()
