"""Which customer an event of Stripe is about."""

from collections.abc import Sequence

from rotunda.connector_kit.connector import Named
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Json
from rotunda.connectors.stripe.manifest import BILLING, UPCOMING
from rotunda.connectors.stripe.mapping import CUSTOMER
from rotunda.sections.ids import ExternalId

_SECTIONS = (BILLING, UPCOMING)
_OF_ALL = frozenset({"price", "product", "coupon", "promotion_code", "plan"})
"""Catalogue: whoever has bought it."""

_OF_A_CHARGE = frozenset({"refund", "dispute"})
"""They name a charge and no customer: the event says only that some customer's payments have changed."""


def named(body: Json) -> Sequence[Named]:
    """Nothing for what no section shows: an event of the company's own account, or of somebody without a record."""
    thing = Wild(body, "body")["data"]["object"]
    kind = thing.text_at("object")
    if kind in _OF_ALL or kind in _OF_A_CHARGE:
        return [Named(_SECTIONS)]
    customer = thing.maybe("id" if kind == CUSTOMER else "customer", Wild.text)
    return [Named(_SECTIONS, (CUSTOMER, ExternalId(customer)))] if customer else []


def kinds(body: Json) -> Sequence[str]:
    return [Wild(body, "body")["type"].text()]
