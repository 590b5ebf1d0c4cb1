"""Where a value came from, and how a computed one was made."""

from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.sections.money import Money

Value = TypeVar("Value")


class Category(StrEnum):
    """What kind of system a source is. Survivorship names categories, so that no section knows a vendor."""

    PRODUCT = "product"
    BILLING = "billing"
    CRM = "crm"
    SUPPORT = "support"
    ANALYTICS = "analytics"
    SUCCESS = "success"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    MARKETING = "marketing"


class Mode(StrEnum):
    """`live`: asked of the source when somebody looks. `synced`: pulled on a schedule, served from our copy."""

    LIVE = "live"
    SYNCED = "synced"


class Ref(msgspec.Struct, frozen=True, omit_defaults=True):
    """One record in its own system. `url` opens it there for a person; never an API address."""

    source: SourceName
    record_type: str
    external_id: ExternalId
    url: str | None = None


class Origin(msgspec.Struct, frozen=True):
    """Which connection a section's part was read from, and when. `as_of` is aware UTC."""

    source: SourceName
    connection: ConnectionId
    category: Category
    mode: Mode
    as_of: datetime


class Alternative(msgspec.Struct, Generic[Value], frozen=True, omit_defaults=True):
    """What another source says of the same field."""

    value: Value
    source: SourceName
    url: str | None = None


class Sourced(msgspec.Struct, Generic[Value], frozen=True, omit_defaults=True):
    """A value with its source. `others` holds what further sources say, whether they agree or not."""

    value: Value
    source: SourceName
    url: str | None = None
    others: list[Alternative[Value]] = []


class Input(msgspec.Struct, frozen=True, omit_defaults=True):
    """One ingredient of a computed number, in words and with its amount and record where it has them."""

    label: str
    money: Money | None = None
    text: str | None = None
    ref: Ref | None = None


class Made(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a computed value was made: the formula in words, and its inputs."""

    formula: str
    inputs: list[Input] = []


class MadeMoney(msgspec.Struct, frozen=True):
    """A computed amount and how it was made."""

    money: Money
    made: Made


class MadeCount(msgspec.Struct, frozen=True):
    """A computed count or ratio and how it was made."""

    value: float
    made: Made
