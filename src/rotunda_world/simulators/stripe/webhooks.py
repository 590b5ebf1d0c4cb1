"""Webhook endpoints as the API registers them, and Stripe's signature."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rotunda_world.simulators.stripe import errors, parameters
from rotunda_world.simulators.stripe.events import matches
from rotunda_world.simulators.stripe.parameters import Tree
from rotunda_world.simulators.stripe.shapes.wire import Json, seconds


def sign(secret: str, body: bytes, now: float) -> dict[str, str]:
    """The headers of one delivery: HMAC-SHA256 over `<unix seconds>.<body>`, keyed by the secret as it is written."""
    at = int(now)
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={digest}", "Content-Type": "application/json; charset=utf-8"}


@dataclass(slots=True)
class WebhookEndpoint:
    id: str
    url: str
    enabled_events: list[str]
    created_at: datetime
    api_version: str | None = None
    description: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])

    def body(self) -> Json:
        return {
            "id": self.id,
            "object": "webhook_endpoint",
            "api_version": self.api_version,
            "application": None,
            "created": seconds(self.created_at),
            "description": self.description,
            "enabled_events": self.enabled_events,
            "livemode": False,
            "metadata": dict(self.metadata),
            "status": "enabled",
            "url": self.url,
        }

    def wants(self, kind: str) -> bool:
        return any(matches(kind, pattern) for pattern in self.enabled_events)


def create(sent: Tree, now: datetime, versions: tuple[str, ...]) -> WebhookEndpoint:
    """Raises StripeError for what Stripe does not accept."""
    values = parameters.parsed(
        sent,
        {
            "api_version": parameters.one_of(*versions),
            "connect": parameters.boolean,
            "description": parameters.text,
            "enabled_events": parameters.texts,
            "expand": parameters.texts,
            "metadata": _metadata,
            "url": parameters.text,
        },
    )
    for name in ("enabled_events", "url"):
        if name not in values:
            raise errors.missing_parameter(name)
    if not values["url"].startswith(("http://", "https://")):
        raise errors.StripeError(
            400, "Invalid URL: An explicit scheme (such as https) must be provided.", code="url_invalid", param="url"
        )
    return WebhookEndpoint(
        id=f"we_1{secrets.token_hex(12)}",
        url=values["url"],
        enabled_events=values["enabled_events"],
        created_at=now,
        api_version=values.get("api_version"),
        description=values.get("description"),
        metadata=values.get("metadata", {}),
    )


def _metadata(name: str, sent: Any) -> dict[str, str]:
    if not isinstance(sent, dict):
        raise errors.invalid(name, "Invalid object")
    return {key: parameters.text(f"{name}[{key}]", value) for key, value in sent.items()}
