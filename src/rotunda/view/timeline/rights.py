"""Which events a viewer may read: those whose topic and label one of their roles reads on this very customer.

Who took part is a personal fact: without it, people are neither shown nor asked for.
"""

from collections.abc import Collection, Mapping
from typing import Final

from rotunda.access.roles import Reach
from rotunda.connector_kit.events import EventType
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.timeline.model import Kind

_SAID = (EventType.EMAIL_SENT, EventType.EMAIL_RECEIVED, EventType.CALL, EventType.MEETING, EventType.NOTE)
_SOLD = (EventType.DEAL_CREATED, EventType.DEAL_STAGE, EventType.QUOTE_SENT, EventType.ORDER_PLACED)

TOPICS: Final[Mapping[EventType, SectionName]] = {
    **dict.fromkeys((*_SAID, EventType.TASK_COMPLETED), SectionName("communication")),
    **dict.fromkeys(_SOLD, SectionName("deals")),
    EventType.CONTACT_ADDED: SectionName("people"),
    EventType.ENRICHMENT: SectionName("profile"),
    EventType.HEALTH: SectionName("profile"),
    EventType.TICKET: SectionName("support"),
    EventType.USAGE_ALERT: SectionName("usage"),
    EventType.BILLING: SectionName("billing"),
}

GROUPS: Final[Mapping[str, Collection[EventType]]] = {
    "communication": _SAID,
    "deals": _SOLD,
    "tasks": (EventType.TASK_COMPLETED,),
    "support": (EventType.TICKET,),
    "billing": (EventType.BILLING,),
    "product": (EventType.USAGE_ALERT, EventType.HEALTH),
    "records": (EventType.CONTACT_ADDED, EventType.ENRICHMENT),
}
"""In the order in which they are shown."""


def group_of(type_: EventType) -> str:
    return next(name for name, types in GROUPS.items() if type_ in types)


def readable(reach: Reach, kinds: Mapping[int, Kind]) -> dict[int, Kind]:
    """A type without a topic is read by nobody."""
    return {number: kind for number, kind in kinds.items() if is_readable(reach, kind)}


def is_readable(reach: Reach, kind: Kind) -> bool:
    topic = TOPICS.get(kind.type)
    return topic is not None and (topic, kind.label) in reach


def tells_people(reach: Reach, kind: Kind) -> bool:
    """Whether it may be told who took part in such an event."""
    return (TOPICS[kind.type], Label.PERSONAL) in reach
