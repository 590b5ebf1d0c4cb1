"""Pages of conversations, and one conversation with what was said in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from rotunda.connector_kit.events import EmailDetails, Participant
from rotunda.kit.database import Database
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.timeline.bodies.body import body_of
from rotunda.timeline.model import Entry, Kind, Place
from rotunda.timeline.reading import after, before, read_entries
from rotunda.timeline.service import Timeline
from rotunda.timeline.threads.keeping import MAILS
from rotunda.timeline.threads.mail import folded
from rotunda.timeline.threads.reading import ThreadMail, find_thread, read_last_mails, read_mails
from rotunda.view.threads.document import ThreadItem, ThreadMessage, ThreadPage, ThreadWhole
from rotunda.view.timeline.asked import BEGINNING, END
from rotunda.view.timeline.document import TimelinePerson, TimelineRecord
from rotunda.view.timeline.items import Sources, id_shown
from rotunda.view.timeline.pages import Whose, everything
from rotunda.view.timeline.rights import readable, tells_people

_MOST_PEOPLE = 50


class ThreadPages:
    """Reads; that somebody looks is recorded by whoever opens the customer. What a viewer may not read is no part of
    any conversation: it is neither shown nor counted, and no subject or date is its.
    """

    def __init__(self, timeline: Timeline, database: Database, sources: Sources, keyset: Keyset) -> None:
        self._timeline = timeline
        self._database = database
        self._sources = sources
        self._keyset = keyset

    async def page(self, whose: Whose, cursor: str | None, limit: int) -> ThreadPage:
        """Raises BadCursor."""
        purpose = f"threads of {whose.customer}"
        beyond = self._place(purpose, cursor) or after(END)
        kinds = await self._kinds(whose)
        wanted = everything(whose, kinds)
        async with self._database.connection() as connection:
            last = await read_last_mails(connection, wanted, beyond, limit + 1) if kinds else []
            shown = last[:limit]
            mails = await read_mails(connection, wanted, {each.thread for each in shown}) if shown else []
        items = _items(mails, tells=_tells(whose, kinds.values()))
        older = self._cursor(purpose, shown[-1].place) if len(last) > limit else None
        return ThreadPage([items[each.thread] for each in shown if each.thread in items], older)

    async def whole(self, whose: Whose, event: UUID, cursor: str | None, limit: int) -> ThreadWhole | None:
        """None where there is no such mail that this viewer may read. Raises BadCursor."""
        purpose = f"thread of {whose.customer} {event.hex}"
        beyond = self._place(purpose, cursor) or before(BEGINNING)
        kinds = await self._kinds(whose)
        wanted = everything(whose, kinds)
        async with self._database.connection() as connection:
            thread = await find_thread(connection, wanted, event) if kinds else None
            mails = await read_mails(connection, wanted, [thread]) if thread else []
            following = [each.place for each in mails if (each.at, each.id) > (beyond.at, beyond.id)]
            entries = await read_entries(connection, following[:limit], kinds)
        if not mails:
            return None
        item = _items(mails, tells=_tells(whose, kinds.values()))[mails[0].thread]
        newer = self._cursor(purpose, following[limit - 1]) if len(following) > limit else None
        return ThreadWhole(item, self._messages(whose, entries), newer)

    async def _kinds(self, whose: Whose) -> dict[int, Kind]:
        kinds = readable(whose.reach, await self._timeline.kinds())
        return {number: kind for number, kind in kinds.items() if kind.type in MAILS}

    def _messages(self, whose: Whose, entries: Iterable[Entry]) -> list[ThreadMessage]:
        sources = self._sources.by_connection()
        found: list[ThreadMessage] = []
        for entry in entries:
            details = entry.details if isinstance(entry.details, EmailDetails) else EmailDetails()
            body = body_of(entry.text, details.html)
            message = ThreadMessage(
                id=id_shown(entry.id),
                type=entry.kind.type,
                at=entry.at,
                subject=entry.subject,
                people=[_person(each) for each in entry.people] if tells_people(whose.reach, entry.kind) else [],
                parts=body.parts,
                remote_images=body.remote_images,
                attachments=details.attachments,
                source=sources.get(entry.connection),
                connection=entry.connection,
                record=TimelineRecord(entry.record_type, entry.external_id),
                url=entry.url,
            )
            found.append(message)
        return found

    def _place(self, purpose: str, cursor: str | None) -> Place | None:
        if cursor is None:
            return None
        match self._keyset.decode(purpose, cursor):
            case (datetime() as at, str() as last):
                return Place(at, UUID(hex=last))
            case _:
                raise BadCursor

    def _cursor(self, purpose: str, place: Place) -> str:
        return self._keyset.encode(purpose, (place.at.astimezone(UTC), place.id.hex))


def _tells(whose: Whose, kinds: Iterable[Kind]) -> bool:
    return all(tells_people(whose.reach, each) for each in kinds)


def _items(mails: Iterable[ThreadMail], *, tells: bool) -> dict[UUID, ThreadItem]:
    """By thread; the mails come oldest first."""
    by_thread: defaultdict[UUID, list[ThreadMail]] = defaultdict(list)
    for mail in mails:
        by_thread[mail.thread].append(mail)
    return {thread: _item(said, tells=tells) for thread, said in by_thread.items()}


def _item(said: Sequence[ThreadMail], *, tells: bool) -> ThreadItem:
    return ThreadItem(
        id=id_shown(said[0].id),
        subject=next((each.subject for each in said if each.subject), None),
        messages=len(said),
        first_at=said[0].at,
        last_at=said[-1].at,
        people=_everybody(said) if tells else [],
    )


def _everybody(said: Iterable[ThreadMail]) -> list[TimelinePerson]:
    """Each once, as they were first written to or wrote."""
    found: dict[str, TimelinePerson] = {}
    for mail in said:
        for each in mail.people:
            if len(found) < _MOST_PEOPLE:
                found.setdefault(folded(each.address) if each.address else each.name or "", _person(each))
    return list(found.values())


def _person(each: Participant) -> TimelinePerson:
    return TimelinePerson(each.role, each.name, each.address, each.ours)
