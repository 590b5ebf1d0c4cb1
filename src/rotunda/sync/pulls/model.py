"""A stream as far as it has been pulled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from rotunda.kit.jobs.port import JobStatus
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.outbox.model import OutboxStatus

MONTHS = 24
"""Of the past, which the first pull reads."""

MONTH = timedelta(days=31)
LONGEST_WAIT = timedelta(hours=1)


class Pulled(msgspec.Struct, frozen=True, kw_only=True):
    """How far one stream has come. `begun_at` tells one beginning from the next."""

    connection_id: ConnectionId
    name: str
    cursor: str | None
    since: datetime
    begun_at: datetime
    reached: datetime | None
    caught_up_at: datetime | None
    last_ok_at: datetime | None
    next_at: datetime
    failures: int
    error: str | None
    reason: str | None
    pages: int
    events: int

    def lag(self, now: datetime) -> timedelta:
        """How old the oldest change may be that has not been read."""
        return max(now - (self.reached or self.since), timedelta(0))

    def progress(self) -> float:
        """Of the first pull, 0 to 1."""
        if self.caught_up_at is not None:
            return 1.0
        whole = (self.begun_at - self.since).total_seconds()
        done = ((self.reached or self.since) - self.since).total_seconds()
        return 0.0 if whole <= 0 else min(max(done / whole, 0.0), 0.999)


class StreamState(StrEnum):
    """`backfilling`: the first pull is under way. `failing`: the last pull did not succeed."""

    BACKFILLING = "backfilling"
    CURRENT = "current"
    FAILING = "failing"


class StreamItem(msgspec.Struct, frozen=True, kw_only=True):
    """One stream for an admin. `progress` of the first pull is 0 to 1; `lag_seconds` is how old the oldest change may
    be that has not been read; `error` is the kind of the last failure, `reason` a sentence about it.
    """

    name: str
    state: StreamState
    since: datetime
    progress: float
    lag_seconds: float
    last_ok_at: datetime | None
    next_at: datetime
    events: int
    failures: int
    error: str | None
    reason: str | None


class SyncItem(msgspec.Struct, frozen=True, kw_only=True):
    """What is pulled from one connection. `lag_seconds` is that of its slowest stream that has caught up, `progress`
    that of its slowest first pull.
    """

    connection_id: ConnectionId
    source: SourceName
    title: str
    progress: float
    lag_seconds: float | None
    streams: list[StreamItem]


class SyncStatus(msgspec.Struct, frozen=True):
    """Every connection that has streams, the jobs of all kinds, and what was written here and is to be in a CRM."""

    connections: Sequence[SyncItem]
    jobs: JobStatus
    outbox: OutboxStatus = OutboxStatus()
