"""Which webhooks Zendesk sends about a change of the world, and their bodies."""

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rotunda_world.model import Company, Contact, Ticket, TicketComment
from rotunda_world.simulators.simulator import Changed
from rotunda_world.simulators.zendesk import ids
from rotunda_world.simulators.zendesk.desk import Desk
from rotunda_world.simulators.zendesk.shapes import events as shapes
from rotunda_world.simulators.zendesk.shapes import people

Json = dict[str, Any]

_PREFIX = "zen:event-type:"
_VERSION = "2022-11-06"

# The ticket's attribute in the world, and the event that tells of its change.
_TICKET_EVENTS = {
    "status": "status_changed",
    "priority": "priority_changed",
    "kind": "type_changed",
    "subject": "subject_changed",
    "assignee": "agent_assignment_changed",
    "group": "group_assignment_changed",
    "requester": "requester_changed",
    "company": "organization_changed",
}
Event = tuple[str, Json, Json]  # Type without its prefix, the record's detail, what happened.


def bodies(desk: Desk, changed: Changed) -> list[bytes]:
    """One body per event; none for what Zendesk does not know."""
    return [_body(kind, detail, event, desk.now()) for kind, detail, event in _events(desk, changed)]


def _events(desk: Desk, changed: Changed) -> list[Event]:
    record, before = changed.record, changed.before
    match record:
        case Ticket():
            return _of_ticket(record, changed.kind, before)
        case TicketComment():
            return _of_comment(desk, record, changed.kind)
        case Contact() if record.zendesk_user_id is not None:
            return _of_user(record, changed.kind, before)
        case Company() if record.zendesk_org_id is not None:
            return _of_organization(record, changed.kind, before)
        case _:
            return []


def _of_ticket(record: Ticket, kind: str, before: Mapping[str, object]) -> list[Event]:
    detail = shapes.ticket(record)
    if kind == "ticket.created":
        return [("ticket.created", detail, {})]
    if kind == "ticket.deleted":
        return [("ticket.soft_deleted", detail, {})]
    events = [
        (f"ticket.{event}", detail, shapes.was_and_is(name, before[name], getattr(record, name)))
        for name, event in _TICKET_EVENTS.items()
        if name in before
    ]
    if "satisfaction" in before:
        asked_or_told = "csat_requested" if record.satisfaction == "offered" else "csat_received"
        change = shapes.was_and_is("satisfaction", before["satisfaction"], record.satisfaction)
        events.append((f"ticket.{asked_or_told}", detail, change))
    if "tags" in before:
        events.append(("ticket.tags_changed", detail, shapes.tags(before["tags"], record.tags)))
    return events


def _of_comment(desk: Desk, record: TicketComment, kind: str) -> list[Event]:
    """A comment does not know its ticket."""
    ticket = next((one for one in desk.tickets() if any(said is record for said in one.comments)), None)
    if ticket is None or kind != "ticket_comment.created":
        return []
    return [("ticket.comment_added", shapes.ticket(ticket), {"comment": shapes.comment(record)})]


def _of_user(record: Contact, kind: str, before: Mapping[str, object]) -> list[Event]:
    detail = shapes.user(record)
    if kind == "contact.created":
        return [("user.created", detail, {})]
    events: list[Event] = []
    if before.keys() & {"first_name", "last_name"}:
        events.append(("user.name_changed", detail, {"current": people.name_of(record)}))
    if "product_user_id" in before:
        events.append(("user.external_id_changed", detail, {"current": detail["external_id"]}))
    return events


def _of_organization(record: Company, kind: str, before: Mapping[str, object]) -> list[Event]:
    detail = shapes.organization(record)
    if kind == "company.created" or ("zendesk_org_id" in before and before["zendesk_org_id"] is None):
        return [("organization.created", detail, {})]
    events: list[Event] = []
    previous = _called_before(record, before)
    if previous != detail["name"]:
        events.append(("organization.name_changed", detail, {"previous": previous, "current": detail["name"]}))
    if before.keys() & {"product_account_id", "zendesk_declares_account"}:
        events.append(("organization.external_id_changed", detail, {"current": detail["external_id"]}))
    if "tags" in before:
        events.append(("organization.tags_changed", detail, shapes.tags(before["tags"], record.tags)))
    return events


def _called_before(record: Company, before: Mapping[str, object]) -> object:
    """Its spelling here before the change: other systems may have been meant."""
    names, name = before.get("names", record.names), before.get("name", record.name)
    return names.get("zendesk", name) if isinstance(names, Mapping) else name


def _body(kind: str, detail: Json, event: Json, now: datetime) -> bytes:
    """Ids are random: all deliveries of one event share them, two events never do."""
    noun, _, _ = kind.partition(".")
    meta = {"meta": {"sequence": {"id": uuid.uuid4().hex.upper(), "position": 1}}}
    body = {
        "account_id": ids.ACCOUNT_ID,
        "detail": detail,
        "event": event | meta,
        "id": str(uuid.uuid4()),
        "subject": f"zen:{noun}:{detail['id']}",
        "time": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "type": f"{_PREFIX}{kind}",
        "zendesk_event_version": _VERSION,
    }
    return json.dumps(body).encode()
