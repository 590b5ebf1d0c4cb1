"""What subscriptions refer to and do not hold themselves: products, tiers, terms of coupons, latest invoices.

All but the invoices are the same for every customer, so their answers are shared between customers for an hour.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from urllib.parse import quote

import msgspec

from rotunda.connector_kit.json import Wild, each
from rotunda.connector_kit.requests import Payload, Request
from rotunda.connectors.stripe.discounts import coupon_id_of
from rotunda.connectors.stripe.money import currency_of
from rotunda.connectors.stripe.pricing import Catalogue, needs_full_price, needs_invoice
from rotunda.connectors.stripe.references import check_same, id_of

_SHARED_FOR = timedelta(hours=1)
_PRODUCTS_ASKED = 100
_DELETED = frozenset({404})


class Open(msgspec.Struct, frozen=True):
    """A subscription as it arrived, with all of its items, and the customer that was asked for."""

    customer_id: str
    raw: Wild
    items: Sequence[Wild]

    @property
    def currency(self) -> str:
        return currency_of(self.raw["currency"])


class Wanted(msgspec.Struct, frozen=True):
    """One request of the catalogue: `kind` is a field of `Catalogue`."""

    kind: str
    ids: tuple[str, ...]
    request: Request


def wanted_by(subscriptions: Sequence[Open]) -> list[Wanted]:
    """Every request once, in an order that does not depend on that of the subscriptions: equal requests are shared."""
    return [
        *(_products(chunk) for chunk in _chunks(sorted(set(_product_ids(subscriptions))))),
        *(_price(*each_one) for each_one in sorted(_full_prices(subscriptions).items())),
        *(_coupon(coupon) for coupon in sorted(set(_coupon_ids(subscriptions)))),
        *(_invoice(invoice) for invoice in sorted(set(_invoice_ids(subscriptions)))),
    ]


def catalogue_of(wanted: Sequence[Wanted], payloads: Sequence[Payload]) -> Catalogue:
    found: dict[str, dict[str, Wild]] = {"prices": {}, "coupons": {}, "invoices": {}}
    products: dict[str, str] = {}
    for one, payload in zip(wanted, payloads, strict=False):
        if one.kind == "products":
            products |= _names(one, payload)
        elif payload.pages:
            raw = Wild(payload.only, one.kind)
            check_same(raw["id"], one.ids[0])
            found[one.kind][one.ids[0]] = raw
    return Catalogue(products, **found)


def _names(wanted: Wanted, payload: Payload) -> dict[str, str]:
    names: dict[str, str] = {}
    for raw in each(payload, "products"):
        product_id = raw.text_at("id")
        if product_id not in wanted.ids:
            raise raw["id"].bad("names another record than was asked for")
        names[product_id] = raw.text_at("name")
    return names


# Which


def _product_ids(subscriptions: Iterable[Open]) -> Iterator[str]:
    return (id_of(item["price"]["product"]) for one in subscriptions for item in one.items)


def _full_prices(subscriptions: Iterable[Open]) -> Mapping[str, frozenset[str]]:
    """Prices to be read in full, each with the currencies that it is wanted in beside its own."""
    found: dict[str, frozenset[str]] = {}
    for one in subscriptions:
        for price in (item["price"] for item in one.items if needs_full_price(item, one.currency)):
            price_id = price.text_at("id")
            foreign = frozenset({one.currency} - {currency_of(price["currency"])})
            found[price_id] = found.get(price_id, frozenset()) | foreign
    return found


def _coupon_ids(subscriptions: Iterable[Open]) -> Iterator[str]:
    for one in subscriptions:
        yield from (coupon_id_of(discount) for discount in one.raw["discounts"])
        yield from (coupon_id_of(discount) for item in one.items for discount in item["discounts"])


def _invoice_ids(subscriptions: Iterable[Open]) -> Iterator[str]:
    for one in subscriptions:
        latest = one.raw["latest_invoice"]
        if not latest.is_null and any(needs_invoice(item) for item in one.items):
            yield id_of(latest)


def _chunks(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(ids[start : start + _PRODUCTS_ASKED]) for start in range(0, len(ids), _PRODUCTS_ASKED))


# How


def _products(ids: tuple[str, ...]) -> Wanted:
    query = (("limit", str(_PRODUCTS_ASKED)), *(("ids[]", product) for product in ids))
    return Wanted("products", ids, Request(path="/v1/products", query=query, reusable_for=_SHARED_FOR))


def _price(price_id: str, currencies: frozenset[str]) -> Wanted:
    """Amounts in another currency, and tiers in it, come only when asked for by name."""
    options = sorted(f"currency_options.{currency.lower()}.tiers" for currency in currencies)
    paths = ("tiers", *(("currency_options", *options) if options else ()))
    request = Request(
        path=f"/v1/prices/{quote(price_id, safe='')}",
        query=expand(*paths),
        reusable_for=_SHARED_FOR,
        absent_on=_DELETED,
    )
    return Wanted("prices", (price_id,), request)


def _coupon(coupon_id: str) -> Wanted:
    request = Request(
        path=f"/v1/coupons/{quote(coupon_id, safe='')}",
        query=expand("applies_to", "currency_options"),
        reusable_for=_SHARED_FOR,
        absent_on=_DELETED,
    )
    return Wanted("coupons", (coupon_id,), request)


def _invoice(invoice_id: str) -> Wanted:
    return Wanted(
        "invoices", (invoice_id,), Request(path=f"/v1/invoices/{quote(invoice_id, safe='')}", absent_on=_DELETED)
    )


def expand(*paths: str) -> tuple[tuple[str, str], ...]:
    """Query parameters that have Stripe put whole objects where it has ids: at most four steps deep."""
    return tuple(("expand[]", path) for path in paths)
