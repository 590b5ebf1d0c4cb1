"""How a customer was: numbers day by day, as of a day, and what changed since somebody last looked."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from rotunda.access.audit.entry import Action
from rotunda.access.grant import Reading
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.entrypoints.routes.streams import open_contact
from rotunda.view.looking import Absent, Look
from rotunda.view.metrics.as_of import AccountThen, DayNotOver
from rotunda.view.metrics.history import LONGEST, MetricHistory
from rotunda.view.since.service import Since
from rotunda.view.timeline.asked import Asked as EventsAsked
from rotunda.view.timeline.pages import Whose

ViewerRequest = Request[Viewer, Any, Any]


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`until` of what was shown."""

    until: datetime


def looking_back_routes(installation: Installation) -> list[HTTPRouteHandler]:
    return [*_numbers(installation), *_since(installation)]


async def _open(installation: Installation, request: ViewerRequest, account: str, action: Action) -> Look:
    try:
        return await installation.looking.open(request.user, account, action, Permission.ACCOUNT_VIEW)
    except Absent:
        raise absent() from None


def _numbers(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/metrics",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="Numbers of an account day by day, and how far they moved in thirty days",
    )
    async def metrics(
        request: ViewerRequest,
        account_id: FromPath[str],
        days: Annotated[int, QueryParameter(ge=1, le=LONGEST)] = 90,
    ) -> MetricHistory:
        async def show() -> MetricHistory:
            look = await _open(installation, request, account_id, Action.METRICS)
            history = await installation.metric_histories.of(look.grant, days)
            await look.recorded()
            return history

        return await while_it_stands(installation, request, show)

    @get(
        "/api/v1/accounts/{account_id:str}/as-of",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="What we owned of an account and what was read of its numbers, as it stood on a day",
    )
    async def as_of(
        request: ViewerRequest,
        account_id: FromPath[str],
        at: Annotated[date | None, QueryParameter(description="A day in UTC; without, today")] = None,
    ) -> AccountThen:
        try:
            day = installation.going_back.day(at)
        except DayNotOver:
            raise ProblemError(400, "invalid-request", "at: That day is still to come.", field="at") from None

        async def show() -> AccountThen:
            look = await _open(installation, request, account_id, Action.AS_OF)
            then = await installation.going_back.account(look, day)
            await look.recorded()
            return then

        return await while_it_stands(installation, request, show)

    return [metrics, as_of]


def _since(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/accounts/{account_id:str}/since",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="What has changed of an account since you last looked",
    )
    async def account(request: ViewerRequest, account_id: FromPath[str]) -> Since:
        async def show() -> Since:
            look = await _open(installation, request, account_id, Action.SINCE)
            account = look.grant.account
            since = await installation.since.account(look.grant, account)
            accounts = [account, *await installation.identity.members(account)]
            whose = Whose(viewer=request.user, reach=look.grant.reach, customer=account, accounts=accounts)
            whole = await _with_events(installation, look.grant, whose, since)
            await look.recorded()
            return whole

        return await while_it_stands(installation, request, show)

    @get(
        "/api/v1/contacts/{contact_id:str}/since",
        opt={"permission": Permission.ACCOUNT_VIEW},
        summary="What has changed of a person since you last looked",
    )
    async def contact(request: ViewerRequest, contact_id: FromPath[str]) -> Since:
        async def show() -> Since:
            look = await open_contact(installation, request, contact_id, Action.SINCE, Permission.ACCOUNT_VIEW)
            person = look.grant.contact
            since = await installation.since.contact(look.grant, person)
            contacts = await installation.contact_looking.ids(look)
            whose = Whose(viewer=request.user, reach=look.grant.reach, customer=person, contacts=contacts)
            whole = await _with_events(installation, look.grant, whose, since)
            await look.recorded()
            return whole

        return await while_it_stands(installation, request, show)

    return [account, contact, *_seen(installation)]


async def _with_events(installation: Installation, granted: Reading, whose: Whose, since: Since) -> Since:
    """Counted for those who may read them."""
    if since.since is None or not granted.may(Permission.SECTION_DRILL):
        return since
    asked = EventsAsked(since=since.since, until=since.until, limit=1)
    page = await installation.timeline_pages.page(whose, asked)
    return msgspec.structs.replace(since, events=page.counts or {})


def _seen(installation: Installation) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/accounts/{account_id:str}/since",
        opt={"permission": Permission.ACCOUNT_VIEW},
        status_code=204,
        summary="What was shown of an account until then has been seen",
    )
    async def account_seen(request: ViewerRequest, account_id: FromPath[str], data: JSONBody[Seen]) -> None:
        await _see(installation, request, account_id, data, "account")

    @post(
        "/api/v1/contacts/{contact_id:str}/since",
        opt={"permission": Permission.ACCOUNT_VIEW},
        status_code=204,
        summary="What was shown of a person until then has been seen",
    )
    async def contact_seen(request: ViewerRequest, contact_id: FromPath[str], data: JSONBody[Seen]) -> None:
        await _see(installation, request, contact_id, data, "contact")

    return [account_seen, contact_seen]


async def _see(installation: Installation, request: ViewerRequest, customer: str, seen: Seen, what: str) -> None:
    """Tells nothing of any customer but that this very person was shown it."""
    if not await installation.since.see(request.user, customer.replace("\0", "")[:64], seen.until):
        raise absent(what)
