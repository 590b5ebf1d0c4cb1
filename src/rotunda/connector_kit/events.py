"""What happened with a customer, as a source tells it: entries of the timeline, and the streams that bring them.

An event names its record in the source and which version of it was read, so that the same record, read twice, late or
out of order, is one entry in its newest version. Nothing here says which account it belongs to: `whose` names records
of the source, and links say whose those are.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

import msgspec

from rotunda.connector_kit.requests import Program
from rotunda.sections.ids import ExternalId, SectionName
from rotunda.sections.labels import Label
from rotunda.sections.money import Money

RecordName: TypeAlias = tuple[str, ExternalId]
"""A record by its type and its own id in the source."""


class EventType(StrEnum):
    """What an entry of the timeline is. Each has its icon and its own expanded view."""

    EMAIL_SENT = "email_sent"
    EMAIL_RECEIVED = "email_received"
    CALL = "call"
    MEETING = "meeting"
    NOTE = "note"
    DEAL_CREATED = "deal_created"
    DEAL_STAGE = "deal_stage"
    QUOTE_SENT = "quote_sent"
    ORDER_PLACED = "order_placed"
    TASK_COMPLETED = "task_completed"
    CONTACT_ADDED = "contact_added"
    ENRICHMENT = "enrichment"
    TICKET = "ticket"
    USAGE_ALERT = "usage_alert"
    BILLING = "billing"
    HEALTH = "health"


class Role(StrEnum):
    """What somebody was to an event."""

    FROM = "from"
    TO = "to"
    CC = "cc"
    ORGANIZER = "organizer"
    ATTENDEE = "attendee"
    AUTHOR = "author"


class Participant(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who took part. `ours`: a teammate, not somebody of the customer's; None where the source does not say.
    `record` is their record in the source where it has one.
    """

    role: Role
    name: str | None = None
    address: str | None = None
    record: RecordName | None = None
    ours: bool | None = None


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that stays in the source; `url` opens it there for a person."""

    name: str
    size_bytes: int | None = None
    media_type: str | None = None
    url: str | None = None


class EmailDetails(msgspec.Struct, frozen=True, omit_defaults=True, tag="email"):
    """Headers as RFC 5322 writes them, without angle brackets; `vendor_thread` is the source's own id of the thread.
    `html` is as the source has it: never shown before it was sanitised.
    """

    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    vendor_thread: str | None = None
    html: str | None = None
    status: str | None = None
    attachments: tuple[Attachment, ...] = ()


class CallDetails(msgspec.Struct, frozen=True, omit_defaults=True, tag="call"):
    """`outbound`: we called them."""

    outbound: bool | None = None
    duration_seconds: int | None = None
    disposition: str | None = None
    recording_url: str | None = None


class MeetingDetails(msgspec.Struct, frozen=True, omit_defaults=True, tag="meeting"):
    """A meeting begins at the event's `at`, which may be to come."""

    ends_at: datetime | None = None
    kind: str | None = None
    agenda: str | None = None
    outcome: str | None = None
    deal: str | None = None


class ChangeDetails(msgspec.Struct, frozen=True, omit_defaults=True, tag="change"):
    """A field of a record went from one value to another, in the words that the source shows people. `pipeline` is the
    one whose stages these are.
    """

    field: str
    before: str | None = None
    after: str | None = None
    money: Money | None = None
    pipeline: str | None = None


class TicketDetails(msgspec.Struct, frozen=True, omit_defaults=True, tag="ticket"):
    """`number` is what people call it by. `public` is False for a note that the customer does not see."""

    number: str
    status: str | None = None
    priority: str | None = None
    channel: str | None = None
    public: bool = True
    attachments: tuple[Attachment, ...] = ()


class BillingDetails(msgspec.Struct, frozen=True, omit_defaults=True, tag="billing"):
    """`what` is in words: `Invoice paid`, `Payment failed`. `number` is the document's own."""

    what: str
    money: Money | None = None
    number: str | None = None


class TaskDetails(msgspec.Struct, frozen=True, omit_defaults=True, tag="task"):
    """A thing that somebody was to do."""

    due_at: datetime | None = None
    assignee: str | None = None


Details: TypeAlias = (
    EmailDetails | CallDetails | MeetingDetails | ChangeDetails | TicketDetails | BillingDetails | TaskDetails
)


class Event(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One entry. `key` is unique in the connection: a record's type and id, and for a change of a record what tells
    this change from its others (`deals:91:stage:qualified:1714000000000`). Of two with the same key the greater
    `version` counts (any number that only grows: milliseconds of the record's last change). `gone`: the record was
    deleted in the source; then only `key`, `version` and `at` count, and where the key is the record's own (`ticket:7`)
    and the record is in `whose`, all other events of it that name it so go with it. `routine`: the record's own noise
    (a re-sync, an enrichment), kept apart from what people did. `text` is plain text. `at` is aware UTC.
    """

    type: EventType
    key: str
    version: int
    at: datetime
    record: RecordName
    label: Label
    whose: tuple[RecordName, ...] = ()
    people: tuple[Participant, ...] = ()
    subject: str | None = None
    text: str | None = None
    url: str | None = None
    details: Details | None = None
    routine: bool = False
    gone: bool = False


class StreamAsk(msgspec.Struct, frozen=True, kw_only=True):
    """`cursor` is what the stream's last page said; None at the first pull, which begins at `since`. `settings` are
    the connection's own non-secret form fields.
    """

    cursor: str | None
    since: datetime
    now: datetime
    settings: Mapping[str, str]


class Touched(msgspec.Struct, frozen=True):
    """A record that has changed, and which sections of its customer that makes stale."""

    record: RecordName
    sections: tuple[SectionName, ...]


class StreamPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a stream: `cursor` goes on after it, and is kept in the same transaction as `events`. `more`: the
    source has further pages now. `reached`: everything before that moment has been read; while a first pull reads the
    past backwards, the moment that lies as far behind `since` as the part of it that has been read.
    """

    events: tuple[Event, ...]
    touched: tuple[Touched, ...]
    cursor: str
    more: bool
    reached: datetime | None = None


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """What a source can tell of changes since a cursor. `overlap` is read again at each pull, against clocks that
    differ and records that appear late; `every` is how long to wait between pulls.
    """

    read: Callable[[StreamAsk], Program[StreamPage]]
    every: timedelta = timedelta(minutes=5)
    overlap: timedelta = timedelta(minutes=2)


ReadEvents: TypeAlias = Callable[[Sequence[RecordName], Mapping[str, str], datetime], Program[Sequence[Event]]]
"""The events of records that a webhook named, as they are now, given the connection's settings and the moment: one
that is gone comes as `gone`.
"""
