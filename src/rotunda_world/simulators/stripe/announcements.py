"""Which events Stripe sends about a change to the world, and what stands in them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rotunda_world.model import (
    Charge,
    Company,
    Coupon,
    Invoice,
    Payer,
    Price,
    Product,
    Refund,
    Subscription,
    SubscriptionItem,
)
from rotunda_world.simulators.hindsight import as_it_was
from rotunda_world.simulators.simulator import Changed
from rotunda_world.simulators.stripe.records import DisputeOf, RefundOf
from rotunda_world.simulators.stripe.service import Service, body_of
from rotunda_world.simulators.stripe.shapes import catalogue, customers, invoices, payments, subscriptions
from rotunda_world.simulators.stripe.shapes.rendering import Rendering
from rotunda_world.simulators.stripe.shapes.wire import Json

Draw = Callable[[Rendering], Json]
Told = tuple[str, Draw]
"""An event's type, and how its object is drawn at a moment."""

_SHOWN_OF_COMPANY = {"city", "country", "product_account_id"}
_SETTLED = {
    "paid": ("invoice.paid", "invoice.payment_succeeded"),
    "void": ("invoice.voided",),
    "uncollectible": ("invoice.marked_uncollectible",),
    "open": ("invoice.finalized",),
}


def bodies(service: Service, changed: Changed) -> list[bytes]:
    """Keeps an event for everything that Stripe would tell about the change, and answers their bodies."""
    return [
        body_of(service.happened(kind, *_before_and_after(service, draw, changed)))
        for kind, draw in _told(service, changed)
    ]


def _before_and_after(service: Service, draw: Draw, changed: Changed) -> tuple[Json, Json]:
    """The object as it is, and those of its attributes that were different before."""
    after = draw(service.rendering())
    if not changed.before:
        return after, {}
    before = as_it_was(changed.record, changed.before, lambda: draw(service.rendering()))
    return after, {name: value for name, value in before.items() if after.get(name) != value}


def _told(service: Service, changed: Changed) -> Iterator[Told]:
    record, what = changed.record, changed.kind.rpartition(".")[2]
    if isinstance(record, Company):
        yield from _about_company(record, changed)
    elif isinstance(record, SubscriptionItem):
        yield from _about_item(service, record)
    elif isinstance(record, Refund):
        yield from _about_refund(service, record, what)
    else:
        for kind, tell in _TELLERS:
            if isinstance(record, kind):
                yield from tell(record, what, changed.before)


def _about_company(company: Company, changed: Changed) -> Iterator[Told]:
    """Customers show where their company is, and whose account it has in the product."""
    if _SHOWN_OF_COMPANY & set(changed.before):
        for payer in company.payers:
            yield "customer.updated", lambda r, payer=payer: customers.customer(r, payer)


def _about_item(service: Service, item: SubscriptionItem) -> Iterator[Told]:
    owner = service.book.items.get(item.stripe_id)
    if owner is not None:
        yield "customer.subscription.updated", lambda r: subscriptions.subscription(r, owner.subscription)


def _about_refund(service: Service, refund: Refund, what: str) -> Iterator[Told]:
    owner = service.book.refunds.get(refund.stripe_id)
    if owner is not None:
        yield f"refund.{what}", lambda r: payments.refund(r, RefundOf(owner.charge, refund))
        yield "charge.refunded", lambda r: payments.charge(r, owner.charge)


def _about_payer(payer: Payer, what: str, _: Mapping[str, object]) -> Iterator[Told]:
    yield f"customer.{what}", lambda r: customers.customer(r, payer)


def _about_subscription(one: Subscription, what: str, before: Mapping[str, object]) -> Iterator[Told]:
    def draw(rendering: Rendering) -> Json:
        return subscriptions.subscription(rendering, one)

    ended = one.status == "canceled" and "status" in before
    yield f"customer.subscription.{'deleted' if ended else what}", draw
    if "status" in before and "paused" in {one.status, before["status"]}:
        yield f"customer.subscription.{'paused' if one.status == 'paused' else 'resumed'}", draw


def _about_invoice(one: Invoice, what: str, before: Mapping[str, object]) -> Iterator[Told]:
    def draw(rendering: Rendering) -> Json:
        return invoices.invoice(rendering, one)

    yield f"invoice.{what}", draw
    if what == "created" or "status" in before:
        for kind in _SETTLED.get(one.status, ()):
            yield kind, draw
    if one.status == "open" and "attempt_count" in before:
        yield "invoice.payment_failed", draw


def _about_charge(one: Charge, what: str, before: Mapping[str, object]) -> Iterator[Told]:
    def draw(rendering: Rendering) -> Json:
        return payments.charge(rendering, one)

    if what == "created" or "status" in before:
        yield f"charge.{one.status}", draw
    elif "refunds" in before:
        yield "charge.refunded", draw
    elif {"disputed", "dispute_status"} & set(before):
        event = "created" if "disputed" in before else "closed" if one.dispute_status in {"won", "lost"} else "updated"
        yield f"charge.dispute.{event}", lambda r: payments.dispute(r, DisputeOf(one))
    else:
        yield "charge.updated", draw


def _about_price(one: Price, what: str, _: Mapping[str, object]) -> Iterator[Told]:
    yield f"price.{what}", lambda r: catalogue.price(r, one)


def _about_product(one: Product, what: str, _: Mapping[str, object]) -> Iterator[Told]:
    yield f"product.{what}", lambda r: catalogue.product(r, one)


def _about_coupon(one: Coupon, what: str, _: Mapping[str, object]) -> Iterator[Told]:
    yield f"coupon.{what}", lambda r: catalogue.coupon(r, one)


_TELLERS: tuple[tuple[type, Callable[[Any, str, Mapping[str, object]], Iterator[Told]]], ...] = (
    (Payer, _about_payer),
    (Subscription, _about_subscription),
    (Invoice, _about_invoice),
    (Charge, _about_charge),
    (Price, _about_price),
    (Product, _about_product),
    (Coupon, _about_coupon),
)
