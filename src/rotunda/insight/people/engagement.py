"""How engaged one person is, 0 to 100.

    score = 35 * recency + 30 * frequency + 20 * direction + 15 * breadth, each part from 0 to 1:

    recency    2 ** (-days since the last contact / 30)
    frequency  1 - 2 ** (-W / 4), W = sum of worth * 2 ** (-age / 30 days) over the contacts of 90 days
    direction  1 - 2 ** (-T / 2), T = the same sum over what they wrote, called or came to
    breadth    channels of 90 days among email, call and meeting, of 3

A contact is worth 1 as an email, 2 as a call, 3 as a held meeting (`model.WORTH`). The parts are those of which scores
of relationships are commonly made (recency, frequency, reciprocity, breadth); weights, half-lives and saturations are
ours. Each part saturates, so that more contact never lowers the score, and no number of emails replaces a meeting.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from rotunda.insight.people.model import HALF_LIFE, WORTH, Touch, decayed, lately
from rotunda.insight.words import count, days_ago
from rotunda.sections.communication.model import Channel
from rotunda.sections.ids import ContactId

LOW: Final = 40.0
"""Below it a person counts as not engaged."""

_MOST: Final = {"recency": 35.0, "frequency": 30.0, "direction": 20.0, "breadth": 15.0}
_ENOUGH: Final = 4.0
_ANSWERED: Final = 2.0
_CHANNELS: Final = (Channel.EMAIL, Channel.CALL, Channel.MEETING)


class ScorePart(msgspec.Struct, frozen=True):
    """`points` of at most `most`."""

    name: str
    points: float
    most: float
    why: str


class Engagement(msgspec.Struct, frozen=True):
    """`score` is the sum of the points of its parts, 0 to 100."""

    score: float
    parts: list[ScorePart]

    @property
    def is_low(self) -> bool:
        return self.score < LOW


def engagement(person: ContactId, touches: Sequence[Touch], now: datetime) -> Engagement:
    """Of the contacts that name the person, in any order; others may be among `touches`. No contact is 0: whether
    anything is known of contacts at all is for the caller to say.
    """
    past = [each for each in touches if person in each.people and each.at <= now]
    recent = lately(past, now)
    theirs = [each for each in recent if person in each.theirs]
    parts = [_recency(past, now), _frequency(recent, now), _direction(theirs, now), _breadth(recent)]
    return Engagement(round(min(100.0, math.fsum(each.points for each in parts)), 1), parts)


def _part(name: str, share: float, why: str) -> ScorePart:
    most = _MOST[name]
    return ScorePart(name, round(most * share, 2), most, why)


def _recency(past: Sequence[Touch], now: datetime) -> ScorePart:
    if not past:
        return _part("recency", 0.0, "No contact is known.")
    last = max(each.at for each in past)
    return _part("recency", 2.0 ** -((now - last) / HALF_LIFE), f"Last contact {days_ago(last, now)}.")


def _frequency(recent: Sequence[Touch], now: datetime) -> ScorePart:
    return _part("frequency", 1 - 2.0 ** -(_weight(recent, now) / _ENOUGH), f"{_contacts(recent)} in 90 days.")


def _direction(theirs: Sequence[Touch], now: datetime) -> ScorePart:
    share = 1 - 2.0 ** -(_weight(theirs, now) / _ANSWERED)
    return _part("direction", share, f"{_contacts(theirs)} of 90 days in which they wrote, called or came.")


def _breadth(recent: Sequence[Touch]) -> ScorePart:
    used = [each for each in _CHANNELS if any(touch.channel is each for touch in recent)]
    why = f"By {', '.join(used)}." if used else "By no channel in 90 days."
    return _part("breadth", len(used) / len(_CHANNELS), why)


def _weight(touches: Sequence[Touch], now: datetime) -> float:
    """Summed exactly: in any order the same."""
    return math.fsum(decayed(WORTH[each.channel], each.at, now) for each in touches)


def _contacts(touches: Sequence[Touch]) -> str:
    return count(len(touches), "contact")


def last_of(touches: Sequence[Touch], now: datetime) -> Touch | None:
    """The newest that has been; of several at one moment the channel that is worth most."""
    past = [each for each in touches if each.at <= now]
    return max(past, key=lambda each: (each.at, WORTH[each.channel]), default=None)
