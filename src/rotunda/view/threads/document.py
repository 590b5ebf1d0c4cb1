"""Conversations as they leave the house."""

from datetime import datetime

import msgspec

from rotunda.connector_kit.events import Attachment, EventType
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.timeline.bodies.body import Part
from rotunda.view.timeline.document import TimelinePerson, TimelineRecord


class ThreadItem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A conversation in short. `id` is that of its first mail; that of any of its mails leads to it, too. `people` are
    absent for whoever may not read who took part.
    """

    id: str
    subject: str | None = None
    messages: int
    first_at: datetime
    last_at: datetime
    people: list[TimelinePerson] = []


class ThreadPage(msgspec.Struct, frozen=True):
    """By their last mail, newest first. `older` is the cursor of the next page."""

    threads: list[ThreadItem]
    older: str | None


class ThreadMessage(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A mail. `parts` is what it says in order: plain text, or html that is safe to show as it is; `quoted` parts were
    said before. `remote_images` were left out. `attachments` stay in the source.
    """

    id: str
    type: EventType
    at: datetime
    subject: str | None = None
    people: list[TimelinePerson] = []
    parts: tuple[Part, ...] = ()
    remote_images: int = 0
    attachments: tuple[Attachment, ...] = ()
    source: SourceName | None = None
    connection: ConnectionId
    record: TimelineRecord
    url: str | None = None


class ThreadWhole(msgspec.Struct, frozen=True):
    """A conversation with its mails, oldest first. `newer` is the cursor of the next page of them."""

    thread: ThreadItem
    messages: list[ThreadMessage]
    newer: str | None
