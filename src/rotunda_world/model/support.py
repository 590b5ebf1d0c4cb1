"""Tickets and what was said on them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from rotunda_world.model.crm import Contact
from rotunda_world.model.team import Teammate

if TYPE_CHECKING:  # a company has tickets and a ticket has a company
    from rotunda_world.model.company import Company


@dataclass(slots=True)
class TicketComment:
    zendesk_id: int
    author: "Contact | Teammate"
    body: str
    public: bool
    created_at: datetime


@dataclass(slots=True)
class Ticket:
    zendesk_id: int
    company: "Company" = field(compare=False, repr=False)
    subject: str
    status: str  # new, open, pending, hold, solved, closed
    priority: str | None  # low, normal, high, urgent
    kind: str | None  # problem, incident, question, task
    requester: Contact
    assignee: Teammate | None
    group: str
    channel: str
    created_at: datetime
    updated_at: datetime
    tags: list[str]
    comments: list[TicketComment]
    first_reply_at: datetime | None = None
    solved_at: datetime | None = None
    satisfaction: str | None = None  # good, bad, offered; None: unoffered
    satisfaction_at: datetime | None = None
