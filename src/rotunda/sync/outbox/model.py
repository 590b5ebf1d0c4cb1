"""What is to be in a source, and how far that has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from rotunda.connector_kit.events import RecordName
from rotunda.connector_kit.writing import Copy
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName

PATIENCE: Final = timedelta(seconds=45)
"""How long a request that was sent may still have its effect: only then it is looked for."""

WAITS: Final = (PATIENCE, timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))
"""Before each further try; the last one for ever."""


class OutboxState(StrEnum):
    """`waiting`: saved here, not yet there. `sent`: it is there as it is here. `refused`: the source does not take it
    as it is; somebody may have it tried again. `kept_here`: it is not to be there.
    """

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    KEPT_HERE = "kept_here"


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Where it is to go: a connection, and the records there that it is about. `kept_because`: it stays here."""

    connection: ConnectionId
    source: SourceName
    whose: tuple[RecordName, ...] = ()
    kept_because: str | None = None


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """One row. `said` are the source's own words, for whoever may read what was written."""

    written_id: str
    connection_id: ConnectionId
    source: SourceName
    whose: list[RecordName]
    state: OutboxState
    wanted: int
    sent: int | None
    record_type: str | None
    external_id: ExternalId | None
    url: str | None
    begun_at: datetime | None
    next_at: datetime
    attempts: int
    error: str | None
    reason: str | None
    said: str | None
    since: datetime

    @property
    def copy(self) -> Copy | None:
        if self.record_type is None or self.external_id is None:
            return None
        return Copy((self.record_type, self.external_id), self.url)


class OutboxItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is not where it should be, for an admin: nothing of what it says, or of whom it is about. `kind`
    is that of what was written, `error` the kind of the last failure, `reason` a sentence about it.
    """

    id: str
    kind: str
    connection_id: ConnectionId
    source: SourceName
    state: OutboxState
    attempts: int
    since: datetime
    next_at: datetime | None
    error: str | None
    reason: str | None


class Queue(msgspec.Struct, frozen=True):
    """How many things wait for one connection, and how many it does not accept."""

    connection_id: ConnectionId
    source: SourceName
    waiting: int
    refused: int


class OutboxStatus(msgspec.Struct, frozen=True):
    """How many wait and were refused; `items` are those with a failure, the newest first."""

    waiting: int = 0
    refused: int = 0
    items: Sequence[OutboxItem] = ()
