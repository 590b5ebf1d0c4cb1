"""What happened in the CRM: what was said, tasks that were completed, deals and how they moved, people who came."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

from rotunda.connector_kit.events import (
    CallDetails,
    ChangeDetails,
    Details,
    EmailDetails,
    Event,
    EventType,
    MeetingDetails,
    Participant,
    RecordName,
    Role,
    TaskDetails,
)
from rotunda.connector_kit.json import Wild
from rotunda.connectors.hubspot.mapping import communication, deals, people
from rotunda.connectors.hubspot.mapping.communication import starts_at
from rotunda.connectors.hubspot.mapping.mail_headers import mail_headers
from rotunda.connectors.hubspot.mapping.plain_text import text_of_html, tidy
from rotunda.connectors.hubspot.mapping.record import TYPES, Portal, Record
from rotunda.sections.ids import ExternalId
from rotunda.sections.labels import Label

PROPERTIES: Mapping[str, Sequence[str]] = {
    "emails": (
        *communication.PROPERTIES["emails"],
        "hs_email_thread_id",
        "hs_email_message_id",
        "hs_email_headers",
        "hs_lastmodifieddate",
    ),
    "calls": (*communication.PROPERTIES["calls"], "hs_call_recording_url", "hs_lastmodifieddate"),
    "meetings": (*communication.PROPERTIES["meetings"], "hs_lastmodifieddate"),
    "notes": (*communication.PROPERTIES["notes"], "hs_lastmodifieddate"),
    "tasks": (
        "hs_timestamp",
        "hs_task_subject",
        "hs_task_body",
        "hs_task_status",
        "hs_task_completion_date",
        "hubspot_owner_id",
        "hs_lastmodifieddate",
    ),
    "deals": (
        "dealname",
        "amount",
        "deal_currency_code",
        "pipeline",
        "dealstage",
        "createdate",
        "hubspot_owner_id",
        "hs_lastmodifieddate",
    ),
    "contacts": ("firstname", "lastname", "email", "createdate", "lastmodifieddate"),
}
_NOT_SENT = frozenset({"SCHEDULED", "SENDING"})
_INBOUND = frozenset({"INCOMING_EMAIL", "INBOUND"})
_COMPLETED = "COMPLETED"


class Around(msgspec.Struct, frozen=True):
    """What records refer to. `near` are the companies and contacts of each, by its id."""

    portal: Portal
    near: Mapping[str, Sequence[RecordName]]
    dispositions: Mapping[str, str] = {}
    pipelines: Mapping[str, deals.Pipeline] = {}


class _Said(msgspec.Struct, frozen=True):
    type: EventType
    at: datetime
    subject: str | None = None
    text: str | None = None
    details: Details | None = None
    people: tuple[Participant, ...] = ()
    label: Label = Label.COMMUNICATION


def happened(kind: str, record: Record, around: Around) -> Iterator[Event]:
    """All that one record tells. `kind` is HubSpot's object name."""
    for what, said in _MAPPERS[kind](record, around):
        yield _event(kind, record, around, said, what)


def gone(kind: str, record_id: str, at: datetime) -> Event:
    name: RecordName = (TYPES[kind][0], ExternalId(record_id))
    return Event(
        type=EventType.ENRICHMENT,
        key=":".join(name),
        version=int(at.timestamp() * 1000),
        at=at,
        record=name,
        label=Label.COMMUNICATION,
        whose=(name,),
        gone=True,
    )


def changed_at(kind: str, record: Record) -> datetime:
    return record.required(modified_by(kind)).at_iso()


def modified_by(kind: str) -> str:
    return "lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"


_Told = Iterable[tuple[str, _Said]]
"""What tells an entry from the others of its record, empty for the record itself; and the entry."""


def _event(kind: str, record: Record, around: Around, said: _Said, what: str) -> Event:
    name: RecordName = (TYPES[kind][0], ExternalId(record.id))
    return Event(
        type=said.type,
        key=":".join(filter(None, (*name, what))),
        version=int(changed_at(kind, record).timestamp() * 1000),
        at=said.at,
        record=name,
        label=said.label,
        whose=(name, *around.near.get(record.id, ())),
        people=said.people,
        subject=said.subject,
        text=said.text,
        url=around.portal.ref(kind, record.id).url,
        details=said.details,
    )


def _email(record: Record, around: Around) -> _Told:
    status = record.text("hs_email_status")
    if status in _NOT_SENT:
        return
    incoming = record.text("hs_email_direction") in _INBOUND
    html = record.text("hs_email_html")
    headers = mail_headers(record.text("hs_email_headers"))
    details = EmailDetails(
        message_id=(record.text("hs_email_message_id") or "").strip("<>") or headers.message_id,
        in_reply_to=headers.in_reply_to,
        references=headers.references,
        vendor_thread=record.text("hs_email_thread_id"),
        html=html,
        status=status.lower() if status in {"BOUNCED", "FAILED"} else None,
    )
    yield (
        "",
        _Said(
            type=EventType.EMAIL_RECEIVED if incoming else EventType.EMAIL_SENT,
            at=record.required("hs_timestamp").at_iso(),
            subject=tidy(record.text("hs_email_subject")),
            text=tidy(record.text("hs_email_text")) or text_of_html(html),
            details=details,
            people=(*_addressed(record, incoming=incoming), *_met(record, around)),
        ),
    )


def _addressed(record: Record, *, incoming: bool) -> Iterator[Participant]:
    for role, name in ((Role.FROM, "from"), (Role.TO, "to"), (Role.CC, "cc")):
        for address in record.texts(f"hs_email_{name}_email"):
            ours = not incoming if role is Role.FROM else None
            yield Participant(role, address=address, ours=ours)


def _met(record: Record, around: Around) -> Iterator[Participant]:
    """Teammates by name; of the customer's people only who it was, by their records."""
    owner = around.portal.owner(record)
    if owner is not None:
        yield Participant(Role.ORGANIZER, owner.name, owner.email, ours=True)


def _attending(record: Record, around: Around) -> tuple[Participant, ...]:
    contacts = [name for name in around.near.get(record.id, ()) if name[0] == "contact"]
    return (*_met(record, around), *(Participant(Role.ATTENDEE, record=name, ours=False) for name in contacts))


def _call(record: Record, around: Around) -> _Told:
    direction, duration = record.text("hs_call_direction"), record.whole("hs_call_duration")
    details = CallDetails(
        outbound=None if direction is None else direction not in _INBOUND,
        duration_seconds=None if duration is None else duration // 1000,
        disposition=around.dispositions.get(record.text("hs_call_disposition") or ""),
        recording_url=record.text("hs_call_recording_url"),
    )
    yield (
        "",
        _Said(
            type=EventType.CALL,
            at=record.required("hs_timestamp").at_iso(),
            subject=tidy(record.text("hs_call_title")),
            text=text_of_html(record.text("hs_call_body")),
            details=details,
            people=_attending(record, around),
        ),
    )


def _meeting(record: Record, around: Around) -> _Told:
    agenda = text_of_html(record.text("hs_meeting_body"))
    details = MeetingDetails(
        ends_at=record.at("hs_meeting_end_time"),
        agenda=agenda,
        outcome=(record.text("hs_meeting_outcome") or "").lower() or None,
    )
    yield (
        "",
        _Said(
            type=EventType.MEETING,
            at=starts_at(record),
            subject=tidy(record.text("hs_meeting_title")),
            text=agenda,
            details=details,
            people=_attending(record, around),
        ),
    )


def _note(record: Record, around: Around) -> _Told:
    text = text_of_html(record.text("hs_note_body"))
    at, by = record.required("hs_timestamp").at_iso(), tuple(_met(record, around))
    yield "", _Said(type=EventType.NOTE, at=at, text=text, people=by)


def _task(record: Record, around: Around) -> _Told:
    """Once it is done; what is to be done is no event yet."""
    completed_at = record.at("hs_task_completion_date")
    if record.text("hs_task_status") != _COMPLETED or completed_at is None:
        return
    owner = around.portal.owner_name(record)
    yield (
        "",
        _Said(
            type=EventType.TASK_COMPLETED,
            at=completed_at,
            subject=tidy(record.text("hs_task_subject")),
            text=text_of_html(record.text("hs_task_body")),
            details=TaskDetails(due_at=record.at("hs_timestamp"), assignee=owner),
            people=tuple(_met(record, around)),
        ),
    )


def _deal(record: Record, around: Around) -> _Told:
    """That it was made, and each stage that it went on to, as its history has them."""
    name, money = record.text("dealname") or f"Deal {record.id}", deals.value_of(record, around.portal)
    label, by = Label.COMMERCIAL, tuple(_met(record, around))
    created = ChangeDetails(field="Deal", money=money)
    yield "created", _Said(EventType.DEAL_CREATED, record.made_at, name, None, created, by, label)
    history = record.wild.optional("propertiesWithHistory")
    stages = sorted(_stages(history), key=lambda each: each[0])
    for (_, before), (at, after) in pairwise(stages):
        moved = ChangeDetails(
            field="Stage",
            before=_stage(before, around),
            after=_stage(after, around),
            money=money,
            pipeline=_pipeline(before, around),
        )
        what = f"stage:{after}:{int(at.timestamp() * 1000)}"
        yield what, _Said(EventType.DEAL_STAGE, at, name, None, moved, by, label)


def _stages(history: Wild) -> Iterator[tuple[datetime, str]]:
    for each in () if history.is_null else history["dealstage"]:
        yield each["timestamp"].at_iso(), each["value"].text()


def _stage(stage: str, around: Around) -> str:
    """In the portal's own words."""
    found = (pipeline.stages[stage].stage.label for pipeline in around.pipelines.values() if stage in pipeline.stages)
    return next(found, stage)


def _pipeline(stage: str, around: Around) -> str | None:
    """By the stage that was left: a deal may have gone on to another pipeline since."""
    return next((pipeline.label for pipeline in around.pipelines.values() if stage in pipeline.stages), None)


def _contact(record: Record, around: Around) -> _Told:
    del around
    yield "", _Said(EventType.CONTACT_ADDED, record.made_at, people.name_of(record), label=Label.IDENTITY)


_MAPPERS: Mapping[str, Callable[[Record, Around], _Told]] = {
    "emails": _email,
    "calls": _call,
    "meetings": _meeting,
    "notes": _note,
    "tasks": _task,
    "deals": _deal,
    "contacts": _contact,
}
