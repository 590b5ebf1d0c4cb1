"""Tickets, their comments, audits and metrics."""

from collections.abc import Sequence

from aiohttp import web

from rotunda_world.model import Ticket, TicketComment
from rotunda_world.simulators.zendesk import errors, matching, sideloads
from rotunda_world.simulators.zendesk.asked import Asked, asked, one_of
from rotunda_world.simulators.zendesk.paging import Listing, SortKey, page_of
from rotunda_world.simulators.zendesk.shapes import history, tickets
from rotunda_world.simulators.zendesk.shapes.people import iso


async def index(request: web.Request) -> web.Response:
    """GET /api/v2/tickets. No ticket of the demo company has an external id."""
    question = asked(request, "tickets")
    records = [] if "external_id" in request.query else list(question.desk.tickets())
    return listed(question, records, "api/v2/tickets/index")


async def show(request: web.Request) -> web.Response:
    """GET /api/v2/tickets/{ticket_id}."""
    question = asked(request, "tickets")
    record = _ticket(question, "api/v2/tickets/show")
    body = tickets.ticket(record, question.base)
    beside = sideloads.of_tickets(question, [record], [body])
    return web.json_response({"ticket": body} | beside)


async def show_many(request: web.Request) -> web.Response:
    """GET /api/v2/tickets/show_many?ids=. Unknown ids are left out."""
    question = asked(request, "tickets")
    numbers = question.numbers("api/v2/tickets/show_many")
    one_of([numbers], "ids", "api/v2/tickets/show_many")
    found = [record for number in numbers or () if (record := question.desk.ticket(number)) is not None]
    shown = [tickets.ticket(record, question.base) for record in found]
    beside = sideloads.of_tickets(question, found, shown)
    return web.json_response({"tickets": shown, "next_page": None, "previous_page": None, "count": len(shown)} | beside)


async def comments(request: web.Request) -> web.Response:
    """GET /api/v2/tickets/{ticket_id}/comments: oldest first unless `sort` or `sort_order` says otherwise."""
    question = asked(request, "tickets")
    record = _ticket(question, "api/v2/tickets/comments/index")
    page = page_of(request, _comments(record))
    return web.json_response(page.body | sideloads.of_comments(question, page.rows))


async def audits(request: web.Request) -> web.Response:
    """GET /api/v2/tickets/{ticket_id}/audits, oldest first."""
    question = asked(request, "tickets")
    record = _ticket(question, "api/v2/tickets/audits/index")
    told = history.audits(record)
    places = {audit["id"]: place for place, audit in enumerate(told)}
    listing = Listing(
        "audits", "api/v2/tickets/audits/index", told, lambda audit: places[audit["id"]], lambda audit: audit
    )
    return web.json_response(page_of(request, listing).body)


async def metrics(request: web.Request) -> web.Response:
    """GET /api/v2/tickets/{ticket_id}/metrics."""
    question = asked(request, "tickets")
    record = _ticket(question, "api/v2/tickets/metrics/show")
    return web.json_response({"ticket_metric": tickets.metrics(record, question.base)})


def listed(question: Asked, records: Sequence[Ticket], endpoint: str) -> web.Response:
    """A page of tickets with its sideloads."""
    page = page_of(question.request, _tickets(question, records, endpoint))
    return web.json_response(page.body | sideloads.of_tickets(question, page.rows, page.body["tickets"]))


def _tickets(question: Asked, records: Sequence[Ticket], endpoint: str) -> Listing[Ticket]:
    return Listing(
        "tickets",
        endpoint,
        records,
        lambda one: one.zendesk_id,
        lambda one: tickets.ticket(one, question.base),
        cursor_sorts={"updated_at": _updated, "status": _status},
        offset_sorts={
            "assignee": lambda one: one.assignee.zendesk_user_id if one.assignee else 0,
            "assignee.name": lambda one: one.assignee.name if one.assignee else "",
            "created_at": lambda one: iso(one.created_at) or "",
            "group": lambda one: one.group,
            "requester": lambda one: one.requester.zendesk_user_id or 0,
            "requester.name": lambda one: one.requester.name,
            "status": _status,
            "subject": lambda one: one.subject,
            "updated_at": _updated,
        },
    )


def _comments(record: Ticket) -> Listing[TicketComment]:
    def created(one: TicketComment) -> SortKey:
        return iso(one.created_at) or ""

    return Listing(
        "comments",
        "api/v2/tickets/comments/index",
        record.comments,
        lambda one: one.zendesk_id,
        lambda one: history.comment(one, record),
        cursor_sorts={"created_at": created},
        offset_sorts={"created_at": created},
        default_sort="created_at",
    )


def _ticket(question: Asked, endpoint: str) -> Ticket:
    record = question.desk.ticket(question.number("ticket_id", endpoint))
    if record is None:
        raise errors.not_found()
    return record


def _updated(one: Ticket) -> SortKey:
    return iso(one.updated_at) or ""


def _status(one: Ticket) -> SortKey:
    return matching.STATUSES.index(one.status)
