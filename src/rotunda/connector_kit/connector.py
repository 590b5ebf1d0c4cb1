"""A connector: its manifest and its programs. One value per vendor folder, found by folder scan."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from rotunda.connector_kit.events import ReadEvents, RecordName, Stream
from rotunda.connector_kit.manifest import Manifest
from rotunda.connector_kit.requests import Customer, Json, Program
from rotunda.connector_kit.writing import Writes
from rotunda.sections.ids import ExternalId, SectionName, SourceName
from rotunda.sections.provenance import Ref


class Declared(msgspec.Struct, frozen=True):
    """A record that says which record of another source it is: Stripe's `metadata.account_id` names the product's
    account; the product's own row names a Stripe customer. `source` is a category-neutral slug such as `stripe`.
    """

    source: SourceName
    external_id: ExternalId


class SourceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One record of a source's own list of customers or of people, with everything that may identify it.

    `record_type` as in `Customer.records` (`customer`, `company`, `organization`, `account`, `contact`, `user`).
    `is_person` tells people from companies. `company` is the external id, in the same source, of the company that a
    person belongs to. `founds_account`: an account comes into being for this record when no other links to it (the
    product's accounts and the CRM's companies do; a payer or a helpdesk organization alone does not).
    `verified_emails` were proved by the source itself (a login); `emails` were typed by somebody. `title` and `phones`
    are a person's, as they were entered.
    """

    record_type: str
    external_id: ExternalId
    is_person: bool = False
    name: str | None = None
    domains: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    verified_emails: tuple[str, ...] = ()
    declared: tuple[Declared, ...] = ()
    company: ExternalId | None = None
    parent: ExternalId | None = None
    founds_account: bool = False
    owner_emails: tuple[str, ...] = ()
    owner_teams: tuple[str, ...] = ()
    industry: str | None = None
    city: str | None = None
    country: str | None = None
    title: str | None = None
    phones: tuple[str, ...] = ()
    updated_at: datetime | None = None


class Find(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to look for when an account has no link into this source yet: everything known of it elsewhere."""

    declared: tuple[Declared, ...] = ()
    own_ids: tuple[Declared, ...] = ()
    """The account's records in other sources: a payer may carry the product's account id in its metadata."""
    domains: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    settings: Mapping[str, str] = {}
    """The connection's own non-secret form fields, as in `Customer`."""
    now: datetime


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation that was asked for by its number. `whose` are the records that it belongs to, as (record type,
    external id), the company's before the person's.
    """

    ref: Ref
    whose: tuple[tuple[str, ExternalId], ...]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was said in a conversation, as plain text. `public` is False for what was written for teammates
    alone. `by_customer` tells who said it; None where the source does not say who the author is.
    """

    external_id: ExternalId
    at: datetime
    text: str
    public: bool
    author: str | None = None
    by_customer: bool | None = None


class Thread(msgspec.Struct, frozen=True):
    """What was said in one conversation, oldest first. `truncated`: there is more, and older, in the source."""

    messages: tuple[Message, ...]
    truncated: bool = False


class Named(msgspec.Struct, frozen=True):
    """What a webhook says has changed: these sections of the customer that has this record; without a record, of
    every customer. Names only, never a value: what is true now is read from the source. `told`: records of which
    something happened that timelines tell; the connector's `events` reads it.
    """

    sections: tuple[SectionName, ...]
    record: RecordName | None = None
    told: tuple[RecordName, ...] = ()


class Webhooks(msgspec.Struct, frozen=True):
    """`named` reads what a delivery's body names, and raises BadPayload where it cannot. `whose` asks the source to
    whom records belong that the book does not know (a deal, a call): given records of one type and the connection's
    settings, the records of customers that each of them belongs to. `kinds` reads which kinds of news a body brings, in
    the vendor's words.
    """

    named: Callable[[Json], Sequence[Named]]
    kinds: Callable[[Json], Sequence[str]]
    whose: (
        Callable[[str, Sequence[ExternalId], Mapping[str, str]], Program[Mapping[ExternalId, Sequence[RecordName]]]]
        | None
    ) = None


ReadThreads = Callable[[Sequence[ExternalId], Mapping[str, str]], Program[Mapping[ExternalId, Thread]]]
ReadSection = Callable[[Customer], Program[Any]]
ListRecords = Callable[[Mapping[str, str], datetime], Program[Sequence[SourceRecord]]]
FindRecords = Callable[[Find], Program[Sequence[SourceRecord]]]
FindConversation = Callable[[str, Mapping[str, str]], Program[Conversation | None]]


class ContactSection(msgspec.Struct, frozen=True):
    """What a source says of one person: a program like that of a section, whose `Customer` holds the person's records
    instead of the account's. At least one record of the types in `needs` must be linked.
    """

    read: ReadSection
    needs: tuple[str, ...]


class Threads(msgspec.Struct, frozen=True):
    """What was said in the conversations that a source lists without their messages. `read` is given the ids of some
    records of `record_type` and the connection's settings; one that is gone has no thread.
    """

    record_type: str
    read: ReadThreads


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """`sections` maps each section that this source fills to its program; the program's result is that section's part.
    `records` are the programs that list the source's companies and people (settings and now in, records out).
    `find` looks up one customer. `needs` names, per section, the record types of which at least one must be linked.
    `conversation`, where the source has conversations with numbers, looks up one by its number (and the connection's
    settings): None where there is none of it.
    `contact_sections` are those that it can also fill for one person alone; the parts are of the same models.
    `threads` reads what was said in listed conversations. `webhooks` reads what the source sends by itself.
    `streams` bring events and changes since a cursor, by name; `events` reads those of single records again. `writes`
    takes what teammates write here.
    """

    manifest: Manifest
    sections: Mapping[SectionName, ReadSection]
    needs: Mapping[SectionName, tuple[str, ...]]
    records: Sequence[ListRecords]
    find: FindRecords
    conversation: FindConversation | None = None
    contact_sections: Mapping[SectionName, ContactSection] = {}
    threads: Threads | None = None
    webhooks: Webhooks | None = None
    streams: Mapping[str, Stream] = {}
    events: ReadEvents | None = None
    writes: Writes | None = None
