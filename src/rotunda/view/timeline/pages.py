"""Pages of one customer's timeline, its counts, one event of it, and how its channels mix."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from rotunda.access.grant import contact_grant
from rotunda.access.roles import Reach
from rotunda.access.viewer import Viewer
from rotunda.connector_kit.events import EventType
from rotunda.identity.contacts import Contacts
from rotunda.identity.matching.addresses import normal_email
from rotunda.kit.clock import Clock
from rotunda.kit.database import Database
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, SourceName
from rotunda.timeline.counting import Counts
from rotunda.timeline.model import Entry, Kind, Place
from rotunda.timeline.reading import Wanted, after
from rotunda.timeline.service import Timeline
from rotunda.view.timeline.asked import BEGINNING, END, Asked
from rotunda.view.timeline.document import EventPage, TimelineGroup, TimelineItem
from rotunda.view.timeline.items import Shown, Sources, item_of
from rotunda.view.timeline.rights import group_of, readable, tells_people

_ADDRESS = "SELECT lower(email) AS address FROM app_user WHERE id = %s"


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """A customer that was opened for a viewer: as an account or as a contact, with all that were merged into it."""

    viewer: Viewer
    reach: Reach
    customer: str
    accounts: Sequence[AccountId] = ()
    contacts: Sequence[ContactId] = ()


class _Address(msgspec.Struct, frozen=True):
    address: str


class TimelinePages:
    """Reads; that somebody looks is recorded by whoever opens the customer."""

    def __init__(
        self, timeline: Timeline, contacts: Contacts, database: Database, sources: Sources, keyset: Keyset, clock: Clock
    ) -> None:
        self._timeline = timeline
        self._contacts = contacts
        self._database = database
        self._sources = sources
        self._keyset = keyset
        self._clock = clock

    async def page(self, whose: Whose, asked: Asked) -> EventPage:
        """Raises BadCursor."""
        beyond = self._start(asked, asked.purpose(whose.customer))
        kinds = await self._kinds(whose, asked)
        wanted = await self._wanted(whose, asked, kinds)
        if asked.grouped:
            return await self._grouped(whose, asked, wanted, kinds)
        shown = _of_types(wanted, kinds, asked)
        if asked.cursor:
            return await self._between(whose, asked, shown, beyond)
        page, counts = await asyncio.gather(self._between(whose, asked, shown, beyond), self._timeline.counts(wanted))
        return _counted(page, counts, kinds, asked)

    async def _kinds(self, whose: Whose, asked: Asked) -> dict[int, Kind]:
        """All that may be read; where a person is asked for, only those of which it may be told who took part."""
        kinds = readable(whose.reach, await self._timeline.kinds())
        return {n: kind for n, kind in kinds.items() if asked.person is None or tells_people(whose.reach, kind)}

    async def entry(self, whose: Whose, event: UUID) -> TimelineItem | None:
        """One event with all of its text; None where there is none that this viewer may read."""
        kinds = readable(whose.reach, await self._timeline.kinds())
        entry = await self._timeline.entry(everything(whose, kinds), event)
        if entry is None:
            return None
        outbox = await self._sources.outgoing(whose.reach, [entry])
        return item_of(entry, Shown(reach=whose.reach, sources=self._named(), whole=True, outbox=outbox))

    def _named(self) -> Mapping[ConnectionId, SourceName]:
        return self._sources.by_connection()

    def _start(self, asked: Asked, purpose: str) -> Place:
        if asked.cursor is None:
            return after(asked.start(self._clock.now()))
        match self._keyset.decode(purpose, asked.cursor):
            case (datetime() as at, str() as last):
                return Place(at, UUID(hex=last))
            case _:
                raise BadCursor

    def _cursor(self, purpose: str, place: Place) -> str:
        return self._keyset.encode(purpose, (place.at.astimezone(UTC), place.id.hex))

    async def _wanted(self, whose: Whose, asked: Asked, kinds: Collection[int]) -> Wanted:
        """Whatever its type."""
        people = await self._keys_of(whose.viewer, asked.person) if asked.person else None
        wanted = everything(whose, kinds)
        return msgspec.structs.replace(wanted, since=asked.since, until=asked.until, people=people, text=asked.text)

    async def _keys_of(self, viewer: Viewer, person: str) -> list[str]:
        """What the events of a person are found by. Whoever the viewer may not see is found in none."""
        if person.startswith("usr_"):
            found = await self._database.fetch_one(_Address, _ADDRESS, (person,))
            address = normal_email(found.address) if found else None
            return [f"a|{address}"] if address else []
        row = await self._contacts.resolve(person)
        if row is None or contact_grant(viewer, row.id, row.ownership) is None:
            return []
        return list(await self._contacts.ids(row.id))

    async def _between(self, whose: Whose, asked: Asked, wanted: Wanted, beyond: Place) -> EventPage:
        found = await self._timeline.page(wanted, beyond, newer=asked.newer, limit=asked.limit + 1)
        more, shown = len(found) > asked.limit, found[: asked.limit]
        if asked.newer:
            shown.reverse()
        items = await self._items(whose, shown, asked.text)
        newest, oldest = (shown[0].place, shown[-1].place) if shown else (beyond, beyond)
        back = await self._timeline.any_beyond(wanted, oldest if asked.newer else newest, newer=not asked.newer)
        has_older, has_newer = (back, more) if asked.newer else (more, back)
        purpose = asked.purpose(whose.customer)
        return EventPage(
            entries=items,
            older=self._cursor(purpose, oldest) if has_older else None,
            newer=self._cursor(purpose, newest) if has_newer else None,
        )

    async def _items(self, whose: Whose, entries: Sequence[Entry], text: str | None) -> list[TimelineItem]:
        highlights = await self._timeline.highlights(entries, text) if text else {}
        outbox = await self._sources.outgoing(whose.reach, entries)
        shown = Shown(reach=whose.reach, sources=self._named(), highlights=highlights, outbox=outbox)
        return [item_of(entry, shown) for entry in entries]

    async def _grouped(self, whose: Whose, asked: Asked, wanted: Wanted, kinds: Mapping[int, Kind]) -> EventPage:
        page = _counted(EventPage(entries=[]), await self._timeline.counts(wanted), kinds, asked)
        counts = page.counts or {}
        groups = [
            await self._group(whose, each, wanted, kinds, counts)
            for each in asked.by_group()
            if not page.exact or any(counts.get(type_) for type_ in each.types or ())
        ]
        return msgspec.structs.replace(page, groups=[each for each in groups if page.exact or each.entries])

    async def _group(
        self,
        whose: Whose,
        asked: Asked,
        wanted: Wanted,
        kinds: Mapping[int, Kind],
        counts: Mapping[EventType, int],
    ) -> TimelineGroup:
        beyond = after(asked.start(self._clock.now()))
        page = await self._between(whose, asked, _of_types(wanted, kinds, asked), beyond)
        types = [each for each in EventType if each in (asked.types or ())]
        events = sum(counts.get(each, 0) for each in types)
        return TimelineGroup(group_of(types[0]), types, events, page.entries, page.older)


def everything(whose: Whose, kinds: Collection[int]) -> Wanted:
    """All of these kinds that a customer has."""
    return Wanted(accounts=whose.accounts, contacts=whose.contacts, kinds=kinds, since=BEGINNING, until=END)


def _of_types(wanted: Wanted, kinds: Mapping[int, Kind], asked: Asked) -> Wanted:
    chosen = [number for number, kind in kinds.items() if asked.shows(kind)]
    return msgspec.structs.replace(wanted, kinds=chosen)


def _counted(page: EventPage, counts: Counts, kinds: Mapping[int, Kind], asked: Asked) -> EventPage:
    """The record's own noise is among the types where it is asked for; how much there is is told in any case."""
    by_type: Counter[EventType] = Counter()
    routine = 0
    for number, events in counts.by_kind.items():
        kind = kinds[number]
        routine += events if kind.routine else 0
        by_type[kind.type] += events if asked.routine or not kind.routine else 0
    found = {type_: by_type[type_] for type_ in EventType if by_type[type_]}
    return msgspec.structs.replace(page, counts=found, routine=routine, exact=counts.exact)
