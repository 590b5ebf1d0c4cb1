"""What Stripe's search knows of each resource."""

from datetime import datetime

from rotunda_world.model import Charge, Invoice, Payer, Price, Product, Subscription
from rotunda_world.simulators.stripe.resources.billing import INVOICES, SUBSCRIPTIONS
from rotunda_world.simulators.stripe.resources.catalogue import PRICES, PRODUCTS
from rotunda_world.simulators.stripe.resources.customers import CUSTOMERS
from rotunda_world.simulators.stripe.resources.payments import CHARGES
from rotunda_world.simulators.stripe.search import Searchable
from rotunda_world.simulators.stripe.shapes.customers import card_details, metadata


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


SEARCH_CUSTOMERS: Searchable[Payer] = Searchable(
    CUSTOMERS,
    {
        "created": lambda one: _seconds(one.created_at),
        "email": lambda one: one.email,
        "name": lambda one: one.name,
        "phone": lambda one: one.phone,
    },
    metadata,
)

SEARCH_SUBSCRIPTIONS: Searchable[Subscription] = Searchable(
    SUBSCRIPTIONS,
    {
        "canceled_at": lambda one: _seconds(one.canceled_at),
        "created": lambda one: _seconds(one.created_at),
        "status": lambda one: one.status,
    },
    lambda _: {},
)

SEARCH_INVOICES: Searchable[Invoice] = Searchable(
    INVOICES,
    {
        "created": lambda one: _seconds(one.created_at),
        "currency": lambda one: one.currency,
        "customer": lambda one: one.customer.stripe_id,
        "last_finalization_error_code": lambda _: None,
        "last_finalization_error_type": lambda _: None,
        "number": lambda one: None if one.status == "draft" else one.number,
        "receipt_number": lambda _: None,
        "status": lambda one: one.status,
        "subscription": lambda one: one.subscription.stripe_id if one.subscription else None,
        "total": lambda one: one.total,
    },
    lambda _: {},
)

SEARCH_CHARGES: Searchable[Charge] = Searchable(
    CHARGES,
    {
        "amount": lambda one: one.amount,
        "billing_details.address.postal_code": lambda _: None,
        "created": lambda one: _seconds(one.created_at),
        "currency": lambda one: one.currency,
        "customer": lambda one: one.customer.stripe_id,
        "disputed": lambda one: one.disputed,
        "payment_method_details.card.brand": lambda one: card_details(one.customer)["brand"],
        "payment_method_details.card.exp_month": lambda one: card_details(one.customer)["exp_month"],
        "payment_method_details.card.exp_year": lambda one: card_details(one.customer)["exp_year"],
        "payment_method_details.card.fingerprint": lambda one: card_details(one.customer)["fingerprint"],
        "payment_method_details.card.last4": lambda one: card_details(one.customer)["last4"],
        "refunded": lambda one: 0 < one.amount <= one.amount_refunded,
        "status": lambda one: one.status,
    },
    lambda _: {},
)

SEARCH_PRICES: Searchable[Price] = Searchable(
    PRICES,
    {
        "active": lambda _: True,
        "currency": lambda one: one.currency,
        "lookup_key": lambda _: None,
        "product": lambda one: one.product.stripe_id,
        "type": lambda _: "recurring",
    },
    lambda _: {},
)

SEARCH_PRODUCTS: Searchable[Product] = Searchable(
    PRODUCTS,
    {
        "active": lambda _: True,
        "description": lambda _: None,
        "name": lambda one: one.name,
        "shippable": lambda _: None,
        "url": lambda _: None,
    },
    lambda one: {"plan": one.plan} if one.plan else {},
)
