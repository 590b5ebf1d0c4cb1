"""The company's own product database: who has which plan, and how the product is used."""

from rotunda.connector_kit.connector import Connector, Webhooks
from rotunda.connectors.productdb import requests, streams, webhooks
from rotunda.connectors.productdb.manifest import MANIFEST, PEOPLE, PROFILE, USAGE
from rotunda.connectors.productdb.mapping import ACCOUNT

CONNECTOR = Connector(
    manifest=MANIFEST,
    sections={PROFILE: requests.read_profile, USAGE: requests.read_usage, PEOPLE: requests.read_people},
    needs=dict.fromkeys(MANIFEST.fills, (ACCOUNT,)),
    records=(requests.list_accounts, requests.list_users),
    find=requests.find,
    webhooks=Webhooks(webhooks.named, webhooks.kinds),
    streams=streams.STREAMS,
)
