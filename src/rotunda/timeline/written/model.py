"""What is written, and the event that it is in the timeline."""

from datetime import datetime

import msgspec

from rotunda.connector_kit.events import (
    CallDetails,
    Details,
    EmailDetails,
    Event,
    EventType,
    MeetingDetails,
    Participant,
    Role,
    TaskDetails,
)
from rotunda.connector_kit.writing import Kind
from rotunda.sections.ids import CustomerId, ExternalId, UserId, is_contact
from rotunda.sections.labels import Label
from rotunda.timeline.written.markdown import text_of_markdown


class Took(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who took part: a contact, or a teammate (`ours`) with their address, by the name that they had then."""

    id: str
    name: str
    ours: bool = False
    address: str | None = None


class Logged(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a call, meeting or mail beside its text. `outbound`: from us to them."""

    outbound: bool | None = None
    duration_seconds: int | None = None
    ends_at: datetime | None = None
    outcome: str | None = None
    people: tuple[Took, ...] = ()


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is Markdown. `at`: when it was; of a task, when it was made."""

    id: str
    customer_id: CustomerId
    kind: Kind
    label: Label
    subject: str | None
    text: str
    at: datetime
    details: Logged
    due_at: datetime | None = None
    assignee: UserId | None = None
    completed_at: datetime | None = None
    author: UserId
    written_at: datetime
    changed_at: datetime | None = None
    version: int = 1
    removed_at: datetime | None = None


def event_of(written: Written, author: Participant) -> Event:
    """Of a task there is one when it is done, and none else."""
    done = written.kind is not Kind.TASK or written.completed_at is not None
    customer = ("contact" if is_contact(written.customer_id) else "account", ExternalId(written.customer_id))
    return Event(
        type=_TYPES.get(written.kind) or _mail_type(written),
        key=f"{written.kind}:{written.id}",
        version=written.version,
        at=written.completed_at or written.at,
        record=(written.kind, ExternalId(written.id)),
        label=written.label,
        whose=(customer,),
        people=(author, *(_participant(written.kind, each) for each in written.details.people)),
        subject=written.subject,
        text=text_of_markdown(written.text) or None,
        details=_details(written),
        gone=written.removed_at is not None or not done,
    )


def author_of(name: str, address: str) -> Participant:
    return Participant(Role.AUTHOR, name, address, ours=True)


def _participant(kind: Kind, took: Took) -> Participant:
    role = Role.TO if kind is Kind.EMAIL else Role.ATTENDEE
    record = None if took.ours else ("contact", ExternalId(took.id))
    return Participant(role, took.name, took.address, record, took.ours)


_TYPES = {
    Kind.NOTE: EventType.NOTE,
    Kind.CALL: EventType.CALL,
    Kind.MEETING: EventType.MEETING,
    Kind.TASK: EventType.TASK_COMPLETED,
}


def _mail_type(written: Written) -> EventType:
    return EventType.EMAIL_RECEIVED if written.details.outbound is False else EventType.EMAIL_SENT


def _details(written: Written) -> Details | None:
    said = written.details
    match written.kind:
        case Kind.CALL:
            return CallDetails(said.outbound, said.duration_seconds, said.outcome)
        case Kind.MEETING:
            return MeetingDetails(ends_at=said.ends_at, outcome=said.outcome)
        case Kind.EMAIL:
            return EmailDetails()
        case Kind.TASK:
            return TaskDetails(written.due_at)
        case Kind.NOTE:
            return None
