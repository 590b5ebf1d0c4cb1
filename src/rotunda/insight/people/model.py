"""What judgement of people is made of: who they are, and each contact that there was with them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NewType

import msgspec

from rotunda.sections.communication.model import Channel
from rotunda.sections.ids import ContactId
from rotunda.sections.people.model import BuyingRole

TeammateKey = NewType("TeammateKey", str)
"""One of us, as contacts tell it: the id of a user, else the address or the name that was written."""

WINDOW: Final = timedelta(days=90)
HALF_LIFE: Final = timedelta(days=30)
"""A contact counts half of what it counted a month later: a quarter after 60 days, an eighth after 90."""

WORTH: Final = {Channel.EMAIL: 1.0, Channel.CALL: 2.0, Channel.MEETING: 3.0, Channel.NOTE: 0.0}
"""What a contact counts for on the day: who calls or meets spends more time than who writes."""

CRITICAL: Final = frozenset({BuyingRole.CHAMPION, BuyingRole.DECISION_MAKER, BuyingRole.ECONOMIC_BUYER})
"""Without whom nothing is bought or renewed."""


class Touch(msgspec.Struct, frozen=True):
    """An email, call or held meeting. `people` are those at the customer whom it names, `theirs` those of them who
    wrote, called or came; `ours` the teammates. `at` is aware UTC.
    """

    at: datetime
    channel: Channel
    people: frozenset[ContactId]
    ours: frozenset[TeammateKey]
    theirs: frozenset[ContactId] = frozenset()


class Member(msgspec.Struct, frozen=True):
    """A person at the customer. `reports_to` where a source knows it."""

    id: ContactId
    name: str
    title: str | None = None
    roles: Sequence[BuyingRole] = ()
    reports_to: ContactId | None = None

    @property
    def is_critical(self) -> bool:
        return not CRITICAL.isdisjoint(self.roles)


def decayed(worth: float, at: datetime, now: datetime) -> float:
    """`worth * 2 ** (-age / 30 days)`; what is dated later than now has no age."""
    age = max(timedelta(0), now - at)
    return worth * 2.0 ** -(age / HALF_LIFE)


def lately(touches: Sequence[Touch], now: datetime) -> list[Touch]:
    """Those of the last 90 days."""
    return [each for each in touches if now - WINDOW < each.at <= now]
