"""Where a customer hangs by one thread, and who matters and is not in touch with anybody of us."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeVar

import msgspec

from rotunda.insight.people.engagement import Engagement
from rotunda.insight.people.model import CRITICAL, Member, TeammateKey
from rotunda.insight.people.strengths import Tie
from rotunda.sections.ids import ContactId
from rotunda.sections.people.model import BuyingRole

_Key = TypeVar("_Key", bound=str)

MOST: Final = 0.8
"""From this share on, one person carries a relationship alone."""


class SingleThread(msgspec.Struct, frozen=True):
    """`share` of all strength of 90 days (0 to 1) goes through one person: of `theirs`, or of `ours`."""

    side: Literal["ours", "theirs"]
    share: float
    person: ContactId | None = None
    ours: TeammateKey | None = None


class Gap(msgspec.Struct, frozen=True):
    """A person with a critical role whose engagement is low."""

    person: ContactId
    roles: list[BuyingRole]
    score: float


def single_threads(ties: Sequence[Tie]) -> list[SingleThread]:
    """None where there is no contact at all: that is silence, and no thread."""
    by_person: defaultdict[ContactId, list[float]] = defaultdict(list)
    by_teammate: defaultdict[TeammateKey, list[float]] = defaultdict(list)
    for each in ties:
        by_person[each.person].append(each.strength)
        by_teammate[each.ours].append(each.strength)
    theirs, ours = _carrier(by_person), _carrier(by_teammate)
    found = [SingleThread("theirs", theirs[1], person=theirs[0])] if theirs else []
    return found + ([SingleThread("ours", ours[1], ours=ours[0])] if ours else [])


def _carrier(strengths: Mapping[_Key, Sequence[float]]) -> tuple[_Key, float] | None:
    total = math.fsum(value for each in strengths.values() for value in each)
    if not total:
        return None
    key, most = max(((key, math.fsum(each)) for key, each in strengths.items()), key=lambda pair: (pair[1], pair[0]))
    share = min(1.0, most / total)
    return (key, round(share, 4)) if share >= MOST else None


def gaps(members: Sequence[Member], engagements: Mapping[ContactId, Engagement]) -> list[Gap]:
    """The lowest score first. Whose engagement is not known has no gap."""
    found = [
        Gap(each.id, [role for role in each.roles if role in CRITICAL], known.score)
        for each in members
        if each.is_critical and (known := engagements.get(each.id)) is not None and known.is_low
    ]
    return sorted(found, key=lambda each: (each.score, each.person))
