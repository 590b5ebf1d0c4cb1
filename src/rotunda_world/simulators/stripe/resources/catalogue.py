"""What is sold: products, prices and coupons."""

from typing import Any

from rotunda_world.model import Coupon, Price, Product
from rotunda_world.simulators.stripe import parameters
from rotunda_world.simulators.stripe.filters import dated, equal, nobody
from rotunda_world.simulators.stripe.listing import Filter, Resource
from rotunda_world.simulators.stripe.shapes import catalogue


def _recurring(one: Price, wanted: dict[str, Any]) -> bool:
    actual = catalogue.recurring(one)
    return all(actual[name] == value for name, value in wanted.items())


PRICES: Resource[Price] = Resource(
    kind="price",
    noun="price",
    permission="plan",
    records=lambda book: book.world.prices,
    find=lambda book, one: book.price(one),
    id_of=lambda one: one.stripe_id,
    created_of=lambda one: one.created_at,
    render=catalogue.price,
    filters={
        "active": Filter(parameters.boolean, lambda _, wanted: wanted),
        "created": dated(lambda one: one.created_at),
        "currency": equal(lambda one: one.currency),
        "lookup_keys": nobody(parameters.texts),
        "product": equal(lambda one: one.product.stripe_id),
        "recurring": Filter(
            parameters.hash_of(
                {
                    "interval": parameters.one_of("day", "month", "week", "year"),
                    "meter": parameters.text,
                    "usage_type": parameters.one_of("licensed", "metered"),
                }
            ),
            _recurring,
        ),
        "type": equal(lambda _: "recurring", parameters.one_of("one_time", "recurring")),
    },
)

PRODUCTS: Resource[Product] = Resource(
    kind="product",
    noun="product",
    permission="product",
    records=lambda book: book.world.products,
    find=lambda book, one: book.product(one),
    id_of=lambda one: one.stripe_id,
    created_of=lambda one: one.updated_at,
    render=catalogue.product,
    filters={
        "active": Filter(parameters.boolean, lambda _, wanted: wanted),
        "created": dated(lambda one: one.updated_at),
        "ids": Filter(parameters.texts, lambda one, wanted: one.stripe_id in wanted),
        "shippable": Filter(parameters.boolean, lambda _, wanted: not wanted),
        "type": equal(lambda _: "service", parameters.one_of("good", "service")),
        "url": nobody(),
    },
)

COUPONS: Resource[Coupon] = Resource(
    kind="coupon",
    noun="coupon",
    permission="coupon",
    records=lambda book: book.world.coupons,
    find=lambda book, one: book.coupon(one),
    id_of=lambda one: one.stripe_id,
    created_of=lambda _: catalogue.COUPONS_MADE_AT,
    render=catalogue.coupon,
    filters={"created": dated(lambda _: catalogue.COUPONS_MADE_AT)},
)
