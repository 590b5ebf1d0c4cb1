"""GET /api/v2/search and GET /api/v2/search/count."""

from aiohttp import web

from rotunda_world.simulators.zendesk import errors, query, search
from rotunda_world.simulators.zendesk.asked import Asked, asked
from rotunda_world.simulators.zendesk.paging import offset_members, offset_window


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
