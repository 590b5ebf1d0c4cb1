"""The demo company's HubSpot portal, as one running service."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from rotunda_world.running import RunningWorld
from rotunda_world.simulators.hubspot import errors
from rotunda_world.simulators.hubspot.errors import HubSpotError, answer
from rotunda_world.simulators.hubspot.gate import LONGEST_PATH, Gate
from rotunda_world.simulators.hubspot.portal import Portal

Json = dict[str, Any]


@dataclass(slots=True)
class Service:
    running: RunningWorld
    gate: Gate
    portal: Portal


@dataclass(frozen=True, slots=True)
class Reply:
    """A body that is answered with another status than 200; 204 has none."""

    status: int
    body: Json


Scopes = tuple[str, ...] | Callable[[web.Request], tuple[str, ...]]
Respond = Callable[[Service, web.Request], Awaitable[Json | Reply]]


def handling(service: Service, scopes: Scopes, respond: Respond) -> Callable[[web.Request], Awaitable[web.Response]]:
    """An aiohttp handler around `respond`: token first, then the limits, then the scopes, any one of which suffices."""

    async def handle(request: web.Request) -> web.Response:
        if len(request.raw_path) > LONGEST_PATH:
            return errors.too_long()
        told: dict[str, str] = {}
        try:
            token = service.gate.enter(request)
            told = service.gate.count(token, is_search=request.path.endswith("/search"))
            service.gate.allow(token, scopes if isinstance(scopes, tuple) else scopes(request))
            reply = await respond(service, request)
            response = _response(reply)
        except HubSpotError as error:
            response = error.response()
        response.headers.update(told)
        return response

    return handle


def _response(reply: Json | Reply) -> web.Response:
    if not isinstance(reply, Reply):
        return answer(reply)
    return web.Response(status=204) if reply.status == 204 else answer(reply.body, reply.status)


async def unknown_path(_: Service, request: web.Request) -> Json:
    raise HubSpotError(404, f"No route matches {request.method} {request.path}")
