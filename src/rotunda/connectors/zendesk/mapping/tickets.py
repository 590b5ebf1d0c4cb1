"""Tickets with the people, groups and times that came beside them."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from rotunda.connector_kit.errors import Misconfigured
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Payload
from rotunda.connectors.zendesk.manifest import DEFAULT_ESCALATION_TAGS, SOURCE
from rotunda.sections.ids import ExternalId
from rotunda.sections.provenance import Ref
from rotunda.sections.support.model import Satisfaction, Severity, Ticket, TicketStatus

_SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.ASCII | re.IGNORECASE)
_STATUSES = {status.value: status for status in TicketStatus}
_SEVERITIES = {severity.value: severity for severity in Severity if severity is not Severity.NONE}
_SATISFACTION = {
    "good": Satisfaction.GOOD,
    "good_with_comment": Satisfaction.GOOD,
    "bad": Satisfaction.BAD,
    "bad_with_comment": Satisfaction.BAD,
    "offered": None,
    "unoffered": None,
}


class Desk(msgspec.Struct, frozen=True):
    """One Zendesk account: its address and what counts as an escalation in it."""

    subdomain: str
    escalation_tags: frozenset[str]

    def ref(self, record_type: str, record_id: str) -> Ref:
        """A record with its page in the agent workspace."""
        url = f"https://{self.subdomain}.zendesk.com/agent/{record_type}s/{record_id}"
        return Ref(source=SOURCE, record_type=record_type, external_id=ExternalId(record_id), url=url)


def desk_of(settings: Mapping[str, str]) -> Desk:
    """From the connection's form."""
    subdomain = settings.get("subdomain", "")
    if not _SUBDOMAIN.fullmatch(subdomain):
        raise Misconfigured("The subdomain must be the part of the address before .zendesk.com.", field="subdomain")
    tags = settings.get("escalation_tags") or DEFAULT_ESCALATION_TAGS
    return Desk(subdomain, frozenset(tag for tag in map(str.strip, tags.lower().split(",")) if tag))


class Page(msgspec.Struct, frozen=True):
    """Tickets of one page, and the people and groups that they name."""

    tickets: list[Wild]
    people: dict[int, Wild]
    groups: dict[int, Wild]


def read_pages(payload: Payload, path: str) -> Iterator[Page]:
    """One per page of a ticket list with `include=users,groups,metric_sets`."""
    for number, page in enumerate(payload.pages):
        wild = Wild(page, f"{path}.pages[{number}]")
        yield Page(list(wild["tickets"]), _by_id(wild.optional("users")), _by_id(wild.optional("groups")))


def _by_id(members: Wild) -> dict[int, Wild]:
    return {} if members.is_null else {member.integer_at("id"): member for member in members}


def map_ticket(wild: Wild, page: Page, desk: Desk) -> Ticket:
    """One ticket. Times to reply and to resolve are calendar minutes, null until they happened."""
    number = str(wild.integer_at("id"))
    tags = wild["tags"].texts()
    requester_id = wild.integer_at("requester_id")
    requester = page.people.get(requester_id)
    replied, resolved, solved_at = wild.maybe("metric_set", _times) or (None, None, None)
    return Ticket(
        ref=desk.ref("ticket", number),
        number=number,
        subject=(wild["subject"].text_or_none() or "").strip() or f"Ticket {number}",
        status=wild["status"].choice(_STATUSES),
        severity=wild["priority"].or_none(_severity) or Severity.NONE,
        created_at=wild.iso_at("created_at"),
        updated_at=wild.iso_at("updated_at"),
        requester=None if requester is None else requester.text_at("name"),
        requester_email=None if requester is None else requester.maybe_text("email"),
        requester_ref=Ref(SOURCE, "user", ExternalId(str(requester_id))),
        assignee=_name_of(wild, "assignee_id", page.people),
        group=_name_of(wild, "group_id", page.groups),
        channel=wild.maybe("via", _channel),
        kind=wild.maybe_text("type"),
        tags=tags,
        escalated=not desk.escalation_tags.isdisjoint(map(str.lower, tags)),
        satisfaction=wild.maybe("satisfaction_rating", _satisfaction),
        first_reply_minutes=replied,
        resolution_minutes=resolved,
        solved_at=solved_at,
    )


def _severity(priority: Wild) -> Severity:
    return priority.choice(_SEVERITIES)


def _satisfaction(rating: Wild) -> Satisfaction | None:
    return rating["score"].choice(_SATISFACTION)


def _channel(via: Wild) -> str | None:
    return via.maybe_text("channel")


def _times(metrics: Wild) -> tuple[int | None, int | None, datetime | None]:
    """Until it was answered and resolved, and when it was solved."""
    return (
        metrics.maybe("reply_time_in_minutes", _calendar),
        metrics.maybe("full_resolution_time_in_minutes", _calendar),
        metrics.maybe("solved_at", Wild.at_iso),
    )


def _calendar(minutes: Wild) -> int | None:
    return minutes["calendar"].integer_or_none()


def _name_of(ticket: Wild, field: str, members: Mapping[int, Wild]) -> str | None:
    number = ticket.maybe(field, Wild.integer)
    member = members.get(number) if number else None
    return None if member is None else member.text_at("name")
