"""What was said on a ticket and what was done to it."""

import html
from datetime import datetime
from typing import Any

from rotunda_world.model import Ticket, TicketComment
from rotunda_world.simulators.zendesk import ids
from rotunda_world.simulators.zendesk.shapes.people import iso
from rotunda_world.simulators.zendesk.shapes.tickets import via

Json = dict[str, Any]


def comment(record: TicketComment, ticket: Ticket) -> Json:
    """`html_body` is the plain body in paragraphs."""
    paragraphs = "".join(f'<p dir="auto">{html.escape(part)}</p>' for part in record.body.split("\n\n"))
    return {
        "id": record.zendesk_id,
        "type": "Comment",
        "author_id": author_id(record),
        "body": record.body,
        "html_body": f'<div class="zd-comment" dir="auto">{paragraphs}</div>',
        "plain_body": record.body,
        "public": record.public,
        "attachments": [],
        "audit_id": ids.audit_id(record.zendesk_id),
        "via": via(ticket),
        "created_at": iso(record.created_at),
        "metadata": {"system": {}, "custom": {}},
    }


def author_id(record: TicketComment) -> int | None:
    return record.author.zendesk_user_id


def audits(ticket: Ticket) -> list[Json]:
    """Oldest first: one per comment, the first of which created the ticket, and the one that solved it.

    The world keeps no other history of a ticket, so neither do its audits.
    """
    told = [_comment_audit(ticket, record, first=place == 0) for place, record in enumerate(ticket.comments)]
    if ticket.solved_at is not None:
        told.append(_solving_audit(ticket, ticket.solved_at))
    return sorted(told, key=lambda audit: (audit["created_at"], audit["id"]))


def _comment_audit(ticket: Ticket, record: TicketComment, *, first: bool) -> Json:
    number = ids.audit_id(record.zendesk_id)
    said: Json = {
        "id": number + 1,
        "type": "Comment",
        "author_id": author_id(record),
        "body": record.body,
        "public": record.public,
        "attachments": [],
        "audit_id": number,
    }
    events = [said, *(_creation(ticket, number) if first else [])]
    return _audit(ticket, number, author_id(record), record.created_at, events)


def _creation(ticket: Ticket, number: int) -> list[Json]:
    """One Create event per field; values are strings even for ids."""
    fields = {
        "subject": ticket.subject,
        "status": "new",
        "priority": ticket.priority,
        "type": ticket.kind,
        "requester_id": _text(ticket.requester.zendesk_user_id),
        "organization_id": _text(ticket.company.zendesk_org_id),
        "group_id": _text(ids.group_id(ticket.group)),
        "assignee_id": _text(ticket.assignee.zendesk_user_id if ticket.assignee else None),
        "tags": list(ticket.tags),
    }
    return [
        {"id": number + 2 + place, "type": "Create", "field_name": name, "value": value}
        for place, (name, value) in enumerate(fields.items())
    ]


def _solving_audit(ticket: Ticket, solved_at: datetime) -> Json:
    number = ids.solving_audit_id(ticket.zendesk_id)
    change = {
        "id": number + 1,
        "type": "Change",
        "field_name": "status",
        "value": "solved",
        "previous_value": "open",
    }
    by = ticket.assignee.zendesk_user_id if ticket.assignee else ids.INTEGRATION_USER_ID
    return _audit(ticket, number, by, solved_at, [change])


def _audit(ticket: Ticket, number: int, author: int | None, moment: datetime, events: list[Json]) -> Json:
    return {
        "id": number,
        "ticket_id": ticket.zendesk_id,
        "created_at": iso(moment),
        "author_id": author,
        "metadata": {"system": {"client": "", "ip_address": "", "location": ""}, "custom": {}},
        "events": events,
        "via": via(ticket),
    }


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
