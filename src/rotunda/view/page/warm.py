"""Whole pages of which everything is at hand and nothing has changed: they are joined, and nothing is looked up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from rotunda.access.grant import Grant
from rotunda.access.roles import Reach
from rotunda.kit.recent import Recent
from rotunda.reading.model import Reading, Wanted
from rotunda.reading.service import Readings
from rotunda.sections.ids import AccountId
from rotunda.view.document import AccountHead
from rotunda.view.page.judged import Judgement
from rotunda.view.page.plan import PlannedSection
from rotunda.view.page.written import Written, age_in_seconds

_BEFORE = 2
"""Pieces of a page that stand before a warm page's own: its opening and its head."""


class WarmPage(msgspec.Struct, frozen=True, eq=False):
    """What was answered for a plan and its readings. After `until` it is judged again. `pieces` are the page from
    behind its head to its end; an age stands in each place of `ages`, of what was read at that moment.
    """

    planned: Sequence[PlannedSection]
    wanted: Sequence[Wanted]
    readings: Sequence[Reading]
    pieces: Sequence[bytes]
    ages: Sequence[tuple[int, datetime]]
    until: datetime

    def json(self, head: AccountHead, now: datetime) -> bytes:
        """An `AccountView`."""
        pieces = [b'{"account":', msgspec.json.encode(head), *self.pieces]
        for place, moment in self.ages:
            pieces[place] = age_in_seconds(moment, now)
        return b"".join(pieces)


def page_of(planned: Sequence[PlannedSection], sections: Sequence[Written], judgement: Judgement) -> WarmPage:
    pieces, ages = [b',"sections":{'], list[tuple[int, datetime]]()
    for section in sections:
        first, *rest = section.pieces
        pieces.append(first)
        for moment, piece in zip(section.moments, rest, strict=True):
            if moment is not None:
                ages.append((len(pieces) + _BEFORE, moment))
            pieces += (b"null", piece)
        pieces.append(b",")
    if sections:
        pieces.pop()
    return WarmPage(
        planned=planned,
        wanted=[(source.key, source.records) for section in planned for source in section.sources],
        readings=[reading for section in sections for reading in section.readings],
        pieces=[*pieces, b"},", judgement.members, b"}"],
        ages=ages,
        until=judgement.hour + timedelta(hours=1),
    )


class WarmPages:
    """Those that were looked at last."""

    def __init__(self, readings: Readings, capacity: int = 4096) -> None:
        self._readings = readings
        self._pages: Recent[tuple[AccountId, Reach], WarmPage] = Recent(capacity)

    def get(self, grant: Grant, planned: Sequence[PlannedSection], now: datetime) -> WarmPage | None:
        page = self._pages.get((grant.account, grant.reach))
        if page is None or page.planned is not planned or now >= page.until:
            return None
        return page if self._readings.all_at_hand(page.wanted) == page.readings else None

    def put(
        self, grant: Grant, planned: Sequence[PlannedSection], sections: Sequence[Written], told: Judgement
    ) -> WarmPage:
        page = page_of(planned, sections, told)
        self._pages.put((grant.account, grant.reach), page)
        return page
