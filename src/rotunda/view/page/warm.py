"""Whole pages of which everything is at hand and nothing has changed: they are joined, and nothing is looked up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from rotunda.access.grant import Grant
from rotunda.access.roles import Reach
from rotunda.kit.clock import micros_of
from rotunda.kit.recent import Recent
from rotunda.reading.held import Held
from rotunda.reading.model import Reading, Wanted
from rotunda.reading.service import Readings
from rotunda.sections.ids import AccountId
from rotunda.view.page.judged import Judgement, Standards
from rotunda.view.page.plan import PlannedSection
from rotunda.view.page.written import Written

_SECOND = 1_000_000


class WarmPage(msgspec.Struct, eq=False):
    """What was answered for a plan and its readings, which are `held` once they were all seen to be at hand. After
    `until`, or by other `standards`, it is judged again. `pieces` are the whole page; its head stands in the second,
    and an age in each place of `ages`, of what was read at that moment (microseconds since 1970).
    """

    planned: Sequence[PlannedSection]
    wanted: Sequence[Wanted]
    readings: Sequence[Reading]
    pieces: Sequence[bytes]
    ages: Sequence[tuple[int, int]]
    until: datetime
    standards: Standards
    held: Held | None = None

    def json(self, head: bytes, now: datetime) -> bytes:
        """An `AccountView` around the JSON of its head. A source's clock may be ahead of ours."""
        micros = micros_of(now)
        pieces = list(self.pieces)
        pieces[1] = head
        for place, moment in self.ages:
            age = micros - moment
            pieces[place] = b"%d" % (age // _SECOND) if age > 0 else b"0"
        return b"".join(pieces)


def page_of(planned: Sequence[PlannedSection], sections: Sequence[Written], judgement: Judgement) -> WarmPage:
    pieces, ages = [b'{"account":', b"", b',"sections":{'], list[tuple[int, int]]()
    for section in sections:
        first, *rest = section.pieces
        pieces.append(first)
        for moment, piece in zip(section.moments, rest, strict=True):
            if moment is not None:
                ages.append((len(pieces), micros_of(moment)))
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
        standards=judgement.standards,
    )


class WarmPages:
    """Those that were looked at last."""

    def __init__(self, readings: Readings, capacity: int = 4096) -> None:
        self._readings = readings
        self._pages: Recent[tuple[AccountId, Reach], WarmPage] = Recent(capacity)

    def get(
        self, grant: Grant, planned: Sequence[PlannedSection], standards: Standards, now: datetime
    ) -> WarmPage | None:
        page = self._pages.get((grant.account, grant.reach))
        if page is None or page.planned is not planned or now >= page.until:
            return None
        return page if page.standards.stands(standards) and self._is_at_hand(page) else None

    def _is_at_hand(self, page: WarmPage) -> bool:
        if page.held is not None and self._readings.still(page.held):
            return True
        same = self._readings.all_at_hand(page.wanted) == page.readings
        page.held = self._readings.hold(page.wanted) if same else None
        return same

    def put(
        self, grant: Grant, planned: Sequence[PlannedSection], sections: Sequence[Written], told: Judgement
    ) -> WarmPage:
        page = page_of(planned, sections, told)
        self._pages.put((grant.account, grant.reach), page)
        return page
