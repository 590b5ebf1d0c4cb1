"""Score models as an admin saved them: every save is a version, and the newest counts in every process."""

from datetime import datetime

import msgspec

from rotunda.insight.health.judging import all_factors
from rotunda.insight.health.score_model import DELIVERED, ScoreModels, check
from rotunda.kit.clock import Clock
from rotunda.kit.cluster import Cluster
from rotunda.kit.database import Database
from rotunda.sections.ids import UserId

_TOPIC = "score models"
_NEWEST = """
    SELECT version, models::text AS models, saved_at FROM score_models ORDER BY version DESC LIMIT 1
"""
_SAVE = """
    INSERT INTO score_models (version, models, saved_at, saved_by)
    SELECT %(version)s, %(models)s::jsonb, %(at)s, %(by)s
    WHERE coalesce((SELECT max(version) FROM score_models), 0) = %(version)s - 1
    ON CONFLICT DO NOTHING
"""
_VERSIONS = """
    SELECT v.version, v.models::text AS models, v.saved_at, u.name AS saved_by
    FROM score_models v LEFT JOIN app_user u ON u.id = v.saved_by
    WHERE v.version < %s ORDER BY v.version DESC LIMIT %s
"""
_ANY_VERSION = 2**31 - 1


class Changed(Exception):
    """Somebody has saved another version since."""


class SavedModels(msgspec.Struct, frozen=True):
    """`version` is 0 and `saved_at` absent for the models as delivered; `saved_by` is a name, absent for commands."""

    version: int
    models: ScoreModels
    saved_at: datetime | None = None
    saved_by: str | None = None


class _Row(msgspec.Struct, frozen=True):
    version: int
    models: str
    saved_at: datetime
    saved_by: str | None = None


class KeptModels:
    """`current` is what this process judges by; what another process saves holds here a moment later."""

    def __init__(self, database: Database, cluster: Cluster, clock: Clock) -> None:
        self._database = database
        self._cluster = cluster
        self._clock = clock
        self.saved = SavedModels(0, DELIVERED)

    @property
    def current(self) -> ScoreModels:
        """The same object as long as no other version is saved: pages that were judged by it stand."""
        return self.saved.models

    async def open(self) -> None:
        await self.reload()
        self._cluster.hear(_TOPIC, lambda _: self._cluster.soon(self.reload))
        self._cluster.follow(self.reload)

    async def reload(self) -> None:
        """Raises DatabaseUnavailable."""
        row = await self._database.fetch_one(_Row, _NEWEST)
        if row is not None and row.version != self.saved.version:
            self.saved = _saved(row)

    async def save(self, wanted: ScoreModels, on: int, by: UserId | None) -> SavedModels:
        """As the version after `on`, which has to be the newest. Saving what stands already changes nothing.

        Raises:
            ModelRefused: it contradicts itself, or names what there is not.
            Changed: `on` is not the newest.
        """
        check(wanted, all_factors())
        await self.reload()
        if on == self.saved.version and wanted == self.current:
            return self.saved
        at, written = self._clock.now(), msgspec.json.encode(wanted).decode()
        named = {"version": on + 1, "models": written, "at": at, "by": by}
        async with self._database.transaction() as transaction:
            if not (await transaction.execute(_SAVE, named)).rowcount:
                raise Changed
            await self._cluster.tell_with(transaction, _TOPIC)
        self.saved = SavedModels(on + 1, wanted, at)
        return self.saved

    async def versions(self, before: int | None, most: int) -> list[SavedModels]:
        """The newest first, those below `before`."""
        rows = await self._database.fetch_all(_Row, _VERSIONS, (before or _ANY_VERSION, most))
        return [_saved(row) for row in rows]


def _saved(row: _Row) -> SavedModels:
    """A factor that there is none of any more weighs nothing."""
    return SavedModels(row.version, msgspec.json.decode(row.models, type=ScoreModels), row.saved_at, row.saved_by)
