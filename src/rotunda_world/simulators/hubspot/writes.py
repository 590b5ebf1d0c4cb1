"""Engagements that an integration creates, changes and deletes. HubSpot's wording of refusals is as its users quote it;
that of unknown associations is made up.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from rotunda_world.model import Company, Contact, Engagement, Teammate
from rotunda_world.simulators.hubspot import errors, kinds, queries
from rotunda_world.simulators.hubspot.associations import types_between
from rotunda_world.simulators.hubspot.kinds import Kind, kind_of
from rotunda_world.simulators.hubspot.portal import Archived, CompanyRecord, Portal
from rotunda_world.simulators.hubspot.properties.catalogue import PROPERTIES
from rotunda_world.simulators.hubspot.rendering import Wanted, record
from rotunda_world.simulators.hubspot.service import Json, Reply, Service
from rotunda_world.simulators.hubspot.values import checked
from rotunda_world.simulators.simulator import Changed

_FIRST_ID = 71_000_000_000
_TAG = re.compile(r"<[^>]+>")
_SUBJECTS = ("hs_email_subject", "hs_call_title", "hs_meeting_title", "hs_task_subject")
_BODIES = ("hs_email_text", "hs_call_body", "hs_meeting_body", "hs_note_body", "hs_task_body")
_HUBSPOTS_OWN = frozenset(
    {
        "hs_createdate",
        "hs_lastmodifieddate",
        "hs_object_id",
        "hs_body_preview",
        "hs_task_priority",
        "hs_task_is_overdue",
        "hs_task_completion_date",
    }
)
"""What it fills in where nothing is written; all else is empty then."""

_STATUSES = ("hs_email_status", "hs_call_status", "hs_task_status")
_DIRECTIONS = ("hs_email_direction", "hs_call_direction")


@dataclass(frozen=True, slots=True)
class _Near:
    """What a new engagement is associated with."""

    company: Company
    home: str
    contacts: list[Contact]


async def create(service: Service, request: web.Request) -> Reply:
    kind, portal = _kind_in(request), service.portal
    body = await queries.json_body(request)
    written = checked(portal, kind, body.get("properties"))
    if not written.get("hs_timestamp"):
        raise errors.not_set(kind.singular, ["hs_timestamp"])
    near = _near(portal, kind, body.get("associations"))
    made = Engagement(
        hubspot_id=_next_id(portal),
        company=near.company,
        kind=kind.name,
        at=_moment(written["hs_timestamp"]),
        subject=None,
        body=None,
        owner=near.company.owner,
        contacts=near.contacts,
        created_at=portal.now,
        home=near.home,
        properties={name: "" for name in PROPERTIES[kind] if name not in _HUBSPOTS_OWN},
    )
    _take_over(portal, made, written)
    near.company.engagements.append(made)
    service.running.announce(Changed("engagement.created", made))
    return Reply(201, record(portal, kind, made, Wanted(list(written))))


async def change(service: Service, request: web.Request) -> Json:
    kind, portal = _kind_in(request), service.portal
    body, found = await queries.json_body(request), _found(portal, kind, request)
    written = checked(portal, kind, body.get("properties"))
    before = {name: getattr(found, name) for name in _FOLLOWING}
    found.properties = dict(found.properties)
    _take_over(portal, found, written)
    portal.touched[found.hubspot_id] = portal.now
    changed = {name: value for name, value in before.items() if getattr(found, name) != value}
    service.running.announce(Changed("engagement.updated", found, changed))
    return record(portal, kind, found, Wanted(list(written)))


async def archive(service: Service, request: web.Request) -> Reply:
    """What is not there is deleted as well."""
    kind, portal = _kind_in(request), service.portal
    found = portal.find(kind, request.match_info["object_id"])
    if isinstance(found, Engagement):
        service.running.announce(Changed("engagement.deleted", found))
        found.company.engagements.remove(found)
        portal.archived[kind].append(Archived(found, portal.now))
    return Reply(204, {})


_FOLLOWING = ("at", "subject", "body", "direction", "status", "outcome", "end_at", "completed_at", "properties")
"""What of an engagement follows from its properties."""


def _kind_in(request: web.Request) -> Kind:
    kind = kind_of(request.match_info["object_type"])
    if kind not in kinds.ENGAGEMENTS:
        raise errors.missing_scopes(kind.written_with)  # The demo company lets nobody change these.
    return kind


def _found(portal: Portal, kind: Kind, request: web.Request) -> Engagement:
    found = portal.find(kind, request.match_info["object_id"])
    if not isinstance(found, Engagement):
        raise errors.not_found()
    return found


def _take_over(portal: Portal, one: Engagement, written: Mapping[str, str]) -> None:
    one.properties.update(written)
    told = one.properties
    one.at = _moment(told["hs_timestamp"]) if told.get("hs_timestamp") else one.at
    one.subject = _first(told, _SUBJECTS) or one.subject
    one.body = _plain(_first(told, _BODIES)) or one.body
    one.direction = _first(told, _DIRECTIONS) or one.direction
    one.outcome = told.get("hs_meeting_outcome") or one.outcome
    one.end_at = _moment(told["hs_meeting_end_time"]) if told.get("hs_meeting_end_time") else one.end_at
    one.owner = _owner(portal, told.get("hubspot_owner_id")) or one.owner
    status = _first(told, _STATUSES)
    if one.kind == "tasks" and status != one.status:
        one.completed_at = portal.now if status == "COMPLETED" else None
    one.status = status or one.status


def _first(told: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((told[name] for name in names if told.get(name)), None)


def _plain(written: str | None) -> str | None:
    return html.unescape(_TAG.sub(" ", written)).strip() if written else None


def _owner(portal: Portal, owner_id: str | None) -> Teammate | None:
    return portal.owner(owner_id) if owner_id else None


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def _next_id(portal: Portal) -> str:
    """Also beyond what was deleted."""
    standing = (int(each.hubspot_id) for company in portal.world.companies for each in company.engagements)
    gone = (int(each.record.hubspot_id) for bin_ in portal.archived.values() for each in bin_)
    return str(1 + max((*standing, *gone), default=_FIRST_ID))


def _near(portal: Portal, kind: Kind, sent: Any) -> _Near:
    """The demo company's book is one of companies: an engagement of none cannot be kept in it."""
    if not isinstance(sent, list):
        raise errors.invalid("Invalid input JSON: associations must be a list")
    near = [each for one in sent for each in _associated(portal, kind, one)]
    records = [each for each in near if isinstance(each, CompanyRecord)]
    contacts = [each for each in near if isinstance(each, Contact)]
    if not near:
        raise errors.invalid("No valid associations: the record must be associated with a company or a contact.")
    company = records[0].company if records else contacts[0].company
    return _Near(company, records[0].hubspot_id if records else "", contacts)


def _associated(portal: Portal, kind: Kind, sent: Any) -> Iterator[CompanyRecord | Contact]:
    to = sent.get("to") if isinstance(sent, dict) else None
    number = to.get("id") if isinstance(to, dict) else None
    types = sent.get("types") if isinstance(sent, dict) else None
    if not isinstance(number, str) or not isinstance(types, list) or not types:
        raise errors.invalid("Invalid input JSON: an association needs to.id and types")
    for each in types:
        other = _other_side(kind, each)
        found = portal.find(other, number)
        if not isinstance(found, CompanyRecord | Contact):
            raise errors.invalid(f"One or more associations are not valid: no {other.singular} has the id {number}.")
        yield found


def _other_side(kind: Kind, spec: Any) -> Kind:
    asked = spec if isinstance(spec, dict) else {}
    category, number = asked.get("associationCategory"), asked.get("associationTypeId")
    for other in (kinds.COMPANIES, kinds.CONTACTS):
        if any((found.category, found.type_id) == (category, number) for found in types_between(kind, other)):
            return other
    raise errors.invalid(f"One or more association types are not valid for {kind.singular}: {category} {number}.")
