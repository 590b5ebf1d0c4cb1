"""Which connections are asked for which sections of one account. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from rotunda.connections.model import Connection
from rotunda.connector_kit.connector import Connector
from rotunda.reading.model import ReadKey
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SectionName, SourceName
from rotunda.sections.section import AnySection

Records = Mapping[str, Sequence[ExternalId]]


class PlannedSource(msgspec.Struct, frozen=True):
    """One connection that fills a section, and the account's records in it (none: the customer is unknown there)."""

    connection: Connection
    connector: Connector
    key: ReadKey
    records: Records


class PlannedSection(msgspec.Struct, frozen=True):
    """One section and its sources, in the order of their connections' ids; none: not connected."""

    section: AnySection
    sources: tuple[PlannedSource, ...]
    connections: tuple[ConnectionId, ...]


class House(msgspec.Struct, frozen=True):
    """What is installed: sections in page order, and connectors by source."""

    sections: Mapping[SectionName, AnySection]
    connectors: Mapping[SourceName, Connector]


def plan_page(
    house: House,
    connections: Sequence[Connection],
    links: Mapping[ConnectionId, Records],
    account: AccountId,
    granted: frozenset[SectionName],
) -> list[PlannedSection]:
    """Only granted sections are planned: what is not granted is never read."""
    planned: list[PlannedSection] = []
    for name, section in house.sections.items():
        if name in granted:
            sources = tuple(
                PlannedSource(
                    connection=connection,
                    connector=house.connectors[connection.source],
                    key=ReadKey(connection.id, account, name),
                    records=links.get(connection.id, {}),
                )
                for connection in sorted(connections, key=lambda each: each.id)
                if name in house.connectors[connection.source].sections
            )
            planned.append(PlannedSection(section, sources, tuple(each.key.connection for each in sources)))
    return planned
