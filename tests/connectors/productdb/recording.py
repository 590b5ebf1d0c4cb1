"""One account of a product database, as PostgreSQL gives its rows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from rotunda.connector_kit.connector import Declared, Find
from rotunda.connector_kit.contract import Recording
from rotunda.connector_kit.requests import Customer
from rotunda.connectors.productdb import CONNECTOR
from rotunda.sections.ids import ExternalId, SourceName

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ACCOUNT = ExternalId("acct_100")


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


ACCOUNT_ROW: dict[str, Any] = {
    "account_id": ACCOUNT,
    "name": "Acme",
    "domain": "acme.example",
    "further_domains": ["acme.test"],
    "plan": "pro",
    "status": "active",
    "seats": 25,
    "trial_ends_at": ago(300),
    "contract_ends_on": date(2026, 9, 30),
    "auto_renew": True,
    "activated_at": ago(310),
    "created_at": ago(320),
    "feature_flags": ["beta_reports"],
    "csm_name": "Ines Roth",
    "csm_email": "ines@demo.example",
    "csm_team": "EMEA",
    "last_active_at": ago(0),
    "stripe_customer_ids": ["cus_1", "cus_2"],
    "hubspot_company_id": "77",
    "zendesk_organization_id": "88",
    "updated_at": ago(3),
}
TOTALS: dict[str, Any] = {
    **{name: ACCOUNT_ROW[name] for name in ("account_id", "seats", "activated_at", "created_at", "last_active_at")},
    "users_total": 4,
    "active_7d": 2,
    "active_previous_7d": 3,
    "active_30d": 4,
    "active_previous_30d": 1,
}
FEATURE: dict[str, Any] = {
    "account_id": ACCOUNT,
    "feature_key": "reports",
    "feature_name": "Reports",
    "available": True,
    "users_30d": 2,
    "events_30d": 40,
    "last_used_on": date(2026, 1, 14),
    **{f"users_week_{week}": week for week in range(12)},
}
UNUSED: dict[str, Any] = {
    **dict.fromkeys(FEATURE),
    "account_id": ACCOUNT,
    "feature_key": "api",
    "feature_name": "API access",
    "available": False,
}
USER: dict[str, Any] = {
    "account_id": ACCOUNT,
    "user_id": "usr_1",
    "name": "Ada Park",
    "email": "Ada@acme.example",
    "role": "owner",
    "last_seen_at": ago(1),
    "created_at": ago(310),
    "deactivated_at": None,
    "total": 2,
}
LEFT: dict[str, Any] = {**USER, "user_id": "usr_2", "name": "Bo Li", "email": None, "deactivated_at": ago(20)}

RECORDING = Recording(
    connector=CONNECTOR,
    customer=Customer({"account": [ACCOUNT]}, NOW, {"admin_url_template": "https://admin.example/a/{account_id}"}),
    pages={
        "rotunda: profile": [ACCOUNT_ROW],
        "rotunda: usage": [TOTALS],
        "rotunda: daily usage": [
            {"account_id": ACCOUNT, "day": date(2026, 1, 13), "active_users": 1, "events": 5},
            {"account_id": ACCOUNT, "day": date(2026, 1, 15), "active_users": 2, "events": 35},
        ],
        "rotunda: usage of features": [UNUSED, FEATURE],
        "rotunda: people": [USER, LEFT],
        "rotunda: accounts": [ACCOUNT_ROW],
        "rotunda: users": [USER, LEFT],
        "rotunda: find by id": [ACCOUNT_ROW],
        "rotunda: find by company": [ACCOUNT_ROW],
        "rotunda: find by organization": [],
        "rotunda: find by domain": [ACCOUNT_ROW],
        "rotunda: find by address": [ACCOUNT_ROW],
    },
    whom=Find(
        declared=(Declared(SourceName("productdb"), ACCOUNT),),
        own_ids=(
            Declared(SourceName("hubspot"), ExternalId("77")),
            Declared(SourceName("zendesk"), ExternalId("88")),
            Declared(SourceName("stripe"), ExternalId("cus_1")),
        ),
        domains=("acme.example",),
        emails=("Ada@acme.example",),
        now=NOW,
    ),
)
