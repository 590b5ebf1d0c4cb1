"""Small Stripe objects in the API's own shape, taken from the recording and changed where a test says so."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.stripe.recording import FIRST, NOW, RECORDING
from rotunda.connector_kit import contract
from rotunda.connector_kit.requests import AnyRequest, Customer, Json, Payload, Program

CUSTOMER = Customer({"customer": [FIRST]}, NOW, {})
_PAGES = RECORDING.pages
_SUBSCRIPTIONS = f"GET /v1/subscriptions?customer={FIRST}&status=all"
_SECOND = "GET /v1/subscriptions?customer=cus_Acme2&status=all"
_NULL_LISTS = ("subscriptions", "invoices", "charges")


def merged(original: Json, changes: Mapping[str, Any]) -> Json:
    """A deep copy with changes; nested objects are merged, all else is replaced."""
    changed = copy.deepcopy(original)
    for name, value in changes.items():
        both = isinstance(value, dict) and isinstance(changed.get(name), dict)
        changed[name] = merged(changed[name], value) if both else value
    return changed


def listed(*objects: Json, has_more: bool = False) -> Json:
    return {"object": "list", "data": list(objects), "has_more": has_more, "url": "/v1/list"}


def customer(**changes: Any) -> Json:
    return merged(_PAGES[f"GET /v1/customers/{FIRST}"][0], changes)


def item(**changes: Any) -> Json:
    """One seat of Pro at EUR 49.00 a month."""
    plain = _PAGES[_SECOND][1]["data"][0]["items"]["data"][0]
    return merged(merged(plain, {"quantity": 1, "subscription": "sub_9", "current_period_end": 1769904000}), changes)


def subscription(*items: Json, **changes: Any) -> Json:
    """An active subscription of the first customer without discounts."""
    plain = merged(_PAGES[_SUBSCRIPTIONS][0]["data"][0], {"id": "sub_9", "discounts": [], "schedule": None})
    return merged({**plain, "latest_invoice": None, "items": listed(*(items or (item(),)))}, changes)


def discount(coupon: Json, **changes: Any) -> Json:
    plain = _PAGES[_SUBSCRIPTIONS][0]["data"][0]["discounts"][0]
    return merged({**plain, "source": {"type": "coupon", "coupon": coupon}}, changes)


def coupon(**changes: Any) -> Json:
    return merged(_PAGES["GET /v1/coupons/PARTNER"][0], {"applies_to": None, **changes})


def invoice(**changes: Any) -> Json:
    """Paid, EUR 98.00."""
    plain = _PAGES[f"GET /v1/invoices?customer={FIRST}"][1]["data"][0]
    return merged(merged(plain, {"amount_paid_off_stripe": 0}), changes)


def invoice_line(**changes: Any) -> Json:
    return merged(_PAGES["GET /v1/invoices/in_2"][0]["lines"]["data"][0], changes)


def charge(**changes: Any) -> Json:
    """Succeeded, EUR 98.00."""
    return merged(_PAGES[f"GET /v1/charges?customer={FIRST}"][0]["data"][2], {"amount_refunded": 0, **changes})


def answers(further: Mapping[str, Sequence[Json]] | None = None, **lists: Sequence[Json]) -> dict[str, Sequence[Json]]:
    """Everything that the first customer's page asks for: empty lists and no products, unless given."""
    found: dict[str, Sequence[Json]] = {f"GET /v1/customers/{FIRST}": [customer()]}
    for name in _NULL_LISTS:
        ending = "&status=all" if name == "subscriptions" else ""
        found[f"GET /v1/{name}?customer={FIRST}{ending}"] = [listed(*lists.get(name, ()))]
    return {**found, **(further or {})}


def run(program: Program[Any], pages: Mapping[str, Sequence[Json]], asked: list[AnyRequest] | None = None) -> Any:
    """Drives a program on these pages; products that nobody wrote down are simply not there."""
    feed = contract.feed(RECORDING, pages)

    def answer(request: AnyRequest) -> Payload:
        if asked is not None:
            asked.append(request)
        words = contract.words_of(request)
        return Payload([listed()]) if words.startswith("GET /v1/products?") and words not in pages else feed(request)

    return contract.drive(program, answer)
