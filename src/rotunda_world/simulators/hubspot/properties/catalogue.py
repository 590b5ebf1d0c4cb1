"""All properties, by kind of object and name."""

from collections.abc import Mapping

from rotunda_world.simulators.hubspot import kinds
from rotunda_world.simulators.hubspot.kinds import Kind
from rotunda_world.simulators.hubspot.properties.companies import COMPANY
from rotunda_world.simulators.hubspot.properties.contacts import CONTACT
from rotunda_world.simulators.hubspot.properties.deals import DEAL
from rotunda_world.simulators.hubspot.properties.definition import Definition
from rotunda_world.simulators.hubspot.properties.engagements import CALL, EMAIL, MEETING, NOTE, TASK
from rotunda_world.simulators.hubspot.properties.others import LINE_ITEM, QUOTE, TICKET

PROPERTIES: Mapping[Kind, Mapping[str, Definition]] = {
    kind: {definition.name: definition for definition in definitions}
    for kind, definitions in (
        (kinds.COMPANIES, COMPANY),
        (kinds.CONTACTS, CONTACT),
        (kinds.DEALS, DEAL),
        (kinds.EMAILS, EMAIL),
        (kinds.CALLS, CALL),
        (kinds.MEETINGS, MEETING),
        (kinds.NOTES, NOTE),
        (kinds.TASKS, TASK),
        (kinds.TICKETS, TICKET),
        (kinds.QUOTES, QUOTE),
        (kinds.LINE_ITEMS, LINE_ITEM),
    )
}
