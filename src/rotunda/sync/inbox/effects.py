"""What follows from news of a source: what was read of these customers is no longer current, and what happened is told
by the source itself, read again.
"""

from collections.abc import Awaitable, Callable, Sequence

from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector, Named
from rotunda.kit.clock import Clock
from rotunda.reading.model import Priority
from rotunda.reading.notices import Notice
from rotunda.reading.service import Readings
from rotunda.sections.ids import ConnectionId
from rotunda.sync.inbox.holders import Holders
from rotunda.sync.telling import Telling


class Effects:
    """`pull_soon` asks for a pull: where a source has no way to tell of single records, its streams tell of them."""

    def __init__(
        self,
        connections: Connections,
        readings: Readings,
        holders: Holders,
        telling: Telling,
        pull_soon: Callable[[ConnectionId], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._connections = connections
        self._readings = readings
        self._holders = holders
        self._telling = telling
        self._pull_soon = pull_soon
        self._clock = clock

    async def outdated(self, connection: ConnectionId, connector: Connector, named: Sequence[Named]) -> list[Notice]:
        """What is to be read anew when somebody looks.

        Raises:
            SourceError: it could not be found out whose it is.
        """
        records = dict.fromkeys(each.record for each in named if each.record is not None)
        holders = await self._holders.of(connection, connector, list(records))
        return [
            Notice(connection, account, section)
            for each in named
            for account in ([None] if each.record is None else holders.get(each.record, ()))
            for section in each.sections
        ]

    async def retell(self, connection: ConnectionId, connector: Connector, named: Sequence[Named]) -> None:
        """Timelines hold what happened to the records that were named.

        Raises:
            SourceError: the source had to be asked and has not answered.
        """
        records = list(dict.fromkeys(record for each in named for record in each.told))
        if connector.events is not None and records:
            settings = self._connections.get(connection).settings
            program = connector.events(records, settings, self._clock.now())
            events = await self._readings.fetch_program(connection, program, Priority.BACKGROUND)
            await self._telling.record(connection, events)
        elif connector.events is None and connector.streams:
            await self._pull_soon(connection)
