"""Every conversation with one person, whatever channel it was on, in one order. Tickets and what the CRM recorded stand
side by side, each as far as the viewer may read it in its own section.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from rotunda.access.grant import ContactGrant
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.communication.model import Channel, CommunicationView, Entry
from rotunda.sections.freshness import State
from rotunda.sections.ids import SectionName
from rotunda.sections.labels import Label
from rotunda.sections.support.model import SupportView, Ticket
from rotunda.view.contact.document import Conversation, ConversationPage
from rotunda.view.contact.page import WholeSection
from rotunda.view.document import SourceReport
from rotunda.view.page.envelope import section_state

SUPPORT, COMMUNICATION = SectionName("support"), SectionName("communication")
KINDS = ("ticket", *(channel.value for channel in Channel))


def conversations_of(granted: ContactGrant, sections: Mapping[SectionName, WholeSection]) -> list[Conversation]:
    """All that this viewer may read, in no order. Who else took part is a personal fact."""
    found: list[Conversation] = []
    support, said = sections.get(SUPPORT), sections.get(COMMUNICATION)
    if support and isinstance(support.view, SupportView) and Label.SUPPORT in granted.labels(SUPPORT):
        found += map(_of_ticket, support.view.tickets)
    labels = granted.labels(COMMUNICATION)
    if said and isinstance(said.view, CommunicationView) and Label.COMMUNICATION in labels:
        found += (_of_entry(entry, personal=Label.PERSONAL in labels) for entry in said.view.entries)
    return found


def _of_ticket(ticket: Ticket) -> Conversation:
    return Conversation(
        source=ticket.ref.source,
        record_type=ticket.ref.record_type,
        external_id=ticket.ref.external_id,
        kind="ticket",
        at=ticket.updated_at,
        began_at=ticket.created_at,
        subject=ticket.subject,
        status=ticket.status.value,
        severity=ticket.severity.value,
        assignee=ticket.assignee,
        channel=ticket.channel,
        number=ticket.number,
        url=ticket.ref.url,
    )


def _of_entry(entry: Entry, *, personal: bool) -> Conversation:
    return Conversation(
        source=entry.ref.source,
        record_type=entry.ref.record_type,
        external_id=entry.ref.external_id,
        kind=entry.channel.value,
        at=entry.at,
        began_at=entry.at,
        subject=entry.subject,
        text=entry.text,
        status=entry.outcome,
        assignee=entry.teammate,
        channel=entry.channel.value,
        direction=entry.direction.value if entry.direction else None,
        url=entry.ref.url,
        internal=entry.channel is Channel.NOTE,
        with_people=entry.participants if personal else [],
    )


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which conversations: those of one `kind` or all, in which order, from where."""

    oldest_first: bool
    kind: str | None
    limit: int
    cursor: str | None

    def purpose(self, granted: ContactGrant) -> str:
        """What a cursor is good for."""
        order = "oldest" if self.oldest_first else "newest"
        return f"conversations|{granted.contact}|{order}|{self.kind or ''}"


def page_of(
    keyset: Keyset, granted: ContactGrant, sections: Mapping[SectionName, WholeSection], wanted: Wanted
) -> ConversationPage:
    """Raises BadCursor."""
    purpose = wanted.purpose(granted)
    after = _position(keyset.decode(purpose, wanted.cursor)) if wanted.cursor else None
    found = (each for each in conversations_of(granted, sections) if wanted.kind in {None, each.kind})
    ordered = sorted(found, key=_place, reverse=not wanted.oldest_first)
    left = [each for each in ordered if after is None or _is_beyond(_place(each), after, wanted)]
    shown = left[: wanted.limit]
    following = keyset.encode(purpose, _place(shown[-1])) if len(left) > wanted.limit else None
    told = told_of(sections)
    return ConversationPage(
        items=shown,
        total=len(ordered),
        truncated=told.truncated,
        state=told.state,
        sources=told.sources,
        next_cursor=following,
    )


class Told(msgspec.Struct, frozen=True):
    """How the sources of conversations stand behind them. `truncated`: older ones are in a source."""

    truncated: bool
    state: State
    sources: list[SourceReport]


def told_of(sections: Mapping[SectionName, WholeSection]) -> Told:
    """Of those sections that have conversations."""
    told = [section for name, section in sections.items() if name in {SUPPORT, COMMUNICATION}]
    return Told(
        any(section.view is not None and section.view.truncated for section in told),
        section_state(_states(told)),
        [source for section in told for source in section.envelope.sources],
    )


def find_conversation(
    granted: ContactGrant, sections: Mapping[SectionName, WholeSection], record: tuple[str, str, str]
) -> Conversation | None:
    """The one with this source, record type and external id, if it is one of this person's that may be read."""
    found = conversations_of(granted, sections)
    return next((each for each in found if (each.source, each.record_type, each.external_id) == record), None)


Place = tuple[datetime, str, str, str]


def _place(each: Conversation) -> Place:
    return (each.at, each.source, each.record_type, each.external_id)


def _position(values: tuple[object, ...]) -> Place:
    match values:
        case (datetime() as at, str() as source, str() as record_type, str() as external_id):
            return (at, source, record_type, external_id)
        case _:
            raise BadCursor


def _is_beyond(place: Place, after: Place, wanted: Wanted) -> bool:
    return place > after if wanted.oldest_first else place < after


def _states(sections: Iterable[WholeSection]) -> list[State]:
    return [source.state for section in sections for source in section.envelope.sources]
