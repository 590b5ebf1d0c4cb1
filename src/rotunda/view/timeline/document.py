"""The timeline as it leaves the house. All text is plain text; of emails the HTML is not among it."""

from datetime import date, datetime

import msgspec

from rotunda.connector_kit.events import Details, EventType, Role
from rotunda.sections.ids import ConnectionId, ExternalId, SourceName
from rotunda.timeline.highlights import Highlights
from rotunda.view.document import AccountLink
from rotunda.view.written.outgoing import OutboxShown


class TimelinePerson(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who took part. `ours`: a teammate."""

    role: Role
    name: str | None = None
    address: str | None = None
    ours: bool | None = None


class TimelineRecord(msgspec.Struct, frozen=True):
    """The record of the source that tells of it."""

    type: str
    id: ExternalId


class TimelineItem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One event. `excerpt` is the beginning of its text, all of it unless `more`; `text` is all of it where one event
    was asked for. `people` are absent for whoever may not read who took part. `highlights` are there where words were
    searched for. `accounts` are named in searches over all customers: those that this viewer may open. `source` is
    `rotunda` for what was written here, and absent for a connection that is gone. `outbox` tells how far what was
    written here has come on its way to the CRM.
    """

    id: str
    type: EventType
    at: datetime
    subject: str | None = None
    excerpt: str | None = None
    text: str | None = None
    more: bool = False
    highlights: Highlights | None = None
    people: list[TimelinePerson] = []
    source: SourceName | None = None
    connection: ConnectionId
    record: TimelineRecord
    url: str | None = None
    details: Details | None = None
    routine: bool = False
    accounts: list[AccountLink] = []
    outbox: OutboxShown | None = None


class TimelineGroup(msgspec.Struct, frozen=True):
    """The newest of some types. `older` is the cursor of the page after them, for its `types` and no `group`."""

    name: str
    types: list[EventType]
    events: int
    entries: list[TimelineItem]
    older: str | None


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first. `older` and `newer` are the cursors of the pages beside it. `counts` are of all that the filters
    let through but for `types`, by type, and `routine` of the records' own noise; both are null on pages of a cursor,
    and not `exact` where a search finds more than it counts.
    """

    entries: list[TimelineItem]
    groups: list[TimelineGroup] | None = None
    counts: dict[EventType, int] | None = None
    routine: int | None = None
    exact: bool = True
    older: str | None = None
    newer: str | None = None


class FoundEvents(msgspec.Struct, frozen=True):
    """What words have found over all customers, newest first."""

    entries: list[TimelineItem]
    older: str | None


class ChannelBar(msgspec.Struct, frozen=True):
    """How many there were in the week (from Monday) or month that begins at `start`."""

    start: date
    email: int
    call: int
    meeting: int


class ChannelMix(msgspec.Struct, frozen=True):
    """Every week or month of the range, in order. `channels` are those that this viewer may read: the numbers of others
    are 0 for what they cannot see.
    """

    by: str
    channels: list[str]
    bars: list[ChannelBar]
