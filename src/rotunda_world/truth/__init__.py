"""The expected figures of an account, computed from the world alone: what the product must show.

Nothing here knows a vendor's wire shape or the product's code. Windows end at `now`: `30d` are the 30 x 24 hours before
it, days of usage are UTC dates. Money is `{"amount_minor": int, "currency": "EUR"}`, lists of money have one entry per
currency, by code. Times are ISO 8601 with `+00:00`, days are ISO dates.
"""

from datetime import datetime
from typing import Any

from rotunda_world.model import Company, World
from rotunda_world.truth.billing import billing_truth
from rotunda_world.truth.crm import crm_truth
from rotunda_world.truth.keys import AccountKeys, account_keys, company_of
from rotunda_world.truth.support import support_truth
from rotunda_world.truth.usage import usage_truth

__all__ = ["AccountKeys", "account_keys", "company_of", "truth"]


def truth(world: World, company: Company, now: datetime) -> dict[str, Any]:
    """Every figure of one account, ready for JSON."""
    return {
        "key": company.key,
        "name": company.name,
        "story": company.story,
        "product_account_id": company.product_account_id,
        "hubspot_id": company.hubspot_ids[0] if company.hubspot_ids else None,
        **billing_truth(company, now),
        **support_truth(company, now),
        **usage_truth(world, company, now),
        **crm_truth(world, company, now),
    }
