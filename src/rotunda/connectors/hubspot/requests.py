"""What to ask HubSpot for to fill a section: the company first, then what is around it in batches, two rounds in all.

No searches: they have a small budget for all integrations of a portal together, lag behind and end at 10,000 records.
Where two sections show the same records they ask for them in the same words, so that one request serves both.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from operator import attrgetter

from rotunda.connector_kit.requests import Customer, Payload, Program, Request
from rotunda.connectors.hubspot.batches import (
    FORMER_OWNERS,
    OWNERS,
    Asked,
    association_request,
    go_on,
    inputs_of,
    read_batches,
)
from rotunda.connectors.hubspot.company import read_companies, read_ids
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

PORTAL = Request(path=f"/account-info/{VERSION}/details", reusable_for=timedelta(hours=1))
AROUND = (PORTAL, OWNERS, FORMER_OWNERS)
PIPELINES = Request(path=f"/crm/pipelines/{VERSION}/deals", reusable_for=timedelta(hours=1))
DISPOSITIONS = Request(
    path=f"/crm/properties/{VERSION}/calls/hs_call_disposition",
    reusable_for=timedelta(hours=24),
    absent_on=frozenset({403, 404}),
)


def read_profile(customer: Customer) -> Program[ProfilePart]:
    """Every record of the company, and the name of the one above it."""
    companies, (details, *owners) = yield from read_companies(customer, also=AROUND)
    above, _ = yield from read_batches({"companies": (profile.parent_ids(companies), profile.PARENT_PROPERTIES)})
    return profile.map_profile(companies, above["companies"], read_portal(details, *owners))


def read_deals(customer: Customer) -> Program[DealsPart]:
    """The newest deals of the company."""
    ids = (yield from read_ids(customer, "deals"))["deals"]
    found, (details, *owners, pipelines) = yield from read_batches({"deals": _deals(ids)}, also=(*AROUND, PIPELINES))
    portal = read_portal(details, *owners)
    return deals.map_deals(
        found["deals"].values(), deals.read_pipelines(pipelines), portal, truncated=len(ids) > MOST_DEALS
    )


def read_people(customer: Customer) -> Program[PeoplePart]:
    """The company's contacts, the newest where there are very many; and the labels that say what they decide."""
    companies = customer.ids("company")
    ids = (yield from read_ids(customer, "contacts"))["contacts"]
    labels = association_request("companies", "contacts", inputs_of(companies))
    found, (first, details, *owners) = yield from read_batches({"contacts": _contacts(ids)}, also=(labels, *AROUND))
    linked = yield from go_on(companies, {"contacts": read_associations(first, companies, "companies to contacts")})
    labelled = people.roles_by_label(linked["contacts"].pairs)
    return people.map_people(found["contacts"].values(), labelled, read_portal(details, *owners))


def read_communication(customer: Customer) -> Program[CommunicationPart]:
    """The newest entries of each kind, and which of the company's contacts took part in calls and meetings."""
    kinds = tuple(communication.PROPERTIES)
    ids = yield from read_ids(customer, *kinds, "contacts")
    wanted = {**{kind: _engagements(kind, ids) for kind in kinds}, "contacts": _contacts(ids["contacts"])}
    met = {kind: asked for kind in ("calls", "meetings") if (asked := wanted[kind][0])}
    attending = [association_request(kind, "contacts", inputs_of(asked)) for kind, asked in met.items()]
    found, (details, present, former, dispositions, *attended) = yield from read_batches(
        wanted, also=(*AROUND, DISPOSITIONS, *attending)
    )
    around = communication.Surroundings(
        portal=read_portal(details, present, former),
        dispositions=communication.read_dispositions(dispositions),
        attendees=_attendees(dict(zip(met, attended, strict=True)), met, found["contacts"]),
    )
    entries = [
        entry for kind in kinds for entry in communication.map_entries(kind, found[kind].values(), around, customer.now)
    ]
    entries.sort(key=attrgetter("at", "ref.external_id"), reverse=True)
    return CommunicationPart(entries=entries, truncated=any(len(ids[kind]) > MOST_ENGAGEMENTS for kind in kinds))


def _attendees(
    payloads: Mapping[str, Payload], asked: Mapping[str, Sequence[str]], contacts: Mapping[str, Record]
) -> dict[tuple[str, str], list[str]]:
    """Names by kind and engagement; people of other companies who took part are not named."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, payload in payloads.items():
        for engagement, association in read_associations(payload, asked[kind], f"{kind} to contacts").pairs:
            contact = contacts.get(association.text_at("toObjectId"))
            if contact:
                found.setdefault((kind, engagement), []).append(people.name_of(contact))
    return found


def read_upcoming(customer: Customer) -> Program[UpcomingPart]:
    """Meetings and tasks among the newest, and every open deal."""
    ids = yield from read_ids(customer, "meetings", "tasks", "deals")
    tasks = (ids["tasks"][:MOST_ENGAGEMENTS], upcoming.TASK_PROPERTIES)
    wanted = {"meetings": _engagements("meetings", ids), "tasks": tasks, "deals": _deals(ids["deals"])}
    found, (details, *owners, pipelines) = yield from read_batches(wanted, also=(*AROUND, PIPELINES))
    portal, known = read_portal(details, *owners), deals.read_pipelines(pipelines)
    closes = [(deals.map_deal(record, known, portal), record.at("closedate")) for record in found["deals"].values()]
    engagements = [
        *upcoming.map_meetings(found["meetings"].values(), portal, customer.now),
        *upcoming.map_tasks(found["tasks"].values(), portal, customer.now),
    ]
    return UpcomingPart(engagements=engagements, deals=upcoming.map_closes(closes, customer.now))


# What several sections read in the same words


def _deals(ids: Sequence[str]) -> Asked:
    return ids[:MOST_DEALS], deals.PROPERTIES


def _contacts(ids: Sequence[str]) -> Asked:
    return ids[:MOST_CONTACTS], people.PROPERTIES


def _engagements(kind: str, ids: Mapping[str, Sequence[str]]) -> Asked:
    return ids[kind][:MOST_ENGAGEMENTS], communication.PROPERTIES[kind]
