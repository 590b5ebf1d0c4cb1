"""One history of what was said, out of all sources that record it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from rotunda.sections.communication.model import (
    Channel,
    ChannelCount,
    CommunicationPart,
    CommunicationView,
    Direction,
    Entry,
)
from rotunda.sections.section import Fact, Sourcepart, Subject

WINDOW = timedelta(days=90)
NOT_HELD = frozenset({"scheduled", "no_show", "canceled", "cancelled", "rescheduled"})
"""Outcomes of past meetings that are no contact. One that is still called scheduled was never said to have happened."""


def merge(parts: Sequence[Sourcepart[CommunicationPart]], now: datetime) -> CommunicationView:
    """Newest first."""
    entries = sorted(
        (each for part in parts for each in part.part.entries),
        key=lambda each: (each.at, each.ref.external_id),
        reverse=True,
    )
    touches = [each for each in entries if _is_touch(each)]
    inbound = [each for each in touches if each.direction is Direction.INBOUND]
    counts = Counter(each.channel for each in entries if each.at > now - WINDOW)
    return CommunicationView(
        entries=entries,
        last_touch_at=touches[0].at if touches else None,
        last_touch_channel=touches[0].channel if touches else None,
        last_inbound_at=inbound[0].at if inbound else None,
        channels=[ChannelCount(channel=channel, count_90d=counts[channel]) for channel in Channel if counts[channel]],
        truncated=any(part.part.truncated for part in parts),
    )


def _is_touch(entry: Entry) -> bool:
    if entry.channel is Channel.NOTE:
        return False
    return not (entry.channel is Channel.MEETING and (entry.outcome or "").lower() in NOT_HELD)


def facts(view: CommunicationView) -> list[Fact]:
    """When somebody last spoke with them."""
    if view.last_touch_at is None:
        return []
    return [Fact(name="last_touch_at", at=view.last_touch_at)]


def subjects(view: CommunicationView) -> list[Subject]:
    """Of all that was said; notes are ours alone, and no conversation."""
    return [
        Subject(each.ref, each.subject, each.at)
        for each in view.entries
        if each.subject and each.channel is not Channel.NOTE
    ]
