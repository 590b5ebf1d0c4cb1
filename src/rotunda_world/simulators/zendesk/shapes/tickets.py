"""Tickets, their satisfaction and their metrics."""

from datetime import datetime, timedelta
from typing import Any

from rotunda_world.model import Contact, Ticket
from rotunda_world.simulators.zendesk import ids
from rotunda_world.simulators.zendesk.shapes.people import iso, name_of

Json = dict[str, Any]

_WORK_BEGINS = 9
_WORK_ENDS = 17
_SATURDAY = 5


def ticket(record: Ticket, base: str) -> Json:
    """`base` is the address of the API, without a slash at the end. `fields` repeats `custom_fields`, as it does
    there.
    """
    return {
        "url": f"{base}/api/v2/tickets/{record.zendesk_id}.json",
        "id": record.zendesk_id,
        "external_id": None,
        "via": via(record),
        "created_at": iso(record.created_at),
        "updated_at": iso(record.updated_at),
        "generated_timestamp": int(record.updated_at.timestamp()),
        "type": record.kind,
        "subject": record.subject,
        "raw_subject": record.subject,
        "description": record.comments[0].body if record.comments else record.subject,
        "priority": record.priority,
        "status": record.status,
        "recipient": None,
        **_people_of(record),
        "group_id": ids.group_id(record.group),
        "forum_topic_id": None,
        "problem_id": None,
        "has_incidents": False,
        "is_public": not record.comments or any(comment.public for comment in record.comments),
        "due_at": None,
        "tags": list(record.tags),
        "custom_fields": [],
        "satisfaction_rating": satisfaction(record),
        "sharing_agreement_ids": [],
        "custom_status_id": ids.CUSTOM_STATUSES[record.status],
        "encoded_id": f"{record.zendesk_id:X}",
        "fields": [],
        "followup_ids": [],
        "ticket_form_id": ids.TICKET_FORM_ID,
        "brand_id": ids.BRAND_ID,
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": record.channel == "messaging",
    }


def _people_of(record: Ticket) -> Json:
    return {
        "requester_id": record.requester.zendesk_user_id,
        "submitter_id": record.requester.zendesk_user_id,
        "assignee_id": record.assignee.zendesk_user_id if record.assignee else None,
        "organization_id": record.company.zendesk_org_id,
        "collaborator_ids": [],
        "follower_ids": [],
        "email_cc_ids": [],
    }


def via(record: Ticket) -> Json:
    source: Json = {"from": {}, "to": {}, "rel": None}
    if record.channel == "email":
        source["from"] = {
            "address": record.requester.zendesk_email or record.requester.email,
            "name": name_of(record.requester),
        }
    return {"channel": record.channel, "source": source}


def satisfaction(record: Ticket) -> Json:
    """The short form that a ticket carries."""
    if record.satisfaction is None:
        return {"score": "unoffered"}
    if record.satisfaction == "offered":
        return {"score": "offered"}
    return {"id": ids.rating_id(record.zendesk_id), "score": record.satisfaction, "comment": None, "reason": None}


def rating(record: Ticket, base: str) -> Json:
    """The long form, of `satisfaction_ratings`. The world's ratings have no comments."""
    number = ids.rating_id(record.zendesk_id)
    moment = iso(record.satisfaction_at or record.updated_at)
    return {
        "url": f"{base}/api/v2/satisfaction_ratings/{number}.json",
        "id": number,
        "assignee_id": record.assignee.zendesk_user_id if record.assignee else None,
        "group_id": ids.group_id(record.group),
        "requester_id": record.requester.zendesk_user_id,
        "ticket_id": record.zendesk_id,
        "score": record.satisfaction or "unoffered",
        "created_at": moment,
        "updated_at": moment,
        "comment": None,
        "reason": None,
        "reason_id": None,
        "reason_code": None,
    }


def metrics(record: Ticket, base: str) -> Json:
    """The metric set. Minutes; null until it happened. Waiting times by side are not kept by the world: null."""
    number = ids.metric_id(record.zendesk_id)
    by_agent = [comment for comment in record.comments if not isinstance(comment.author, Contact)]
    by_customer = [comment for comment in record.comments if isinstance(comment.author, Contact)]
    assigned_at = iso(record.created_at) if record.assignee else None
    return {
        "url": f"{base}/api/v2/ticket_metrics/{number}.json",
        "id": number,
        "ticket_id": record.zendesk_id,
        "created_at": iso(record.created_at),
        "updated_at": iso(record.updated_at),
        "group_stations": 1,
        "assignee_stations": 1 if record.assignee else 0,
        "reopens": 0,
        "replies": sum(1 for comment in by_agent if comment.public),
        "assignee_updated_at": iso(by_agent[-1].created_at) if by_agent else None,
        "requester_updated_at": iso(by_customer[-1].created_at if by_customer else record.created_at),
        "status_updated_at": iso(record.solved_at or record.updated_at),
        "initially_assigned_at": assigned_at,
        "assigned_at": assigned_at,
        "solved_at": iso(record.solved_at),
        "latest_comment_added_at": iso(record.comments[-1].created_at if record.comments else record.created_at),
        "reply_time_in_minutes": _minutes(record.created_at, record.first_reply_at),
        "first_resolution_time_in_minutes": _minutes(record.created_at, record.solved_at),
        "full_resolution_time_in_minutes": _minutes(record.created_at, record.solved_at),
        "agent_wait_time_in_minutes": _minutes(record.created_at, None),
        "requester_wait_time_in_minutes": _minutes(record.created_at, None),
        "on_hold_time_in_minutes": _minutes(record.created_at, None),
        "custom_status_updated_at": iso(record.solved_at or record.updated_at),
    }


def _minutes(start: datetime, end: datetime | None) -> Json:
    if end is None:
        return {"calendar": None, "business": None}
    calendar = max(0, int((end - start).total_seconds() // 60))
    return {"calendar": calendar, "business": _business_minutes(start, end)}


def _business_minutes(start: datetime, end: datetime) -> int:
    """Of the demo company's schedule: Monday to Friday, 9 to 17 UTC."""
    seconds = 0.0
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while midnight < end:
        opens, closes = midnight + timedelta(hours=_WORK_BEGINS), midnight + timedelta(hours=_WORK_ENDS)
        if midnight.weekday() < _SATURDAY:
            seconds += max(0.0, (min(end, closes) - max(start, opens)).total_seconds())
        midnight += timedelta(days=1)
    return int(seconds // 60)
