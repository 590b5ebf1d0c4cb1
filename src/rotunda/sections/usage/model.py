"""How do they use it: seats, active users, features adopted and not, as the product itself counts them."""

from datetime import date, datetime
from typing import Annotated

import msgspec

from rotunda.sections.labels import CONTRACT
from rotunda.sections.provenance import MadeCount, Ref


class DayActive(msgspec.Struct, frozen=True):
    """Distinct users with any activity on one UTC day."""

    day: date
    active_users: int
    events: int


class FeatureUse(msgspec.Struct, frozen=True, omit_defaults=True):
    """One feature of the product. `weekly_users` holds 12 weeks, oldest first; a week ends with the reading's own day.

    `available` tells whether the plan includes it. Adopted means: used by somebody in the last 30 days.
    """

    key: str
    name: str
    available: bool
    users_30d: int
    events_30d: int
    last_used_at: datetime | None = None
    weekly_users: list[int] = []


class UsagePart(msgspec.Struct, frozen=True, omit_defaults=True):
    """Windows count whole UTC days and end with the day of the reading: 7 days are that day and the six before it."""

    ref: Ref
    users_total: int
    active_7d: int
    active_30d: int
    active_previous_7d: int
    active_previous_30d: int
    seats_purchased: int | None = None
    last_active_at: datetime | None = None
    activated_at: datetime | None = None
    daily: list[DayActive] = []
    features: list[FeatureUse] = []


class UsageView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Default label: usage. Counts of several sources are never added: the first source that counts is shown."""

    ref: Ref
    users_total: int
    active_7d: int
    active_30d: int
    active_change_7d: MadeCount | None
    adoption: MadeCount | None
    features_adopted: int
    features_available: int
    dormant: bool
    seats_purchased: Annotated[int | None, CONTRACT] = None
    last_active_at: datetime | None = None
    activated_at: datetime | None = None
    daily: list[DayActive] = []
    features: list[FeatureUse] = []
