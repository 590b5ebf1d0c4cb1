"""Which connections are asked for which sections of one person. Pure."""

from collections.abc import Mapping, Sequence

from rotunda.access.grant import ContactGrant
from rotunda.connections.model import Connection
from rotunda.reading.model import ReadKey
from rotunda.sections.ids import AccountId, ConnectionId, SectionName
from rotunda.sections.section import AnySection
from rotunda.view.page.plan import House, PlannedSection, PlannedSource, Records


def plan_contact(
    house: House, connections: Sequence[Connection], links: Mapping[ConnectionId, Records], granted: ContactGrant
) -> list[PlannedSection]:
    """Only granted sections, and only those that some installed connector can fill for a single person."""
    fillable = {name for connector in house.connectors.values() for name in connector.contact_sections}
    return [
        _planned(house, connections, links, granted, section)
        for name, section in house.sections.items()
        if name in granted.sections and name in fillable
    ]


def _planned(
    house: House,
    connections: Sequence[Connection],
    links: Mapping[ConnectionId, Records],
    granted: ContactGrant,
    section: AnySection,
) -> PlannedSection:
    sources = tuple(
        PlannedSource(
            connection=connection,
            connector=house.connectors[connection.source],
            key=read_key(granted, connection.id, section.name),
            records=links.get(connection.id, {}),
        )
        for connection in sorted(connections, key=lambda each: each.id)
        if section.name in house.connectors[connection.source].contact_sections
    )
    return PlannedSection(section, sources, tuple(each.key.connection for each in sources))


def read_key(granted: ContactGrant, connection: ConnectionId, section: SectionName) -> ReadKey:
    """Under its account, so that a change that a source tells of the account reaches its people too."""
    return ReadKey(connection, granted.account or AccountId(granted.contact), section, granted.contact)
