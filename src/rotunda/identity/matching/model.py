"""What matching reads and what it decides."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

import msgspec

from rotunda.connector_kit.connector import SourceRecord
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName
from rotunda.sections.provenance import Category

AccountHandle = NewType("AccountHandle", str)
"""An account within one run of matching: its id, or `handle_of` the record that will found it."""


class RecordKey(msgspec.Struct, frozen=True, order=True):
    """Which record."""

    connection: ConnectionId
    record_type: str
    external_id: ExternalId


class Known(msgspec.Struct, frozen=True):
    """A record as its source lists it. `source` and `category` are its connection's."""

    key: RecordKey
    source: SourceName
    category: Category
    record: SourceRecord


class Method(StrEnum):
    """How a link was found, the surest first."""

    DECLARED = "declared"
    FOUNDED = "founded"
    DOMAIN = "domain"
    EMAIL = "email"
    DUPLICATE = "duplicate"
    HAND = "hand"
    """Said by a person, who is surer than any rule. No rule finds such a link."""


SURE = 1.0
"""The confidence of what the sources say themselves."""

_LIKELY: Mapping[Method, float] = {
    Method.DECLARED: 0.95,  # By a record that was itself linked by domain or address.
    Method.FOUNDED: SURE,
    Method.DOMAIN: 0.95,
    Method.EMAIL: 0.9,
    Method.DUPLICATE: 0.9,
    Method.HAND: SURE,
}


class NewLink(msgspec.Struct, frozen=True):
    """`evidence` names what decided, such as `{"domain": "acme.com"}`."""

    key: RecordKey
    account: AccountHandle
    method: Method
    confidence: float
    evidence: Mapping[str, str]


class Standing(msgspec.Struct, frozen=True):
    """A link that exists. Only what stands surely, at confidence 1, is evidence for others: a chain of likely links
    would join strangers.
    """

    account: AccountId
    sure: bool


class Unlinked(msgspec.Struct, frozen=True):
    """A record of no account, with a sentence why and the accounts that it may be."""

    key: RecordKey
    because: str
    candidates: tuple[AccountHandle, ...] = ()


class Decisions(msgspec.Struct, frozen=True):
    """`founded` maps the handle of each new account to the record that founds it. Links that existed stay as they are
    and are not repeated here.
    """

    founded: Mapping[AccountHandle, RecordKey]
    links: tuple[NewLink, ...]
    unlinked: tuple[Unlinked, ...]


Existing = Mapping[RecordKey, Standing]


def confidence_of(method: Method, *, sure: bool) -> float:
    """0 to 1. `sure`: nothing but declared ids leads from the record to the one that founded its account."""
    return SURE if sure and method in {Method.DECLARED, Method.FOUNDED} else _LIKELY[method]


def handle_of(key: RecordKey) -> AccountHandle:
    """The handle of the account that this record founds. No account id has a slash."""
    return AccountHandle(f"{key.connection}/{key.record_type}/{key.external_id}")
