"""A delivery in the inbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from rotunda.connector_kit.connector import Named
from rotunda.sections.ids import ConnectionId

WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""Before each further try. After the last one a delivery is dead until somebody replays it."""

KEPT = timedelta(days=8)
"""Longer than any source repeats a delivery: until then a repetition is known as one."""


class Standing(StrEnum):
    """`waiting`: for its first try, or the next one. `done`: it counts. `dead`: it is not tried any more."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class Kept(msgspec.Struct, frozen=True):
    """One delivery that is to be made to count. `body` is there until it was read; then `named` says what it named.
    `pulled`: nobody has sent it, a pull has seen the change.
    """

    id: str
    connection_id: ConnectionId
    attempts: int
    body: bytes | None
    named: Sequence[Named] | None
    pulled: bool


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery as an admin sees it: nothing of what was in it. `error` is the kind of the last failure, `reason`
    a sentence about it.
    """

    id: str
    connection_id: ConnectionId
    received_at: datetime
    state: Standing
    attempts: int
    next_attempt_at: datetime | None
    error: str | None
    reason: str | None
    ended_at: datetime | None


class Silent(msgspec.Struct, frozen=True):
    """A kind of news, in the vendor's words, that a source used to send every so often and has stopped sending."""

    connection_id: ConnectionId
    kind: str
    last_at: datetime
    usual_every_seconds: float
    deliveries: int


class Failed(msgspec.Struct, frozen=True):
    """Why a delivery does not count yet. `final`: trying again by itself would not help."""

    error: str
    reason: str
    final: bool = False
