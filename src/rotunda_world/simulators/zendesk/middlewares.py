"""What happens around every endpoint: errors become Zendesk's, good answers get an ETag."""

import hashlib

from aiohttp import web
from aiohttp.typedefs import Handler

from rotunda_world.simulators.zendesk import errors


@web.middleware
async def answer_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Endpoints raise Refused; what is routed nowhere is an endpoint that does not exist."""
    try:
        return await handler(request)
    except errors.Refused as refused:
        return refused.response
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return errors.no_such_endpoint()


@web.middleware
async def tag(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A weak ETag over the body; 304 when the client has it already. It counts against the limits all the same."""
    response = await handler(request)
    if request.method != "GET" or response.status != 200 or not isinstance(response, web.Response):
        return response
    body = response.body if isinstance(response.body, bytes) else b""
    mark = f'W/"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
    if mark in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers={"ETag": mark})
    response.headers["ETag"] = mark
    response.headers["Cache-Control"] = "max-age=0, private, must-revalidate"
    return response
