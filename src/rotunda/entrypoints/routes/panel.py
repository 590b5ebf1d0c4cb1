"""The panel beside a conversation: one customer by address, domain or ticket, and the links that open it in a frame."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, JSONBody
from litestar.response import Stream

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.panel_links import KnownBy, Wanted
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.authentication import BY_LINK, session_token
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.panel_page import panel_page_routes
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.entrypoints.routes.lookup import found
from rotunda.entrypoints.routes.streams import (
    STREAM_HEADERS,
    events,
    interleaved,
    open_contact,
    open_look,
    recorded,
)
from rotunda.sections.ids import AccountId, ContactId
from rotunda.view.contact.conversations import SUPPORT
from rotunda.view.contact.looking import ContactLook
from rotunda.view.looking import Asked, Look
from rotunda.view.lookup import Lookup, LookupContact, LookupMatch, LookupRefused, check_identifier
from rotunda.view.page.service import PageStream

ViewerRequest = Request[Viewer, Any, Any]
_ONE_OF = "Give exactly one of email, domain and ticket."


class PanelFound(msgspec.Struct, frozen=True):
    """The stream's first event: who was asked for, and whoever that is. The account's own events follow where it is one
    account, or where one of several was chosen. `contact` is the person who wrote, where one is known: then events
    `person-head` and `person-section` stand between those of the account, in any order.
    """

    asked: Wanted
    matches: list[LookupMatch]
    chosen: AccountId | None
    contacts: list[LookupContact]
    contact: ContactId | None


class PanelLinkRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Exactly one is given."""

    email: str | None = None
    domain: str | None = None
    ticket: str | None = None


class PanelLinkMade(msgspec.Struct, frozen=True):
    """`url` opens the panel of this one customer until `expires_at` for whoever has it: give it to one browser."""

    url: str
    expires_at: datetime


def panel_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/panel",
        opt={"permission": Permission.LOOKUP, BY_LINK: True},
        summary="The panel's customer as server-sent events: found, head, section as often as one changes, done",
        media_type="text/event-stream",
    )
    async def panel(
        request: ViewerRequest,
        email: FromQuery[str | None] = None,
        domain: FromQuery[str | None] = None,
        ticket: FromQuery[str | None] = None,
        account: FromQuery[str | None] = None,
        *,
        refresh: FromQuery[bool] = False,
    ) -> Stream:
        wanted = await _wanted(installation, request.user, email=email, domain=domain, ticket=ticket)
        answer = await found(installation, request, **{wanted.known_by: wanted.value})
        chosen = _chosen(answer, account)
        contact = _person(answer, chosen)
        head = _event("found", PanelFound(wanted, answer.matches, chosen, answer.contacts, contact))

        async def show() -> Stream:
            pages = await _pages(installation, request, chosen, contact, refresh=refresh)
            return Stream(_after(head, pages), media_type="text/event-stream", headers=STREAM_HEADERS)

        return await while_it_stands(installation, request, show)

    @post(
        "/api/v1/panel-links", opt={"permission": Permission.LOOKUP}, summary="A link that opens the panel for minutes"
    )
    async def link(data: JSONBody[PanelLinkRequest], request: ViewerRequest) -> Response[PanelLinkMade]:
        wanted = _one_of(email=data.email, domain=data.domain, ticket=data.ticket)
        made = await installation.sign_in.panel_links.create(request.user, session_token(request), wanted)
        detail = {"link": made.id, "by": wanted.known_by, "value": wanted.value}
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.PANEL_LINK, detail=detail))
        # After the #: browsers send it to no server, and no log and no Referer ever holds it.
        url = f"{installation.settings.public_url}/panel#link={made.token.reveal()}"
        return Response(PanelLinkMade(url, made.expires_at), status_code=201, headers={"Cache-Control": "no-store"})

    return [panel, link, *panel_page_routes(installation.settings.panel_parents)]


async def _wanted(installation: Installation, viewer: Viewer, **given: str | None) -> Wanted:
    """What is asked for; with a link, what the link is for and nothing else."""
    if viewer.via != "link":
        return _one_of(**given)
    if any(value is not None for value in given.values()):
        raise ProblemError(400, "invalid-request", "A link is for the one customer that it was made for.", field="link")
    wanted = await installation.sign_in.panel_links.wanted(viewer.token_id or "")
    if wanted is None:
        raise absent()
    return wanted


def _one_of(**given: str | None) -> Wanted:
    named: list[tuple[KnownBy, str]] = [
        (by, value.strip()) for by in ("email", "domain", "ticket") if (value := given.get(by)) is not None
    ]
    if len(named) != 1:
        raise ProblemError(400, "invalid-request", _ONE_OF, field="email")
    [(by, value)] = named
    try:
        check_identifier(by, value)
    except LookupRefused as refused:
        raise ProblemError(400, "invalid-request", refused.reason, field=refused.field) from None
    return Wanted(by, value)


def _chosen(answer: Lookup, account: str | None) -> AccountId | None:
    accounts = [match.account.id for match in answer.matches]
    accounts = accounts or [each.account.id for each in answer.contacts if each.account]
    if account is not None:
        if account not in accounts:
            raise absent()
        return AccountId(account)
    return accounts[0] if len(set(accounts)) == 1 else None


def _person(answer: Lookup, chosen: AccountId | None) -> ContactId | None:
    """Who wrote: somebody of the chosen account, else somebody of none."""
    if chosen is None and answer.matches:
        return None
    of = {each.contact.id: each.account.id if each.account else None for each in reversed(answer.contacts)}
    people = [contact for wanted in (chosen, None) for contact, account in reversed(of.items()) if account == wanted]
    return people[0] if people else None


async def _pages(
    installation: Installation,
    request: ViewerRequest,
    account: AccountId | None,
    contact: ContactId | None,
    *,
    refresh: bool,
) -> list[AsyncIterator[bytes]]:
    """The events of the account and of the person, each of whom may be missing; both looks are recorded."""
    opened: list[tuple[Look | ContactLook, PageStream]] = []
    streams: list[AsyncIterator[bytes]] = []
    if account is not None:
        look = await open_look(installation, request, account, Permission.ACCOUNT_VIEW, Asked(refresh=refresh))
        page = installation.pages.stream(look.grant, look.head, look.planned, segments=look.segments)
        opened.append((look, page))
        streams.append(events(page))
    if contact is not None:
        person = await _look_at(installation, request, contact, refresh=refresh)
        said = installation.contact_pages.stream(person)
        opened.append((person, said))
        streams.append(_of_person(said))
    for each, page in opened:
        await recorded(each, page)
    return streams


async def _look_at(
    installation: Installation, request: ViewerRequest, contact: ContactId, *, refresh: bool
) -> ContactLook:
    """Of a person the panel shows what they asked for: nothing else of them is read."""
    look = await open_contact(installation, request, contact, Action.VIEW, Permission.ACCOUNT_VIEW, refresh=refresh)
    return msgspec.structs.replace(look, planned=[each for each in look.planned if each.section.name == SUPPORT])


async def _of_person(page: PageStream) -> AsyncIterator[bytes]:
    async for event in events(page):
        if not event.startswith(b"event: done"):
            yield event.replace(b"event: ", b"event: person-", 1)


async def _after(head: bytes, streams: Sequence[AsyncIterator[bytes]]) -> AsyncIterator[bytes]:
    yield head
    async for event in interleaved(streams):
        yield event


def _event(name: str, body: msgspec.Struct) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(body) + b"\n\n"
