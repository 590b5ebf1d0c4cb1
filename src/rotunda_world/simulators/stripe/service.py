"""The demo company's Stripe account, as one running service."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import msgspec
from aiohttp import web

from rotunda_world.running import RunningWorld
from rotunda_world.simulators.stripe import errors
from rotunda_world.simulators.stripe.book import Book
from rotunda_world.simulators.stripe.errors import StripeError
from rotunda_world.simulators.stripe.events import Event, EventLog
from rotunda_world.simulators.stripe.gate import VERSION, Gate, answer, refusal, request_id, version_of
from rotunda_world.simulators.stripe.parameters import Tree, tree_of
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json
from rotunda_world.simulators.stripe.webhooks import WebhookEndpoint


@dataclass(slots=True)
class Service:
    running: RunningWorld
    gate: Gate
    book: Book
    webhook_secret: str
    events: EventLog = field(default_factory=EventLog)
    endpoints: list[WebhookEndpoint] = field(default_factory=list[WebhookEndpoint])

    def rendering(self) -> Rendering:
        return Rendering(self.book, self.running.clock())

    def happened(self, kind: str, one: Json, previous: Json | None = None) -> Event:
        """Keeps an event about an object as it is after the change."""
        return self.events.record(kind, one, self.running.clock(), VERSION, previous)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that passed the gate. `sent` are its parameters, `path` what stood in the URL's placeholders."""

    service: Service
    rendering: Rendering
    url: str
    path: Mapping[str, str]
    sent: Tree


Answer = Callable[[Call], Json]


def handling(service: Service, permission: str, respond: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    """An aiohttp handler around `respond`. `permission` is what a restricted key needs, as `customer_read`."""

    async def handle(request: web.Request) -> web.Response:
        number = request_id()
        try:
            key = service.gate.enter(request)
            service.gate.allow(key, permission)
            call = Call(service, service.rendering(), request.path, request.match_info, await _sent(request))
            response = answer(respond(call), number)
        except StripeError as error:
            response = refusal(error, service.running, number)
        response.headers["Stripe-Version"] = version_of(request)
        return response

    return handle


def unrecognized(service: Service) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            service.gate.enter(request)
            raise errors.unknown_url(request.method, request.path)
        except StripeError as error:
            return refusal(error, service.running)

    return handle


async def _sent(request: web.Request) -> Tree:
    pairs = list(request.query.items())
    if request.method == "POST":
        form = await request.post()
        pairs += [(name, value) for name, value in form.items() if isinstance(value, str)]
    return tree_of(pairs)


def body_of(event: Event) -> bytes:
    """What is sent to a webhook endpoint and signed."""
    return msgspec.json.encode(event.body())
