"""Do we talk, and do they answer."""

from datetime import datetime

from rotunda.insight.health.model import Finding, Measure
from rotunda.insight.health.scale import between
from rotunda.insight.words import count, days, days_ago
from rotunda.sections.communication.model import Channel, CommunicationView
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label

_FACTOR = "engagement"
_COMMUNICATION = SectionName("communication")
_LABELS = frozenset({Label.COMMUNICATION})
_TOUCH = (7, 60)
_ANSWER = (14, 90)
_MEETINGS = 3


def last_touch(view: CommunicationView, now: datetime) -> Finding | None:
    """The newest email, call or meeting: 100 within 7 days, 0 from 60 days on."""
    if view.last_touch_at is None:
        return None
    ago = days(view.last_touch_at, now)
    return Finding(
        between(ago, _TOUCH[1], _TOUCH[0]), f"Last touch {days_ago(view.last_touch_at, now)}.", len(view.entries)
    )


def last_answer(view: CommunicationView, now: datetime) -> Finding | None:
    """The newest message from them: 100 within 14 days, 0 from 90 days on."""
    if view.last_inbound_at is None:
        return None
    ago = days(view.last_inbound_at, now)
    words = f"They last wrote or called {days_ago(view.last_inbound_at, now)}."
    return Finding(between(ago, _ANSWER[1], _ANSWER[0]), words, len(view.entries))


def meetings(view: CommunicationView, now: datetime) -> Finding | None:
    """Meetings of 90 days: 0 without any, 100 from three on. Unknown where nothing was ever said."""
    del now
    if not view.entries:
        return None
    held = sum(each.count_90d for each in view.channels if each.channel is Channel.MEETING)
    records = tuple(each.ref for each in view.entries if each.channel is Channel.MEETING)[:held]
    return Finding(between(held, 0, _MEETINGS), f"{count(held, 'meeting')} in 90 days.", len(view.entries), records)


MEASURES = [
    Measure(_FACTOR, "last touch", 40, _COMMUNICATION, _LABELS, last_touch, "Get in touch."),
    Measure(_FACTOR, "last answer", 40, _COMMUNICATION, _LABELS, last_answer, "Ask something that they answer."),
    Measure(_FACTOR, "meetings", 20, _COMMUNICATION, _LABELS, meetings, "Meet once a month."),
]
