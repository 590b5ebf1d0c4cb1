"""Zendesk Support: what is open, how severe it is, how it was solved."""

from rotunda.connector_kit.connector import Connector, ContactSection, Threads, Webhooks
from rotunda.connectors.zendesk import comments, conversations, customers, requests, streams, webhooks
from rotunda.connectors.zendesk.manifest import MANIFEST, SUPPORT

CONNECTOR = Connector(
    manifest=MANIFEST,
    sections={SUPPORT: requests.read_support},
    needs={SUPPORT: ("organization", "user")},
    records=(customers.list_organizations, customers.list_users),
    find=customers.find,
    conversation=conversations.find,
    contact_sections={SUPPORT: ContactSection(requests.read_person, needs=("user",))},
    webhooks=Webhooks(webhooks.named, webhooks.kinds),
    streams=streams.STREAMS,
    events=streams.read_events,
    threads=Threads("ticket", comments.read_threads),
)
