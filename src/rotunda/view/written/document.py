"""What is written, as it leaves the house."""

from datetime import datetime

import msgspec

from rotunda.sections.ids import UserId
from rotunda.sections.labels import Label
from rotunda.timeline.written.model import Kind, Logged
from rotunda.view.written.outgoing import OutboxShown


class TeammateShown(msgspec.Struct, frozen=True):
    """A teammate by name."""

    id: UserId
    name: str


class WrittenShown(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`text` is Markdown as it was typed, `html` the same, safe to show as it is. `mine`: this viewer may change it.
    `outbox` tells how far it has come on its way to the CRM; absent where it is not to go there.
    """

    id: str
    kind: Kind
    label: Label
    subject: str | None = None
    text: str
    html: str
    at: datetime
    details: Logged
    due_at: datetime | None = None
    overdue: bool = False
    assignee: TeammateShown | None = None
    completed_at: datetime | None = None
    author: TeammateShown
    changed_at: datetime | None = None
    version: int
    mine: bool = False
    outbox: OutboxShown | None = None


class WrittenPage(msgspec.Struct, frozen=True):
    """Newest first. `older` is the cursor of the next page. `writable` are the labels under which this viewer may write
    here.
    """

    items: list[WrittenShown]
    older: str | None
    writable: list[Label]


class Html(msgspec.Struct, frozen=True):
    """Safe to show as it is."""

    html: str


class NotificationShown(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`why`: `mention` or `task`. `customer` and `name` are whom it is about."""

    id: str
    why: str
    at: datetime
    read: bool
    kind: Kind
    author: str
    customer: str
    name: str
    excerpt: str


class NotificationList(msgspec.Struct, frozen=True):
    """Newest first; `unread` of those that are listed."""

    items: list[NotificationShown]
    unread: int


class Unread(msgspec.Struct, frozen=True):
    """How many notifications one has not read; nothing of them."""

    unread: int
