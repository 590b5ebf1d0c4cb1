"""The people at the customer: who they are, what they decide, when they were last spoken to or seen."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from rotunda.sections.labels import COMMUNICATION, PERSONAL, USAGE
from rotunda.sections.provenance import Ref


class BuyingRole(StrEnum):
    """What a person decides."""

    CHAMPION = "champion"
    DECISION_MAKER = "decision_maker"
    ECONOMIC_BUYER = "economic_buyer"
    INFLUENCER = "influencer"
    BLOCKER = "blocker"
    END_USER = "end_user"


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """One contact as one source knows them. `email` is what makes two sources' records one person."""

    ref: Ref
    name: str
    email: str | None = None
    title: str | None = None
    phone: str | None = None
    roles: list[BuyingRole] = []
    lifecycle_stage: str | None = None
    owner: str | None = None
    last_contacted_at: datetime | None = None
    last_seen_at: datetime | None = None
    product_role: str | None = None
    created_at: datetime | None = None


class PeoplePart(msgspec.Struct, frozen=True, omit_defaults=True):
    """`total` counts the people in the source, also when only the first ones were read."""

    people: list[Person]
    total: int


class PersonView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person over all sources, joined by normalised address."""

    records: list[Ref]
    name: str
    title: str | None = None
    roles: list[BuyingRole] = []
    email: Annotated[str | None, PERSONAL] = None
    phone: Annotated[str | None, PERSONAL] = None
    lifecycle_stage: str | None = None
    owner: str | None = None
    last_contacted_at: Annotated[datetime | None, COMMUNICATION] = None
    last_seen_at: Annotated[datetime | None, USAGE] = None
    product_role: Annotated[str | None, USAGE] = None


class FirstPerson(msgspec.Struct, frozen=True):
    """The oldest record of anybody at the customer, as its source dates it."""

    ref: Ref
    name: str
    created_at: datetime


class PeopleView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Default label: identity. Named buying roles first, then by name. `total` counts joined people that were read,
    plus those that a source has beyond; where there are such, nobody knows who came `first`.
    """

    people: list[PersonView]
    total: int
    first: FirstPerson | None = None
