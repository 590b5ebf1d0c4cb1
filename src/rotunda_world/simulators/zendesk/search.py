"""GET /api/v2/search, its count, and the search for users: offset paging only, at most 1,000 results.

New records are found at once here; the real index may lag by some minutes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rotunda_world.model import Company, Contact, Teammate, Ticket
from rotunda_world.simulators.zendesk import ids, matching
from rotunda_world.simulators.zendesk.desk import Desk, User
from rotunda_world.simulators.zendesk.query import Query, Term
from rotunda_world.simulators.zendesk.shapes import people, tickets

MOST_RESULTS = 1000
SORT_KEYS = ("created_at", "updated_at", "priority", "status", "ticket_type")

Record = Ticket | Contact | Teammate | Company | str


@dataclass(frozen=True, slots=True)
class Found:
    """One result: what kind it is, and what it is sorted by (updated, created, priority, status and type ranks)."""

    kind: str
    record: Record
    number: int
    created_at: datetime
    updated_at: datetime


def find(desk: Desk, query: Query) -> list[Found]:
    """Everything that matches, newest change first: that stands for relevance here."""
    kinds = query.types or frozenset(_KINDS)
    found = [one for kind in sorted(kinds & _KINDS.keys()) for one in _KINDS[kind](desk, query)]
    found.sort(key=lambda one: (one.updated_at, one.number), reverse=True)
    return found


def ordered(found: Sequence[Found], sort_by: str | None, *, descending: bool) -> list[Found]:
    """By one of Zendesk's keys; by an unknown one or none, as they are."""
    key = _SORTS.get((sort_by or "").removesuffix("_at"))
    return sorted(found, key=key, reverse=descending) if key else list(found)


def shown(desk: Desk, found: Found, base: str) -> dict[str, Any]:
    """The record as its own endpoint shows it, and its kind."""
    record = found.record
    if isinstance(record, Ticket):
        body = tickets.ticket(record, base)
    elif isinstance(record, Company):
        body = people.organization(record, base)
    elif isinstance(record, str):
        body = people.group(record, base, desk.since)
    else:
        body = desk.shown_user(record, base)
    return body | {"result_type": found.kind}


def _tickets(desk: Desk, query: Query) -> list[Found]:
    return [
        Found("ticket", one, one.zendesk_id, one.created_at, one.updated_at)
        for one in desk.tickets()
        if _matches(one, query, _TICKET_PROPERTIES, _ticket_text)
    ]


def _users(desk: Desk, query: Query) -> list[Found]:
    return [_found_user(desk, one) for one in desk.users() if _matches(one, query, _USER_PROPERTIES, _user_text)]


def _found_user(desk: Desk, user: User) -> Found:
    if isinstance(user, Teammate):
        return Found("user", user, user.zendesk_user_id, desk.since, desk.since)
    return Found("user", user, user.zendesk_user_id or 0, user.created_at, user.updated_at or user.created_at)


def _organizations(desk: Desk, query: Query) -> list[Found]:
    return [
        Found("organization", one, one.zendesk_org_id or 0, one.created_at, one.updated_at or one.created_at)
        for one in desk.organizations()
        if _matches(one, query, _ORGANIZATION_PROPERTIES, _organization_text)
    ]


def _groups(desk: Desk, query: Query) -> list[Found]:
    return [
        Found("group", name, ids.group_id(name), desk.since, desk.since)
        for name in desk.groups()
        if _matches(name, query, _GROUP_PROPERTIES, matching.text)
    ]


_KINDS: Mapping[str, Callable[[Desk, Query], list[Found]]] = {
    "ticket": _tickets,
    "user": _users,
    "organization": _organizations,
    "group": _groups,
}


def _matches(
    record: Any,
    query: Query,
    properties: Mapping[str, Callable[[Term, Any], bool]],
    free_text: Callable[[Term, Any], bool],
) -> bool:
    """All groups of terms hold. A property that this kind of record does not have is never true."""

    def holds(term: Term) -> bool:
        test = free_text if term.name is None else properties.get(term.name)
        return (test is not None and test(term, record)) is not term.negated

    return all(any(holds(term) for term in group) for group in query.groups())


def _ticket_text(term: Term, one: Ticket) -> bool:
    bodies = (comment.body for comment in one.comments)
    return term.value == str(one.zendesk_id) or matching.text(term, one.subject, *bodies)


def _user_text(term: Term, one: User) -> bool:
    return matching.text(term, people.name_of(one), _email(one), one.phone if isinstance(one, Contact) else None)


def _organization_text(term: Term, one: Company) -> bool:
    return matching.text(term, one.called("zendesk"), one.domain, *one.further_domains, *one.tags)


def _email(user: User) -> str:
    return (user.zendesk_email or user.email) if isinstance(user, Contact) else user.email


def _is_person(term: Term, person: User | None) -> bool:
    """By id, address or name; `none` when there is nobody."""
    if person is None:
        return term.value.lower() == matching.NOTHING
    return matching.exactly(term, person.zendesk_user_id, _email(person)) or matching.text(term, people.name_of(person))


def _is_organization(term: Term, company: Company) -> bool:
    if company.zendesk_org_id is None:
        return term.value.lower() == matching.NOTHING
    return matching.exactly(term, company.zendesk_org_id) or (
        not term.value.isdigit() and matching.text(term, company.called("zendesk"))
    )


_TICKET_PROPERTIES: Mapping[str, Callable[[Term, Ticket], bool]] = {
    "status": lambda term, one: matching.ranked(term, one.status, matching.STATUSES),
    "priority": lambda term, one: matching.ranked(term, one.priority, matching.PRIORITIES),
    "ticket_type": lambda term, one: matching.exactly(term, one.kind),
    "organization": lambda term, one: _is_organization(term, one.company),
    "organization_id": lambda term, one: matching.exactly(term, one.company.zendesk_org_id),
    "requester": lambda term, one: _is_person(term, one.requester),
    "requester_id": lambda term, one: matching.exactly(term, one.requester.zendesk_user_id),
    "submitter": lambda term, one: _is_person(term, one.requester),
    "assignee": lambda term, one: _is_person(term, one.assignee),
    "group": lambda term, one: matching.exactly(term, ids.group_id(one.group)) or matching.text(term, one.group),
    "tags": lambda term, one: matching.tagged(term, one.tags),
    "created": lambda term, one: matching.dated(term, one.created_at),
    "updated": lambda term, one: matching.dated(term, one.updated_at),
    "solved": lambda term, one: matching.dated(term, one.solved_at),
    "due_date": lambda term, _: matching.dated(term, None),
    "via": lambda term, one: matching.exactly(term, one.channel),
    "subject": lambda term, one: matching.text(term, one.subject),
    "description": lambda term, one: bool(one.comments) and matching.text(term, one.comments[0].body),
    "comment": lambda term, one: matching.text(term, *(comment.body for comment in one.comments)),
    "satisfaction": lambda term, one: matching.exactly(term, one.satisfaction or "unoffered"),
}

_USER_PROPERTIES: Mapping[str, Callable[[Term, User], bool]] = {
    "email": lambda term, one: matching.exactly(term, _email(one)) or matching.text(term, _email(one)),
    "name": lambda term, one: matching.text(term, people.name_of(one)),
    "phone": lambda term, one: isinstance(one, Contact) and matching.exactly(term, one.phone),
    "role": lambda term, one: matching.exactly(term, "agent" if isinstance(one, Teammate) else "end-user"),
    "organization": lambda term, one: isinstance(one, Contact) and _is_organization(term, one.company),
    "external_id": lambda term, one: isinstance(one, Contact) and matching.exactly(term, people.user_external_id(one)),
    "created": lambda term, one: isinstance(one, Contact) and matching.dated(term, one.created_at),
    "updated": lambda term, one: isinstance(one, Contact) and matching.dated(term, one.updated_at or one.created_at),
}

_ORGANIZATION_PROPERTIES: Mapping[str, Callable[[Term, Company], bool]] = {
    "name": lambda term, one: matching.text(term, one.called("zendesk")),
    "external_id": lambda term, one: matching.exactly(term, people.organization_external_id(one)),
    "domain": lambda term, one: matching.exactly(term, one.domain, *one.further_domains),
    "tags": lambda term, one: matching.tagged(term, one.tags),
    "created": lambda term, one: matching.dated(term, one.created_at),
    "updated": lambda term, one: matching.dated(term, one.updated_at or one.created_at),
}

_GROUP_PROPERTIES: Mapping[str, Callable[[Term, str], bool]] = {
    "name": matching.text,
}


def _priority(one: Found) -> int:
    priority = one.record.priority if isinstance(one.record, Ticket) else None
    return matching.PRIORITIES.index(priority) if priority in matching.PRIORITIES else -1


def _status(one: Found) -> int:
    return matching.STATUSES.index(one.record.status) if isinstance(one.record, Ticket) else -1


def _ticket_type(one: Found) -> str:
    return (one.record.kind or "") if isinstance(one.record, Ticket) else ""


_SORTS: Mapping[str, Callable[[Found], Any]] = {
    "created": lambda one: one.created_at,
    "updated": lambda one: one.updated_at,
    "priority": _priority,
    "status": _status,
    "ticket_type": _ticket_type,
}
