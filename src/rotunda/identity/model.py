"""Accounts as they are looked up, and what became of a source's list."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from rotunda.access.grant import AccountOwnership
from rotunda.connector_kit.connector import Declared
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName

Links = dict[ConnectionId, dict[str, list[ExternalId]]]
"""An account's records by connection and record type, oldest link first."""


class AccountRow(msgspec.Struct, frozen=True):
    """The head of an account, from the sources' lists. `owner_emails` are in lower case. `closed_at` is set while no
    record of any source is linked to it.
    """

    id: AccountId
    name: str
    domain: str | None
    industry: str | None
    city: str | None
    country: str | None
    parent: AccountId | None
    owner_emails: list[str]
    teams: list[str]
    created_at: datetime
    closed_at: datetime | None

    @property
    def ownership(self) -> AccountOwnership:
        """Whose it is, for `access`."""
        return AccountOwnership(self.id, frozenset(self.owner_emails), frozenset(self.teams))


class Alias(msgspec.Struct, frozen=True):
    """An account that was merged into another, by the name of its own."""

    id: AccountId
    name: str


class Family(msgspec.Struct, frozen=True):
    """The account above one (at most one, as a sequence) and those directly below it, by name; and the accounts that
    were merged into it.
    """

    parents: Sequence[AccountRow]
    children: Sequence[AccountRow]
    aliases: Sequence[Alias] = ()


class Match(msgspec.Struct, frozen=True):
    """An account that was looked up. `by` is `email`, `domain` or `record`; `value` is the identifier as its source
    writes it. `former`: no source says so any more.
    """

    account: AccountRow
    by: str
    value: str
    source: SourceName
    verified: bool
    former: bool


class Clues(msgspec.Struct, frozen=True):
    """What an account may be recognised by: the records of other sources that its records name, its own records, its
    companies' domains, and addresses. The surest first.
    """

    declared: tuple[Declared, ...]
    own_ids: tuple[Declared, ...]
    domains: tuple[str, ...]
    emails: tuple[str, ...]


class UnlinkedRow(msgspec.Struct, frozen=True):
    """A record of no account, why, and which accounts it may be."""

    connection: ConnectionId
    record_type: str
    external_id: ExternalId
    name: str | None
    because: str
    candidates: list[AccountId]


class Applied(msgspec.Struct, frozen=True):
    """What a list changed. `held_back` counts records that vanished so many at a time that their links were kept."""

    records: int
    founded: int = 0
    linked: int = 0
    closed: int = 0
    held_back: int = 0
    unlinked: int = 0


class Rematched(msgspec.Struct, frozen=True):
    """What applying today's rules to everything changes: records that get an account, and links taken back; contacts
    that are found to be another one, and people's records that are found to be somebody else.
    """

    linked: int
    taken_back: int
    joined: int = 0
    parted: int = 0
