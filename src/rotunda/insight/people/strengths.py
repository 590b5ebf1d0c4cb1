"""Who of us knows whom of them, and who of them are in touch together, from the contacts of 90 days.

    strength = sum of worth * 2 ** (-age / 30 days)

over the contacts that name both; a contact is worth 1 as an email, 2 as a call, 3 as a held meeting.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import Final, TypeAlias

import msgspec

from rotunda.insight.people.model import WORTH, Member, TeammateKey, Touch, decayed, lately
from rotunda.sections.communication.model import Channel
from rotunda.sections.ids import ContactId

MOST_TOGETHER: Final = 20
"""What names more people is a mailing, and no contact that they have with one another."""

Together: TypeAlias = tuple[ContactId, ContactId]
"""Two people at the customer, the lesser id first."""


class Tie(msgspec.Struct, frozen=True):
    """One of us and one of them: `contacts` of 90 days, the last of them at `last_at` by `last_channel`."""

    ours: TeammateKey
    person: ContactId
    strength: float
    contacts: int
    last_at: datetime
    last_channel: Channel


def ties(touches: Sequence[Touch], members: Sequence[Member], now: datetime) -> list[Tie]:
    """The strongest first."""
    present = {each.id for each in members}
    shared: defaultdict[tuple[TeammateKey, ContactId], list[Touch]] = defaultdict(list)
    for touch in lately(touches, now):
        for person in touch.people & present:
            for ours in touch.ours:
                shared[ours, person].append(touch)
    found = [_tie(ours, person, common, now) for (ours, person), common in shared.items()]
    return sorted(found, key=lambda each: (-each.strength, each.ours, each.person))


def _tie(ours: TeammateKey, person: ContactId, common: Sequence[Touch], now: datetime) -> Tie:
    last = max(common, key=lambda each: (each.at, WORTH[each.channel]))
    return Tie(ours, person, strength(common, now), len(common), last.at, last.channel)


def together(touches: Sequence[Touch], members: Sequence[Member], now: datetime) -> dict[Together, float]:
    """Of two people at the customer, the strength of the contacts that name both: a meeting that both were in."""
    present = {each.id for each in members}
    shared: defaultdict[Together, list[Touch]] = defaultdict(list)
    for touch in lately(touches, now):
        named = sorted(touch.people & present)
        for one, other in combinations(named, 2) if len(named) <= MOST_TOGETHER else ():
            shared[one, other].append(touch)
    return {pair: strength(common, now) for pair, common in shared.items()}


def strength(common: Sequence[Touch], now: datetime) -> float:
    """Summed exactly: in any order the same."""
    return round(math.fsum(decayed(WORTH[each.channel], each.at, now) for each in common), 4)
