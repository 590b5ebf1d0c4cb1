"""HubSpot: companies, deals, people, what was said and what is coming."""

from rotunda.connector_kit.connector import Connector, ContactSection, Webhooks
from rotunda.connectors.hubspot import customers, person, requests, streams, webhooks
from rotunda.connectors.hubspot.manifest import MANIFEST
from rotunda.connectors.hubspot.writing import WRITES
from rotunda.sections.ids import SectionName

CONNECTOR = Connector(
    manifest=MANIFEST,
    sections={
        SectionName("profile"): requests.read_profile,
        SectionName("deals"): requests.read_deals,
        SectionName("people"): requests.read_people,
        SectionName("communication"): requests.read_communication,
        SectionName("upcoming"): requests.read_upcoming,
    },
    needs=dict.fromkeys(MANIFEST.fills, ("company",)),
    records=(customers.list_companies, customers.list_contacts),
    find=customers.find,
    webhooks=Webhooks(webhooks.named, webhooks.kinds, webhooks.whose),
    streams=streams.STREAMS,
    events=streams.read_events,
    writes=WRITES,
    contact_sections={
        SectionName("people"): ContactSection(person.read_person, needs=("contact",)),
        SectionName("communication"): ContactSection(person.read_said, needs=("contact",)),
    },
)
