"""Stripe's items and prices as the lines that MRR is computed from."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

import msgspec

from rotunda.connector_kit.json import Wild
from rotunda.connectors.stripe.discounts import Reduction, reduction_of
from rotunda.connectors.stripe.money import MOST, currency_of, exact_minor
from rotunda.connectors.stripe.mrr import INTERVALS, WHOLE, Interval, Line, Terms, Tier, amount_of
from rotunda.connectors.stripe.references import id_of

METERED = "Not counted: metered, billed by what is used"
UNKNOWN_AMOUNT = "Not counted: the customer chose the amount, and the latest invoice does not show it"
_TAX_INSIDE = {"inclusive": True, "exclusive": False, "unspecified": False}


class Catalogue(msgspec.Struct, frozen=True):
    """What subscriptions refer to, by id; without what Stripe no longer has.

    `products` are names, `prices` come with tiers and further currencies, `coupons` with the products that they apply
    to, `invoices` are the latest ones of subscriptions that need theirs.
    """

    products: Mapping[str, str] = {}
    prices: Mapping[str, Wild] = {}
    coupons: Mapping[str, Wild] = {}
    invoices: Mapping[str, Wild] = {}


class Item(msgspec.Struct, frozen=True):
    """One item of a subscription: its line, when its period ends, and its own discounts."""

    line: Line
    period_end_at: datetime
    reductions: list[Reduction]


class Around(msgspec.Struct, frozen=True):
    """What the items of one subscription are read with. `net_share`: see `Line`, for prices with tax inside."""

    currency: str
    catalogue: Catalogue
    invoice: Wild | None
    net_share: Fraction | None


def is_metered(price: Wild) -> bool:
    """Whether the price charges for use and not for a quantity."""
    return price["recurring"]["usage_type"].choice({"metered": True, "licensed": False})


def needs_invoice(item: Wild) -> bool:
    """Whether the item's worth can only be told with the latest invoice: a chosen amount, or tax inside the price."""
    price = item["price"]
    return not is_metered(price) and (not price["custom_unit_amount"].is_null or _contains_tax(price))


def needs_full_price(item: Wild, currency: str) -> bool:
    """Whether the item's price lacks what only a request of its own brings: tiers, or amounts in another currency."""
    price = item["price"]
    return not is_metered(price) and (_is_tiered(price) or currency_of(price["currency"]) != currency)


def around(items: list[Wild], currency: str, catalogue: Catalogue, invoice: Wild | None) -> Around:
    inclusive = frozenset(item["price"].text_at("id") for item in items if _contains_tax(item["price"]))
    share = _net_share(invoice, inclusive) if inclusive and invoice is not None else None
    return Around(currency, catalogue, invoice, share)


def item_of(raw: Wild, context: Around) -> Item:
    """One subscription item."""
    price = raw["price"]
    product_id = id_of(price["product"])
    names = context.catalogue.products
    terms, excluded = _terms(raw, context)
    reductions = [reduction_of(each, context.currency, context.catalogue.coupons) for each in raw["discounts"]]
    line = Line(
        product_id=product_id,
        product=names.get(product_id) or price.optional("nickname").text_or_none() or product_id,
        interval=_interval(price["recurring"]),
        quantity=0 if is_metered(price) else _at_least(raw["quantity"], 0),
        terms=terms,
        excluded=excluded,
        discounts=tuple(each.discount for each in reductions),
        net_share=context.net_share if terms and _contains_tax(price) else WHOLE,
    )
    if (amount_of(line) or 0) >= MOST:
        raise price.bad("charges more than can be counted")
    return Item(line, raw["current_period_end"].at_epoch_seconds(), reductions)


def _interval(recurring: Wild) -> Interval:
    return Interval(recurring["interval"].choice(INTERVALS), _at_least(recurring["interval_count"], 1))


def _at_least(raw: Wild, least: int) -> int:
    number = raw.integer()
    if number < least:
        raise raw.bad(f"must be at least {least}")
    return number


def _is_tiered(price: Wild) -> bool:
    return price["billing_scheme"].choice({"per_unit": False, "tiered": True})


def _contains_tax(price: Wild) -> bool:
    behavior = price["tax_behavior"]
    return False if behavior.is_null else behavior.choice(_TAX_INSIDE)


def _terms(item: Wild, context: Around) -> tuple[Terms | None, str | None]:
    """The price's terms, or why it is not counted."""
    price, currency = item["price"], context.currency
    if is_metered(price):
        return None, METERED
    if not price["custom_unit_amount"].is_null:
        fixed = _invoiced_amount(item, context)
        return (None, UNKNOWN_AMOUNT) if fixed is None else (Terms(currency=currency, fixed=fixed), None)
    amounts = _amounts(price, context)
    terms = _tiered(price, amounts, currency) if _is_tiered(price) else _per_unit(price, amounts, currency)
    return terms, None


def _amounts(price: Wild, context: Around) -> Wild:
    """The object that holds the price's amounts: the price itself, or its entry for the subscription's currency."""
    full = context.catalogue.prices.get(price.text_at("id"), price)
    if currency_of(price["currency"]) == context.currency:
        return full
    return full["currency_options"][context.currency.lower()]


def _per_unit(price: Wild, amounts: Wild, currency: str) -> Terms:
    unit = exact_minor(amounts["unit_amount_decimal"].decimal(), currency)
    packs = price["transform_quantity"]
    if packs.is_null:
        return Terms(currency=currency, unit=unit)
    return Terms(
        currency=currency,
        unit=unit,
        divide_by=_at_least(packs["divide_by"], 1),
        round_up=packs["round"].choice({"up": True, "down": False}),
    )


def _tiered(price: Wild, amounts: Wild, currency: str) -> Terms:
    graduated = price["tiers_mode"].choice({"graduated": True, "volume": False})
    tiers = tuple(_tier(each, currency) for each in amounts["tiers"])
    if not tiers or tiers[-1].up_to is not None:
        raise amounts["tiers"].bad("must end with a tier without a limit")
    return Terms(currency=currency, tiers=tiers, graduated=graduated)


def _tier(raw: Wild, currency: str) -> Tier:
    """Either amount of a tier may be null: then it charges none."""
    unit = raw["unit_amount_decimal"].or_none(Wild.decimal) or 0
    flat = raw["flat_amount_decimal"].or_none(Wild.decimal) or 0
    return Tier(raw["up_to"].integer_or_none(), exact_minor(unit, currency), exact_minor(flat, currency))


# The latest invoice, where the price does not tell enough


def _invoiced_amount(item: Wild, context: Around) -> Fraction | None:
    """What the latest invoice charges for the item; None where it does not charge it for a whole interval."""
    if context.invoice is None:
        return None
    item_id = item.text_at("id")
    found = (line for line in context.invoice["lines"]["data"] if _whole_item(line) == item_id)
    line = next(found, None)
    return None if line is None else exact_minor(line.integer_at("amount"), context.currency)


def _whole_item(line: Wild) -> str | None:
    """The subscription item that a line charges for a whole interval."""
    parent = line["parent"]
    details = None if parent.is_null else parent.maybe("subscription_item_details", lambda found: found)
    if details is None or details["proration"].boolean():
        return None
    return details.text_at("subscription_item")


def _net_share(invoice: Wild, inclusive_prices: frozenset[str]) -> Fraction | None:
    """Which part of amounts with tax inside is not tax, as the invoice splits it; None where it does not."""
    if invoice["total_taxes"].is_null:
        return None
    inside = beside = 0
    for tax in invoice["total_taxes"]:
        if tax["tax_behavior"].choice({"inclusive": True, "exclusive": False}):
            inside += tax.integer_at("amount")
        else:
            beside += tax.integer_at("amount")
    others = sum(_after_discounts(line) for line in invoice["lines"]["data"] if _price_of(line) not in inclusive_prices)
    gross = invoice.integer_at("total") - beside - others
    return None if gross < inside or gross == 0 else Fraction(gross - inside, gross)


def _price_of(line: Wild) -> str | None:
    pricing = line["pricing"]
    return None if pricing.is_null else id_of(pricing["price_details"]["price"])


def _after_discounts(line: Wild) -> int:
    discounts = line["discount_amounts"].or_none(list) or []
    return line.integer_at("amount") - sum(each.integer_at("amount") for each in discounts)
