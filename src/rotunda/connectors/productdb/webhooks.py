"""What the product sends by itself, in our own words, signed as Standard Webhooks (standardwebhooks.com) describes:

    {"type": "account.updated", "timestamp": "2026-11-20T15:00:00Z", "data": {"account_id": "acct_7"}}

The type is free (`user.created`, `activity.recorded`); `account_id` in `data` is what counts. Values are not read.
"""

from collections.abc import Sequence

from rotunda.connector_kit.connector import Named
from rotunda.connector_kit.json import Wild
from rotunda.connector_kit.requests import Json
from rotunda.connectors.productdb.columns import identifier_or_none
from rotunda.connectors.productdb.manifest import MANIFEST
from rotunda.connectors.productdb.mapping import ACCOUNT


def named(body: Json) -> Sequence[Named]:
    """Nothing for what is not about an account."""
    account = identifier_or_none(Wild(body, "body")["data"].optional("account_id"))
    return [] if account is None else [Named(MANIFEST.fills, (ACCOUNT, account))]


def kinds(body: Json) -> Sequence[str]:
    return [Wild(body, "body")["type"].text()]
