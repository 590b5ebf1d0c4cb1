"""GET /api/v2/search, GET /api/v2/search/count and GET /api/v2/search/export."""

from aiohttp import web

from rotunda_world.simulators.zendesk import errors, query, search
from rotunda_world.simulators.zendesk.asked import Asked, asked
from rotunda_world.simulators.zendesk.paging import Listing, cursor_page, offset_members, offset_window

_EXPORTED = frozenset({"ticket", "organization", "user", "group"})


async def results(request: web.Request) -> web.Response:
    """`sort_by` and `sort_order` (default descending) go before `order_by` and `sort` inside the query."""
    question = asked(request, "search")
    found = _found(question)
    page, size = _window(request)
    body = {"results": [search.shown(question.desk, one, question.base) for one in found[(page - 1) * size :][:size]]}
    return web.json_response(body | {"facets": None} | offset_members(request, page, size, len(found)))


async def count(request: web.Request) -> web.Response:
    question = asked(request, "search")
    return web.json_response({"count": len(_found(question))})


async def export(request: web.Request) -> web.Response:
    """One kind of record, by cursor, oldest first; `type:` inside the query is refused."""
    question = asked(request, "search")
    kind = request.query.get("filter[type]", "")
    if kind not in _EXPORTED:
        raise errors.invalid_search("filter[type] must be one of ticket, organization, user and group")
    parsed = query.parse(f"type:{kind} {request.query.get('query', '')}")
    if len(parsed.types) != 1:
        raise errors.invalid_search("type: cannot be used in the query: it is given as filter[type]")
    listing = Listing(
        "results",
        "api/v2/search/export",
        search.find(question.desk, parsed),
        lambda one: one.number,
        lambda one: search.shown(question.desk, one, question.base),
        cursor_sorts={"created_at": lambda one: one.created_at.isoformat()},
        default_sort="created_at",
        largest_page=search.MOST_RESULTS,
    )
    return web.json_response({**cursor_page(request, listing).body, "facets": None})


def _found(question: Asked) -> list[search.Found]:
    text = question.request.query.get("query", "")
    if not text.strip():
        raise errors.invalid_search("Query is required")
    parsed = query.parse(text)
    sort_by = question.request.query.get("sort_by", parsed.order_by)
    order = question.request.query.get("sort_order")
    descending = parsed.descending is not False if order is None else order != "asc"
    return search.ordered(search.find(question.desk, parsed), sort_by, descending=descending)


def _window(request: web.Request) -> tuple[int, int]:
    """Raises Refused for cursors, which search does not know, and past the thousandth result."""
    if any(name.startswith("page[") for name in request.query):
        raise errors.invalid_attribute("page", "must be an integer", "api/v2/search/index")
    page, size = offset_window(request, "api/v2/search/index")
    if page * size > search.MOST_RESULTS:
        raise errors.invalid_search("Requested response size was greater than Search Response Limits")
    return page, size
