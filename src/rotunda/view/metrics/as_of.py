"""An account as it stood on a day: what we owned of it, and what was read of its numbers."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec

from rotunda.kit.clock import Clock
from rotunda.sections.ids import SectionName
from rotunda.sections.money import Money
from rotunda.sections.section import FactKind
from rotunda.view.fields.shown import PROFILE
from rotunda.view.history.field_changes import FieldChanges
from rotunda.view.history.going_back import FieldThen, fields_then
from rotunda.view.looking import Look
from rotunda.view.metrics.history import Daily, daily_metrics, readable_metrics
from rotunda.view.metrics.snapshots import Snapshots, Stood
from rotunda.view.page.plan import House


class DayNotOver(ValueError):
    """That day is still to come."""


class MetricThen(msgspec.Struct, frozen=True, omit_defaults=True):
    """Exactly one of the values is set. `day` is when it was read, that day or the last one before it."""

    name: str
    title: str
    section: SectionName
    day: date
    source: str
    number: float | None = None
    money: Money | None = None
    at: datetime | None = None


class AccountThen(msgspec.Struct, frozen=True):
    """At the end of `day`, in UTC; today as it stands now. What nobody had read by then is left out."""

    day: date
    fields: list[FieldThen]
    metrics: list[MetricThen]


class GoingBack:
    def __init__(self, house: House, snapshots: Snapshots, changes: FieldChanges, clock: Clock) -> None:
        self._metrics = daily_metrics(house)
        self._snapshots = snapshots
        self._changes = changes
        self._clock = clock

    def day(self, asked: date | None) -> date:
        """Today where none is asked for. Raises DayNotOver."""
        today = self._clock.now().date()
        if asked is not None and asked > today:
            raise DayNotOver
        return asked or today

    async def account(self, look: Look, day: date) -> AccountThen:
        """As far as this viewer may read it today."""
        granted = look.grant
        readable = readable_metrics(self._metrics, granted)
        stood = await self._snapshots.of_a_day(granted.account, list(readable), day)
        fields = await fields_then(
            self._changes, granted.account, granted.labels(PROFILE), look.head.fields, _end_of(day)
        )
        return AccountThen(day, fields, [_metric(readable[row.metric], row) for row in stood])


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(tzinfo=UTC)) - timedelta(microseconds=1)


def _metric(daily: Daily, row: Stood) -> MetricThen:
    column = daily.column
    then = MetricThen(column.name, column.title, daily.section, row.day, row.source)
    match column.kind:
        case FactKind.MONEY:
            return msgspec.structs.replace(then, money=Money(round(row.value), row.currency))
        case FactKind.AT:
            return msgspec.structs.replace(then, at=datetime.fromtimestamp(row.value, UTC))
        case FactKind.NUMBER | FactKind.TEXT | FactKind.DAY:
            return msgspec.structs.replace(then, number=row.value)
