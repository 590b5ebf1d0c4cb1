"""How the channels of one customer mix, week by week or month by month."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Final

import msgspec

from rotunda.kit.clock import Clock
from rotunda.timeline.mix import CHANNELS, Step
from rotunda.timeline.service import Timeline
from rotunda.view.timeline.asked import AskedWrongly
from rotunda.view.timeline.document import ChannelBar, ChannelMix
from rotunda.view.timeline.pages import Whose, everything
from rotunda.view.timeline.rights import readable

_A_YEAR: Final = timedelta(days=365)
_LONGEST: Final = timedelta(days=3653)


class ChannelMixes:
    """Counts of what this viewer may read."""

    def __init__(self, timeline: Timeline, clock: Clock) -> None:
        self._timeline = timeline
        self._clock = clock

    async def of(self, whose: Whose, step: Step, since: datetime | None, until: datetime | None) -> ChannelMix:
        """Until now, and the year before that, where nothing else is said. Raises AskedWrongly for a range that is too
        long, or none.
        """
        until = until or self._clock.now()
        since = since or until - _A_YEAR
        starts = _starts(step, since, until)
        kinds = readable(whose.reach, await self._timeline.kinds())
        channel_of = {
            number: channel
            for number, kind in kinds.items()
            for channel, types in CHANNELS.items()
            if kind.type in types and not kind.routine
        }
        wanted = msgspec.structs.replace(everything(whose, tuple(channel_of)), since=since, until=until)
        found: Counter[tuple[date, str]] = Counter()
        for bar in await self._timeline.mix(wanted, step) if channel_of else []:
            found[bar.start, channel_of[bar.kind]] += bar.events
        bars = [ChannelBar(each, found[each, "email"], found[each, "call"], found[each, "meeting"]) for each in starts]
        return ChannelMix(step, [each for each in CHANNELS if each in channel_of.values()], bars)


def _starts(step: Step, since: datetime, until: datetime) -> list[date]:
    if not timedelta(0) < until - since <= _LONGEST:
        raise AskedWrongly("from", "Must be before `to`, by at most ten years.")
    last = (until.astimezone(UTC) - timedelta(microseconds=1)).date()
    return list(takewhile(lambda start: start <= last, _from(step, since.astimezone(UTC).date())))


def _from(step: Step, day: date) -> Iterator[date]:
    start = day - timedelta(days=day.weekday()) if step == "week" else day.replace(day=1)
    while True:
        yield start
        start = start + timedelta(days=7) if step == "week" else (start + timedelta(days=32)).replace(day=1)
