"""Webhooks that a client registers over the API: created, shown, deleted, and their signing secrets."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web
from yarl import URL

from rotunda_world.simulators.zendesk import errors
from rotunda_world.simulators.zendesk.asked import asked
from rotunda_world.simulators.zendesk.ids import INTEGRATION_USER_ID
from rotunda_world.simulators.zendesk.shapes.people import iso

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
_TRIGGERED = "conditional_ticket_events"


@dataclass(frozen=True, slots=True)
class Webhook:
    """One registered address. `subscriptions` are event types, or the word for webhooks that triggers use."""

    webhook_id: str
    name: str
    endpoint: str
    subscriptions: tuple[str, ...]
    status: str
    secret: str
    created_at: datetime

    def wants(self, event_type: str) -> bool:
        return self.status == "active" and event_type in self.subscriptions


@dataclass(slots=True)
class Webhooks:
    """All that are registered, by id."""

    by_id: dict[str, Webhook] = field(default_factory=dict[str, Webhook])

    def wanting(self, event_type: str) -> list[Webhook]:
        return [webhook for webhook in self.by_id.values() if webhook.wants(event_type)]

    def at(self, endpoint: str) -> Webhook | None:
        return next((webhook for webhook in self.by_id.values() if webhook.endpoint == endpoint), None)


WEBHOOKS = web.AppKey("webhooks", Webhooks)


async def create(request: web.Request) -> web.Response:
    """POST /api/v2/webhooks."""
    question = asked(request, "webhooks", "write")
    wanted = await _wanted(request)
    _validate(wanted)
    webhook = _made(wanted, question.desk.now())
    request.app[WEBHOOKS].by_id[webhook.webhook_id] = webhook
    return web.json_response({"webhook": _shown(webhook)}, status=201)


async def index(request: web.Request) -> web.Response:
    """GET /api/v2/webhooks, without pages: nobody registers more than a handful here."""
    asked(request, "webhooks")
    shown = [_shown(webhook) for webhook in request.app[WEBHOOKS].by_id.values()]
    meta = {"has_more": False, "after_cursor": None, "before_cursor": None}
    return web.json_response({"webhooks": shown, "meta": meta, "links": {"prev": None, "next": None}})


async def show(request: web.Request) -> web.Response:
    """GET /api/v2/webhooks/{webhook_id}."""
    asked(request, "webhooks")
    return web.json_response({"webhook": _shown(_webhook(request))})


async def delete(request: web.Request) -> web.Response:
    """DELETE /api/v2/webhooks/{webhook_id}."""
    asked(request, "webhooks", "write")
    del request.app[WEBHOOKS].by_id[_webhook(request).webhook_id]
    return web.Response(status=204)


async def signing_secret(request: web.Request) -> web.Response:
    """GET /api/v2/webhooks/{webhook_id}/signing_secret."""
    asked(request, "webhooks")
    return web.json_response({"signing_secret": {"algorithm": "SHA256", "secret": _webhook(request).secret}})


def _webhook(request: web.Request) -> Webhook:
    webhook = request.app[WEBHOOKS].by_id.get(request.match_info["webhook_id"])
    if webhook is None:
        raise errors.not_found()
    return webhook


async def _wanted(request: web.Request) -> Mapping[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise errors.invalid_record({"webhook": "The body is no JSON"}) from None
    wanted = body.get("webhook") if isinstance(body, dict) else None
    if not isinstance(wanted, dict):
        raise errors.invalid_record({"webhook": "is required"})
    return wanted


def _validate(wanted: Mapping[str, Any]) -> None:
    """Raises Refused with a sentence per field. Addresses beyond this machine are refused: the real Zendesk would call
    them, the demo company calls nobody.
    """
    wrong = {
        name: f"must be {demand}"
        for name, demand, right in (
            ("name", "a text", isinstance(wanted.get("name"), str) and bool(wanted.get("name"))),
            ("endpoint", "an http address on this machine", _is_loopback(wanted.get("endpoint"))),
            ("http_method", "POST", wanted.get("http_method") == "POST"),
            ("request_format", "json", wanted.get("request_format") == "json"),
            ("status", "active or inactive", wanted.get("status") in {"active", "inactive"}),
            ("subscriptions", "event types", _are_subscriptions(wanted.get("subscriptions"))),
        )
        if not right
    }
    if wrong:
        raise errors.invalid_record(wrong)


def _is_loopback(endpoint: object) -> bool:
    if not isinstance(endpoint, str):
        return False
    try:
        url = URL(endpoint)
    except ValueError:
        return False
    return url.scheme in {"http", "https"} and url.host in LOOPBACK_HOSTS


def _are_subscriptions(wanted: object) -> bool:
    return (
        isinstance(wanted, list)
        and bool(wanted)
        and all(isinstance(one, str) and (one == _TRIGGERED or one.startswith("zen:event-type:")) for one in wanted)
    )


def _made(wanted: Mapping[str, Any], now: datetime) -> Webhook:
    return Webhook(
        webhook_id=f"01{secrets.token_hex(12).upper()}",
        name=wanted["name"],
        endpoint=wanted["endpoint"],
        subscriptions=tuple(wanted["subscriptions"]),
        status=wanted["status"],
        secret=secrets.token_urlsafe(48),
        created_at=now,
    )


def _shown(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.webhook_id,
        "name": webhook.name,
        "description": "",
        "status": webhook.status,
        "endpoint": webhook.endpoint,
        "http_method": "POST",
        "request_format": "json",
        "subscriptions": list(webhook.subscriptions),
        "created_at": iso(webhook.created_at),
        "created_by": str(INTEGRATION_USER_ID),
        "updated_at": iso(webhook.created_at),
        "updated_by": str(INTEGRATION_USER_ID),
    }
