"""How the numbers of an account moved: one series of each metric that this viewer may read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

import msgspec

from rotunda.access.grant import Grant
from rotunda.access.roles import Reach
from rotunda.kit.clock import Clock
from rotunda.sections.ids import SectionName
from rotunda.sections.section import FactColumn, FactKind
from rotunda.view.fields.shown import PROFILE
from rotunda.view.index.catalogue import HEALTH, JUDGED
from rotunda.view.metrics.snapshots import Snapshot, Snapshots
from rotunda.view.page.plan import House

LONGEST = 366
COMPARED = timedelta(days=30)
_AT_MOST = timedelta(days=15)
"""How much older than that the day may be with which it is compared."""


class Daily(msgspec.Struct, frozen=True):
    """A metric of which each day is kept, whose topic it is, and what has to be readable for it to be told."""

    section: SectionName
    column: FactColumn
    needs: Reach


class Moved(msgspec.Struct, frozen=True):
    """`before` is what stood on `day`, some thirty days ago; -0.06 is 6 % down. No ratio where it was none."""

    day: date
    before: float
    ratio: float | None


class Series(msgspec.Struct, frozen=True):
    """Days on which it was read, oldest first, with the last value of each: counts, or minor units of `currency`."""

    name: str
    title: str
    section: SectionName
    currency: str | None
    points: list[tuple[date, float]]
    change_30d: Moved | None


class MetricHistory(msgspec.Struct, frozen=True):
    """From what pages and lists read, day by day in UTC."""

    metrics: list[Series]


def daily_metrics(house: House) -> dict[str, Daily]:
    """Of everything that is installed, and of what is judged by all of it, by name."""
    return {
        column.name: Daily(section.name, column, frozenset({(section.name, column.label)}))
        for section in house.sections.values()
        for column in section.columns
        if column.daily
    } | {HEALTH: Daily(PROFILE, JUDGED.column, JUDGED.needs)}


def readable_metrics(metrics: Mapping[str, Daily], granted: Grant) -> dict[str, Daily]:
    """Those that this viewer may read of this account."""
    return {name: each for name, each in metrics.items() if each.needs <= granted.reach}


class MetricHistories:
    def __init__(self, house: House, snapshots: Snapshots, clock: Clock) -> None:
        self._metrics = {
            name: each for name, each in daily_metrics(house).items() if each.column.kind is not FactKind.AT
        }
        self._snapshots = snapshots
        self._clock = clock

    async def of(self, granted: Grant, days: int) -> MetricHistory:
        """The last so many days, today among them."""
        readable, today = readable_metrics(self._metrics, granted), self._clock.now().date()
        rows = await self._snapshots.series(granted.account, list(readable), today - timedelta(days=days))
        runs = groupby(rows, lambda row: (row.metric, row.currency))
        return MetricHistory([_series(readable[name], currency, list(run), today) for (name, currency), run in runs])


def _series(daily: Daily, currency: str, run: Sequence[Snapshot], today: date) -> Series:
    column = daily.column
    points = [(row.day, row.value) for row in run]
    return Series(column.name, column.title, daily.section, currency or None, points, moved(points, today))


def moved(points: Sequence[tuple[date, float]], today: date) -> Moved | None:
    """The newest day against one about thirty days before today; None where either was not read."""
    then = today - COMPARED
    before = _newest(points, then - _AT_MOST, then)
    now = _newest(points, today - timedelta(days=1), today)
    if before is None or now is None:
        return None
    return Moved(before[0], before[1], now[1] / before[1] - 1 if before[1] else None)


def _newest(points: Iterable[tuple[date, float]], first: date, last: date) -> tuple[date, float] | None:
    return max((point for point in points if first <= point[0] <= last), default=None)
