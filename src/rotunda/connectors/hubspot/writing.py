"""Notes, calls, meetings, emails and tasks of teammates as HubSpot's engagements.

HubSpot has no key that would make a repeated creation harmless, and its search shows what was made only a while later.
So a copy ends with a line that names its original, and is looked for among what the company, or the person, is
associated with, which is told at once.
"""

import html
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rotunda.connector_kit.events import RecordName
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Program, Request
from rotunda.connector_kit.writing import Copy, Kind, Original, Writer, Writes, marks_in
from rotunda.connectors.hubspot.batches import OWNERS, association_request, inputs_of, read_batches
from rotunda.connectors.hubspot.manifest import VERSION, WRITING, WRITING_ALLOWED
from rotunda.connectors.hubspot.mapping.record import Portal, Record, newest_first, read_associations, read_portal
from rotunda.connectors.hubspot.requests import PORTAL
from rotunda.sections.ids import ExternalId

Properties = Mapping[str, str]

_PLURALS = {
    Kind.NOTE: "notes",
    Kind.CALL: "calls",
    Kind.MEETING: "meetings",
    Kind.EMAIL: "emails",
    Kind.TASK: "tasks",
}
_ONTO = {"company": "companies", "contact": "contacts"}
_ASSOCIATIONS = {
    ("notes", "company"): 190,
    ("notes", "contact"): 202,
    ("calls", "company"): 182,
    ("calls", "contact"): 194,
    ("meetings", "company"): 188,
    ("meetings", "contact"): 200,
    ("emails", "company"): 186,
    ("emails", "contact"): 198,
    ("tasks", "company"): 192,
    ("tasks", "contact"): 204,
}
"""HubSpot's own types, from the engagement to the customer."""

_BODIES = {
    "notes": "hs_note_body",
    "calls": "hs_call_body",
    "meetings": "hs_meeting_body",
    "emails": "hs_email_html",
    "tasks": "hs_task_body",
}
_MOST_PAGES = 100
"""Of one customer's engagements of a kind, hundreds on each."""

_NEWEST = 100
"""Among which a copy is looked for: numbers of records rise."""


def create(original: Original) -> Program[Copy]:
    plural = _PLURALS[original.kind]
    properties, portal = yield from _prepared(original)
    body = {
        "properties": properties,
        "associations": [_association(plural, name) for name in original.whose],
    }
    [made] = yield [Request(method="POST", path=f"/crm/objects/{VERSION}/{plural}", body=body, writes=True)]
    return _copy(original.kind, Record(Wild(made.only, plural)), portal)


def change(original: Original, copy: RecordName) -> Program[Copy]:
    plural, (_, number) = _PLURALS[original.kind], copy
    properties, portal = yield from _prepared(original)
    path = f"/crm/objects/{VERSION}/{plural}/{number}"
    yield [Request(method="PATCH", path=path, body={"properties": properties}, writes=True)]
    return Copy(copy, portal.ref(plural, number).url)


def remove(copy: RecordName) -> Program[None]:
    """Into HubSpot's recycling bin; one that is there already, or gone from it, is as good."""
    kind, number = copy
    path = f"/crm/objects/{VERSION}/{_PLURALS[Kind(kind)]}/{number}"
    yield [Request(method="DELETE", path=path, absent_on=frozenset({404}), writes=True)]


def find(original: Original) -> Program[Copy | None]:
    """The engagement that names the original, among the newest of the customer."""
    plural = _PLURALS[original.kind]
    ids = yield from _near(original.whose[0], plural)
    body = _BODIES[plural]
    found, (details,) = yield from read_batches({plural: (ids[:_NEWEST], (body,))}, also=(PORTAL,))
    copies = [each for each in found[plural].values() if original.mark in marks_in(each.text(body))]
    return _copy(original.kind, copies[-1], read_portal(details)) if copies else None


def _near(customer: RecordName, plural: str) -> Program[Sequence[str]]:
    """The ids of all engagements of a kind that a customer has, the newest first."""
    record_type, number = customer
    inputs, ids = inputs_of([number]), list[str]()
    for _ in range(_MOST_PAGES):
        [payload] = yield [association_request(_ONTO[record_type], plural, inputs)]
        page = read_associations(payload, [number], f"{record_type} to {plural}")
        ids += page.newest()
        inputs = page.following
        if not inputs:
            break
    return newest_first(ids)


def _copy(kind: Kind, record: Record, portal: Portal) -> Copy:
    return Copy((kind, ExternalId(record.id)), portal.ref(_PLURALS[kind], record.id).url)


def _prepared(original: Original) -> Program[tuple[Properties, Portal]]:
    details, owners = yield [PORTAL, OWNERS]
    portal = read_portal(details, owners)
    who = original.assignee if original.kind is Kind.TASK and original.assignee else original.author
    owner = _owner(portal, who)
    properties = {**_PROPERTIES[original.kind](original), **({"hubspot_owner_id": owner} if owner else {})}
    return properties, portal


def _owner(portal: Portal, who: Writer) -> str | None:
    """By address; a teammate whom HubSpot does not know owns nothing there."""
    address = who.address.casefold()
    known = (number for number, owner in portal.owners.items() if owner.email and owner.email.casefold() == address)
    return next(known, None) if address else None


def _association(plural: str, name: RecordName) -> Mapping[str, Any]:
    record_type, number = name
    type_id = _ASSOCIATIONS[plural, record_type]
    return {
        "to": {"id": number},
        "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}],
    }


def _note(original: Original) -> Properties:
    return {"hs_timestamp": _moment(original.at), "hs_note_body": _body(original)}


def _call(original: Original) -> Properties:
    return {
        "hs_timestamp": _moment(original.at),
        "hs_call_title": original.subject or "",
        "hs_call_body": _body(original),
        "hs_call_status": "COMPLETED",
        **_given("hs_call_direction", _direction(original.outbound)),
        **_given("hs_call_duration", _millis(original.duration_seconds)),
    }


def _meeting(original: Original) -> Properties:
    held = original.at <= original.written_at
    return {
        "hs_timestamp": _moment(original.at),
        "hs_meeting_title": original.subject or "",
        "hs_meeting_body": _body(original),
        "hs_meeting_start_time": _moment(original.at),
        "hs_meeting_end_time": _moment(original.ends_at or original.at),
        "hs_meeting_outcome": "COMPLETED" if held else "SCHEDULED",
    }


def _email(original: Original) -> Properties:
    return {
        "hs_timestamp": _moment(original.at),
        "hs_email_subject": original.subject or "",
        "hs_email_html": _body(original),
        "hs_email_text": "\n\n".join(filter(None, (original.text, _line(original)))),
        "hs_email_direction": "INCOMING_EMAIL" if original.outbound is False else "EMAIL",
        "hs_email_status": "SENT",
    }


def _task(original: Original) -> Properties:
    """A task without a date is due when it was made: HubSpot has none without."""
    return {
        "hs_timestamp": _moment(original.due_at or original.at),
        "hs_task_subject": original.subject or "",
        "hs_task_body": _body(original),
        "hs_task_status": "COMPLETED" if original.completed_at else "NOT_STARTED",
        "hs_task_type": "TODO",
    }


_PROPERTIES: Mapping[Kind, Callable[[Original], Properties]] = {
    Kind.NOTE: _note,
    Kind.CALL: _call,
    Kind.MEETING: _meeting,
    Kind.EMAIL: _email,
    Kind.TASK: _task,
}


def _body(original: Original) -> str:
    outcome = f"<p>Outcome: {html.escape(original.outcome)}</p>" if original.outcome else ""
    return f"{original.html.strip()}{outcome}<p>{html.escape(_line(original), quote=False)}</p>"


def _line(original: Original) -> str:
    """What tells people there where it comes from, and us which one it is."""
    return f"{original.author.name} in Rotunda, {original.mark}"


def _given(name: str, value: str | None) -> Properties:
    return {} if value is None else {name: value}


def _direction(outbound: bool | None) -> str | None:  # noqa: FBT001 - what was said of a call
    if outbound is None:
        return None
    return "OUTBOUND" if outbound else "INBOUND"


def _millis(seconds: int | None) -> str | None:
    return None if seconds is None else str(seconds * 1000)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


WRITES = Writes(
    kinds=frozenset(_PLURALS),
    onto=("contact", "company"),
    switch=(WRITING, WRITING_ALLOWED),
    create=create,
    find=find,
    change=change,
    remove=remove,
)
