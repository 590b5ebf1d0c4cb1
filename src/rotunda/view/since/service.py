"""What has changed since somebody last looked: numbers and states that were read, and fields that we own."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from rotunda.access.grant import PEOPLE, Reading
from rotunda.access.viewer import Viewer
from rotunda.connector_kit.events import EventType
from rotunda.kit.clock import Clock
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money
from rotunda.sections.section import FactColumn, FactKind
from rotunda.view.fields.shown import PROFILE
from rotunda.view.history.document import FieldChanged
from rotunda.view.history.field_changes import FieldChanges
from rotunda.view.history.going_back import changes_since
from rotunda.view.page.plan import House
from rotunda.view.since.repository import Fact, Facts, LastLooks

_MOST_FIELDS = 20


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """Exactly one is set; money in as many currencies as there are."""

    text: str | None = None
    number: float | None = None
    money: list[Money] | None = None
    at: datetime | None = None


class Moved(msgspec.Struct, frozen=True):
    """A number or a state that is another one. Null where it was not known, or is not any more."""

    name: str
    title: str
    section: SectionName
    before: Value | None
    now: Value | None


class Since(msgspec.Struct, frozen=True):
    """`since` is the last look of this viewer, null at the first one; then nothing has changed. `until` is to be sent
    back when all this was seen. `events` are those of that time, by type, that this viewer may read on.
    """

    since: datetime | None
    until: datetime
    moved: list[Moved]
    fields: list[FieldChanged]
    events: dict[EventType, int] = {}


class _Watched(msgspec.Struct, frozen=True):
    section: SectionName
    column: FactColumn


class SinceLooked:
    def __init__(self, house: House, looks: LastLooks, changes: FieldChanges, clock: Clock) -> None:
        self._watched: Mapping[str, _Watched] = {
            column.name: _Watched(section.name, column)
            for section in house.sections.values()
            for column in section.columns
            if column.daily or column.kind is FactKind.TEXT
        }
        self._looks = looks
        self._changes = changes
        self._clock = clock

    async def account(self, granted: Reading, account: str) -> Since:
        """As far as this viewer may read it today, whatever they could read then."""
        readable = {
            name: each for name, each in self._watched.items() if (each.section, each.column.label) in granted.reach
        }
        return await self._since(granted.viewer, account, readable, granted.labels(PROFILE))

    async def contact(self, granted: Reading, contact: str) -> Since:
        return await self._since(granted.viewer, contact, {}, granted.labels(PEOPLE))

    async def see(self, viewer: Viewer, customer: str, until: datetime) -> bool:
        """What was shown then counts as seen. False where nothing was."""
        return await self._looks.see(viewer.user_id, customer, until)

    async def _since(
        self, viewer: Viewer, customer: str, readable: Mapping[str, _Watched], labels: frozenset[Label]
    ) -> Since:
        now = self._clock.now()
        look = await self._looks.offer(viewer.user_id, customer, now)
        if look.seen_at is None:
            return Since(None, now, [], [])
        moved = [
            _moved(name, each, look.seen, look.now)
            for name, each in readable.items()
            if look.seen.get(name) != look.now.get(name)
        ]
        return Since(look.seen_at, now, moved, await self._fields(viewer, customer, labels, look.seen_at))

    async def _fields(
        self, viewer: Viewer, customer: str, labels: frozenset[Label], since: datetime
    ) -> list[FieldChanged]:
        """What others have set."""
        found: list[FieldChanged] = []
        async for line in changes_since(self._changes, customer, labels, since):
            if line.by is None or line.by.id != viewer.user_id:
                found.append(line)
            if len(found) == _MOST_FIELDS:
                break
        return found


def _moved(name: str, watched: _Watched, before: Facts, now: Facts) -> Moved:
    column = watched.column
    then, today = _value(column.kind, before.get(name)), _value(column.kind, now.get(name))
    return Moved(name, column.title, watched.section, then, today)


def _value(kind: FactKind, fact: Fact | None) -> Value | None:
    if fact is None:
        return None
    match kind:
        case FactKind.TEXT | FactKind.DAY:
            return Value(text=fact.text)
        case FactKind.NUMBER:
            return Value(number=fact.number)
        case FactKind.AT:
            return Value(at=_moment(fact.number))
        case FactKind.MONEY:
            return Value(money=_amounts(fact))


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _amounts(fact: Fact) -> list[Money]:
    amounts = fact.amounts or {fact.currency or "": round(fact.number or 0)}
    return [Money(amount, currency) for currency, amount in amounts.items()]
