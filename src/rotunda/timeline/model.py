"""What the store keeps, and the names that events go by in it."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from rotunda.connector_kit.events import Details, EventType, Participant
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId
from rotunda.sections.labels import Label

OURS: Final = ConnectionId("rotunda")
"""The connection of what teammates write here. Its records are customers: (`account`, its id), (`contact`, its id)."""


class Kind(msgspec.Struct, frozen=True):
    """What decides who may see an event, and who is shown it unless they ask."""

    type: EventType
    label: Label
    routine: bool


class Place(msgspec.Struct, frozen=True):
    """Where an event stands among all others."""

    at: datetime
    id: UUID


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it was recorded in its newest version, and whose it is: accounts and contacts as links name them,
    before merges. `html` inside of `details` is as the source has it.
    """

    id: UUID
    kind: Kind
    at: datetime
    recorded_at: datetime
    version: int
    connection: ConnectionId
    key: str
    record_type: str
    external_id: ExternalId
    subject: str | None
    text: str | None
    url: str | None
    people: Sequence[Participant]
    details: Details | None
    accounts: Sequence[AccountId]
    contacts: Sequence[ContactId]

    @property
    def place(self) -> Place:
        return Place(self.at, self.id)


class Recorded(msgspec.Struct, frozen=True):
    """What a batch has changed. `accounts` are those whose timelines look different now."""

    added: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0
    accounts: frozenset[AccountId] = frozenset()


def id_of(connection: ConnectionId, key: str) -> UUID:
    """The same event has the same id wherever and whenever it is recorded."""
    return UUID(bytes=hashlib.sha256(f"{connection}\0{key}".encode("utf-8", "replace")).digest()[:16])


def quarter_of(at: datetime) -> date:
    """The first day of the quarter of a year; `at` is in UTC."""
    return date(at.year, at.month - (at.month - 1) % 3, 1)
