"""The Stripe simulator, put together."""

import hashlib
import json
from collections.abc import Callable

from aiohttp import web

from rotunda_world.running import RunningWorld
from rotunda_world.simulators.simulator import Simulator
from rotunda_world.simulators.stripe import errors, spoiling, webhooks
from rotunda_world.simulators.stripe.announcements import bodies
from rotunda_world.simulators.stripe.book import Book
from rotunda_world.simulators.stripe.endpoints import register
from rotunda_world.simulators.stripe.errors import StripeError
from rotunda_world.simulators.stripe.gate import Gate, refusal
from rotunda_world.simulators.stripe.service import Service

VENDOR = "stripe"

READABLE = frozenset(
    {
        "balance_read",
        "charge_read",
        "coupon_read",
        "credit_note_read",
        "customer_read",
        "dispute_read",
        "entitlement_read",
        "event_read",
        "invoice_read",
        "payment_intent_read",
        "payment_method_read",
        "plan_read",
        "product_read",
        "subscription_read",
        "webhook_write",
    }
)


def build(running: RunningWorld) -> Simulator:
    """The simulator of the world's Stripe account. Its keys follow from the world's seed."""
    key, secret = restricted_key(running.world.seed), _secret("whsec_", running.world.seed)
    keys = {key: READABLE, narrow_key(running.world.seed): frozenset({"customer_read"})}
    service = Service(running, Gate(running, keys), Book(running), secret)
    app = web.Application()
    register(app, service)
    return Simulator(
        vendor=VENDOR,
        app=app,
        form={"secret_key": key, "mode": "Test mode or sandbox"},
        expired_token=_refusing(running, lambda: errors.expired_key(key)),
        rate_limited=lambda _: refusal(errors.too_many_requests("global-rate"), running),
        server_error=_refusing(running, errors.broken),
        wrong_schema=spoiling.with_wrong_schema,
        wrong_customer=spoiling.with_wrong_customer(service),
        webhook_secret=secret,
        sign=lambda body, _, now: webhooks.sign(secret, body, now),
        webhooks=lambda changed: bodies(service, changed),
        registered=lambda body: _registered(service, body),
    )


def restricted_key(seed: int) -> str:
    """The key that the demo connects with: it may read everything that a customer page needs."""
    return _secret("rk_test_51RotundaDemo", seed)


def narrow_key(seed: int) -> str:
    """A key that may read customers and nothing else."""
    return _secret("rk_test_51RotundaNarrow", seed)


def _secret(prefix: str, seed: int) -> str:
    return prefix + hashlib.sha256(f"{prefix}{seed}".encode()).hexdigest()[:40]


def _refusing(running: RunningWorld, error: Callable[[], StripeError]) -> Callable[[], web.Response]:
    return lambda: refusal(error(), running)


def _registered(service: Service, body: bytes) -> list[str]:
    kind = json.loads(body)["type"]
    return [endpoint.url for endpoint in service.endpoints if endpoint.wants(kind)]
