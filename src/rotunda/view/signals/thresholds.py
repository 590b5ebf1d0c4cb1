"""From when on a fact is a signal: an admin's choice, the same in every process."""

import msgspec

from rotunda.insight.signals.model import Thresholds
from rotunda.kit.clock import Clock
from rotunda.kit.cluster import Cluster
from rotunda.kit.database import Database
from rotunda.sections.ids import UserId

_TOPIC = "signal thresholds"
_READ = "SELECT thresholds::text AS thresholds FROM signal_thresholds"
_WRITE = """
    INSERT INTO signal_thresholds (thresholds, changed_at, changed_by) VALUES (%s::jsonb, %s, %s)
    ON CONFLICT (single) DO UPDATE SET
        thresholds = excluded.thresholds, changed_at = excluded.changed_at, changed_by = excluded.changed_by
"""
_PAIRS = (
    ("overdue_days", "overdue_high_days"),
    ("cancelling_high_days", "cancelling_days"),
    ("no_contact_days", "no_contact_high_days"),
    ("usage_drop", "usage_drop_high"),
    ("seats_used_low", "seats_used_full"),
)
"""The first of each may not be above the second."""


class ThresholdRefused(ValueError):
    """Two of them contradict each other."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class _Row(msgspec.Struct, frozen=True):
    thresholds: str


class SignalThresholds:
    """`current` is what this process judges by; what another process sets holds here a moment later."""

    def __init__(self, database: Database, cluster: Cluster, clock: Clock) -> None:
        self._database = database
        self._cluster = cluster
        self._clock = clock
        self.current = Thresholds()

    async def open(self) -> None:
        await self.reload()
        self._cluster.hear(_TOPIC, lambda _: self._cluster.soon(self.reload))
        self._cluster.follow(self.reload)

    async def reload(self) -> None:
        """Raises DatabaseUnavailable. What an older version has kept and this one does not know counts no more."""
        row = await self._database.fetch_one(_Row, _READ)
        kept = msgspec.json.decode(row.thresholds, type=dict[str, float]) if row else {}
        known = {name: value for name, value in kept.items() if name in Thresholds.__struct_fields__}
        self._take(msgspec.convert(known, Thresholds, strict=False))

    def check(self, wanted: Thresholds) -> None:
        """Raises ThresholdRefused."""
        for lower, upper in _PAIRS:
            if getattr(wanted, lower) > getattr(wanted, upper):
                raise ThresholdRefused(lower, f"{lower} may not be above {upper}.")

    async def change(self, wanted: Thresholds, by: UserId) -> Thresholds:
        """Raises ThresholdRefused."""
        self.check(wanted)
        written = msgspec.json.encode(wanted).decode()
        await self._database.execute(_WRITE, (written, self._clock.now(), by))
        self._take(wanted)
        self._cluster.tell_soon(_TOPIC)
        return wanted

    def _take(self, found: Thresholds) -> None:
        """The same object as long as nothing has changed: pages that were judged by it stand."""
        if found != self.current:
            self.current = found
