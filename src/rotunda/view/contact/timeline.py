"""All about one person in one order: every conversation, every internal note, and every event of the access log.

Tickets tell their notes only when they are asked one by one, so a page asks as many as it needs: newest first, no note
is younger than the last activity of its ticket; oldest first, none is older than its ticket.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

import msgspec

from rotunda.access.audit.listing import AuditFilter, AuditRecord, EventPlace, audit_beside
from rotunda.access.grant import ContactGrant
from rotunda.identity.fields.model import Person
from rotunda.kit.database import Database
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import ContactId, SectionName
from rotunda.view.contact.conversations import conversations_of, told_of
from rotunda.view.contact.document import Conversation, TimelineEntry, TimelineEvent, TimelinePage
from rotunda.view.contact.messages import MOST, Messages
from rotunda.view.contact.page import WholeSection

CONVERSATION, EVENT, NOTE = "conversation", "event", "note"
ENTRY_KINDS = (CONVERSATION, NOTE, EVENT)
LONGEST_PAGE = 2 * MOST

_MOST_ASKED: Final = 5 * MOST
"""Tickets that one page asks for their notes. Where that is not enough, it is shorter, and the next one goes on."""

_AFTER_ALL = "\uffff"

Place: TypeAlias = tuple[datetime, str, str]
Sections: TypeAlias = Mapping[SectionName, WholeSection]


class TimelineWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries: those of one `kind` or all, in which order, from where. `refreshes`: also what open pages asked
    again by themselves.
    """

    oldest_first: bool
    kind: str | None
    limit: int
    cursor: str | None
    refreshes: bool = False

    def purpose(self, granted: ContactGrant) -> str:
        """What a cursor is good for."""
        order = "oldest" if self.oldest_first else "newest"
        return f"timeline|{granted.contact}|{order}|{self.kind or ''}|{self.refreshes}"

    def has(self, kind: str) -> bool:
        return self.kind in {None, kind}

    def edge(self, ticket: Conversation) -> datetime:
        """No note of the ticket comes before this moment in the order."""
        return ticket.began_at if self.oldest_first else ticket.at

    def comes_before(self, one: datetime, other: datetime) -> bool:
        return one < other if self.oldest_first else one > other

    def is_beyond(self, place: Place, after: Place | None) -> bool:
        return after is None or (place > after if self.oldest_first else place < after)

    def may_be_beyond(self, ticket: Conversation, after: Place | None) -> bool:
        """Whether a note of the ticket can be."""
        return after is None or (ticket.at >= after[0] if self.oldest_first else ticket.began_at <= after[0])

    def start_of(self, moment: datetime) -> Place:
        """The place before all that is of this moment."""
        return (moment, "" if self.oldest_first else _AFTER_ALL, "")


class _Noted(msgspec.Struct, frozen=True):
    """Notes of tickets. All that comes before `until` is among them; None: all there is."""

    entries: list[TimelineEntry]
    unread: int
    until: datetime | None


class Timelines:
    """Pages by key: what happens meanwhile does not shift them."""

    def __init__(self, messages: Messages, database: Database, keyset: Keyset) -> None:
        self._messages = messages
        self._database = database
        self._keyset = keyset

    async def page(
        self, granted: ContactGrant, sections: Sections, logged: Sequence[ContactId], wanted: TimelineWanted
    ) -> TimelinePage:
        """`logged` are the ids whose events are told: none for whoever may not read them. Raises BadCursor."""
        purpose = wanted.purpose(granted)
        after = _position(self._keyset.decode(purpose, wanted.cursor)) if wanted.cursor else None
        said = conversations_of(granted, sections)
        known = [entry for each in said if wanted.has((entry := _of_conversation(each)).kind)]
        known += await self._events(logged, wanted, after) if wanted.has(EVENT) else []
        known = [entry for entry in known if wanted.is_beyond(_place(entry), after)]
        noted = await self._notes(granted, sections, _tickets(said, wanted, after), known, wanted, after)
        found = [*known, *noted.entries]
        if (until := noted.until) is not None:
            found = [entry for entry in found if wanted.comes_before(entry.at, until)]
        ordered = sorted(found, key=_place, reverse=not wanted.oldest_first)
        following = _place(ordered[wanted.limit - 1]) if len(ordered) > wanted.limit else None
        if following is None and until is not None:
            following = wanted.start_of(until)
        told = told_of(sections)
        return TimelinePage(
            items=await self._with_messages(granted, sections, ordered[: wanted.limit]),
            unread=noted.unread,
            truncated=told.truncated,
            state=told.state,
            sources=told.sources,
            next_cursor=self._keyset.encode(purpose, following) if following else None,
        )

    async def _events(
        self, logged: Sequence[ContactId], wanted: TimelineWanted, after: Place | None
    ) -> list[TimelineEntry]:
        if not logged:
            return []
        asked = AuditFilter(contacts=tuple(logged), refreshes=wanted.refreshes)
        place = EventPlace(*after) if after else None
        rows = await audit_beside(
            self._database, asked, EVENT, place, oldest_first=wanted.oldest_first, limit=wanted.limit + 1
        )
        return [_of_event(row) for row in rows]

    async def _notes(
        self,
        granted: ContactGrant,
        sections: Sections,
        tickets: Sequence[Conversation],
        known: Sequence[TimelineEntry],
        wanted: TimelineWanted,
        after: Place | None,
    ) -> _Noted:
        """Asks one ticket after the other, in the order in which their notes can begin, until the page is full."""
        found: list[TimelineEntry] = []
        unread = asked = position = 0
        while position < len(tickets):
            edge = wanted.edge(tickets[position])
            before = sum(wanted.comes_before(entry.at, edge) for entry in (*known, *found))
            if before > wanted.limit or asked >= _MOST_ASKED:
                return _Noted(found, unread, edge)
            batch = tickets[position : position + MOST]
            position += MOST
            asked += sum(after is None or not wanted.comes_before(wanted.edge(each), after[0]) for each in batch)
            for ticket in await self._messages.whole(granted, sections, batch):
                unread += ticket.unread
                found += (each for each in _notes_of(ticket) if wanted.is_beyond(_place(each), after))
        return _Noted(found, unread, None)

    async def _with_messages(
        self, granted: ContactGrant, sections: Sections, entries: Sequence[TimelineEntry]
    ) -> list[TimelineEntry]:
        """Conversations with what their customers could read of them; what they could not has entries of its own."""
        said = [each.conversation for each in entries if each.conversation and each.message is None]
        told: dict[str, Conversation] = {}
        for start in range(0, len(said), MOST):
            for each in await self._messages.whole(granted, sections, said[start : start + MOST]):
                public = [message for message in each.messages if not message.internal]
                told[_id_of(each)] = msgspec.structs.replace(each, messages=public)
        return [
            msgspec.structs.replace(entry, conversation=told[entry.id]) if entry.id in told else entry
            for entry in entries
        ]


def _tickets(said: Iterable[Conversation], wanted: TimelineWanted, after: Place | None) -> list[Conversation]:
    """Those whose notes have to be known, in the order in which they can begin."""
    if not wanted.has(NOTE):
        return []
    tickets = [each for each in said if each.kind == "ticket" and wanted.may_be_beyond(each, after)]
    return sorted(tickets, key=wanted.edge, reverse=not wanted.oldest_first)


def _of_conversation(each: Conversation) -> TimelineEntry:
    kind = NOTE if each.internal else CONVERSATION
    return TimelineEntry(kind=kind, id=_id_of(each), at=each.at, conversation=each)


def _notes_of(ticket: Conversation) -> Iterable[TimelineEntry]:
    head = msgspec.structs.replace(ticket, messages=[])
    for message in ticket.messages:
        if message.internal:
            place = f"{_id_of(ticket)}/{message.id}"
            yield TimelineEntry(kind=NOTE, id=place, at=message.at, conversation=head, message=message)


def _of_event(row: AuditRecord) -> TimelineEntry:
    by = Person(row.actor_id, row.actor_name) if row.actor_id else None
    event = TimelineEvent(row.action, row.actor_via, by, row.detail)
    return TimelineEntry(kind=EVENT, id=row.id, at=row.at, event=event)


def _id_of(each: Conversation) -> str:
    return "/".join((each.source, each.record_type, each.external_id, each.url or ""))


def _place(entry: TimelineEntry) -> Place:
    return (entry.at, entry.kind, entry.id)


def _position(values: tuple[object, ...]) -> Place:
    match values:
        case (datetime() as at, str() as kind, str() as last):
            return (at, kind, last)
        case _:
            raise BadCursor
