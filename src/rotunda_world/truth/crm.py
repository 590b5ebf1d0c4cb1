"""Deals, people and contact, as the CRM and the product together know them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rotunda_world.model import Company, Contact, Deal, Engagement, Stage, World
from rotunda_world.truth.amounts import half_even, iso, minor_units, moneys, summed

STAGE_PROBABILITY = {
    Stage.APPOINTMENT: Decimal("0.2"),
    Stage.QUALIFIED: Decimal("0.4"),
    Stage.PRESENTATION: Decimal("0.6"),
    Stage.DECISION_MAKER: Decimal("0.8"),
    Stage.CONTRACT: Decimal("0.9"),
    Stage.WON: Decimal(1),
    Stage.LOST: Decimal(0),
}
"""HubSpot's default pipeline, for deals without a probability of their own."""


def crm_truth(world: World, company: Company, now: datetime) -> dict[str, Any]:
    """`open_deals` counts deals without an amount too; the values leave them out."""
    still_open = [deal for deal in company.deals if deal.stage not in {Stage.WON, Stage.LOST}]
    return {
        "open_deals": len(still_open),
        "open_deal_value": moneys(summed(_values(world, still_open))),
        "open_deal_weighted": moneys(summed(_weighted(world, still_open))),
        "won_deals": sum(deal.stage is Stage.WON for deal in company.deals),
        "lost_deals": sum(deal.stage is Stage.LOST for deal in company.deals),
        "contacts": len(set(_addresses(company.contacts))),
        "last_touch_at": iso(_last_touch(company.engagements, now)),
        "next_meeting_at": iso(_next_meeting(company.engagements, now)),
        "owner_email": company.owner.email,
        "csm_email": company.csm.email if company.csm else None,
        "parent": _parent(company),
    }


def _values(world: World, deals: Iterable[Deal]) -> Iterable[tuple[str, int]]:
    for deal in deals:
        if deal.amount is not None:
            currency = deal.currency or world.currency
            yield currency, half_even(Fraction(deal.amount) * minor_units(currency))


def _weighted(world: World, deals: Iterable[Deal]) -> Iterable[tuple[str, int]]:
    """Amount times probability, rounded once per deal."""
    for deal in deals:
        if deal.amount is not None:
            currency = deal.currency or world.currency
            probability = STAGE_PROBABILITY[deal.stage] if deal.probability is None else deal.probability
            yield currency, half_even(Fraction(deal.amount) * Fraction(probability) * minor_units(currency))


def _addresses(contacts: Iterable[Contact]) -> Iterable[str]:
    """One per spelling: a person with a different address in the product is two persons to everybody."""
    for contact in contacts:
        if contact.hubspot_id:
            yield (contact.hubspot_email or contact.email).lower()
        if contact.product_user_id:
            yield (contact.product_email or contact.email).lower()


def _last_touch(engagements: Iterable[Engagement], now: datetime) -> datetime | None:
    """The newest past email, call or held meeting. Notes and tasks are ours alone."""
    touches = (each.at for each in engagements if each.kind in {"emails", "calls"} or each.outcome == "COMPLETED")
    return max((at for at in touches if at <= now), default=None)


def _next_meeting(engagements: Iterable[Engagement], now: datetime) -> datetime | None:
    meetings = (each.at for each in engagements if each.kind == "meetings" and each.outcome == "SCHEDULED")
    return min((at for at in meetings if at > now), default=None)


def _parent(company: Company) -> dict[str, Any] | None:
    if company.parent is None:
        return None
    return {
        "key": company.parent.key,
        "name": company.parent.name,
        "product_account_id": company.parent.product_account_id,
        "hubspot_id": company.parent.hubspot_ids[0] if company.parent.hubspot_ids else None,
    }
