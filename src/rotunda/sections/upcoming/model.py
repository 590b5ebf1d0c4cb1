"""What is coming: renewals and ends of contracts, meetings, tasks, expected deals."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from rotunda.sections.labels import COMMERCIAL, COMMUNICATION
from rotunda.sections.money import Money
from rotunda.sections.provenance import Ref


class UpcomingKind(StrEnum):
    """What will happen."""

    RENEWAL = "renewal"
    TRIAL_END = "trial_end"
    CANCELLATION = "cancellation"
    MEETING = "meeting"
    TASK = "task"
    DEAL_CLOSE = "deal_close"


class UpcomingItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing with a date. Renewals and ends are contract facts; meetings and tasks are communication; deals and
    every amount are commercial: a connector puts what it has into the list of that kind.
    """

    ref: Ref
    kind: UpcomingKind
    at: datetime
    title: str
    owner: str | None = None
    money: Annotated[Money | None, COMMERCIAL] = None
    overdue: bool = False


class UpcomingPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """`contract`: renewals, trial ends, cancellations. `engagements`: meetings and open tasks. `deals`: expected
    closes.
    """

    contract: list[UpcomingItem] = []
    engagements: list[UpcomingItem] = []
    deals: list[UpcomingItem] = []


class UpcomingView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Default label: contract. Each list is ordered by time."""

    contract: list[UpcomingItem]
    next_renewal_at: datetime | None
    engagements: Annotated[list[UpcomingItem], COMMUNICATION]
    next_meeting_at: Annotated[datetime | None, COMMUNICATION]
    deals: Annotated[list[UpcomingItem], COMMERCIAL]
