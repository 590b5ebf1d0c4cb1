"""What to ask Zendesk for to fill the section support.

The list of an organization's tickets comes newest first and is read for ten pages. Where it goes on, open tickets may
lie further back: a search names those, and they are read by their numbers. The search lags minutes behind, but what
changed in these minutes stands on the first page of the list.
"""

from collections.abc import Iterable, Iterator, Sequence

from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.paging import MetaCursor
from rotunda.connector_kit.requests import Customer, Payload, Program, Request
from rotunda.connectors.zendesk.mapping.tickets import Desk, Page, desk_of, map_ticket, read_pages
from rotunda.connectors.zendesk.shapes import TicketPage
from rotunda.sections.support.model import SupportPart, Ticket

MOST_PAGES = 10
_MOST_OPEN_PAGES = 20
_MOST_USERS = 20
_BATCH = 100
_BESIDE = ("include", "users,groups,metric_sets")
_NEWEST_FIRST = (("page[size]", "100"), ("sort", "-updated_at"), _BESIDE)

Tickets = dict[int, Ticket]


def read_support(customer: Customer) -> Program[SupportPart]:
    """Tickets of all linked organizations, and those that linked users wrote outside of any organization."""
    desk = desk_of(customer.settings)
    organizations, users = customer.ids("organization"), customer.ids("user")[:_MOST_USERS]
    payloads = yield [*map(_tickets_of_organization, organizations), *map(_tickets_of_user, users)]
    of_organizations, of_users = payloads[: len(organizations)], payloads[len(organizations) :]
    tickets: Tickets = {}
    for owner, payload in zip(organizations, of_organizations, strict=True):
        tickets.update(_owned(payload, "organization_id", owner, desk))
    for requester, payload in zip(users, of_users, strict=True):
        tickets.update(_owned(payload, "requester_id", requester, desk, anywhere=False))
    cut = [owner for owner, payload in zip(organizations, of_organizations, strict=True) if payload.truncated]
    tickets.update((yield from _still_open(cut, tickets, desk)))
    return SupportPart(
        records=[
            *(desk.ref("organization", owner) for owner in organizations),
            *(desk.ref("user", user) for user in users),
        ],
        tickets=sorted(tickets.values(), key=lambda ticket: (ticket.created_at, ticket.number), reverse=True),
        truncated=any(payload.truncated for payload in payloads),
    )


def read_person(customer: Customer) -> Program[SupportPart]:
    """The newest tickets that one person wrote, in whatever organization."""
    desk = desk_of(customer.settings)
    users = customer.ids("user")[:_MOST_USERS]
    payloads = yield [*map(_tickets_of_user, users)]
    tickets: Tickets = {}
    for requester, payload in zip(users, payloads, strict=True):
        tickets.update(_owned(payload, "requester_id", requester, desk))
    return SupportPart(
        records=[desk.ref("user", user) for user in users],
        tickets=sorted(tickets.values(), key=lambda ticket: (ticket.created_at, ticket.number), reverse=True),
        truncated=any(payload.truncated for payload in payloads),
    )


def _tickets_of_organization(organization: str) -> Request:
    path = f"/api/v2/organizations/{organization}/tickets.json"
    return Request(path=path, query=_NEWEST_FIRST, paging=MetaCursor(), max_pages=MOST_PAGES, reads=TicketPage)


def _tickets_of_user(user: str) -> Request:
    path = f"/api/v2/users/{user}/tickets/requested.json"
    return Request(path=path, query=_NEWEST_FIRST, paging=MetaCursor(), max_pages=MOST_PAGES, reads=TicketPage)


def _owned(
    payload: Payload, field: str, owner: str, desk: Desk, *, anywhere: bool = True
) -> Iterator[tuple[int, Ticket]]:
    """Unless `anywhere`, only tickets outside of any organization."""
    for page, wild in _each_ticket(payload, f"tickets of {field.removesuffix('_id')}"):
        if str(wild[field].integer()) != owner:
            raise wild[field].bad("belongs to another one than was asked for (wrong customer)")
        if anywhere or wild.optional("organization_id").is_null:
            yield wild.integer_at("id"), map_ticket(wild, page, desk)


def _each_ticket(payload: Payload, path: str) -> Iterator[tuple[Page, Wild]]:
    for page in read_pages(payload, path):
        for wild in page.tickets:
            yield page, wild


def _still_open(cut: Sequence[str], known: Tickets, desk: Desk) -> Program[Tickets]:
    """Open tickets of these organizations that are not known yet."""
    if not cut:
        return {}
    exports = yield [_open_tickets(organization) for organization in cut]
    numbers = sorted({number for payload in exports for number in _numbers(payload)} - known.keys())
    if not numbers:
        return {}
    chunks = [numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH)]
    payloads = yield [_tickets_by_number(chunk) for chunk in chunks]
    found = [one for chunk, payload in zip(chunks, payloads, strict=True) for one in _asked(payload, chunk)]
    ours = [(page, wild) for page, wild in found if str(wild["organization_id"].integer_or_none()) in cut]
    # A ticket that has moved since the search was indexed is none of ours any more; that all have, nobody believes.
    if found and not ours:
        raise found[0][1]["organization_id"].bad("belongs to another one than was asked for (wrong customer)")
    return {wild.integer_at("id"): map_ticket(wild, page, desk) for page, wild in ours}


def _open_tickets(organization: str) -> Request:
    query = (("query", f"organization:{organization} status<solved"), ("filter[type]", "ticket"), ("page[size]", "100"))
    return Request(
        path="/api/v2/search/export.json",
        query=query,
        paging=MetaCursor(),
        max_pages=_MOST_OPEN_PAGES,
        bucket="search_export",
    )


def _numbers(payload: Payload) -> Iterable[int]:
    return (wild.integer_at("id") for wild in each(payload, "open tickets", "results"))


def _tickets_by_number(numbers: Sequence[int]) -> Request:
    query = (("ids", ",".join(map(str, numbers))), _BESIDE)
    return Request(path="/api/v2/tickets/show_many.json", query=query, reads=TicketPage)


def _asked(payload: Payload, numbers: Sequence[int]) -> Iterator[tuple[Page, Wild]]:
    for page, wild in _each_ticket(payload, "tickets by number"):
        if wild.integer_at("id") not in numbers:
            raise wild["id"].bad("is a ticket that was not asked for (wrong customer)")
        yield page, wild
