"""What happened with one customer, and words over the timelines of all customers."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, FromQuery, QueryParameter

from rotunda.access.audit.entry import Action
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.connector_kit.events import EventType
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.entrypoints.ready_json import ReadyJson
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.entrypoints.routes.streams import open_contact
from rotunda.kit.keyset import BadCursor
from rotunda.timeline.mix import Step
from rotunda.view.contact.looking import ContactLook
from rotunda.view.looking import Absent, Look
from rotunda.view.timeline.asked import (
    BEGINNING,
    END,
    Asked,
    AskedWrongly,
    moment_of,
    person_of,
    text_of,
    types_of,
)
from rotunda.view.timeline.document import ChannelMix, EventPage, FoundEvents, TimelineItem
from rotunda.view.timeline.items import event_id
from rotunda.view.timeline.pages import Whose

ViewerRequest = Request[Viewer, Any, Any]
Opened: TypeAlias = tuple[Look | ContactLook, Whose]
Customer: TypeAlias = Callable[[], Awaitable[Opened]]
"""Opens the customer of a request for its viewer, as often as it has to be opened anew."""
OfCustomer: TypeAlias = Mapping[str, Provide]
Kept: TypeAlias = Callable[[Whose], Awaitable[msgspec.Struct | None]]

_DRILL = {"permission": Permission.SECTION_DRILL}
_Types = Annotated[str | None, QueryParameter(description="types of events, separated by commas")]
_From = Annotated[str | None, QueryParameter(name="from", description="a day, or a moment with its time zone")]
_To = Annotated[str | None, QueryParameter(name="to", description="a day (its end), or a moment: not included")]
_At = Annotated[
    str | None, QueryParameter(description="begins the page at this day or moment: newer ones are beside it")
]
_Limit = Annotated[int, QueryParameter(ge=1, le=200)]


def timeline_routes(installation: Installation) -> list[HTTPRouteHandler]:
    def account(request: ViewerRequest, account_id: FromPath[str]) -> Customer:
        return lambda: account_opened(installation, request, account_id)

    def contact(request: ViewerRequest, contact_id: FromPath[str]) -> Customer:
        return lambda: contact_opened(installation, request, contact_id)

    return [
        *_of_one(installation, "accounts", Provide(account, sync_to_thread=False)),
        *_of_one(installation, "contacts", Provide(contact, sync_to_thread=False)),
        _search_route(installation),
    ]


def _of_one(installation: Installation, kind: str, customer: Provide) -> list[HTTPRouteHandler]:
    """The routes of an account, or of a contact."""
    path = f"/api/v1/{kind}/{{{kind.removesuffix('s')}_id:str}}"
    of_customer = {"customer": customer}

    @get(
        f"{path}/timeline",
        opt=_DRILL,
        summary="What happened, by page in either direction, with filters, words, and counts that obey rights",
        name=f"{kind}-timeline",
        responses={200: ResponseSpec(EventPage, generate_examples=False)},
        dependencies={**of_customer, "asked": Provide(asked_of, sync_to_thread=False)},
    )
    async def page(
        request: ViewerRequest, customer: NamedDependency[Customer], asked: NamedDependency[Asked]
    ) -> Response[bytes]:
        return await shown(
            installation, request, customer, lambda whose: installation.timeline_pages.page(whose, asked)
        )

    @get(
        f"{path}/timeline/{{event:str}}",
        opt=_DRILL,
        summary="One event with all of its text",
        name=f"{kind}-event",
        dependencies=of_customer,
        responses={200: ResponseSpec(TimelineItem, generate_examples=False)},
    )
    async def one(request: ViewerRequest, customer: NamedDependency[Customer], event: FromPath[str]) -> Response[bytes]:
        async def entry(whose: Whose) -> TimelineItem | None:
            known = event_id(event)
            return await installation.timeline_pages.entry(whose, known) if known else None

        return await shown(installation, request, customer, entry)

    return [page, one, *_by_channel(installation, kind, path, of_customer)]


def _by_channel(installation: Installation, kind: str, path: str, of_customer: OfCustomer) -> list[HTTPRouteHandler]:
    @get(
        f"{path}/calls",
        opt=_DRILL,
        summary="Calls, newest first",
        name=f"{kind}-calls",
        dependencies=of_customer,
        responses={200: ResponseSpec(EventPage, generate_examples=False)},
    )
    async def calls(
        request: ViewerRequest,
        customer: NamedDependency[Customer],
        cursor: FromQuery[str | None] = None,
        direction: FromQuery[Literal["older", "newer"]] = "older",
        limit: _Limit = 50,
    ) -> Response[bytes]:
        asked = Asked(types=(EventType.CALL,), cursor=cursor, newer=direction == "newer", limit=limit)
        return await shown(
            installation, request, customer, lambda whose: installation.timeline_pages.page(whose, asked)
        )

    @get(
        f"{path}/meetings",
        opt=_DRILL,
        summary="Meetings that were, newest first; or that will be: the next ones, the latest of them first",
        name=f"{kind}-meetings",
        dependencies=of_customer,
        responses={200: ResponseSpec(EventPage, generate_examples=False)},
    )
    async def meetings(
        request: ViewerRequest,
        customer: NamedDependency[Customer],
        when: FromQuery[Literal["past", "upcoming"]] = "past",
        cursor: FromQuery[str | None] = None,
        direction: FromQuery[Literal["older", "newer"] | None] = None,
        limit: _Limit = 50,
    ) -> Response[bytes]:
        newer = (direction == "newer") if direction else when == "upcoming"
        asked = Asked(types=(EventType.MEETING,), cursor=cursor, newer=newer, limit=limit)
        return await shown(
            installation, request, customer, lambda whose: installation.timeline_pages.page(whose, asked)
        )

    return [calls, meetings, _mix_route(installation, kind, path, of_customer)]


def _mix_route(installation: Installation, kind: str, path: str, of_customer: OfCustomer) -> HTTPRouteHandler:
    @get(
        f"{path}/channel-mix",
        opt=_DRILL,
        summary="How many emails, calls and meetings there were, by week or by month; the last year by itself",
        name=f"{kind}-channel-mix",
        dependencies=of_customer,
        responses={200: ResponseSpec(ChannelMix, generate_examples=False)},
    )
    async def mix(
        request: ViewerRequest,
        customer: NamedDependency[Customer],
        by: FromQuery[Step] = "month",
        since: _From = None,
        until: _To = None,
    ) -> Response[bytes]:
        with refused():
            begin, end = moment_of("from", since), moment_of("to", until, after_day=True)
        return await shown(
            installation, request, customer, lambda whose: installation.channels.of(whose, by, begin, end)
        )

    return mix


def _search_route(installation: Installation) -> HTTPRouteHandler:
    @get(
        "/api/v1/timeline",
        opt=_DRILL,
        summary="Words in what happened with any customer that may be opened, newest first",
        responses={200: ResponseSpec(FoundEvents, generate_examples=False)},
    )
    async def search(  # noqa: PLR0913 - one for each parameter of the query
        request: ViewerRequest,
        q: FromQuery[str] = "",
        types: _Types = None,
        since: _From = None,
        until: _To = None,
        cursor: FromQuery[str | None] = None,
        *,
        routine: FromQuery[bool] = False,
        limit: _Limit = 50,
    ) -> Response[bytes]:
        with refused():
            words = text_of(q)
            if words is None:
                raise AskedWrongly("q", "Say which words to look for.")
            begin, end = _range(since, until)
            asked = Asked(
                types=types_of(types),
                text=words,
                routine=routine,
                cursor=cursor,
                limit=limit,
                since=begin,
                until=end,
            )

        async def ready() -> Response[bytes]:
            found = await installation.timeline_search.find(request.user, words, asked)
            return ReadyJson(msgspec.json.encode(found))

        with refused():
            return await while_it_stands(installation, request, ready)

    return search


def asked_of(  # noqa: PLR0913 - one for each parameter of the query
    types: _Types = None,
    since: _From = None,
    until: _To = None,
    *,
    person: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    group: FromQuery[Literal["none", "type"]] = "none",
    cursor: FromQuery[str | None] = None,
    direction: FromQuery[Literal["older", "newer"]] = "older",
    at: _At = None,
    routine: FromQuery[bool] = False,
    limit: _Limit = 50,
) -> Asked:
    """The query of a timeline."""
    with refused():
        begin, end = _range(since, until)
        return Asked(
            since=begin,
            until=end,
            types=types_of(types),
            person=person_of(person),
            text=text_of(q),
            routine=routine,
            grouped=group == "type",
            cursor=cursor,
            newer=direction == "newer",
            at=moment_of("at", at, after_day=True),
            limit=limit,
        )


def _range(since: str | None, until: str | None) -> tuple[datetime, datetime]:
    begin, end = moment_of("from", since) or BEGINNING, moment_of("to", until, after_day=True) or END
    if begin > end:
        raise AskedWrongly("from", "Must not be later than `to`.")
    return begin, end


@contextmanager
def refused() -> Generator[None]:
    """What is asked wrongly is answered with the field and the reason."""
    try:
        yield
    except AskedWrongly as wrong:
        raise ProblemError(400, "invalid-request", f"{wrong.field}: {wrong}", field=wrong.field) from None
    except BadCursor as wrong:
        raise ProblemError(400, "invalid-cursor", str(wrong), field="cursor") from None


async def shown(
    installation: Installation, request: ViewerRequest, customer: Customer, show: Kept, what: str = "event"
) -> Response[bytes]:
    """Recorded before it leaves."""

    async def ready() -> Response[bytes]:
        look, whose = await customer()
        answer = await show(whose)
        await look.recorded()
        if answer is None:
            raise absent(what)
        return ReadyJson(msgspec.json.encode(answer))

    with refused():
        return await while_it_stands(installation, request, ready)


async def account_opened(installation: Installation, request: ViewerRequest, account_id: str) -> Opened:
    try:
        look = await installation.looking.open(request.user, account_id, Action.DRILL, Permission.SECTION_DRILL)
    except Absent:
        raise absent() from None
    account = look.grant.account
    accounts = [account, *await installation.identity.members(account)]
    return look, Whose(viewer=request.user, reach=look.grant.reach, customer=account, accounts=accounts)


async def contact_opened(installation: Installation, request: ViewerRequest, contact_id: str) -> Opened:
    look = await open_contact(installation, request, contact_id, Action.DRILL, Permission.SECTION_DRILL)
    contacts = await installation.contact_looking.ids(look)
    return look, Whose(viewer=request.user, reach=look.grant.reach, customer=look.grant.contact, contacts=contacts)
