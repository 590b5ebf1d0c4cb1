"""What merging needs to know of a kind of customers. Everything else about it is the same for companies and people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import LiteralString, Protocol

import msgspec

from rotunda.identity.merging.model import Identified
from rotunda.identity.merging.plan import Side
from rotunda.identity.merging.related import Related
from rotunda.identity.merging.survivorship import Group
from rotunda.kit.database import Connection
from rotunda.sections.ids import ConnectionId, CustomerId, ExternalId, SourceName, UserId


class Hand(msgspec.Struct, frozen=True):
    """Who does it, and when. `by` is None for the command line."""

    by: UserId | None
    at: datetime


class LinkedRecord(msgspec.Struct, frozen=True):
    """A source's record with its link. `customer` is the member that it is linked to."""

    id: int
    customer: CustomerId
    connection: ConnectionId
    source: SourceName
    record_type: str
    external_id: ExternalId
    name: str | None


class SplitTable(msgspec.Struct, frozen=True):
    """Where it is kept which identifiers were given to another one."""

    name: LiteralString
    stated: LiteralString
    given: LiteralString


class Book(Protocol):
    """Companies, or people. All happens in the caller's transaction; whatever writes holds them (`holding`)."""

    @property
    def noun(self) -> str:
        """One of them, in a word."""
        ...

    @property
    def related(self) -> tuple[Related, ...]:
        """What hangs on them."""
        ...

    @property
    def splits(self) -> SplitTable: ...

    async def groups(self, transaction: Connection, roots: Iterable[CustomerId]) -> dict[CustomerId, Group]:
        """The customers that are shown as these. One that is shown as another is absent."""
        ...

    async def side(self, transaction: Connection, group: Group) -> Side:
        """A group with what else a plan is made of."""
        ...

    async def above(
        self, transaction: Connection, start: Iterable[CustomerId]
    ) -> Mapping[CustomerId, CustomerId | None]:
        """From these upwards, each with the one above it, all as they are shown."""
        ...

    async def point(self, transaction: Connection, pointers: Mapping[CustomerId, CustomerId | None]) -> None:
        """Sets what they are shown as."""
        ...

    async def show(self, transaction: Connection, roots: Iterable[CustomerId]) -> None:
        """Works out again what is shown of these."""
        ...

    async def forget(self, transaction: Connection, customers: Iterable[CustomerId]) -> None:
        """Drops what lists remember of customers that have lost a member: it is in part somebody else's."""
        ...

    async def settle(
        self, transaction: Connection, customers: Iterable[CustomerId], at: datetime, *, records_moved: bool
    ) -> None:
        """Draws the conclusions from what was moved by hand between these."""
        ...

    def read_identifier(self, text: str) -> Identified:
        """Raises Refused where it can be none of theirs."""
        ...

    async def records(self, transaction: Connection, members: Collection[CustomerId]) -> Sequence[LinkedRecord]:
        """Oldest link first."""
        ...

    async def people(self, transaction: Connection, record: LinkedRecord) -> int:
        """How many people go where it goes."""
        ...

    async def relink(self, transaction: Connection, record: LinkedRecord, into: CustomerId, hand: Hand) -> None:
        """Revokes a link and makes another: neither is rewritten."""
        ...

    async def found(self, transaction: Connection, name: str, beside: CustomerId, at: datetime) -> CustomerId:
        """A new one, for what is split out of `beside`."""
        ...
