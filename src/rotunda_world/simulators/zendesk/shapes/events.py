"""Records and changes as Zendesk's webhooks tell them: ids are texts and enumerations upper case, unlike the API."""

from collections.abc import Callable, Mapping
from typing import Any

from rotunda_world.model import Company, Contact, Teammate, Ticket, TicketComment
from rotunda_world.simulators.zendesk import ids
from rotunda_world.simulators.zendesk.shapes import people

Json = dict[str, Any]


def ticket(record: Ticket) -> Json:
    return {
        "actor_id": str(ids.INTEGRATION_USER_ID),
        "assignee_id": _text(record.assignee.zendesk_user_id if record.assignee else None),
        "brand_id": str(ids.BRAND_ID),
        "created_at": people.iso(record.created_at),
        "custom_status": str(ids.CUSTOM_STATUSES[record.status]),
        "description": record.comments[0].body if record.comments else record.subject,
        "external_id": None,
        "form_id": str(ids.TICKET_FORM_ID),
        "group_id": str(ids.group_id(record.group)),
        "id": str(record.zendesk_id),
        "is_public": True,
        "organization_id": _text(record.company.zendesk_org_id),
        "priority": _upper(record.priority),
        "requester_id": _text(record.requester.zendesk_user_id),
        "status": _upper(record.status),
        "subject": record.subject,
        "submitter_id": _text(record.requester.zendesk_user_id),
        "tags": list(record.tags),
        "type": _upper(record.kind),
        "updated_at": people.iso(record.updated_at),
        "via": {"channel": record.channel},
    }


def user(record: Contact) -> Json:
    return {
        "created_at": people.iso(record.created_at),
        "default_group_id": None,
        "email": record.zendesk_email or record.email,
        "external_id": people.user_external_id(record),
        "id": _text(record.zendesk_user_id),
        "organization_id": _text(record.company.zendesk_org_id),
        "role": "end-user",
        "updated_at": people.iso(record.updated_at or record.created_at),
    }


def organization(record: Company) -> Json:
    return {
        "created_at": people.iso(record.created_at),
        "external_id": people.organization_external_id(record),
        "group_id": None,
        "id": _text(record.zendesk_org_id),
        "name": record.called("zendesk"),
        "shared_comments": False,
        "shared_tickets": False,
        "updated_at": people.iso(record.updated_at or record.created_at),
    }


def comment(record: TicketComment) -> Json:
    author = record.author
    return {
        "author": {
            "id": _text(author.zendesk_user_id),
            "is_staff": isinstance(author, Teammate),
            "name": people.name_of(author),
        },
        "body": record.body,
        "id": str(record.zendesk_id),
        "is_public": record.public,
    }


def was_and_is(name: str, before: object, now: object) -> Json:
    told = _TOLD.get(name, _enumeration)
    return {"previous": told(before), "current": told(now)}


def _id_of(value: object) -> str | None:
    if isinstance(value, Contact | Teammate):
        return _text(value.zendesk_user_id)
    return _text(value.zendesk_org_id) if isinstance(value, Company) else None


def _enumeration(value: object) -> str | None:
    return None if value is None else str(value).upper()


def _as_it_is(value: object) -> str | None:
    return None if value is None else str(value)


_TOLD: Mapping[str, Callable[[object], str | None]] = {
    "subject": _as_it_is,
    "assignee": _id_of,
    "requester": _id_of,
    "company": _id_of,
    "group": lambda value: str(ids.group_id(str(value))),
}


def tags(before: object, now: list[str]) -> Json:
    earlier = [str(tag) for tag in before] if isinstance(before, list | tuple | set | frozenset) else []
    return {
        "tags_added": [tag for tag in now if tag not in earlier],
        "tags_removed": [tag for tag in earlier if tag not in now],
    }


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _upper(value: str | None) -> str | None:
    return None if value is None else value.upper()
