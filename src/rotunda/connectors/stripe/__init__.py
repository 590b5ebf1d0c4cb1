"""Stripe: what a customer pays, and what is coming of it."""

from rotunda.connector_kit.connector import Connector, Webhooks
from rotunda.connectors.stripe import requests, streams, webhooks
from rotunda.connectors.stripe.manifest import BILLING, MANIFEST, UPCOMING
from rotunda.connectors.stripe.mapping import CUSTOMER

CONNECTOR = Connector(
    manifest=MANIFEST,
    sections={BILLING: requests.read_billing, UPCOMING: requests.read_upcoming},
    needs={BILLING: (CUSTOMER,), UPCOMING: (CUSTOMER,)},
    records=(requests.list_customers,),
    find=requests.find,
    webhooks=Webhooks(webhooks.named, webhooks.kinds),
    streams=streams.STREAMS,
)
