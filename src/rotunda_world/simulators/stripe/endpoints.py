"""The paths under /v1 that the demo account's Stripe answers."""

from datetime import datetime
from typing import Any

from aiohttp import web

from rotunda_world.model import Payer
from rotunda_world.simulators.stripe import errors, parameters, webhooks
from rotunda_world.simulators.stripe.events import Event, matches
from rotunda_world.simulators.stripe.expandables import EXPANDER
from rotunda_world.simulators.stripe.filters import dated, known_payer
from rotunda_world.simulators.stripe.gate import VERSIONS
from rotunda_world.simulators.stripe.listing import Filter, Resource, page_of, retrieve
from rotunda_world.simulators.stripe.records import Card, LedgerEntry, LineOf, has_card
from rotunda_world.simulators.stripe.resources import billing, catalogue, customers, payments
from rotunda_world.simulators.stripe.search import Searchable, search_page
from rotunda_world.simulators.stripe.searchables import (
    SEARCH_CHARGES,
    SEARCH_CUSTOMERS,
    SEARCH_INVOICES,
    SEARCH_PRICES,
    SEARCH_PRODUCTS,
    SEARCH_SUBSCRIPTIONS,
)
from rotunda_world.simulators.stripe.service import Answer, Call, Service, handling, unrecognized
from rotunda_world.simulators.stripe.shapes.customers import deleted_customer
from rotunda_world.simulators.stripe.shapes.payments import balance
from rotunda_world.simulators.stripe.shapes.wire import Json

MAX_EVENT_TYPES = 20

_SEARCHES: tuple[tuple[str, Searchable[Any]], ...] = (
    ("/v1/charges/search", SEARCH_CHARGES),
    ("/v1/customers/search", SEARCH_CUSTOMERS),
    ("/v1/invoices/search", SEARCH_INVOICES),
    ("/v1/prices/search", SEARCH_PRICES),
    ("/v1/products/search", SEARCH_PRODUCTS),
    ("/v1/subscriptions/search", SEARCH_SUBSCRIPTIONS),
)

_RESOURCES: tuple[tuple[str, Resource[Any]], ...] = (
    ("/v1/charges", payments.CHARGES),
    ("/v1/coupons", catalogue.COUPONS),
    ("/v1/credit_notes", billing.CREDIT_NOTES),
    ("/v1/disputes", payments.DISPUTES),
    ("/v1/entitlements/active_entitlements", customers.ENTITLEMENTS),
    ("/v1/invoice_payments", billing.INVOICE_PAYMENTS),
    ("/v1/invoices", billing.INVOICES),
    ("/v1/payment_intents", payments.INTENTS),
    ("/v1/prices", catalogue.PRICES),
    ("/v1/products", catalogue.PRODUCTS),
    ("/v1/refunds", payments.REFUNDS),
    ("/v1/subscription_items", billing.ITEMS),
    ("/v1/subscription_schedules", billing.SCHEDULES),
    ("/v1/subscriptions", billing.SUBSCRIPTIONS),
)


def register(app: web.Application, service: Service) -> None:
    """Adds all routes. Searches come before the objects whose ids could be read as `search`."""

    def get(path: str, permission: str, respond: Answer) -> None:
        app.router.add_get(path, handling(service, f"{permission}_read", respond), allow_head=False)

    for path, searchable in _SEARCHES:
        get(path, searchable.resource.permission, _searching(searchable))
    for path, resource in _RESOURCES:
        get(path, resource.permission, _listing(resource))
        get(path + "/{id}", resource.permission, _retrieving(resource))
    get("/v1/balance", "balance", _balance)
    get("/v1/customers", "customer", _listing(customers.CUSTOMERS))
    get("/v1/customers/{id}", "customer", _customer)
    get("/v1/customers/{id}/balance_transactions", "customer", _credit)
    get("/v1/customers/{id}/payment_methods", "payment_method", _cards)
    get("/v1/customers/{id}/subscriptions", "subscription", _subscriptions)
    get("/v1/payment_methods/{id}", "payment_method", _retrieving(customers.CARDS))
    get("/v1/invoices/{id}/lines", "invoice", _lines)
    get("/v1/charges/{id}/refunds", "charge", _refunds)
    get("/v1/events", "event", _events)
    get("/v1/events/{id}", "event", _event)
    get("/v1/webhook_endpoints", "webhook", _webhook_endpoints)
    get("/v1/webhook_endpoints/{id}", "webhook", _webhook_endpoint)
    app.router.add_post("/v1/webhook_endpoints", handling(service, "webhook_write", _create_webhook_endpoint))
    app.router.add_route("*", "/{rest:.*}", unrecognized(service))


def _listing(resource: Resource[Any]) -> Answer:
    return lambda call: page_of(resource, call.rendering, call.url, call.sent)


def _retrieving(resource: Resource[Any]) -> Answer:
    return lambda call: retrieve(resource, call.rendering, call.path["id"], call.sent)


def _searching(searchable: Searchable[Any]) -> Answer:
    return lambda call: search_page(searchable, call.rendering, call.url, call.sent)


def _balance(call: Call) -> Json:
    parameters.parsed(call.sent, {"expand": parameters.texts})
    return balance(call.rendering)


def _customer(call: Call) -> Json:
    """A deleted customer is still answered for, with 200."""
    customer_id, payers = call.path["id"], call.rendering.book.payers
    if payers.get(customer_id) is None and payers.was_known(customer_id):
        return deleted_customer(customer_id)
    return retrieve(customers.CUSTOMERS, call.rendering, customer_id, call.sent)


def _payer(call: Call) -> Payer:
    return known_payer(call.rendering.book, call.path["id"], param="id", status=404)


def _credit(call: Call) -> Json:
    payer = _payer(call)
    entries = [LedgerEntry(payer)] if payer.balance else []
    return page_of(customers.BALANCE_TRANSACTIONS, call.rendering, call.url, call.sent, entries)


def _cards(call: Call) -> Json:
    payer = _payer(call)
    return page_of(customers.CARDS, call.rendering, call.url, call.sent, [Card(payer)] if has_card(payer) else [])


def _subscriptions(call: Call) -> Json:
    return page_of(billing.SUBSCRIPTIONS, call.rendering, call.url, call.sent, _payer(call).subscriptions)


def _lines(call: Call) -> Json:
    invoice = call.rendering.book.invoices.get(call.path["id"])
    if invoice is None:
        raise errors.missing_record("invoice", call.path["id"])
    # Of lines of the same moment the last would come first: turned round, they keep the invoice's order.
    lines = [LineOf(invoice, line) for line in reversed(invoice.lines)]
    return page_of(billing.LINES, call.rendering, call.url, call.sent, lines)


def _refunds(call: Call) -> Json:
    if call.rendering.book.charges.get(call.path["id"]) is None:
        raise errors.missing_record("charge", call.path["id"])
    return page_of(payments.REFUNDS, call.rendering, call.url, {**call.sent, "charge": call.path["id"]})


def _types(name: str, sent: Any) -> list[str]:
    wanted = parameters.texts(name, sent)
    if len(wanted) > MAX_EVENT_TYPES:
        raise errors.invalid(name, f"You may pass at most {MAX_EVENT_TYPES} types.")
    return wanted


def _happened_at(event: Event) -> datetime:
    return event.created_at


def _event_resource(service: Service) -> Resource[Event]:
    return Resource(
        kind="event",
        noun="event",
        permission="event",
        records=lambda book: service.events.since(book.now),
        find=lambda _, one: service.events.find(one),
        id_of=lambda event: event.id,
        created_of=_happened_at,
        render=lambda _, event: event.body(),
        filters={
            "created": dated(_happened_at),
            # Deliveries are tried once each and not written down, so none is known to have failed.
            "delivery_success": Filter(parameters.boolean, lambda _, wanted: wanted),
            "type": Filter(parameters.text, lambda event, wanted: matches(event.type, wanted)),
            "types": Filter(_types, lambda event, wanted: event.type in wanted),
        },
    )


def _events(call: Call) -> Json:
    if "type" in call.sent and "types" in call.sent:
        raise errors.invalid("types", "You may only specify one of these parameters: type, types.")
    return page_of(_event_resource(call.service), call.rendering, call.url, call.sent)


def _event(call: Call) -> Json:
    return retrieve(_event_resource(call.service), call.rendering, call.path["id"], call.sent)


def _endpoint_resource(service: Service) -> Resource[webhooks.WebhookEndpoint]:
    return Resource(
        kind="webhook_endpoint",
        noun="webhook endpoint",
        permission="webhook",
        records=lambda _: service.endpoints,
        find=lambda _, one: next((each for each in service.endpoints if each.id == one), None),
        id_of=lambda endpoint: endpoint.id,
        created_of=lambda endpoint: endpoint.created_at,
        render=lambda _, endpoint: endpoint.body(),
    )


def _webhook_endpoints(call: Call) -> Json:
    return page_of(_endpoint_resource(call.service), call.rendering, call.url, call.sent)


def _webhook_endpoint(call: Call) -> Json:
    return retrieve(_endpoint_resource(call.service), call.rendering, call.path["id"], call.sent)


def _create_webhook_endpoint(call: Call) -> Json:
    """The secret is told once, on creation."""
    endpoint = webhooks.create(call.sent, call.rendering.now, VERSIONS)
    EXPANDER.check("webhook_endpoint", [])
    call.service.endpoints.append(endpoint)
    return {**endpoint.body(), "secret": call.service.webhook_secret}
