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
from rotunda.view.page.written import Written


class WarmPage(msgspec.Struct, frozen=True, eq=False):
    """What was answered for a plan and its readings. After `until` it is judged again."""

    planned: Sequence[PlannedSection]
    wanted: Sequence[Wanted]
    readings: Sequence[Reading]
    sections: Sequence[Written]
    judgement: Judgement
    until: datetime

    def json(self, head: AccountHead, now: datetime) -> bytes:
        """An `AccountView`."""
        pieces = [b'{"account":', msgspec.json.encode(head), b',"sections":{']
        for section in self.sections:
            pieces += section.at(now)
            pieces.append(b",")
        if self.sections:
            pieces.pop()
        return b"".join((*pieces, b"},", self.judgement.members, b"}"))


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
        page = WarmPage(
            planned=planned,
            wanted=[(source.key, source.records) for section in planned for source in section.sources],
            readings=[reading for section in sections for reading in section.readings],
            sections=sections,
            judgement=told,
            until=told.hour + timedelta(hours=1),
        )
        self._pages.put((grant.account, grant.reach), page)
        return page
