"""Zendesk Support over HTTP, read from the world: one account, subdomain and OAuth client."""

import hashlib
import json

from aiohttp import web

from rotunda_world.running import RunningWorld
from rotunda_world.simulators.simulator import Simulator
from rotunda_world.simulators.zendesk import errors, events, middlewares, routes, signature, spoil
from rotunda_world.simulators.zendesk.asked import DESK
from rotunda_world.simulators.zendesk.desk import Desk
from rotunda_world.simulators.zendesk.endpoints.webhooks import WEBHOOKS, Webhooks
from rotunda_world.simulators.zendesk.sign_in import TOKEN_PATH, TOKENS, Tokens
from rotunda_world.simulators.zendesk.throttle import ACCOUNT_LIMIT, Throttle

VENDOR = "zendesk"
_CLIENT_ID = "rotunda"
_DEFAULT_WEBHOOK_ID = "01ROTUNDADEMOWEBHOOK000000"


def build(running: RunningWorld) -> Simulator:
    """The simulator over this world. The client's secrets follow from the seed: they stay when it is started again."""
    desk, webhooks = Desk(running), Webhooks()
    tokens = Tokens(_CLIENT_ID, _secret(running.world.seed, "client"))
    webhook_secret = _secret(running.world.seed, "webhook")

    def sign(body: bytes, url: str, now: float) -> dict[str, str]:
        registered = webhooks.at(url)
        if registered is not None:
            return signature.headers(registered.secret, registered.webhook_id, body, now)
        return signature.headers(webhook_secret, _DEFAULT_WEBHOOK_ID, body, now)

    return Simulator(
        vendor=VENDOR,
        app=_app(running, desk, tokens, webhooks),
        form={
            "subdomain": running.world.zendesk_subdomain,
            "client_id": tokens.client_id,
            "client_secret": tokens.client_secret,
            "plan_limit": str(ACCOUNT_LIMIT),
        },
        expired_token=errors.invalid_token,
        rate_limited=errors.rate_limited,
        server_error=errors.server_error,
        wrong_schema=spoil.wrong_schema,
        wrong_customer=spoil.OtherCustomer(desk).answer,
        webhook_secret=webhook_secret,
        sign=sign,
        webhooks=lambda changed: events.bodies(desk, changed),
        registered=lambda body: [one.endpoint for one in webhooks.wanting(json.loads(body)["type"])],
        revoke_tokens=tokens.revoke_all,
        refused_sign_in={TOKEN_PATH: errors.invalid_client},
    )


def _app(running: RunningWorld, desk: Desk, tokens: Tokens, webhooks: Webhooks) -> web.Application:
    throttle = Throttle(running, VENDOR)
    app = web.Application(middlewares=[throttle.middleware, middlewares.answer_refusals, middlewares.tag])
    app[DESK] = desk
    app[TOKENS] = tokens
    app[WEBHOOKS] = webhooks
    routes.add_to(app)
    return app


def _secret(seed: int, purpose: str) -> str:
    return hashlib.sha256(f"rotunda world {seed} zendesk {purpose}".encode()).hexdigest()
