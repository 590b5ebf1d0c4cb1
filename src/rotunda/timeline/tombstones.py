"""What goes with a record that is gone: all that was ever told of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from rotunda.connector_kit.events import Event, RecordName
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import ConnectionId, ExternalId
from rotunda.timeline.attribution import names_of

_TOLD = """
    SELECT key, at, record_type, external_id FROM timeline_event WHERE connection_id = %s AND keys && %s::text[]
"""


class _Told(msgspec.Struct, frozen=True):
    key: str
    at: datetime
    record_type: str
    external_id: str


async def gone_with(transaction: Connection, connection: ConnectionId, events: Iterable[Event]) -> list[Event]:
    """Events of records that are gone as a whole: those whose key is the record's own, and that name it in `whose`."""
    whole: Mapping[RecordName, Event] = {each.record: each for each in events if _is_whole(each)}
    names = sorted({name for each in whole.values() for name in names_of(connection, each)})
    if not names:
        return []
    told = await fetch_all(transaction, _Told, _TOLD, (connection, names))
    parted = ((each, whole.get((each.record_type, ExternalId(each.external_id)))) for each in told)
    return [
        msgspec.structs.replace(event, key=each.key, at=each.at)
        for each, event in parted
        if event is not None and each.key != event.key
    ]


def _is_whole(event: Event) -> bool:
    return event.gone and event.key == ":".join(event.record) and event.record in event.whose
