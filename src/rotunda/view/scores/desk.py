"""Where an admin sees, tries and saves score models."""

from datetime import datetime

import msgspec

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.grant import readable_facts
from rotunda.access.viewer import Viewer
from rotunda.insight.health.factors import all_measures
from rotunda.insight.health.judging import all_factors, needed_for_all
from rotunda.insight.health.score_model import ScoreModels, check
from rotunda.kit.clock import Clock
from rotunda.view.scores.book import Comparison, ScoreBook
from rotunda.view.scores.kept import KeptModels, SavedModels
from rotunda.view.scores.recalculation import Recalculation

_MOVES = 20


class Unreadable(Exception):
    """What the whole book is judged by is more than this viewer may read."""


class MeasureShown(msgspec.Struct, frozen=True):
    """`share` is its part of the factor, in percent where everything can be measured."""

    name: str
    share: float
    better: str


class FactorShown(msgspec.Struct, frozen=True):
    """What a model may weigh."""

    name: str
    measures: list[MeasureShown]


class ScoreModelsShown(msgspec.Struct, frozen=True):
    """What stands, and every factor that there is."""

    saved: SavedModels
    factors: list[FactorShown]


class ModelVersions(msgspec.Struct, frozen=True):
    """The newest first; `next` is asked for as `before`, absent after the last."""

    items: list[SavedModels]
    next: int | None


class ScoreDesk:
    """Permissions are the routes'; what a comparison tells of customers is only for whoever may read all of it."""

    def __init__(
        self, kept: KeptModels, book: ScoreBook, recalculation: Recalculation, audit: AuditLog, clock: Clock
    ) -> None:
        self._kept = kept
        self._book = book
        self._recalculation = recalculation
        self._audit = audit
        self._clock = clock

    def shown(self) -> ScoreModelsShown:
        return ScoreModelsShown(self._kept.saved, [_factor(name) for name in all_factors()])

    async def save(self, viewer: Viewer, wanted: ScoreModels, on: int) -> ScoreModelsShown:
        """As the version after `on`; the whole book is judged by it soon.

        Raises:
            ModelRefused: it contradicts itself, or names what there is not.
            Changed: another version was saved since.
        """
        check(wanted, all_factors())
        detail = {"on": on, "models": ", ".join(each.name for each in wanted.models)}
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.SCORE_DEFINE, detail=detail))
        await self._kept.save(wanted, on, viewer.user_id)
        await self._recalculation.soon()
        return self.shown()

    async def compare(self, viewer: Viewer, wanted: ScoreModels) -> Comparison:
        """Raises ModelRefused, and Unreadable for whoever may not read all that scores are made of, everywhere."""
        check(wanted, all_factors())
        if not needed_for_all() <= readable_facts(viewer).everywhere:
            raise Unreadable
        await self._audit.record(AuditEntry(Actor.of(viewer), Action.SCORE_PREVIEW))
        return await self._book.compare(wanted, self._now(), _MOVES)

    async def versions(self, before: int | None, most: int) -> ModelVersions:
        items = await self._kept.versions(before, most)
        return ModelVersions(items, items[-1].version if len(items) == most else None)

    def _now(self) -> datetime:
        return self._clock.now()


def _factor(name: str) -> FactorShown:
    measures = [each for each in all_measures() if each.factor == name]
    total = sum(each.weight for each in measures)
    shown = [MeasureShown(each.name, round(100 * each.weight / total, 1), each.better) for each in measures]
    return FactorShown(name, shown)
