"""The control API: JSON over HTTP, usable by hand."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from rotunda_world import changes
from rotunda_world.server.asked import Refused, body_of, conditions_from, webhook_from
from rotunda_world.server.live_world import LiveWorld, NoSuchVendor
from rotunda_world.server.webhook_sender import Delivery
from rotunda_world.simulators.simulator import Changed
from rotunda_world.truth import AccountKeys

LIVE = web.AppKey("live", LiveWorld)


@dataclass(frozen=True, slots=True)
class _Route:
    method: str
    path: str
    answer: Callable[[web.Request], Awaitable[web.Response]]
    words: str


def control_app(live: LiveWorld) -> web.Application:
    """The application; its address is the live world's `control_url`."""
    app = web.Application(middlewares=[_explain])
    app[LIVE] = live
    for route in _ROUTES:
        app.router.add_route(route.method, route.path, route.answer)
    return app


@web.middleware
async def _explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every refusal says the field and the reason."""
    try:
        return await handler(request)
    except Refused as refused:
        return _refusal(refused.field, refused.reason, refused.status)
    except changes.ChangeRefused as refused:
        return _refusal(refused.field, refused.reason, 404 if refused.field == "name" else 400)
    except NoSuchVendor as missing:
        return _refusal("vendor", str(missing), 404)
    except web.HTTPNotFound:
        return _refusal("path", f"There is nothing at {request.path}. GET / lists what there is.", 404)
    except web.HTTPMethodNotAllowed as refused:
        allowed = ", ".join(sorted(refused.allowed_methods))
        return _refusal("method", f"{request.method} does nothing at {request.path}. It takes {allowed}.", 405)


def _refusal(field: str, reason: str, status: int) -> web.Response:
    return web.json_response({"field": field, "reason": reason}, status=status)


async def _index(_: web.Request) -> web.Response:
    what = "The demo company's systems: spoil and heal them, change facts, and read what is true."
    return web.json_response(
        {"what": what, "paths": {f"{route.method} {route.path}": route.words for route in _ROUTES}}
    )


async def _addresses(request: web.Request) -> web.Response:
    return web.json_response(request.app[LIVE].addresses)


async def _get_conditions(request: web.Request) -> web.Response:
    return web.json_response(asdict(request.app[LIVE].conditions(request.match_info["vendor"])))


async def _put_conditions(request: web.Request) -> web.Response:
    live, slug = request.app[LIVE], request.match_info["vendor"]
    await live.set_conditions(slug, conditions_from(await body_of(request), live.conditions(slug)))
    return await _get_conditions(request)


async def _delete_conditions(request: web.Request) -> web.Response:
    await request.app[LIVE].heal(request.match_info["vendor"])
    return await _get_conditions(request)


async def _accounts(request: web.Request) -> web.Response:
    return web.json_response([_account(keys) for keys in request.app[LIVE].accounts()])


def _account(keys: AccountKeys) -> dict[str, Any]:
    company = keys.company
    return {
        "key": company.key,
        "name": company.name,
        "names": company.names,
        "story": company.story,
        "product_account_id": keys.product_account_id,
        "hubspot_company_ids": keys.hubspot_company_ids,
        "stripe_customer_ids": keys.stripe_customer_ids,
        "zendesk_organization_id": keys.zendesk_organization_id,
    }


async def _people(request: web.Request) -> web.Response:
    return web.json_response(request.app[LIVE].people())


async def _truth(request: web.Request) -> web.Response:
    account = request.match_info["account"]
    try:
        return web.json_response(request.app[LIVE].truth(account))
    except KeyError:
        raise Refused("account", f"No account has the key or id {account!r}.", 404) from None


async def _changes(_: web.Request) -> web.Response:
    return web.json_response(changes.described())


async def _change(request: web.Request) -> web.Response:
    live = request.app[LIVE]
    changed, deliveries = await live.change_and_tell(request.match_info["name"], await body_of(request))
    told = [_changed(one) for one in changed]
    return web.json_response({"changed": told, "deliveries": [one.delivery_id for one in deliveries]})


def _changed(changed: Changed) -> dict[str, Any]:
    return {
        "kind": changed.kind,
        "id": next((getattr(changed.record, name) for name in _ID_NAMES if hasattr(changed.record, name)), None),
        "before": {name: _plain(value) for name, value in changed.before.items()},
    }


_ID_NAMES = ("stripe_id", "hubspot_id", "zendesk_id", "key")


def _plain(value: object) -> object:
    """What JSON can hold; records are told by their key or id."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case list() | tuple() | set() | frozenset():
            return [_plain(one) for one in value]
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
        case _:
            return next((_plain(getattr(value, name)) for name in _ID_NAMES if hasattr(value, name)), str(value))


async def _get_webhook(request: web.Request) -> web.Response:
    live, slug = request.app[LIVE], request.match_info["vendor"]
    simulator = live.telling_of(slug)
    return web.json_response({"url": live.sender.address_of(slug), "secret": simulator.webhook_secret})


async def _put_webhook(request: web.Request) -> web.Response:
    live, slug = request.app[LIVE], request.match_info["vendor"]
    url, secret = webhook_from(await body_of(request))
    if secret not in {None, live.telling_of(slug).webhook_secret}:
        raise Refused("secret", f"{slug} makes its own secret: read it with GET and leave it out here.")
    live.point_webhooks(slug, url)
    return await _get_webhook(request)


async def _get_requests(request: web.Request) -> web.Response:
    return web.json_response(request.app[LIVE].requests())


async def _delete_requests(request: web.Request) -> web.Response:
    request.app[LIVE].reset_requests()
    return web.Response(status=204)


async def _deliveries(request: web.Request) -> web.Response:
    return web.json_response([_delivery(one) for one in request.app[LIVE].sender.deliveries()])


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.delivery_id,
        "vendor": delivery.vendor,
        "url": delivery.url,
        "state": delivery.state,
        "body": delivery.body.decode(),
        "attempts": [
            {"at": attempt.at.isoformat(), "status": attempt.status, "reason": attempt.reason}
            for attempt in delivery.attempts
        ],
    }


_CONDITIONS = "/vendors/{vendor}/conditions"
_ROUTES = (
    _Route("GET", "/", _index, "This."),
    _Route("GET", "/addresses", _addresses, "Where each vendor is, and what to type to connect it."),
    _Route("GET", _CONDITIONS, _get_conditions, "How a vendor behaves right now."),
    _Route(
        "PUT",
        _CONDITIONS,
        _put_conditions,
        'How it shall behave: {"fault": "hang" or null, "latency": {"median_ms": 50, "p99_ms": 200},'
        ' "limits_enforced": true}; what is not given stays.',
    ),
    _Route("DELETE", _CONDITIONS, _delete_conditions, "Healthy again."),
    _Route("GET", "/truth", _accounts, "Every account: its key, ids, names and story."),
    _Route("GET", "/people", _people, "Every person: a key, their names, and all records of them in all systems."),
    _Route("GET", "/truth/{account}", _truth, "What is true of one account, by its key or any id (acct_..., cus_...)."),
    _Route("GET", "/changes", _changes, "What can be changed, with parameters."),
    _Route("POST", "/changes/{name}", _change, "Changes a fact and sends the webhooks: {parameter: value, ...}."),
    _Route("GET", "/webhooks/{vendor}", _get_webhook, "Where this vendor sends its webhooks, and its secret."),
    _Route(
        "PUT",
        "/webhooks/{vendor}",
        _put_webhook,
        'Where it shall send: {"url": "http://127.0.0.1:..."}, or null for nowhere. Its secret is its own.',
    ),
    _Route("GET", "/requests", _get_requests, "Counts per vendor and path since the last reset."),
    _Route("DELETE", "/requests", _delete_requests, "Resets the counts."),
    _Route("GET", "/deliveries", _deliveries, "The last webhooks and what became of them."),
)
