"""Groups, ticket fields, statuses and satisfaction ratings."""

from collections.abc import Callable, Mapping

from aiohttp import web

from rotunda_world.model import Ticket
from rotunda_world.simulators.zendesk import ids
from rotunda_world.simulators.zendesk.asked import asked, whole
from rotunda_world.simulators.zendesk.paging import Listing, page_of
from rotunda_world.simulators.zendesk.shapes import people, settings, tickets

_SCORES: Mapping[str, Callable[[str | None], bool]] = {
    "offered": lambda score: score is not None,
    "unoffered": lambda score: score is None,
    "received": lambda score: score in {"good", "bad"},
    "received_without_comment": lambda score: score in {"good", "bad"},
    "received_with_comment": lambda _: False,  # The world's ratings have no comments.
    "good": lambda score: score == "good",
    "good_without_comment": lambda score: score == "good",
    "good_with_comment": lambda _: False,
    "bad": lambda score: score == "bad",
    "bad_without_comment": lambda score: score == "bad",
    "bad_with_comment": lambda _: False,
}


async def groups(request: web.Request) -> web.Response:
    """GET /api/v2/groups."""
    question = asked(request, "groups")
    listing = Listing(
        "groups",
        "api/v2/groups/index",
        question.desk.groups(),
        ids.group_id,
        lambda name: people.group(name, question.base, question.desk.since),
    )
    return web.json_response(page_of(request, listing).body)


async def ticket_fields(request: web.Request) -> web.Response:
    """GET /api/v2/ticket_fields."""
    question = asked(request, "ticket_fields")
    fields = settings.ticket_fields(question.base, question.desk.since)
    listing = Listing(
        "ticket_fields", "api/v2/ticket_fields/index", fields, lambda one: int(one["id"]), lambda one: one
    )
    return web.json_response(page_of(request, listing).body)


async def custom_statuses(request: web.Request) -> web.Response:
    """GET /api/v2/custom_statuses, without pages; `status_categories`, `active` and `default` filter."""
    question = asked(request, "custom_statuses")
    found = settings.custom_statuses(question.base, question.desk.since)
    if wanted := request.query.get("status_categories"):
        found = [one for one in found if one["status_category"] in wanted.split(",")]
    for name in ("active", "default"):
        if name in request.query:
            found = [one for one in found if one[name] is (request.query[name] == "true")]
    return web.json_response({"custom_statuses": found})


async def satisfaction_ratings(request: web.Request) -> web.Response:
    """GET /api/v2/satisfaction_ratings?score=&start_time=&end_time= (epoch seconds)."""
    question = asked(request, "satisfaction_ratings")
    rated = [one for one in question.desk.tickets() if _wanted(one, request)]
    listing = Listing(
        "satisfaction_ratings",
        "api/v2/satisfaction_ratings/index",
        rated,
        lambda one: ids.rating_id(one.zendesk_id),
        lambda one: tickets.rating(one, question.base),
    )
    return web.json_response(page_of(request, listing).body)


def _wanted(ticket: Ticket, request: web.Request) -> bool:
    """Without a score: every rating that was offered."""
    endpoint = "api/v2/satisfaction_ratings/index"
    chosen = _SCORES.get(request.query.get("score", "offered"), lambda _: False)
    moment = int((ticket.satisfaction_at or ticket.updated_at).timestamp())
    start = whole(request.query.get("start_time", "0"), "start_time", endpoint)
    end = whole(request.query.get("end_time", str(moment)), "end_time", endpoint)
    return chosen(ticket.satisfaction) and start <= moment <= end
