"""Where something that was written about a customer is to go: the CRM in which the customer has a record."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rotunda.connections.model import Connection, UnknownConnection
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.events import RecordName
from rotunda.connector_kit.writing import Kind, Writes
from rotunda.identity.model import Links
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sections.labels import Label
from rotunda.sections.provenance import Category
from rotunda.sync.outbox.model import Chosen

_FOR_ALL = Label.COMMUNICATION
"""What whoever uses the CRM reads there anyway. All else is never written there."""


class Choosing:
    def __init__(self, connectors: Mapping[SourceName, Connector], connections: Connections) -> None:
        self._connectors = connectors
        self._connections = connections

    def where(self, kind: Kind, label: Label, links: Sequence[Links], people: Sequence[Links] = ()) -> Chosen | None:
        """`links` of the customer, then of the company that a person belongs to; `people` are those of whoever took
        part. None: no CRM has a record of the customer.
        """
        found = [self._into(each, kind, label, links) for each in self._connections.list() if _knows(each.id, links)]
        usable = [each for each in found if each is not None]
        chosen = min(usable, key=lambda each: each.kept_because is not None, default=None)
        return self._with(chosen, people) if chosen is not None else None

    def _with(self, chosen: Chosen, people: Iterable[Links]) -> Chosen:
        writes = self._connectors[chosen.source].writes
        met = _records(chosen.connection, writes, people) if writes else ()
        return msgspec.structs.replace(chosen, whose=tuple(dict.fromkeys((*chosen.whose, *met))))

    def obstacle(self, connection: ConnectionId) -> str | None:
        """Why nothing is sent there just now."""
        try:
            known = self._connections.get(connection)
        except UnknownConnection:
            return "The CRM is no longer connected."
        connector = self._connectors[known.source]
        if connector.writes is not None and connector.writes.allowed(known.settings):
            return None
        return f"{connector.manifest.title} is connected for reading only."

    def _into(self, connection: Connection, kind: Kind, label: Label, links: Sequence[Links]) -> Chosen | None:
        connector = self._connectors[connection.source]
        if connector.manifest.category is not Category.CRM:
            return None
        title, writes = connector.manifest.title, connector.writes
        whose = tuple(_records(connection.id, writes, links)) if writes else ()
        if writes is None or kind not in writes.kinds or not whose:
            kept = f"{title} takes nothing of that kind from here."
        elif not writes.allowed(connection.settings):
            kept = f"{title} is connected for reading only."
        else:
            kept = None if label is _FOR_ALL else f"What is private is not written to {title}."
        return Chosen(connection=connection.id, source=connection.source, whose=whose, kept_because=kept)


def _knows(connection: ConnectionId, links: Iterable[Links]) -> bool:
    return any(any(each.get(connection, {}).values()) for each in links)


def _records(connection: ConnectionId, writes: Writes, links: Iterable[Links]) -> Iterable[RecordName]:
    """Of each the record that was linked first: a source that has it twice is written to once."""
    for each in links:
        records = each.get(connection, {})
        named = next(((kind, records[kind][0]) for kind in writes.onto if records.get(kind)), None)
        if named is not None:
            yield named
