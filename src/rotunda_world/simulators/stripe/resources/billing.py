"""Subscriptions and invoices."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from rotunda_world.model import Invoice, Subscription
from rotunda_world.simulators.stripe import errors, parameters
from rotunda_world.simulators.stripe.book import Book
from rotunda_world.simulators.stripe.filters import dated, equal, known_payer, nobody, of_customer
from rotunda_world.simulators.stripe.listing import Filter, Resource
from rotunda_world.simulators.stripe.records import ItemOf, LineOf, PaymentOf, payments_of
from rotunda_world.simulators.stripe.shapes import invoices, subscriptions

NEVER = datetime.min.replace(tzinfo=UTC)
ENDED = ("canceled", "incomplete_expired")
STATUSES = ("active", "past_due", "unpaid", "canceled", "incomplete", "incomplete_expired", "trialing", "paused")
COLLECTION = parameters.one_of("charge_automatically", "send_invoice")


def _with_status(one: Subscription, wanted: str) -> bool:
    if wanted == "current":
        return one.status != "canceled"
    if wanted == "ended":
        return one.status in ENDED
    return wanted in {"all", one.status}


def _first_period_end(one: Subscription) -> datetime | None:
    return min((item.period_end for item in one.items), default=None)


def _last_period_start(one: Subscription) -> datetime | None:
    return max((item.period_start for item in one.items), default=None)


def _has_price(one: Subscription, price_id: str) -> bool:
    return any(item.price.stripe_id == price_id for item in one.items)


def _invoices_of_subscription(book: Book, subscription_id: str) -> Iterable[Invoice]:
    subscription = book.subscriptions.get(subscription_id)
    if subscription is None:
        raise errors.missing_record("subscription", subscription_id, param="subscription", status=400)
    return subscription.customer.invoices


def _items_of(book: Book, subscription_id: str) -> Iterable[ItemOf]:
    subscription = book.subscriptions.get(subscription_id)
    if subscription is None:
        raise errors.missing_record("subscription", subscription_id, param="subscription", status=400)
    return [ItemOf(subscription, item) for item in subscription.items]


def _payments_on(book: Book, invoice_id: str) -> Iterable[PaymentOf]:
    invoice = book.invoices.get(invoice_id)
    if invoice is None:
        raise errors.missing_record("invoice", invoice_id, param="invoice", status=400)
    return payments_of(invoice.customer)


def _paid_by(one: PaymentOf, wanted: dict[str, Any]) -> bool:
    return wanted.get("type", "payment_intent") == "payment_intent" and (
        wanted.get("payment_intent", one.intent.id) == one.intent.id and "payment_record" not in wanted
    )


def _never(kind: str, noun: str, permission: str, filters: dict[str, Filter[Any]]) -> Resource[Any]:
    """A kind of which the demo account has none: its lists are empty, but check what they are asked."""
    return Resource(
        kind=kind,
        noun=noun,
        permission=permission,
        records=lambda _: (),
        find=lambda _, __: None,
        id_of=str,
        created_of=lambda _: NEVER,
        render=lambda _, __: {},
        filters=filters,
    )


SUBSCRIPTIONS: Resource[Subscription] = Resource(
    kind="subscription",
    noun="subscription",
    permission="subscription",
    records=lambda book: book.subscriptions,
    find=lambda book, one: book.subscriptions.get(one),
    id_of=lambda one: one.stripe_id,
    created_of=lambda one: one.created_at,
    render=subscriptions.subscription,
    filters={
        "automatic_tax": nobody(parameters.hash_of({"enabled": parameters.boolean})),
        "collection_method": equal(lambda one: one.collection_method, COLLECTION),
        "created": dated(lambda one: one.created_at),
        "current_period_end": dated(_first_period_end),
        "current_period_start": dated(_last_period_start),
        "customer": of_customer(lambda one: one.customer, lambda payer: payer.subscriptions),
        "customer_account": nobody(),
        "plan": Filter(parameters.text, _has_price),
        "price": Filter(parameters.text, _has_price),
        "status": Filter(parameters.one_of(*STATUSES, "all", "ended"), _with_status, otherwise="current"),
        "test_clock": nobody(),
    },
)

ITEMS: Resource[ItemOf] = Resource(
    kind="subscription_item",
    noun="subscription_item",
    permission="subscription",
    records=lambda book: book.items,
    find=lambda book, one: book.items.get(one),
    id_of=lambda one: one.item.stripe_id,
    created_of=lambda one: one.item.created_at,
    render=subscriptions.item,
    filters={"subscription": Filter(parameters.text, lambda _, __: True, _items_of, required=True)},
)

INVOICES: Resource[Invoice] = Resource(
    kind="invoice",
    noun="invoice",
    permission="invoice",
    records=lambda book: book.invoices,
    find=lambda book, one: book.invoices.get(one),
    id_of=lambda one: one.stripe_id,
    created_of=lambda one: one.created_at,
    render=invoices.invoice,
    filters={
        "collection_method": equal(lambda one: one.collection_method, COLLECTION),
        "created": dated(lambda one: one.created_at),
        "customer": of_customer(lambda one: one.customer, lambda payer: payer.invoices),
        "customer_account": nobody(),
        "due_date": dated(lambda one: one.due_at if one.collection_method == "send_invoice" else None),
        "status": equal(lambda one: one.status, parameters.one_of("draft", "open", "paid", "uncollectible", "void")),
        "subscription": Filter(
            parameters.text,
            lambda one, wanted: one.subscription is not None and one.subscription.stripe_id == wanted,
            _invoices_of_subscription,
        ),
    },
)

LINES: Resource[LineOf] = Resource(
    kind="line_item",
    noun="line_item",
    permission="invoice",
    records=lambda _: (),
    find=lambda _, __: None,
    id_of=lambda one: one.line.stripe_id,
    created_of=lambda one: one.invoice.created_at,
    render=invoices.line,
)

INVOICE_PAYMENTS: Resource[PaymentOf] = Resource(
    kind="invoice_payment",
    noun="invoice_payment",
    permission="invoice",
    records=lambda book: book.payments,
    find=lambda book, one: book.payments.get(one),
    id_of=lambda one: one.id,
    created_of=lambda one: one.intent.created_at,
    render=invoices.invoice_payment,
    filters={
        "created": dated(lambda one: one.intent.created_at),
        "invoice": Filter(parameters.text, lambda one, wanted: one.invoice.stripe_id == wanted, _payments_on),
        "payment": Filter(
            parameters.hash_of(
                {
                    "payment_intent": parameters.text,
                    "payment_record": parameters.text,
                    "type": parameters.one_of("payment_intent", "payment_record"),
                }
            ),
            _paid_by,
        ),
        "status": equal(lambda one: one.status, parameters.one_of("canceled", "open", "paid")),
    },
)

CREDIT_NOTES = _never(
    "credit_note",
    "credit_note",
    "credit_note",
    {
        "created": nobody(parameters.seconds),
        "customer": Filter(parameters.text, lambda _, __: False, lambda book, one: known_payer(book, one) and ()),
        "customer_account": nobody(),
        "invoice": nobody(),
    },
)

SCHEDULES = _never(
    "subscription_schedule",
    "subscription schedule",
    "subscription",
    {
        "canceled_at": nobody(parameters.seconds),
        "completed_at": nobody(parameters.seconds),
        "created": nobody(parameters.seconds),
        "customer": nobody(),
        "customer_account": nobody(),
        "released_at": nobody(parameters.seconds),
        "scheduled": nobody(parameters.boolean),
    },
)
