"""What sources tell, on its way into timelines: without the copies of what was written here."""

from collections.abc import Sequence

from rotunda.connector_kit.events import Event
from rotunda.kit.database import Connection, Database
from rotunda.sections.ids import ConnectionId
from rotunda.sync.outbox.copies import without_copies
from rotunda.timeline.service import Timeline


class Telling:
    """Each event is in the timeline once, whoever has it."""

    def __init__(self, database: Database, timeline: Timeline) -> None:
        self._database = database
        self._timeline = timeline

    async def record(self, connection: ConnectionId, events: Sequence[Event]) -> None:
        """In a transaction of its own."""
        async with self._database.transaction() as transaction:
            await self.record_in(transaction, connection, events)

    async def record_in(self, transaction: Connection, connection: ConnectionId, events: Sequence[Event]) -> None:
        """Last in the caller's transaction: others who record wait until that ends."""
        news = await without_copies(transaction, connection, events)
        await self._timeline.record_in(transaction, connection, news)
