"""Related records at the side of a list: each needs the right to read its own resource."""

from collections.abc import Iterable, Sequence
from typing import Any

from rotunda_world.model import Company, Contact, Ticket, TicketComment
from rotunda_world.simulators.zendesk import ids
from rotunda_world.simulators.zendesk.asked import Asked
from rotunda_world.simulators.zendesk.desk import User
from rotunda_world.simulators.zendesk.shapes import history, people, tickets

Json = dict[str, Any]


def of_tickets(asked: Asked, records: Sequence[Ticket], shown: Sequence[Json]) -> Json:
    """`users`, `organizations` and `groups` as further members; `metric_sets` and `comment_count` inside each ticket
    of `shown`. What else is asked for is ignored, as the real one does.
    """
    if "metric_sets" in asked.includes:
        for record, body in zip(records, shown, strict=True):
            body["metric_set"] = tickets.metrics(record, asked.base)
    if "comment_count" in asked.includes:
        for record, body in zip(records, shown, strict=True):
            body["comment_count"] = len(record.comments)
    return {
        **_users(asked, (number for record in records for number in _people_of(record))),
        **_organizations(asked, (record.company for record in records)),
        **_groups(asked, (record.group for record in records)),
    }


def of_comments(asked: Asked, records: Iterable[TicketComment]) -> Json:
    return _users(asked, (history.author_id(record) for record in records))


def of_users(asked: Asked, records: Iterable[User]) -> Json:
    """`organizations` and `groups`; the latter always empty, as no user here has a default group."""
    companies = (record.company for record in records if isinstance(record, Contact))
    return {**_organizations(asked, companies), **_groups(asked, ())}


def _people_of(record: Ticket) -> tuple[int | None, int | None]:
    return record.requester.zendesk_user_id, record.assignee.zendesk_user_id if record.assignee else None


def _users(asked: Asked, numbers: Iterable[int | None]) -> Json:
    if "users" not in asked.includes:
        return {}
    asked.bearer.require("users")
    wanted = sorted({number for number in numbers if number is not None})
    found = (asked.desk.shown_user_by_id(number, asked.base) for number in wanted)
    return {"users": [user for user in found if user is not None]}


def _organizations(asked: Asked, companies: Iterable[Company]) -> Json:
    if "organizations" not in asked.includes:
        return {}
    asked.bearer.require("organizations")
    known = {company.zendesk_org_id: company for company in companies if company.zendesk_org_id is not None}
    return {"organizations": [people.organization(company, asked.base) for _, company in sorted(known.items())]}


def _groups(asked: Asked, names: Iterable[str]) -> Json:
    if "groups" not in asked.includes:
        return {}
    asked.bearer.require("groups")
    wanted = sorted(set(names), key=ids.group_id)
    return {"groups": [people.group(name, asked.base, asked.desk.since) for name in wanted]}
