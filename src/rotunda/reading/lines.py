"""The lines to all sources, opened when they are first used, and what the connections page wants to know of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.manifest import Manifest
from rotunda.reading.alarm import Timing
from rotunda.reading.line import Line
from rotunda.reading.others import Others
from rotunda.reading.status import SourceStatus, status_of
from rotunda.sections.ids import ConnectionId, SourceName


class OpenLine(msgspec.Struct, frozen=True, eq=False):
    """A line and the connector that speaks over it. `settings` are the connection's non-secret form fields."""

    line: Line
    connector: Connector
    settings: Mapping[str, str]


class Lines:
    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        timing: Timing,
        others: Others | None = None,
    ) -> None:
        self._connectors = connectors
        self._connections = connections
        self._timing = timing
        self._others = others
        self._open: dict[ConnectionId, OpenLine] = {}

    def __iter__(self) -> Iterator[tuple[ConnectionId, OpenLine]]:
        return iter(tuple(self._open.items()))

    def at_hand(self, connection: ConnectionId) -> Line | None:
        """The line, where one is open."""
        opened = self._open.get(connection)
        return opened.line if opened else None

    def get(self, connection: ConnectionId) -> OpenLine:
        """The line, opened where it is not.

        Raises:
            UnknownConnection: it was removed.
            Misconfigured: its form cannot lead to a source.
        """
        opened = self._open.get(connection)
        if opened is None:
            opened = self._open[connection] = self._new(connection)
        return opened

    def connector(self, connection: ConnectionId) -> Connector:
        """Raises UnknownConnection."""
        opened = self._open.get(connection)
        return opened.connector if opened else self._connectors[self._connections.get(connection).source]

    def changed_at(self, connection: ConnectionId) -> datetime:
        """When the connection was last made another one. Raises UnknownConnection."""
        return self._connections.get(connection).changed_at

    def drop(self, connection: ConnectionId) -> None:
        opened = self._open.pop(connection, None)
        if opened is not None:
            opened.line.retire()

    def forgive(self, connection: ConnectionId) -> None:
        """The source has just been seen to work: nothing that went wrong before stands in its way."""
        line = self.at_hand(connection)
        if line is not None:
            line.forgive()

    def status(self, connection: ConnectionId) -> SourceStatus:
        """Raises UnknownConnection."""
        self._connections.get(connection)
        clock = self._timing.clock
        return status_of(self._connections.health.of(connection), self.at_hand(connection), clock)

    def _new(self, connection: ConnectionId) -> OpenLine:
        configured = self._connections.get(connection)
        connector = self._connectors[configured.source]
        channel = self._connections.channel(connection)
        manifest = _with_plan(connector.manifest, configured.settings)
        line = Line(connection, manifest, channel, self._connections.health, self._timing, self._others)
        return OpenLine(line, connector, configured.settings)


def _with_plan(manifest: Manifest, settings: Mapping[str, str]) -> Manifest:
    """The manifest with what this customer's plan allows."""
    budgets = {name: budget.chosen(settings) for name, budget in manifest.budgets.items()}
    return msgspec.structs.replace(manifest, budgets=budgets)
