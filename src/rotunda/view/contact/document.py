"""The contact's page as it leaves the house: `GET /api/v1/contacts/{id}`, its stream, list and conversations."""

from datetime import datetime

import msgspec

from rotunda.access.audit.entry import DetailValue
from rotunda.identity.fields.model import Person
from rotunda.sections.freshness import State
from rotunda.sections.ids import ContactId, ExternalId, SectionName, SourceName
from rotunda.view.document import AccountLink, SectionEnvelope, SourceReport
from rotunda.view.fields.shown import FieldShown
from rotunda.view.index.listing import ListedFact


class ContactLink(msgspec.Struct, frozen=True):
    """A person by id and name."""

    id: ContactId
    name: str


class Alias(msgspec.Struct, frozen=True):
    """One thing that the person is known by: an `email`, `phone` or `channel`. `former`: no source says so any more."""

    kind: str
    value: str
    source: SourceName
    verified: bool
    former: bool


class ContactRecord(msgspec.Struct, frozen=True):
    """One of the person's records."""

    source: SourceName
    record_type: str
    external_id: ExternalId


class ContactHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the header shows before any source has answered. `account` is left out where this viewer may not open it.
    `teammate`: a user of this installation has one of the addresses; the person stays an end user, and it grants
    nothing. `fields` are those that we own and that this viewer may read; `etag` is what an edit of them sends as
    `If-Match`. `also_known_as` are all who turned out to be one person, this one among them, by their own names.
    """

    id: ContactId
    name: str
    title: str | None = None
    account: AccountLink | None = None
    email: str | None = None
    phone: str | None = None
    aliases: list[Alias] = []
    records: list[ContactRecord] = []
    teammate: bool = False
    closed_at: datetime | None = None
    fields: list[FieldShown] = []
    etag: str = ""
    also_known_as: list[ContactLink] = []


class ContactView(msgspec.Struct, frozen=True):
    """The whole page. `data` of a section is that section's view model, of this person alone."""

    contact: ContactHead
    sections: dict[SectionName, SectionEnvelope]


class ContactStreamHead(msgspec.Struct, frozen=True):
    """`event: head`."""

    contact: ContactHead
    sections: dict[SectionName, SectionEnvelope]


class ListedContact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row. Address and number are absent for whoever may not read them on this very contact. `added_at` is when the
    person was first heard of. `facts` by column name, without those that this viewer may not see on this contact.
    """

    id: ContactId
    name: str
    title: str | None = None
    account: AccountLink | None = None
    email: str | None = None
    phone: str | None = None
    records: list[ContactRecord] = []
    added_at: datetime | None = None
    facts: dict[str, ListedFact] = {}


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was said in a conversation. `direction` is `inbound` or `outbound`, absent where the source does
    not know the author. `internal`: a note for teammates alone.
    """

    id: ExternalId
    at: datetime
    text: str
    author: str | None = None
    direction: str | None = None
    internal: bool = False


class Conversation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One ticket, email, call, meeting or note. `at` is when something last happened in it, `text` what was said, as
    far as the source's list of them says it. `internal`: written for us alone. `with_people` are the others in it.
    `last` is the last message of a ticket, cut to an excerpt, in lists; `messages` are all of them, oldest first, where
    they were asked for, `older` tells that there are more in the source, and `unread` that it did not answer.
    """

    source: SourceName
    record_type: str
    external_id: ExternalId
    kind: str
    at: datetime
    began_at: datetime
    subject: str | None = None
    text: str | None = None
    status: str | None = None
    severity: str | None = None
    assignee: str | None = None
    channel: str | None = None
    direction: str | None = None
    number: str | None = None
    url: str | None = None
    internal: bool = False
    with_people: list[str] = []
    last: Message | None = None
    messages: list[Message] = []
    older: bool = False
    unread: bool = False


class TimelineEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the access log: who did what with this person. `by` is null for Rotunda itself."""

    action: str
    via: str
    by: Person | None
    detail: dict[str, DetailValue] = {}


class TimelineEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A `conversation` with what its customer could read of it, an internal `note`, or an `event`. A note of the CRM is
    a `conversation` by itself; one that was left in a ticket is a `message`, and `conversation` says in which.
    """

    kind: str
    id: str
    at: datetime
    conversation: Conversation | None = None
    message: Message | None = None
    event: TimelineEvent | None = None


class TimelinePage(msgspec.Struct, frozen=True):
    """`unread` counts tickets of which the source did not say what was written in them: their notes are missing here.
    `truncated`: older conversations are in the source. `next_cursor` is null on the last page, and on it alone.
    """

    items: list[TimelineEntry]
    unread: int
    truncated: bool
    state: State
    sources: list[SourceReport]
    next_cursor: str | None


class ConversationPage(msgspec.Struct, frozen=True):
    """`total` counts all of this kind that could be read; `truncated`: older ones are in the source. `sources` tell how
    each stands behind them.
    """

    items: list[Conversation]
    total: int
    truncated: bool
    state: State
    sources: list[SourceReport]
    next_cursor: str | None
