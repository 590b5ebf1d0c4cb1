"""People, deals and engagements, as a CRM knows them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from rotunda_world.model.team import Teammate

if TYPE_CHECKING:  # a company has contacts and a contact has a company
    from rotunda_world.model.company import Company


@dataclass(slots=True)
class Contact:
    """A person at a customer. Presence per system: `hubspot_id`, `zendesk_user_id` and `product_user_id` may be None.

    `hubspot_email` and friends let one person be spelled differently per system (plus-tags, case, free-mail, names).
    """

    key: str
    company: "Company" = field(compare=False, repr=False)
    first_name: str
    last_name: str
    email: str
    title: str | None
    phone: str | None
    buying_roles: list[str]  # HubSpot's own values: CHAMPION, DECISION_MAKER, BUDGET_HOLDER, ...
    created_at: datetime
    hubspot_id: str | None = None
    hubspot_email: str | None = None
    zendesk_user_id: int | None = None
    zendesk_email: str | None = None
    zendesk_name: str | None = None  # None: as everywhere.
    product_user_id: str | None = None
    product_email: str | None = None
    product_role: str | None = None  # owner, admin, member
    lifecycle_stage: str = "customer"
    left_at: datetime | None = None  # A champion who left.
    last_contacted_at: datetime | None = None
    last_seen_at: datetime | None = None  # In the product.
    updated_at: datetime | None = None  # None: never since it was made.
    same_as: str | None = None  # The key of the same person at another company.

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Stage(StrEnum):
    """HubSpot's default deal pipeline."""

    APPOINTMENT = "appointmentscheduled"
    QUALIFIED = "qualifiedtobuy"
    PRESENTATION = "presentationscheduled"
    DECISION_MAKER = "decisionmakerboughtin"
    CONTRACT = "contractsent"
    WON = "closedwon"
    LOST = "closedlost"


@dataclass(slots=True)
class StageEntry:
    stage: Stage
    entered_at: datetime


@dataclass(slots=True)
class Deal:
    hubspot_id: str
    company: "Company" = field(compare=False, repr=False)
    name: str
    amount: Decimal | None  # major units, as HubSpot writes them
    currency: str | None  # upper case; None: the portal's own currency (EUR)
    stages: list[StageEntry]  # oldest first; the last one is where it stands
    close_on: datetime
    created_at: datetime
    owner: Teammate
    kind: str  # newbusiness, existingbusiness
    next_step: str | None = None
    probability: Decimal | None = None  # None: the stage's own
    lost_reason: str | None = None
    contacts: list[Contact] = field(default_factory=list)
    updated_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        return self.stages[-1].stage


@dataclass(slots=True)
class Engagement:
    """An email, call, meeting, note or task in the CRM. Future meetings and open tasks are what is coming."""

    hubspot_id: str
    company: "Company" = field(compare=False, repr=False)
    kind: str  # emails, calls, meetings, notes, tasks (HubSpot's object names)
    at: datetime  # hs_timestamp; for meetings the start, for tasks the due date
    subject: str | None
    body: str | None
    owner: Teammate
    contacts: list[Contact]
    created_at: datetime
    direction: str | None = None  # emails: EMAIL, INCOMING_EMAIL; calls: INBOUND, OUTBOUND
    end_at: datetime | None = None
    outcome: str | None = None  # meetings: SCHEDULED, COMPLETED, NO_SHOW, CANCELED
    duration_ms: int | None = None
    disposition: str | None = None  # calls: the GUID
    status: str | None = None  # emails: SENT; tasks: NOT_STARTED, COMPLETED; calls: COMPLETED
    thread_id: str | None = None
    message_id: str | None = None
    in_reply_to: str | None = None
    references: list[str] = field(default_factory=list)
    conversation: str | None = None  # The truth: the first mail's id. No system tells it.
    priority: str | None = None
    completed_at: datetime | None = None
    recording_url: str | None = None
    home: str | None = None  # The company record that it was logged on; None: HubSpot's own choice, "": none.
    properties: dict[str, str] = field(default_factory=dict)  # As they were written through the API, if they were.
