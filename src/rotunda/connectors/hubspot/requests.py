"""What to ask HubSpot for to fill a section: associations of the company first, then batch reads, two rounds in all.

No searches: they have a small budget for all integrations of a portal together, lag behind and end at 10,000 records.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from rotunda.connector_kit.errors import Gone
from rotunda.connector_kit.requests import Customer, Payload, Program, Request
from rotunda.connectors.hubspot.batches import (
    FORMER_OWNERS,
    OWNERS,
    associated,
    association_request,
    inputs_of,
    read_batches,
)
from rotunda.connectors.hubspot.manifest import VERSION
from rotunda.connectors.hubspot.mapping import communication, deals, people, profile, upcoming
from rotunda.connectors.hubspot.mapping.record import Record, read_associations, read_portal
from rotunda.sections.communication.model import CommunicationPart
from rotunda.sections.deals.model import DealsPart
from rotunda.sections.people.model import PeoplePart
from rotunda.sections.profile.model import ProfilePart
from rotunda.sections.upcoming.model import UpcomingPart

MOST_DEALS = 500
MOST_CONTACTS = 500
MOST_ENGAGEMENTS = 200
"""Of each kind: emails, calls, meetings, notes, tasks."""

_PORTAL = Request(path=f"/account-info/{VERSION}/details", reusable_for=timedelta(hours=1))
_AROUND = (_PORTAL, OWNERS, FORMER_OWNERS)
_PIPELINES = Request(path=f"/crm/pipelines/{VERSION}/deals", reusable_for=timedelta(hours=1))
_DISPOSITIONS = Request(
    path=f"/crm/properties/{VERSION}/calls/hs_call_disposition",
    reusable_for=timedelta(hours=24),
    absent_on=frozenset({403, 404}),
)


def read_profile(customer: Customer) -> Program[ProfilePart]:
    """Every record of the company, and the name of the one above it."""
    asked = customer.ids("company")
    found, (details, *owners) = yield from read_batches({"companies": (asked, profile.PROPERTIES)}, also=_AROUND)
    companies = list(found["companies"].values())
    if not companies:
        raise Gone("The company was deleted in HubSpot.")
    above, _ = yield from read_batches({"companies": (profile.parent_ids(companies), profile.PARENT_PROPERTIES)})
    return profile.map_profile(companies, above["companies"], read_portal(details, *owners))


def read_deals(customer: Customer) -> Program[DealsPart]:
    """The newest deals of the company."""
    linked, (details, *owners, pipelines) = yield from associated(customer, ("deals",), also=(*_AROUND, _PIPELINES))
    ids = linked["deals"].newest()
    found, _ = yield from read_batches({"deals": (ids[:MOST_DEALS], deals.PROPERTIES)})
    portal = read_portal(details, *owners)
    return deals.map_deals(
        found["deals"].values(), deals.read_pipelines(pipelines), portal, truncated=len(ids) > MOST_DEALS
    )


def read_people(customer: Customer) -> Program[PeoplePart]:
    """The company's contacts; the newest where there are very many."""
    linked, (details, *owners) = yield from associated(customer, ("contacts",), also=_AROUND)
    contacts = linked["contacts"]
    found, _ = yield from read_batches({"contacts": (contacts.newest()[:MOST_CONTACTS], people.PROPERTIES)})
    labelled = people.roles_by_label(contacts.pairs)
    return people.map_people(found["contacts"].values(), labelled, read_portal(details, *owners))


def read_communication(customer: Customer) -> Program[CommunicationPart]:
    """The newest entries of each kind, and which of the company's contacts took part in calls and meetings."""
    kinds = tuple(communication.PROPERTIES)
    linked, (details, *owners, dispositions) = yield from associated(
        customer, (*kinds, "contacts"), also=(*_AROUND, _DISPOSITIONS)
    )
    newest = {kind: linked[kind].newest() for kind in kinds}
    wanted = {kind: (newest[kind][:MOST_ENGAGEMENTS], communication.PROPERTIES[kind]) for kind in kinds}
    wanted["contacts"] = (linked["contacts"].newest()[:MOST_CONTACTS], ("firstname", "lastname", "email"))
    met = {kind: ids for kind in ("calls", "meetings") if (ids := wanted[kind][0])}
    found, attending = yield from read_batches(
        wanted, also=[association_request(kind, "contacts", inputs_of(ids)) for kind, ids in met.items()]
    )
    around = communication.Surroundings(
        portal=read_portal(details, *owners),
        dispositions=communication.read_dispositions(dispositions),
        attendees=_attendees(dict(zip(met, attending, strict=True)), met, found["contacts"]),
    )
    entries = [
        entry for kind in kinds for entry in communication.map_entries(kind, found[kind].values(), around, customer.now)
    ]
    entries.sort(key=lambda entry: (entry.at, entry.ref.external_id), reverse=True)
    return CommunicationPart(entries=entries, truncated=any(len(newest[kind]) > MOST_ENGAGEMENTS for kind in kinds))


def _attendees(
    payloads: Mapping[str, Payload], asked: Mapping[str, Sequence[str]], contacts: Mapping[str, Record]
) -> dict[tuple[str, str], list[str]]:
    """Names by kind and engagement; people of other companies who took part are not named."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, payload in payloads.items():
        for engagement, association in read_associations(payload, asked[kind], f"{kind} to contacts").pairs:
            contact = contacts.get(association["toObjectId"].text())
            if contact:
                found.setdefault((kind, engagement), []).append(people.name_of(contact))
    return found


def read_upcoming(customer: Customer) -> Program[UpcomingPart]:
    """Meetings and tasks among the newest, and every open deal."""
    linked, (details, *owners, pipelines) = yield from associated(
        customer, ("meetings", "tasks", "deals"), also=(*_AROUND, _PIPELINES)
    )
    found, _ = yield from read_batches(
        {
            "meetings": (linked["meetings"].newest()[:MOST_ENGAGEMENTS], upcoming.MEETING_PROPERTIES),
            "tasks": (linked["tasks"].newest()[:MOST_ENGAGEMENTS], upcoming.TASK_PROPERTIES),
            "deals": (linked["deals"].newest()[:MOST_DEALS], deals.PROPERTIES),
        }
    )
    portal, known = read_portal(details, *owners), deals.read_pipelines(pipelines)
    closes = [(deals.map_deal(record, known, portal), record.at("closedate")) for record in found["deals"].values()]
    meetings = upcoming.map_meetings(found["meetings"].values(), portal, customer.now)
    tasks = upcoming.map_tasks(found["tasks"].values(), portal, customer.now)
    return UpcomingPart(engagements=[*meetings, *tasks], deals=upcoming.map_closes(closes, customer.now))
