"""The timeline of every customer: events are recorded into it by whoever has read them, and read from it by page."""

from collections.abc import Sequence

from rotunda.connector_kit.events import Event
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database
from rotunda.sections.ids import AccountId, ConnectionId
from rotunda.timeline.ground import Ground
from rotunda.timeline.model import Entry, Kind, Place, Recorded
from rotunda.timeline.reading import Wanted, read_entries, read_places
from rotunda.timeline.recording import newest, record_batch
from rotunda.timeline.settling import settle
from rotunda.timeline.threads.keeping import keep_threads


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
        """The same inside of the caller's transaction. Others who record wait until that ends: record last, and do not
        wait for anybody else in it afterwards.
        """
        batch = newest(connection, events)
        if not batch:
            return Recorded()
        await self._ground.make_room(each.event.at for each in batch if not each.event.gone)
        kinds, now = await self._ground.kinds(), self._clock.now()
        recorded = await record_batch(transaction, connection, batch, kinds, now)
        await keep_threads(transaction, connection, batch)
        return recorded

    async def settle(self) -> frozenset[AccountId]:
        """Attributes anew what links have changed since the last time. Returns whose timelines look different."""
        return await settle(self._database)

    async def kinds(self) -> dict[int, Kind]:
        """Every kind that there is, by the number that `Wanted` takes."""
        return {number: kind for kind, number in (await self._ground.kinds()).items()}

    async def page(self, wanted: Wanted, beyond: Place, *, newer: bool = False, limit: int = 50) -> list[Entry]:
        """The next events beyond a place, newest first; with `newer` upwards from it, oldest first."""
        kinds = await self.kinds()
        async with self._database.connection() as connection:
            places = await read_places(connection, wanted, beyond, newer=newer, limit=limit)
            return await read_entries(connection, places, kinds)
