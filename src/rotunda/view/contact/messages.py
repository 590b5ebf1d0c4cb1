"""What was said in the conversations of one person, for a viewer: public messages and internal notes of tickets.

Whoever may read tickets (label `support` of the section) reads the notes in them, too: both were written there. Who a
customer is that wrote is a personal fact; teammates are named to everybody.
"""

from collections.abc import Mapping, Sequence

import msgspec

from rotunda.access.grant import ContactGrant
from rotunda.connector_kit.connector import Message as SourceMessage
from rotunda.connector_kit.connector import Thread
from rotunda.sections.ids import ConnectionId, SectionName
from rotunda.sections.labels import Label
from rotunda.sections.support.model import SupportPart
from rotunda.sync.threads import ReadThreads, Threads, Wanted
from rotunda.view.contact.conversations import SUPPORT
from rotunda.view.contact.document import Conversation, Message
from rotunda.view.contact.page import WholeSection

MOST = 10
"""Conversations of which one answer reads what was said: each may cost its source a request."""

_EXCERPT = 300

Place = tuple[str, str, str, str | None]


class Messages:
    """Adds what was said."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    async def last(
        self,
        granted: ContactGrant,
        sections: Mapping[SectionName, WholeSection],
        items: Sequence[Conversation],
    ) -> list[Conversation]:
        """With the last message of the first `MOST` of them."""
        read = await self._read(granted, sections, items[:MOST])
        return [_with_last(each, read.thread(each), granted) for each in items]

    async def whole(
        self,
        granted: ContactGrant,
        sections: Mapping[SectionName, WholeSection],
        items: Sequence[Conversation],
    ) -> list[Conversation]:
        """Of at most `MOST` conversations all that was said."""
        read = await self._read(granted, sections, items[:MOST])
        return [_with_all(each, read.thread(each), granted, read.silent) for each in items]

    async def _read(
        self,
        granted: ContactGrant,
        sections: Mapping[SectionName, WholeSection],
        items: Sequence[Conversation],
    ) -> "_Read":
        connections = _connections(sections) if Label.SUPPORT in granted.labels(SUPPORT) else {}
        wanted = {
            _place(each): Wanted(connection, each.record_type, each.external_id, each.at)
            for each in items
            if (connection := connections.get(_place(each))) is not None
        }
        return _Read(wanted, await self._threads.read(list(wanted.values())))


class _Read(msgspec.Struct, frozen=True):
    wanted: Mapping[Place, Wanted]
    found: ReadThreads

    @property
    def silent(self) -> Sequence[str]:
        return self.found.silent

    def thread(self, conversation: Conversation) -> Thread | None:
        wanted = self.wanted.get(_place(conversation))
        return self.found.threads.get(wanted) if wanted else None


def _connections(sections: Mapping[SectionName, WholeSection]) -> dict[Place, ConnectionId]:
    """From which connection each ticket was read."""
    pairs = sections[SUPPORT].pairs if SUPPORT in sections else ()
    return {
        (ticket.ref.source, ticket.ref.record_type, ticket.ref.external_id, ticket.ref.url): source.connection.id
        for source, reading in pairs
        if isinstance(reading.part, SupportPart)
        for ticket in reading.part.tickets
    }


def _place(each: Conversation) -> Place:
    return (each.source, each.record_type, each.external_id, each.url)


def _with_last(each: Conversation, thread: Thread | None, granted: ContactGrant) -> Conversation:
    if thread is None or not thread.messages:
        return each
    last = _message(thread.messages[-1], granted)
    text = last.text if len(last.text) <= _EXCERPT else last.text[: _EXCERPT - 1] + "…"
    return msgspec.structs.replace(each, last=msgspec.structs.replace(last, text=text))


def _with_all(each: Conversation, thread: Thread | None, granted: ContactGrant, silent: Sequence[str]) -> Conversation:
    if thread is None:
        return msgspec.structs.replace(each, unread=bool(silent) and each.kind == "ticket")
    messages = [_message(one, granted) for one in thread.messages]
    return msgspec.structs.replace(each, messages=messages, older=thread.truncated)


def _message(said: SourceMessage, granted: ContactGrant) -> Message:
    shown = said.by_customer is False or Label.PERSONAL in granted.labels(SUPPORT)
    direction = None if said.by_customer is None else "inbound" if said.by_customer else "outbound"
    return Message(
        id=said.external_id,
        at=said.at,
        text=said.text,
        author=said.author if shown else None,
        direction=direction,
        internal=not said.public,
    )
