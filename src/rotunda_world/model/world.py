"""The whole book of the demo company."""

from dataclasses import dataclass
from datetime import datetime

from rotunda_world.model.activity import ActivityLog
from rotunda_world.model.catalogue import Coupon, Feature, Price, Product
from rotunda_world.model.company import Company
from rotunda_world.model.team import Teammate


@dataclass(slots=True)
class World:
    """The whole book. `now` is the moment at which it was made; history ends there, what is coming lies after it."""

    seed: int
    now: datetime
    months: int
    teammates: list[Teammate]
    features: list[Feature]
    products: list[Product]
    prices: list[Price]
    coupons: list[Coupon]
    companies: list[Company]
    activities: ActivityLog  # Iterating gives Activity; see the log for cheaper ways.
    hubspot_portal_id: int = 48210077
    stripe_account: str = "acct_1RotundaDemo"
    zendesk_subdomain: str = "rotunda-demo"
    currency: str = "EUR"

    def company(self, key: str) -> Company:
        """Raises KeyError for an unknown key."""
        for company in self.companies:
            if company.key == key:
                return company
        raise KeyError(key)
