"""Indicators, scores and signals for one viewer: judged over everything, told as far as the viewer's reach goes."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

import msgspec

from rotunda.insight.health.score_model import ScoreModels
from rotunda.insight.indicators import judge
from rotunda.insight.model import Indicator, Scores
from rotunda.insight.scores import score
from rotunda.insight.signals import judge as judge_signals
from rotunda.insight.signals.model import Signal, Thresholds
from rotunda.insight.value.survival import Survival
from rotunda.sections.ids import AccountId, SectionName
from rotunda.sections.labels import Label
from rotunda.view.page.merged import Merged, Versions

Reach = frozenset[tuple[SectionName, Label]]
_Key: TypeAlias = tuple[AccountId, Reach, tuple[Versions, ...], datetime, "Measured"]


class Standards(msgspec.Struct, frozen=True):
    """What an admin has set, each the same object as long as it stands."""

    thresholds: Thresholds
    models: ScoreModels

    def stands(self, now: "Standards") -> bool:
        return self.thresholds is now.thresholds and self.models is now.models


class Measured(msgspec.Struct, frozen=True):
    """What is judged by besides the page itself: how long those customers stay whom the viewer may read, what an admin
    has set, and the segments of the account.
    """

    survival: Survival | None
    standards: Standards
    segments: frozenset[str]


class Judgement(msgspec.Struct, frozen=True):
    """What one viewer is told within one `hour`, by these standards. `members` are all three as JSON, as they stand at
    the end of a page.
    """

    indicators: list[Indicator]
    scores: Scores
    signals: list[Signal]
    members: bytes
    hour: datetime
    standards: Standards


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
        by: Measured,
        now: datetime,
    ) -> Judgement:
        """`merged` holds the granted sections that have data."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        key = (account, reach, tuple(each.versions for each in merged.values()), hour, by)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _judge(reach, merged, by, now, hour)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        return found


def _judge(
    reach: Reach, merged: Mapping[SectionName, Merged], by: Measured, now: datetime, hour: datetime
) -> Judgement:
    views = {name: each.view for name, each in merged.items()}
    told = [
        indicator
        for indicator, labels in judge(views, now)
        if all((indicator.section, label) in reach for label in labels)
    ]
    model = by.standards.models.of(by.segments)
    signals = judge_signals(views, reach, by.standards.thresholds, now)
    scores = score(views, reach, now, by.survival, model, signals)
    members = msgspec.json.encode({"indicators": told, "scores": scores, "signals": signals})[1:-1]
    return Judgement(told, scores, signals, members, hour, by.standards)
