"""Zendesk's webhook signature: base64 of HMAC-SHA256 over the timestamp and the raw body, nothing between them."""

import base64
import hashlib
import hmac
import uuid
from datetime import UTC, datetime

from rotunda_world.simulators.zendesk import ids


def signature(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), timestamp.encode() + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def headers(secret: str, webhook_id: str, body: bytes, now: float) -> dict[str, str]:
    """Of one delivery. `now` is epoch seconds. The invocation id stays the same when a body is sent again."""
    timestamp = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "User-Agent": "Zendesk Webhook",
        "X-Zendesk-Account-Id": str(ids.ACCOUNT_ID),
        "X-Zendesk-Webhook-Id": webhook_id,
        "X-Zendesk-Webhook-Invocation-Id": uuid.uuid5(uuid.NAMESPACE_OID, f"{webhook_id}{body!r}").hex.upper(),
        "X-Zendesk-Webhook-Signature": signature(secret, timestamp, body),
        "X-Zendesk-Webhook-Signature-Timestamp": timestamp,
    }
