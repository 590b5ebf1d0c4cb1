"""What was said: emails, calls, meetings and notes of the past."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Payload
from rotunda.connectors.hubspot.mapping.plain_text import text_of_html, tidy
from rotunda.connectors.hubspot.mapping.record import Portal, Record, Values
from rotunda.sections.communication.model import Channel, Direction, Entry

PROPERTIES: Mapping[str, Sequence[str]] = {
    "emails": (
        "hs_timestamp",
        "hs_email_direction",
        "hs_email_status",
        "hs_email_subject",
        "hs_email_text",
        "hs_email_html",
        "hs_email_from_email",
        "hs_email_to_email",
        "hs_email_cc_email",
        "hubspot_owner_id",
    ),
    "calls": (
        "hs_timestamp",
        "hs_call_title",
        "hs_call_body",
        "hs_call_direction",
        "hs_call_disposition",
        "hs_call_duration",
        "hubspot_owner_id",
    ),
    "meetings": (
        "hs_timestamp",
        "hs_meeting_title",
        "hs_meeting_body",
        "hs_meeting_start_time",
        "hs_meeting_end_time",
        "hs_meeting_outcome",
        "hubspot_owner_id",
    ),
    "notes": ("hs_timestamp", "hs_note_body", "hubspot_owner_id"),
}
_DIRECTIONS = {
    "INCOMING_EMAIL": Direction.INBOUND,
    "EMAIL": Direction.OUTBOUND,
    "FORWARDED_EMAIL": Direction.OUTBOUND,
    "INBOUND": Direction.INBOUND,
    "OUTBOUND": Direction.OUTBOUND,
}
_NOT_SENT = frozenset({"SCHEDULED", "SENDING"})
_DISPOSITIONS = {
    "9d9162e7-6cf3-4944-bf63-4dff82258764": "Busy",
    "f240bbac-87c9-4f6e-bf70-924b57d47db7": "Connected",
    "a4c4c377-d246-4b32-a13b-75a56a4cd0ff": "Left live message",
    "b2cf5968-551e-4856-9783-52b3da59a7d0": "Left voicemail",
    "73a0d17f-1163-4015-bdd5-ec830791da20": "No answer",
    "17b47fee-58de-441e-a44c-c6300d46f273": "Wrong number",
}
"""HubSpot's own outcomes of a call; a portal may add to them and rename them."""


class Surroundings(msgspec.Struct, frozen=True):
    """What entries refer to: the portal, labels of call outcomes by GUID, names of contacts by kind and id."""

    portal: Portal
    dispositions: Mapping[str, str]
    attendees: Mapping[tuple[str, str], Sequence[str]]


def read_dispositions(payload: Payload) -> Mapping[str, str]:
    """Labels of call outcomes by GUID: the portal's own, or HubSpot's defaults where those may not be read."""
    return payload.once(_dispositions)


def _dispositions(payload: Payload) -> Mapping[str, str]:
    own = {
        option.text_at("value"): option.text_at("label")
        for page in payload.pages
        for option in Wild(page, "dispositions")["options"]
    }
    return {**_DISPOSITIONS, **own}


def map_entries(kind: str, records: Iterable[Record], around: Surroundings, now: datetime) -> list[Entry]:
    """Past entries of one kind, in no order. `kind` is HubSpot's object name."""
    read = _MAPPERS[kind]
    entries = [read(record, around) for record in records if kind != "emails" or _was_sent(record)]
    return [entry for entry in entries if entry.at <= now]


def starts_at(meeting: Record) -> datetime:
    """When a meeting begins."""
    return meeting.at("hs_meeting_start_time") or meeting.required_at("hs_timestamp")


def _was_sent(email: Record) -> bool:
    return email.values["hs_email_status"] not in _NOT_SENT


def _email(record: Record, around: Surroundings) -> Entry:
    said = record.values
    status = said["hs_email_status"]
    return Entry(
        ref=around.portal.ref("emails", record.id),
        channel=Channel.EMAIL,
        at=record.required_at("hs_timestamp"),
        subject=tidy(said["hs_email_subject"]),
        text=tidy(said["hs_email_text"]) or text_of_html(said["hs_email_html"]),
        direction=_DIRECTIONS.get(said["hs_email_direction"] or ""),
        participants=_addresses(said),
        teammate=around.portal.owner_name(record),
        outcome=status.lower() if status in {"BOUNCED", "FAILED"} else None,
    )


def _addresses(said: Values) -> list[str]:
    """Of all who wrote or were written to, each once."""
    fields = (said["hs_email_from_email"], said["hs_email_to_email"], said["hs_email_cc_email"])
    written = ";".join([field for field in fields if field]).split(";")
    return list(dict.fromkeys(filter(None, map(str.strip, written))))


def _call(record: Record, around: Surroundings) -> Entry:
    duration_ms, said = record.whole("hs_call_duration"), record.values
    return Entry(
        ref=around.portal.ref("calls", record.id),
        channel=Channel.CALL,
        at=record.required_at("hs_timestamp"),
        subject=tidy(said["hs_call_title"]),
        text=text_of_html(said["hs_call_body"]),
        direction=_DIRECTIONS.get(said["hs_call_direction"] or ""),
        participants=list(around.attendees.get(("calls", record.id), ())),
        teammate=around.portal.owner_name(record),
        duration_seconds=None if duration_ms is None else duration_ms // 1000,
        outcome=around.dispositions.get(said["hs_call_disposition"] or ""),
    )


def _meeting(record: Record, around: Surroundings) -> Entry:
    begins, ends, said = starts_at(record), record.at("hs_meeting_end_time"), record.values
    return Entry(
        ref=around.portal.ref("meetings", record.id),
        channel=Channel.MEETING,
        at=begins,
        subject=tidy(said["hs_meeting_title"]),
        text=text_of_html(said["hs_meeting_body"]),
        participants=list(around.attendees.get(("meetings", record.id), ())),
        teammate=around.portal.owner_name(record),
        duration_seconds=int((ends - begins).total_seconds()) if ends and ends >= begins else None,
        outcome=(said["hs_meeting_outcome"] or "").lower() or None,
    )


def _note(record: Record, around: Surroundings) -> Entry:
    return Entry(
        ref=around.portal.ref("notes", record.id),
        channel=Channel.NOTE,
        at=record.required_at("hs_timestamp"),
        text=text_of_html(record.values["hs_note_body"]),
        teammate=around.portal.owner_name(record),
    )


_MAPPERS: Mapping[str, Callable[[Record, Surroundings], Entry]] = {
    "emails": _email,
    "calls": _call,
    "meetings": _meeting,
    "notes": _note,
}
