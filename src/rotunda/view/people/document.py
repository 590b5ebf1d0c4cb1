"""The people of an account as they leave the house."""

from datetime import datetime
from typing import Literal

import msgspec

from rotunda.insight.people.engagement import Engagement
from rotunda.sections.communication.model import Channel
from rotunda.sections.ids import ContactId, SourceName
from rotunda.sections.people.model import BuyingRole

Contacts = Literal["known", "unknown", "not_told"]
"""What may be said of contacts: they are `known`, nothing is known of any yet, or this viewer may not read who wrote,
called and met.
"""


class OwnRoles(msgspec.Struct, frozen=True):
    """Roles that a teammate has set. They stand before those of the source."""

    roles: list[BuyingRole]
    set_by: str | None
    set_at: datetime | None


class SourceRoles(msgspec.Struct, frozen=True):
    """Roles that a source tells."""

    roles: list[BuyingRole]
    source: SourceName


class NewTitle(msgspec.Struct, frozen=True):
    """A source tells another title since `noticed_at`."""

    before: str
    after: str | None
    noticed_at: datetime


class ReportsTo(msgspec.Struct, frozen=True):
    """`guessed`: by titles; no source says so."""

    id: ContactId
    guessed: bool


class Stakeholder(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`roles` are those that count: ours where there are any, else the source's. `level` of the title goes from 1
    (specialist) to 5 (executive). `engaged_by` are teammates with a contact in 90 days, the strongest tie first.
    `at_risk`: a critical role with low engagement. Last contact, engagement and bounced mail are absent for whoever may
    not read them; without `last_channel` the contact is one that the CRM tells of.
    """

    id: ContactId
    name: str
    title: str | None = None
    level: int | None = None
    reports_to: ReportsTo | None = None
    roles: list[BuyingRole] = []
    own_roles: OwnRoles | None = None
    source_roles: list[SourceRoles] = []
    last_contact_at: datetime | None = None
    last_channel: Channel | None = None
    engaged_by: list[str] = []
    engagement: Engagement | None = None
    at_risk: bool = False
    new_title: NewTitle | None = None
    bounced_at: datetime | None = None


class Departed(msgspec.Struct, frozen=True):
    """Somebody whom sources had at this account, and have at another one since `noticed_at`."""

    id: ContactId
    name: str
    noticed_at: datetime


class People(msgspec.Struct, frozen=True):
    """Critical roles with low engagement first, then whoever has a role, then by name. `total` counts all, also beyond
    those that are told. `source_answered`: whether the people of the sources could be read, with their roles.
    `editable`: this viewer may set roles.
    """

    stakeholders: list[Stakeholder]
    total: int
    departed: list[Departed]
    contacts: Contacts
    source_answered: bool
    editable: bool


class OurNode(msgspec.Struct, frozen=True):
    """One of us."""

    id: str
    name: str
    strength: float


class TheirNode(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of them; `score` is that of engagement, `strength` the sum of their ties."""

    id: ContactId
    name: str
    title: str | None = None
    roles: list[BuyingRole] = []
    score: float | None = None
    strength: float = 0.0
    at_risk: bool = False


class Edge(msgspec.Struct, frozen=True):
    """Contact of 90 days between one of us and one of them. `strength` decays by half in 30 days."""

    ours: str
    theirs: ContactId
    strength: float
    contacts: int
    last_at: datetime
    last_channel: Channel


class ReportingLine(msgspec.Struct, frozen=True):
    """`person` reports to `manager`."""

    person: ContactId
    manager: ContactId
    guessed: bool


class WarmPath(msgspec.Struct, frozen=True):
    """The warmest way of three steps at most: from one of us over `people` to the last of them. `warmth` is 0 to 1."""

    ours: str
    people: list[ContactId]
    warmth: float


class CoverageGap(msgspec.Struct, frozen=True):
    """A critical role with low engagement, and the warmest way there, if there is any."""

    person: ContactId
    roles: list[BuyingRole]
    score: float
    last_contact_at: datetime | None
    path: WarmPath | None


class SingleThreaded(msgspec.Struct, frozen=True):
    """`share` (0 to 1) of all contact of 90 days goes through one person of `side`."""

    side: Literal["ours", "theirs"]
    id: str
    share: float


class Relationships(msgspec.Struct, frozen=True, kw_only=True):
    """`ours` and `theirs` are all whom edges, gaps and paths name. All but `lines` is empty where `contacts` is not
    `known`. `paths` lead to everybody who decides.
    """

    ours: list[OurNode]
    theirs: list[TheirNode]
    edges: list[Edge]
    lines: list[ReportingLine]
    gaps: list[CoverageGap]
    paths: list[WarmPath]
    single_threaded: list[SingleThreaded]
    contacts: Contacts
