"""A suggestion: two sides, how likely, why, and what became of it."""

from datetime import datetime
from enum import StrEnum

import msgspec

from rotunda.identity.linkage.model import Weight
from rotunda.identity.matching.model import RecordKey
from rotunda.sections.ids import CustomerId, MergeId, SourceName, SuggestionId, is_contact

THRESHOLD = 0.5
"""From this probability on a pair is worth a person's look."""

SUREST = 0.999999
"""Nothing that is only likely is certain."""


class Kind(StrEnum):
    RECORD = "record-to-account"
    ACCOUNTS = "account-to-account"
    CONTACTS = "contact-to-contact"


class SuggestionState(StrEnum):
    """`superseded`: no pass says so any more. `rejected` and `never` are a person's no; `never` keeps the two apart in
    merging, too.
    """

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NEVER = "never"
    SUPERSEDED = "superseded"


DECIDED = (SuggestionState.ACCEPTED, SuggestionState.REJECTED, SuggestionState.NEVER)
"""What a person has said."""


class PairKey(msgspec.Struct, frozen=True):
    """Two accounts or two contacts, the smaller id first; or an account and a record."""

    one: CustomerId
    other: CustomerId | None = None
    record: RecordKey | None = None

    @property
    def kind(self) -> Kind:
        if self.record is not None:
            return Kind.RECORD
        return Kind.CONTACTS if is_contact(self.one) else Kind.ACCOUNTS


def pair_of(one: CustomerId, other: CustomerId) -> PairKey:
    """Two of a kind, in whatever order they come."""
    return PairKey(min(one, other), other=max(one, other))


class RecordMark(msgspec.Struct, frozen=True):
    """A record of a source."""

    source: SourceName
    record_type: str
    external_id: str


class Side(msgspec.Struct, frozen=True):
    """One side as it was compared. `name` is as written; `addresses` and `phones` are personal facts. People have a
    title and numbers, companies a place.
    """

    name: str | None
    names: tuple[str, ...]
    domains: tuple[str, ...]
    addresses: tuple[str, ...]
    city: str | None
    country: str | None
    records: tuple[RecordMark, ...]
    title: str | None = None
    phones: tuple[str, ...] = ()


class Evidence(msgspec.Struct, frozen=True):
    """Weights in bits, and both sides."""

    weights: tuple[Weight, ...]
    one: Side
    other: Side


class Found(msgspec.Struct, frozen=True):
    """What a pass suggests."""

    pair: PairKey
    probability: float
    evidence: Evidence


class Suggestion(msgspec.Struct, frozen=True):
    """A row. `decided_by` is a user's id; `system` where no user stood behind it. `merge` is what a yes has made of
    two customers.
    """

    id: SuggestionId
    pair: PairKey
    probability: float
    evidence: Evidence
    made_at: datetime
    state: SuggestionState
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    merge: MergeId | None = None


class Passed(msgspec.Struct, frozen=True):
    """What a pass did to the queue, or would do: new suggestions, open ones that it found again, and closed ones."""

    made: int
    kept: int
    closed: int


class DecisionRefused(Exception):
    """The suggestion cannot be decided like that. The message is a sentence for the person who tried."""


class MergeStands(DecisionRefused):
    """A yes has merged the two: it is taken back by undoing that merge, where whatever was done since is decided."""

    def __init__(self, merge: MergeId) -> None:
        super().__init__("These were merged because of it. Undo the merge first; then the pair can be open again.")
        self.merge = merge
