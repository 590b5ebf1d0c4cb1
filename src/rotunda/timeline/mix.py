"""How many emails, calls and meetings there were week by week, or month by month."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from rotunda.connector_kit.events import EventType
from rotunda.kit.database import Connection, fetch_all
from rotunda.timeline.reading import Wanted

Step: TypeAlias = Literal["week", "month"]
CHANNELS: Mapping[str, Collection[EventType]] = {
    "email": (EventType.EMAIL_SENT, EventType.EMAIL_RECEIVED),
    "call": (EventType.CALL,),
    "meeting": (EventType.MEETING,),
}

_OF_STREAM = """
    SELECT date_trunc(%(step)s, at AT TIME ZONE 'UTC')::date AS start, kind, count(DISTINCT event_id) AS events
    FROM timeline_entry
    WHERE customer_id = ANY(%(whose)s) AND kind = ANY(%(kinds)s) AND at >= %(since)s AND at < %(until)s GROUP BY 1, 2
"""
_OF_ONE_STREAM = _OF_STREAM.replace("count(DISTINCT event_id)", "count(*)")


class Bar(msgspec.Struct, frozen=True):
    """Events of a kind in the week or month that begins at `start`."""

    start: date
    kind: int
    events: int


async def read_mix(connection: Connection, wanted: Wanted, step: Step) -> list[Bar]:
    """Only those that there are."""
    query = _OF_STREAM if len(wanted.customers) > 1 else _OF_ONE_STREAM
    return await fetch_all(connection, Bar, query, wanted.parameters() | {"step": step})
