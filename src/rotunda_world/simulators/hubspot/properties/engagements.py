"""Properties of emails, calls, meetings, notes and tasks."""

import html
import json

from rotunda_world.model import Engagement
from rotunda_world.simulators.hubspot.portal import Portal, email_of
from rotunda_world.simulators.hubspot.properties import dates, wire
from rotunda_world.simulators.hubspot.properties.definition import Definition, Group, nothing
from rotunda_world.simulators.hubspot.properties.lists import DISPOSITIONS, titled

_PREVIEW = 200

Person = tuple[str, str, str]
"""Address, first name, last name."""


def _is_incoming(one: Engagement) -> bool:
    return one.direction == "INCOMING_EMAIL"


def _our_side(one: Engagement) -> list[Person]:
    return [(one.owner.email, one.owner.first_name, one.owner.last_name)]


def _their_side(one: Engagement) -> list[Person]:
    return [(email_of(who), who.first_name, who.last_name) for who in one.contacts]


def _senders(one: Engagement) -> list[Person]:
    return _their_side(one)[:1] if _is_incoming(one) else _our_side(one)


def _recipients(one: Engagement) -> list[Person]:
    return _our_side(one) if _is_incoming(one) else _their_side(one)[:1]


def _copied(one: Engagement) -> list[Person]:
    return _their_side(one)[1:]


def _addresses(people: list[Person]) -> str | None:
    return wire.several(address for address, _, _ in people)


def _headers(_: Portal, one: Engagement) -> str:
    """A JSON document inside a text."""
    headers: dict[str, object] = {
        "from": next(iter(_as_header(_senders(one))), None),
        "to": _as_header(_recipients(one)),
        "cc": _as_header(_copied(one)),
        "bcc": [],
        "message-id": one.message_id,
        "in-reply-to": one.in_reply_to,
        "references": " ".join(one.references) or None,
    }
    return json.dumps({name: value for name, value in headers.items() if value is not None}, ensure_ascii=False)


def _as_header(people: list[Person]) -> list[dict[str, str]]:
    return [{"email": address, "firstName": first, "lastName": last} for address, first, last in people]


def _html(_: Portal, one: Engagement) -> str | None:
    if one.body is None:
        return None
    paragraphs = (html.escape(part, quote=False) for part in one.body.split("\n\n"))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs)


def _preview(_: Portal, one: Engagement) -> str | None:
    return None if one.body is None else one.body[:_PREVIEW]


def _phone_of_theirs(one: Engagement) -> str | None:
    return next((who.phone for who in one.contacts if who.phone), None)


def _caller(_: Portal, one: Engagement) -> str | None:
    return _phone_of_theirs(one) if one.direction == "INBOUND" else None


def _called(_: Portal, one: Engagement) -> str | None:
    return _phone_of_theirs(one) if one.direction == "OUTBOUND" else None


def _overdue(portal: Portal, one: Engagement) -> str:
    return wire.flag(one.status != "COMPLETED" and one.at < portal.now)


_ANY = Group("engagement")

_COMMON: tuple[Definition, ...] = (
    _ANY.moment("hs_timestamp", "Activity date", lambda _, one: wire.moment(one.at)),
    _ANY.moment("hs_createdate", "Create date", lambda _, one: wire.moment(one.created_at), calculated=True),
    _ANY.moment(
        "hs_lastmodifieddate",
        "Last modified date",
        lambda portal, one: wire.moment(dates.modified_at(portal, one)),
        calculated=True,
    ),
    _ANY.number("hs_object_id", "Record ID", lambda _, one: one.hubspot_id, calculated=True),
    _ANY.owner(lambda _, one: one.owner.hubspot_owner_id),
    _ANY.text("hs_body_preview", "Body preview", _preview),
    _ANY.text("hs_attachment_ids", "Attached file IDs", nothing),
)

_EMAIL = Group("email")
_CALL = Group("call")
_MEETING = Group("meeting")
_NOTE = Group("note")
_TASK = Group("task")

EMAIL: tuple[Definition, ...] = (
    *_COMMON,
    _EMAIL.text("hs_email_subject", "Email subject", lambda _, one: one.subject),
    _EMAIL.long_text("hs_email_text", "Email body", lambda _, one: one.body),
    _EMAIL.long_text("hs_email_html", "Email HTML", _html),
    _EMAIL.text("hs_email_headers", "Email headers", _headers),
    _EMAIL.choice(
        "hs_email_direction",
        "Email direction",
        lambda _, one: one.direction,
        {"EMAIL": "Email", "INCOMING_EMAIL": "Incoming email", "FORWARDED_EMAIL": "Forwarded email"},
    ),
    _EMAIL.choice(
        "hs_email_status",
        "Email send status",
        lambda _, one: one.status,
        titled("BOUNCED", "FAILED", "SCHEDULED", "SENDING", "SENT"),
    ),
    _EMAIL.text("hs_email_thread_id", "Email thread ID", lambda _, one: one.thread_id),
    _EMAIL.text("hs_email_message_id", "Email message ID", lambda _, one: one.message_id),
    _EMAIL.text("hs_email_from_email", "Email from address", lambda _, one: _addresses(_senders(one))),
    _EMAIL.text("hs_email_from_firstname", "Email from first name", lambda _, one: _first(_senders(one))),
    _EMAIL.text("hs_email_from_lastname", "Email from last name", lambda _, one: _last(_senders(one))),
    _EMAIL.text("hs_email_to_email", "Email to address", lambda _, one: _addresses(_recipients(one))),
    _EMAIL.text("hs_email_to_firstname", "Email to first name", lambda _, one: _first(_recipients(one))),
    _EMAIL.text("hs_email_to_lastname", "Email to last name", lambda _, one: _last(_recipients(one))),
    _EMAIL.text("hs_email_cc_email", "Email CC address", lambda _, one: _addresses(_copied(one))),
    _EMAIL.number("hs_email_open_count", "Number of opens", nothing),
    _EMAIL.number("hs_email_click_count", "Number of clicks", nothing),
    _EMAIL.number("hs_email_reply_count", "Number of replies", nothing),
)

CALL: tuple[Definition, ...] = (
    *_COMMON,
    _CALL.text("hs_call_title", "Call title", lambda _, one: one.subject),
    _CALL.long_text("hs_call_body", "Call notes", _html),
    _CALL.choice("hs_call_direction", "Call direction", lambda _, one: one.direction, titled("INBOUND", "OUTBOUND")),
    _CALL.choice("hs_call_disposition", "Call outcome", lambda _, one: one.disposition, DISPOSITIONS),
    _CALL.number("hs_call_duration", "Call duration", lambda _, one: wire.number(one.duration_ms)),
    _CALL.choice(
        "hs_call_status",
        "Call status",
        lambda _, one: one.status,
        titled(
            "BUSY",
            "CALLING_CRM_USER",
            "CANCELED",
            "COMPLETED",
            "CONNECTING",
            "FAILED",
            "IN_PROGRESS",
            "NO_ANSWER",
            "QUEUED",
            "RINGING",
        ),
    ),
    _CALL.text("hs_call_from_number", "From number", _caller),
    _CALL.text("hs_call_to_number", "To number", _called),
    _CALL.text("hs_call_recording_url", "Recording URL", lambda _, one: one.recording_url),
    _CALL.text("hs_activity_type", "Call and meeting type", nothing),
)

MEETING: tuple[Definition, ...] = (
    *_COMMON,
    _MEETING.text("hs_meeting_title", "Meeting name", lambda _, one: one.subject),
    _MEETING.long_text("hs_meeting_body", "Meeting description", _html),
    _MEETING.long_text("hs_internal_meeting_notes", "Internal meeting notes", nothing),
    _MEETING.moment("hs_meeting_start_time", "Meeting start time", lambda _, one: wire.moment(one.at)),
    _MEETING.moment("hs_meeting_end_time", "Meeting end time", lambda _, one: wire.moment(one.end_at)),
    _MEETING.choice(
        "hs_meeting_outcome",
        "Meeting outcome",
        lambda _, one: one.outcome,
        titled("SCHEDULED", "COMPLETED", "RESCHEDULED", "NO_SHOW", "CANCELED"),
    ),
    _MEETING.text("hs_meeting_location", "Meeting location", nothing),
    _MEETING.text("hs_meeting_external_url", "External URL", nothing),
    _MEETING.text("hs_activity_type", "Call and meeting type", nothing),
)

NOTE: tuple[Definition, ...] = (*_COMMON, _NOTE.long_text("hs_note_body", "Note body", _html))

TASK: tuple[Definition, ...] = (
    *_COMMON,
    _TASK.text("hs_task_subject", "Task title", lambda _, one: one.subject),
    _TASK.long_text("hs_task_body", "Task notes", _html),
    _TASK.choice(
        "hs_task_status",
        "Task status",
        lambda _, one: one.status,
        titled("NOT_STARTED", "IN_PROGRESS", "WAITING", "DEFERRED", "COMPLETED"),
    ),
    _TASK.choice(
        "hs_task_priority",
        "Priority",
        lambda _, one: one.priority or "NONE",
        titled("NONE", "LOW", "MEDIUM", "HIGH"),
    ),
    _TASK.choice("hs_task_type", "Task type", lambda _, __: "TODO", titled("TODO", "CALL", "EMAIL")),
    _TASK.truth("hs_task_is_overdue", "Is overdue", _overdue, calculated=True),
    _TASK.moment("hs_task_completion_date", "Completed at", lambda _, one: wire.moment(one.completed_at)),
)


def _first(people: list[Person]) -> str | None:
    return people[0][1] if people else None


def _last(people: list[Person]) -> str | None:
    return people[0][2] if people else None
