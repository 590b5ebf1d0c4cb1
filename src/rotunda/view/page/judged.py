"""Indicators and scores for one viewer: judged over everything, told as far as the viewer's reach goes."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

import msgspec

from rotunda.insight.indicators import judge
from rotunda.insight.model import Indicator, Scores
from rotunda.insight.scores import score
from rotunda.insight.value.survival import Survival
from rotunda.sections.ids import AccountId, SectionName
from rotunda.sections.labels import Label
from rotunda.view.page.merged import Merged, Versions

Reach = frozenset[tuple[SectionName, Label]]
_Key: TypeAlias = tuple[AccountId, Reach, tuple[Versions, ...], datetime, Survival | None]


class Judgement(msgspec.Struct, frozen=True):
    """What one viewer is told within one `hour`. `members` are both as JSON, as they stand at the end of a page."""

    indicators: list[Indicator]
    scores: Scores
    members: bytes
    hour: datetime


class Judgements:
    """Kept per account, reach, versions of the readings and hour: ages in words change slowly."""

    def __init__(self, capacity: int = 2048) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[_Key, Judgement] = OrderedDict()

    def of(
        self,
        account: AccountId,
        reach: Reach,
        merged: Mapping[SectionName, Merged],
        now: datetime,
        survival: Survival | None,
    ) -> Judgement:
        """`merged` holds the granted sections that have data; `survival` is that of customers whom the viewer
        may read.
        """
        hour = now.replace(minute=0, second=0, microsecond=0)
        key = (account, reach, tuple(each.versions for each in merged.values()), hour, survival)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _judge(reach, merged, now, hour, survival)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        return found


def _judge(
    reach: Reach, merged: Mapping[SectionName, Merged], now: datetime, hour: datetime, survival: Survival | None
) -> Judgement:
    views = {name: each.view for name, each in merged.items()}
    told = [
        indicator
        for indicator, labels in judge(views, now)
        if all((indicator.section, label) in reach for label in labels)
    ]
    scores = score(views, reach, now, survival)
    return Judgement(told, scores, msgspec.json.encode({"indicators": told, "scores": scores})[1:-1], hour)
