"""What happened at the helpdesk: tickets as they stand, what was said on them, and when they were solved."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from rotunda.connector_kit.events import Attachment, Event, EventType, Participant, RecordName, Role, TicketDetails
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Payload
from rotunda.connectors.zendesk.comments import LONGEST
from rotunda.connectors.zendesk.mapping.tickets import Desk
from rotunda.sections.ids import ExternalId
from rotunda.sections.labels import Label

_DELETED = "deleted"
_SOLVED = frozenset({"solved", "closed"})
_END_USER = "end-user"

People = Mapping[int, Wild]


class _Said(msgspec.Struct, frozen=True):
    """What one entry is made of; without a version it never changes."""

    key: str
    at: datetime
    details: TicketDetails
    text: str | None = None
    author: Participant | None = None
    version: int | None = None


def record_of(ticket: Wild) -> RecordName:
    return ("ticket", ExternalId(str(ticket["id"].integer())))


def is_deleted(ticket: Wild) -> bool:
    return ticket["status"].text() == _DELETED


def gone(record: RecordName, at: datetime) -> Event:
    """With the ticket goes all that was said on it."""
    return Event(
        type=EventType.TICKET,
        key=":".join(record),
        version=_version(at),
        at=at,
        record=record,
        label=Label.SUPPORT,
        whose=(record,),
        gone=True,
    )


def of_ticket(ticket: Wild, people: People, desk: Desk) -> Iterator[Event]:
    """The ticket itself, in the version of its last change, and its latest solution."""
    if is_deleted(ticket):
        yield gone(record_of(ticket), ticket["updated_at"].at_iso())
        return
    number = str(ticket["id"].integer())
    requester = ticket["requester_id"].integer_or_none()
    details = TicketDetails(
        number=number,
        status=ticket["status"].text(),
        priority=ticket.maybe_text("priority"),
        channel=ticket.maybe("via", lambda via: via.maybe_text("channel")),
    )
    at, text = ticket["created_at"].at_iso(), ticket.maybe_text("description")
    author = None if requester is None else _author(requester, people)
    version = _version(ticket["updated_at"].at_iso())
    yield _event(ticket, desk, _Said(f"ticket:{number}", at, details, text, author, version))
    solved_at = None if ticket.optional("metric_set").is_null else ticket["metric_set"].maybe("solved_at", Wild.at_iso)
    if solved_at is not None and details.status in _SOLVED:
        solved = TicketDetails(number=number, status="solved")
        key = f"ticket:{number}:solved:{_version(solved_at)}"
        yield _event(ticket, desk, _Said(key, solved_at, solved))


def of_comments(ticket: Wild, payload: Payload, desk: Desk) -> Iterator[Event]:
    """All but the first: that one is the ticket's own text."""
    said = [
        (comment, people)
        for number, page in enumerate(payload.pages)
        for wild in (Wild(page, f"comments.pages[{number}]"),)
        for people in (people_of(wild),)
        for comment in wild["comments"]
    ]
    said.sort(key=lambda one: (one[0]["created_at"].at_iso(), one[0]["id"].integer()))
    for comment, people in said[1:]:
        yield _comment(ticket, comment, people, desk)


def people_of(page: Wild) -> People:
    beside = page.optional("users")
    return {} if beside.is_null else {each["id"].integer(): each for each in beside}


def _comment(ticket: Wild, comment: Wild, people: People, desk: Desk) -> Event:
    number, at = str(ticket["id"].integer()), comment["created_at"].at_iso()
    public = comment["public"].boolean()
    details = TicketDetails(number=number, public=public, attachments=_attachments(comment))
    text = comment.maybe_text("plain_body") or comment.maybe_text("body")
    author = comment.optional("author_id").integer_or_none()
    key = f"ticket:{number}:comment:{comment['id'].integer()}"
    by = None if author is None else _author(author, people)
    return _event(ticket, desk, _Said(key, at, details, text, by))


def _attachments(comment: Wild) -> tuple[Attachment, ...]:
    listed = comment.optional("attachments")
    return tuple(
        Attachment(
            name=each["file_name"].text(),
            size_bytes=each.maybe("size", Wild.integer),
            media_type=each.maybe_text("content_type"),
            url=each.maybe_text("content_url"),
        )
        for each in (() if listed.is_null else listed)
    )


def _author(number: int, people: People) -> Participant:
    person = people.get(number)
    record = ("user", ExternalId(str(number)))
    if person is None:
        return Participant(Role.AUTHOR, record=record)
    ours = person["role"].text() != _END_USER
    name, address = person["name"].text(), person.maybe_text("email")
    return Participant(Role.AUTHOR, name, address, None if ours else record, ours)


def _event(ticket: Wild, desk: Desk, said: _Said) -> Event:
    record = record_of(ticket)
    return Event(
        type=EventType.TICKET,
        key=said.key,
        version=said.version or _version(said.at),
        at=said.at,
        record=record,
        label=Label.SUPPORT,
        whose=(*_whose(ticket), record),
        people=() if said.author is None else (said.author,),
        subject=(ticket["subject"].text_or_none() or "").strip() or f"Ticket {record[1]}",
        text=None if said.text is None else said.text.strip()[:LONGEST],
        url=desk.ref(*record).url,
        details=said.details,
    )


def _whose(ticket: Wild) -> Iterator[RecordName]:
    for name, kind in (("organization_id", "organization"), ("requester_id", "user")):
        number = ticket[name].integer_or_none()
        if number is not None:
            yield (kind, ExternalId(str(number)))


def whose_of(ticket: Wild) -> tuple[RecordName, ...]:
    return tuple(_whose(ticket))


def _version(at: datetime) -> int:
    return int(at.timestamp())
