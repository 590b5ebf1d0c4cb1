"""What is open: tickets with severity, escalations, satisfaction."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from rotunda.sections.labels import PERSONAL
from rotunda.sections.provenance import MadeCount, Ref


class TicketStatus(StrEnum):
    """`new`, `open`, `pending` (waits for the customer) and `hold` (waits for a third party) count as open."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    HOLD = "hold"
    SOLVED = "solved"
    CLOSED = "closed"


OPEN_STATUSES = frozenset({TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.PENDING, TicketStatus.HOLD})


class Severity(StrEnum):
    """`none` when the source sets no priority."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"
    NONE = "none"


class Satisfaction(StrEnum):
    """The customer's own verdict on one ticket."""

    GOOD = "good"
    BAD = "bad"


class Ticket(msgspec.Struct, frozen=True, omit_defaults=True):
    """Durations are calendar minutes, None until they happened. `escalated` follows the connection's own rule.
    `requester_ref` is the requester's record there, without its page.
    """

    ref: Ref
    number: str
    subject: str
    status: TicketStatus
    severity: Severity
    created_at: datetime
    updated_at: datetime
    requester: Annotated[str | None, PERSONAL] = None
    requester_email: Annotated[str | None, PERSONAL] = None
    requester_ref: Annotated[Ref | None, PERSONAL] = None
    assignee: str | None = None
    group: str | None = None
    channel: str | None = None
    kind: str | None = None
    tags: list[str] = []
    escalated: bool = False
    satisfaction: Satisfaction | None = None
    first_reply_minutes: int | None = None
    resolution_minutes: int | None = None
    solved_at: datetime | None = None


class SupportPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every open ticket and the history as far as it was read, newest first. `truncated` tells that older ones
    exist.
    """

    records: list[Ref]
    tickets: list[Ticket]
    truncated: bool = False


class SupportView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Default label: support. Windows of 90 days end with the reading."""

    records: list[Ref]
    open_count: int
    open_by_severity: dict[Severity, int]
    escalations_90d: int
    satisfaction_90d: MadeCount | None
    oldest_open_at: datetime | None
    median_first_reply_minutes_90d: MadeCount | None
    tickets: list[Ticket]
    created_by_week: list[int]
    truncated: bool = False
