"""Copies of what was written here, when their source tells of them: the original is in the timeline already."""

from collections.abc import Iterable, Sequence

import msgspec

from rotunda.connector_kit.events import Event
from rotunda.connector_kit.writing import Kind, marks_in
from rotunda.kit.database import Connection, fetch_all
from rotunda.sections.ids import ConnectionId, ExternalId
from rotunda.sync.outbox.attempts import DELETED_THERE

_KINDS = frozenset(map(str, Kind))
_KNOWN = """
    SELECT written_id, connection_id, record_type, external_id, begun_at IS NOT NULL AS begun FROM outbox
    WHERE written_id = ANY(%(marks)s) OR connection_id = %(connection)s
        AND (record_type, external_id) IN (SELECT * FROM unnest(%(types)s::text[], %(ids)s::text[]))
"""
_LINK = """
    UPDATE outbox SET record_type = %(type)s, external_id = %(external)s, url = %(url)s
    WHERE written_id = %(id)s AND external_id IS NULL
"""
_DELETED = """
    UPDATE outbox o SET state = 'kept_here', error = 'gone', reason = %(reason)s, record_type = NULL,
        external_id = NULL, url = NULL
    FROM written w WHERE o.written_id = %(id)s AND w.id = o.written_id AND w.removed_at IS NULL AND o.state = 'sent'
"""


class _Known(msgspec.Struct, frozen=True):
    written_id: str
    connection_id: ConnectionId
    record_type: str | None
    external_id: ExternalId | None
    begun: bool

    def is_original_of(self, event: Event, connection: ConnectionId) -> bool:
        """By its number; told by a source that was connected anew, by its mark, too. By its mark alone only while
        nobody knows the number: a copy of a copy is somebody's own.
        """
        marked = self.written_id in marks_in(event.text)
        if self.external_id is None:
            return self.begun and marked and self.connection_id == connection
        same = (self.record_type, self.external_id) == event.record
        return same and (marked or self.connection_id == connection)


async def without_copies(transaction: Connection, connection: ConnectionId, events: Sequence[Event]) -> Sequence[Event]:
    """What is news. A copy that nobody knew the number of is linked to its original; one that was deleted leaves it
    here alone.
    """
    candidates = [event for event in events if event.record[0] in _KINDS]
    known = await _known(transaction, connection, candidates) if candidates else []
    if not known:
        return events
    copies = {id(event): each for event in candidates for each in known if each.is_original_of(event, connection)}
    for event in candidates:
        if (original := copies.get(id(event))) is not None:
            await _follow(transaction, original, event)
    return [event for event in events if id(event) not in copies]


async def _known(transaction: Connection, connection: ConnectionId, events: Iterable[Event]) -> list[_Known]:
    names = [event.record for event in events]
    values = {
        "connection": connection,
        "marks": [mark for event in events for mark in marks_in(event.text)],
        "types": [record_type for record_type, _ in names],
        "ids": [number for _, number in names],
    }
    return await fetch_all(transaction, _Known, _KNOWN, values)


async def _follow(transaction: Connection, original: _Known, event: Event) -> None:
    if event.gone:
        await transaction.execute(_DELETED, {"id": original.written_id, "reason": DELETED_THERE})
    elif original.external_id is None:
        kind, number = event.record
        await transaction.execute(
            _LINK, {"id": original.written_id, "type": kind, "external": number, "url": event.url}
        )
