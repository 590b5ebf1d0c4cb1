"""What HubSpot says of one person: the contact's own record, and what was said with them. Two rounds, as for a company.

Engagements that name the person are read, whatever company they stand at; the newest where there are very many.
"""

from collections.abc import Sequence

from rotunda.connector_kit.errors import Gone
from rotunda.connector_kit.requests import Customer, Payload, Program
from rotunda.connectors.hubspot.batches import BATCH, association_request, inputs_of, read_batches
from rotunda.connectors.hubspot.mapping import communication, people
from rotunda.connectors.hubspot.mapping.record import Associations, Record, read_associations, read_portal
from rotunda.connectors.hubspot.requests import AROUND, DISPOSITIONS, MOST_ENGAGEMENTS
from rotunda.sections.communication.model import CommunicationPart
from rotunda.sections.people.model import PeoplePart

_CONTACT = "contact"
_MOST_ROUNDS = 10


def read_person(customer: Customer) -> Program[PeoplePart]:
    """Raises Gone where none of the records exists any more."""
    asked = customer.ids(_CONTACT)[:BATCH]
    found, (details, *owners) = yield from read_batches({"contacts": (asked, people.PROPERTIES)}, also=AROUND)
    if not found["contacts"]:
        raise Gone("The contact was deleted in HubSpot.")
    return people.map_people(found["contacts"].values(), {}, read_portal(details, *owners))


def read_said(customer: Customer) -> Program[CommunicationPart]:
    """The newest entries of each kind in which the person took part."""
    asked = customer.ids(_CONTACT)[:BATCH]
    kinds = tuple(communication.PROPERTIES)
    linked = yield from _linked(asked, kinds)
    ids = {kind: linked[kind].newest() for kind in kinds}
    wanted = {kind: (ids[kind][:MOST_ENGAGEMENTS], communication.PROPERTIES[kind]) for kind in kinds}
    found, around = yield from read_batches({**wanted, "contacts": (asked, people.PROPERTIES)}, (*AROUND, DISPOSITIONS))
    surroundings = _surroundings(around, linked, found["contacts"])
    entries = [
        entry
        for kind in kinds
        for entry in communication.map_entries(kind, found[kind].values(), surroundings, customer.now)
    ]
    entries.sort(key=lambda entry: (entry.at, entry.ref.external_id), reverse=True)
    return CommunicationPart(entries=entries, truncated=any(len(ids[kind]) > MOST_ENGAGEMENTS for kind in kinds))


def _linked(asked: Sequence[str], kinds: Sequence[str]) -> Program[dict[str, Associations]]:
    """All that the contacts are associated with, by kind."""
    found = {kind: Associations([], inputs_of(asked)) for kind in kinds}
    for _ in range(_MOST_ROUNDS):
        open_kinds = [kind for kind in kinds if found[kind].following]
        if not open_kinds:
            break
        payloads = yield [association_request("contacts", kind, found[kind].following) for kind in open_kinds]
        for kind, payload in zip(open_kinds, payloads, strict=True):
            page = read_associations(payload, asked, f"contacts to {kind}")
            found[kind] = Associations([*found[kind].pairs, *page.pairs], page.following)
    return found


def _surroundings(
    around: Sequence[Payload], linked: dict[str, Associations], contacts: dict[str, Record]
) -> communication.Surroundings:
    details, present, former, dispositions = around
    attendees: dict[tuple[str, str], list[str]] = {}
    for kind in ("calls", "meetings"):
        for contact, association in linked[kind].pairs:
            if contact in contacts:
                name = people.name_of(contacts[contact])
                attendees.setdefault((kind, association.text_at("toObjectId")), []).append(name)
    return communication.Surroundings(
        portal=read_portal(details, present, former),
        dispositions=communication.read_dispositions(dispositions),
        attendees=attendees,
    )
