"""Fields, their values, and what becomes of an edit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec

from rotunda.sections.ids import AccountId, CustomerId, FieldId, SourceName, UserId
from rotunda.sections.labels import Label

Content: TypeAlias = str | int | float | list[str] | dict[str, str | int] | None
"""A value as it is kept: text, number, `{"amount_minor", "currency"}`, ISO date, choice, choices, user id, address of a
page. None: there is none.
"""

OURS = SourceName("rotunda")
"""The source of owners and identifiers that were set here."""


class AppliesTo(StrEnum):
    """Whose field it is."""

    ACCOUNT = "account"
    CONTACT = "contact"


class Kind(StrEnum):
    """What a field holds. It never changes."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    MANY_CHOICES = "many_choices"
    USER = "user"
    URL = "url"


class Field(msgspec.Struct, frozen=True):
    """`choices` None with many choices: free words. `unique`: no two customers have the same value. `label` is that of
    the section profile which whoever reads or edits a value has to read there.
    """

    id: FieldId
    applies_to: AppliesTo
    name: str
    title: str
    description: str
    kind: Kind
    choices: list[str] | None
    required: bool
    default: Content
    unique: bool
    label: Label
    position: int
    built_in: bool
    created_at: datetime
    archived_at: datetime | None


class Customer(msgspec.Struct, frozen=True):
    """An account or a contact."""

    id: str
    applies_to: AppliesTo


class Person(msgspec.Struct, frozen=True):
    """A teammate."""

    id: UserId
    name: str


class Kept(msgspec.Struct, frozen=True):
    """A value that somebody set; content None where it was emptied. `held_by` is the customer itself, or one that was
    merged into it. `version` counts the settings of this one.
    """

    held_by: str
    content: Content
    version: int
    set_by: Person | None
    set_at: datetime


class Mirrored(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source says of the same. The record is named where there is one; `user` where the value is a teammate's
    address.
    """

    value: str
    source: SourceName
    record_type: str | None = None
    external_id: str | None = None
    user: Person | None = None


class OwnField(msgspec.Struct, frozen=True):
    """A field of one customer. `teammate` is whom a value of the kind user names."""

    field: Field
    kept: Kept | None
    teammate: Person | None
    mirrored: Sequence[Mirrored]


class Edit(msgspec.Struct, frozen=True):
    """`values` by name. `expected` are entity tags, of which one is of what the editor saw; `readable` and `editable`
    are the labels of who edits. `keep_apart`: a domain or an address that another customer has is taken all the same.
    """

    id: str
    customer: Customer
    values: Mapping[str, object]
    expected: frozenset[str]
    readable: frozenset[Label]
    editable: frozenset[Label]
    by: UserId | None
    keep_apart: bool = False


class Made(msgspec.Struct, frozen=True):
    """One change of an edit, as the history keeps it."""

    id: str
    field: FieldId
    old: Content
    new: Content


class KeptApart(msgspec.Struct, frozen=True):
    """A customer that stays another one. `account` is in whose log it is told: itself, or where the person works."""

    id: CustomerId
    account: AccountId | None


class Edited(msgspec.Struct, frozen=True):
    """How the customer is after an edit, what was changed, and who is kept apart from it from now on."""

    fields: Sequence[OwnField]
    changes: Sequence[Made]
    kept_apart: Sequence[KeptApart]


class Refused(Exception):
    """A value or a definition cannot be so. `field` names which, `reason` is a sentence."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class NotEditable(Refused):
    """The editor reads this field and may not change it."""


class Stale(Exception):
    """Somebody changed this customer meanwhile. `current` are the fields that were to be edited, as they are now."""

    def __init__(self, current: Sequence[OwnField], tag: str) -> None:
        super().__init__("Somebody else has changed this meanwhile.")
        self.current = current
        self.tag = tag


class Taken(Exception):
    """Another customer has this value, which only one may have. Whether `holder` may be named is for `access` to say:
    to whoever reads `label` there. `mergeable`: both may be the same customer.
    """

    def __init__(self, field: Field, holder: Customer, *, mergeable: bool) -> None:
        super().__init__(f"{field.name} is taken")
        self.field = field.name
        self.label = field.label
        self.holder = holder
        self.mergeable = mergeable


class UnknownField(Exception):
    """There is no field of that id."""
