"""Two Stripe customers of one account, as the API answers at its version 2026-06-24.dahlia."""

import json
from datetime import UTC, datetime
from pathlib import Path

from rotunda.connector_kit.connector import Declared, Find
from rotunda.connector_kit.contract import Recording
from rotunda.connector_kit.requests import Customer
from rotunda.connectors.stripe import CONNECTOR
from rotunda.sections.ids import ExternalId, SourceName

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
FIRST, SECOND, DELETED = ExternalId("cus_Acme1"), ExternalId("cus_Acme2"), ExternalId("cus_gone")

RECORDING = Recording(
    connector=CONNECTOR,
    customer=Customer({"customer": [FIRST, SECOND]}, NOW, {"base_url": "https://api.stripe.com"}),
    pages=json.loads((Path(__file__).parent / "recorded.json").read_text()),
    whom=Find(
        declared=(Declared(SourceName("stripe"), DELETED), Declared(SourceName("stripe"), FIRST)),
        own_ids=(Declared(SourceName("productdb"), ExternalId("acct_100")),),
        emails=("Billing@Acme.example",),
        now=NOW,
    ),
    # Items are known to be the customer's by their subscription; the customer's id stands only on their discounts.
    unowned=frozenset({"GET /v1/subscription_items?subscription=sub_1"}),
    # Names and links, which Stripe may leave empty; `deleted` stands on deleted customers only; metadata holds what the
    # company put there; a coupon applies to all products unless it says otherwise.
    optional=frozenset(
        {
            *("name", "business_name", "email", "address", "city", "country", "account_id", "deleted"),
            *("number", "hosted_invoice_url", "invoice_pdf", "failure_code", "failure_message"),
            *("applies_to", "subscription_item_details", "schedule"),
        }
    ),
)
