"""What a reading is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Self, TypeAlias

import msgspec

from rotunda.connector_kit.manifest import ErrorKind
from rotunda.sections.freshness import State
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, SectionName
from rotunda.sections.provenance import Mode

Records = Mapping[str, Sequence[ExternalId]]
"""The account's linked records in one source, by record type, oldest link first."""


class Priority(IntEnum):
    """Who waits for the answer. People go first, and a share of every budget is kept for them."""

    PERSON = 0
    BACKGROUND = 1


class ReadKey(msgspec.Struct, frozen=True):
    """What is read: one section of one account from one connection; with `contact`, of that person alone. A person of
    no account has its own id as `account`.
    """

    connection: ConnectionId
    account: AccountId
    section: SectionName
    contact: ContactId | None = None


Wanted: TypeAlias = tuple[ReadKey, Records]
"""What is read, and by which records of the account."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A part plus its freshness.

    `part` is the connector's part of the section, with the moment `as_of` (aware UTC) of its reading; both are None
    where there is nothing to show. `reason` is a sentence for the page, `error` what kind of failure is behind it.
    `version` changes exactly when the part changes; 0 without part.
    """

    state: State
    mode: Mode
    part: msgspec.Struct | None = None
    as_of: datetime | None = None
    reason: str | None = None
    error: ErrorKind | None = None
    version: int = 0

    @classmethod
    def pending(cls, mode: Mode) -> Self:
        """Nothing is at hand, the source has not answered yet."""
        return cls(state=State.PENDING, mode=mode)


class First(StrEnum):
    """Which of several readings is asked for first. The slowest, where all of them are waited for; the quickest, where
    each is shown as it arrives.
    """

    SLOWEST = "slowest"
    QUICKEST = "quickest"


class ReadingChanged(msgspec.Struct, frozen=True):
    """A reading is another one than before: another part, or another state."""

    account: AccountId
    section: SectionName
    connection: ConnectionId
    reading: Reading
