"""The timeline of every customer: events are recorded into it by whoever has read them, and read from it by page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from rotunda.connector_kit.events import Event
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database
from rotunda.sections.ids import AccountId, ConnectionId
from rotunda.timeline.across import Across, read_across
from rotunda.timeline.counting import Counts, count
from rotunda.timeline.ground import Ground
from rotunda.timeline.highlights import Highlights, read_highlights
from rotunda.timeline.mix import Bar, Step, read_mix
from rotunda.timeline.model import Entry, Kind, Place, Recorded
from rotunda.timeline.reading import Wanted, find_place, read_entries, read_places
from rotunda.timeline.recording import drafts_of, newest, record_batch
from rotunda.timeline.settling import settle
from rotunda.timeline.threads.keeping import keep_threads
from rotunda.timeline.tombstones import gone_with
from rotunda.timeline.touches import Touched, read_touches


class Timeline:
    """Knows no viewer: who asks says which kinds may be read."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._ground = Ground(database)

    async def record(self, connection: ConnectionId, events: Sequence[Event]) -> Recorded:
        """Takes over events of a connection, in a transaction of its own: all or none. Idempotent, in any order."""
        async with self._database.transaction() as transaction:
            return await self.record_in(transaction, connection, events)

    async def record_in(self, transaction: Connection, connection: ConnectionId, events: Sequence[Event]) -> Recorded:
        """The same inside of the caller's transaction. Others who record wait until that ends: record last, once, and
        do not wait for anybody else in it afterwards.
        """
        batch = newest(connection, [*events, *await gone_with(transaction, connection, events)])
        if not batch:
            return Recorded()
        await self._ground.make_room(each.event.at for each in batch if not each.event.gone)
        kinds, now = await self._ground.kinds(), self._clock.now()
        taken = await record_batch(transaction, connection, drafts_of(connection, batch, kinds, now))
        await keep_threads(transaction, connection, batch, taken.before)
        return taken.recorded

    async def settle(self) -> frozenset[AccountId]:
        """Attributes anew what links have changed since the last time. Returns whose timelines look different."""
        return await settle(self._database)

    async def make_room(self, moments: Iterable[datetime]) -> None:
        """Partitions for events of these moments; recording makes its own."""
        await self._ground.make_room(moments)

    async def numbers(self) -> Mapping[Kind, int]:
        """The number of each kind."""
        return await self._ground.kinds()

    async def kinds(self) -> dict[int, Kind]:
        """Every kind that there is, by the number that `Wanted` takes."""
        return {number: kind for kind, number in (await self._ground.kinds()).items()}

    async def page(self, wanted: Wanted, beyond: Place, *, newer: bool = False, limit: int = 50) -> list[Entry]:
        """The next events beyond a place, newest first; with `newer` upwards from it, oldest first."""
        kinds = await self.kinds()
        async with self._database.connection() as connection:
            places = await read_places(connection, wanted, beyond, newer=newer, limit=limit)
            return await read_entries(connection, places, kinds)

    async def entry(self, wanted: Wanted, event: UUID) -> Entry | None:
        """One event, if it is among those that are wanted."""
        kinds = await self.kinds()
        async with self._database.connection() as connection:
            place = await find_place(connection, wanted, event)
            found = await read_entries(connection, [place] if place else [], kinds)
        return next(iter(found), None)

    async def any_beyond(self, wanted: Wanted, place: Place, *, newer: bool) -> bool:
        """Whether there is one."""
        async with self._database.connection() as connection:
            return bool(await read_places(connection, wanted, place, newer=newer, limit=1))

    async def counts(self, wanted: Wanted) -> Counts:
        """By kind."""
        async with self._database.connection() as connection:
            return await count(connection, wanted)

    async def highlights(self, entries: Sequence[Entry], text: str) -> dict[UUID, Highlights]:
        """Where the words of `text` are in these."""
        async with self._database.connection() as connection:
            return await read_highlights(connection, [each.place for each in entries], text)

    async def across(self, asked: Across, beyond: Place, limit: int) -> list[Entry]:
        """Events of all customers with these words, older than the place, newest first."""
        kinds = await self.kinds()
        async with self._database.connection() as connection:
            places = await read_across(connection, asked, beyond, limit)
            return await read_entries(connection, places, kinds)

    async def mix(self, wanted: Wanted, step: Step) -> list[Bar]:
        """How many there were in each week or month."""
        async with self._database.connection() as connection:
            return await read_mix(connection, wanted, step)

    async def touches(
        self, accounts: Collection[AccountId], kinds: Collection[int], since: datetime, until: datetime
    ) -> list[Touched]:
        """Of these kinds, with everybody whom they name; the newest where there are too many."""
        async with self._database.connection() as connection:
            return await read_touches(connection, accounts, kinds, since, until)
