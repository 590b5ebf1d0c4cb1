"""The HubSpot simulator, put together."""

import hashlib

from aiohttp import web

from rotunda_world.running import RunningWorld
from rotunda_world.simulators.hubspot import errors, spoiling, webhooks
from rotunda_world.simulators.hubspot.announcements import Announcer
from rotunda_world.simulators.hubspot.gate import ALL_SCOPES, Gate, Token
from rotunda_world.simulators.hubspot.oauth import App, SignIn, bad_refresh_token
from rotunda_world.simulators.hubspot.paths import TOKEN_PATHS, register
from rotunda_world.simulators.hubspot.portal import Portal
from rotunda_world.simulators.hubspot.service import Service
from rotunda_world.simulators.simulator import Simulator

VENDOR = "hubspot"


def build(running: RunningWorld) -> Simulator:
    """The simulator of the world's HubSpot portal. Its keys and its app follow from the world's seed."""
    world = running.world
    keys = {
        service_key(world.seed): Token(ALL_SCOPES),
        narrow_key(world.seed): Token(frozenset({"crm.objects.companies.read"})),
        reading_key(world.seed): Token(frozenset(scope for scope in ALL_SCOPES if not scope.endswith(".write"))),
    }
    portal = Portal(running)
    service = Service(running, Gate(running, keys), portal)
    app = oauth_app(running)
    sign_in = SignIn(service, app)
    served = web.Application()
    register(served, service, sign_in)
    announcer = Announcer(portal)
    return Simulator(
        vendor=VENDOR,
        app=served,
        form={
            "access_token": service_key(world.seed),
            "plan": "Professional or Enterprise",
            "account_property": "product_account_id",
            "written_here": "Write it to HubSpot, too",
        },
        expired_token=lambda: errors.expired(running.clock(), running.clock()).response(),
        rate_limited=lambda _: errors.Limited("TEN_SECONDLY_ROLLING").response(),
        server_error=lambda: errors.broken().response(),
        wrong_schema=spoiling.with_wrong_schema,
        wrong_customer=spoiling.with_wrong_customer(portal),
        webhook_secret=app.client_secret,
        sign=lambda body, url, now: webhooks.sign(app.client_secret, body, url, now),
        webhooks=announcer.bodies,
        revoke_tokens=sign_in.revoke,
        refused_sign_in=dict.fromkeys(TOKEN_PATHS, lambda: bad_refresh_token().response()),
    )


def service_key(seed: int) -> str:
    """The key that the demo connects with: it may read everything that a customer page needs, and log activities."""
    return _key("everything", seed)


def narrow_key(seed: int) -> str:
    """A key that may read companies and nothing else."""
    return _key("companies", seed)


def reading_key(seed: int) -> str:
    """A key that may read everything and change nothing."""
    return _key("reading", seed)


def oauth_app(running: RunningWorld) -> App:
    """The OAuth app that is installed in the portal."""
    team = running.world.teammates
    return App.of(running.world.seed, team[0].hubspot_user_id if team else 0)


def _key(what: str, seed: int) -> str:
    digits = hashlib.sha256(f"hubspot {what} {seed}".encode()).hexdigest()
    return "pat-eu1-" + "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
