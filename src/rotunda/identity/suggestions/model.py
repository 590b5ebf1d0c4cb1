"""A suggestion: two sides, how likely, why, and what became of it."""

from datetime import datetime
from enum import StrEnum

import msgspec

from rotunda.identity.linkage.model import Weight
from rotunda.identity.matching.model import RecordKey
from rotunda.sections.ids import AccountId, SourceName, SuggestionId

THRESHOLD = 0.5
"""From this probability on a pair is worth a person's look."""


class Kind(StrEnum):
    RECORD = "record-to-account"
    ACCOUNTS = "account-to-account"


class SuggestionState(StrEnum):
    """`superseded`: no pass says so any more. `rejected` and `never` are a person's no; `never` keeps the two apart in
    merging, too.
    """

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NEVER = "never"
    SUPERSEDED = "superseded"


class PairKey(msgspec.Struct, frozen=True):
    """An account and either another one, whose id is the greater, or a record."""

    account: AccountId
    other: AccountId | None = None
    record: RecordKey | None = None

    @property
    def kind(self) -> Kind:
        return Kind.ACCOUNTS if self.record is None else Kind.RECORD


class RecordMark(msgspec.Struct, frozen=True):
    """A record of a source."""

    source: SourceName
    record_type: str
    external_id: str


class Side(msgspec.Struct, frozen=True):
    """One side as it was compared. `name` is as written; `addresses` are personal facts."""

    name: str | None
    names: tuple[str, ...]
    domains: tuple[str, ...]
    addresses: tuple[str, ...]
    city: str | None
    country: str | None
    records: tuple[RecordMark, ...]


class Evidence(msgspec.Struct, frozen=True):
    """Weights in bits, and both sides."""

    weights: tuple[Weight, ...]
    account: Side
    other: Side


class Found(msgspec.Struct, frozen=True):
    """What a pass suggests."""

    pair: PairKey
    probability: float
    evidence: Evidence


class Suggestion(msgspec.Struct, frozen=True):
    """A row. `decided_by` is a user's id; `system` where no user stood behind it."""

    id: SuggestionId
    pair: PairKey
    probability: float
    evidence: Evidence
    made_at: datetime
    state: SuggestionState
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None


class Passed(msgspec.Struct, frozen=True):
    """What a pass did to the queue, or would do: new suggestions, open ones that it found again, and closed ones."""

    made: int
    kept: int
    closed: int


class DecisionRefused(Exception):
    """The suggestion cannot be decided like that. The message is a sentence for the person who tried."""
