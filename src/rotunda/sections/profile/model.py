"""Who is this: the company as the CRM, the product and others know it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from rotunda.sections.labels import CONTRACT, PERSONAL, USAGE
from rotunda.sections.provenance import Ref, Sourced


class ProductStatus(StrEnum):
    """The account's standing in the company's own product."""

    ACTIVE = "active"
    TRIAL = "trial"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Owner(msgspec.Struct, frozen=True, omit_defaults=True):
    """A teammate responsible for the account. `role` is `owner` (CRM owner), `csm` or `ae`. `email` identifies the
    user.
    """

    role: str
    name: str
    email: str | None = None
    team: str | None = None


class ParentCompany(msgspec.Struct, frozen=True):
    """The record above this one in the source's own hierarchy."""

    ref: Ref
    name: str | None = None


class ProfilePart(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one source says of the company. None means that the source does not say."""

    ref: Ref
    name: str | None = None
    domain: str | None = None
    industry: str | None = None
    employees: int | None = None
    city: str | None = None
    country: str | None = None
    phone: str | None = None
    lifecycle_stage: str | None = None
    customer_since: datetime | None = None
    last_activity_at: datetime | None = None
    parent: ParentCompany | None = None
    children: int | None = None
    owners: list[Owner] = []
    plan: str | None = None
    product_status: ProductStatus | None = None
    trial_ends_at: datetime | None = None
    contract_ends_on: date | None = None
    auto_renew: bool | None = None
    feature_flags: list[str] = []
    tags: list[str] = []
    further_refs: list[Ref] = []


class ProfileView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The company with the source of each value. Every `Sourced` names what further sources say."""

    records: list[Ref]
    name: Sourced[str] | None = None
    domain: Sourced[str] | None = None
    industry: Sourced[str] | None = None
    employees: Sourced[int] | None = None
    city: Sourced[str] | None = None
    country: Sourced[str] | None = None
    phone: Annotated[Sourced[str] | None, PERSONAL] = None
    lifecycle_stage: Sourced[str] | None = None
    customer_since: Sourced[datetime] | None = None
    last_activity_at: Sourced[datetime] | None = None
    parent: Sourced[ParentCompany] | None = None
    children: Sourced[int] | None = None
    owners: list[Sourced[Owner]] = []
    plan: Annotated[Sourced[str] | None, CONTRACT] = None
    product_status: Annotated[Sourced[ProductStatus] | None, CONTRACT] = None
    trial_ends_at: Annotated[Sourced[datetime] | None, CONTRACT] = None
    contract_ends_on: Annotated[Sourced[date] | None, CONTRACT] = None
    auto_renew: Annotated[Sourced[bool] | None, CONTRACT] = None
    feature_flags: Annotated[list[Sourced[str]], USAGE] = []
    tags: list[Sourced[str]] = []
