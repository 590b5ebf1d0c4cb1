"""Keys, versions, permissions, limits and refusals of the Stripe simulator."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from rotunda_world.simulators.stripe import build, errors, webhooks
from rotunda_world.simulators.stripe.application import narrow_key
from support.simulators import Served, served, small_world


@pytest_asyncio.fixture(scope="module")
async def stripe() -> AsyncIterator[Served]:
    async with served(build, small_world(accounts=5)) as one:
        yield one


async def test_basic_auth_takes_the_key_as_user_name(stripe: Served) -> None:
    key = stripe.simulator.form["secret_key"]
    assert key.startswith("rk_test_")
    basic = base64.b64encode(f"{key}:".encode()).decode()
    status, _ = await stripe.refusal("/v1/customers", headers={"Authorization": f"Basic {basic}"})
    assert status == 200


@pytest.mark.parametrize("sent", ["", "Bearer ", "Digest abc", "Basic ///"])
async def test_without_a_key_nothing_is_answered(stripe: Served, sent: str) -> None:
    status, body = await stripe.refusal("/v1/customers", headers={"Authorization": sent})
    assert status == 401
    assert body["error"]["type"] == "invalid_request_error"
    assert body["error"]["message"].startswith("You did not provide an API key.")


async def test_a_wrong_key_is_shown_masked(stripe: Served) -> None:
    status, body = await stripe.refusal("/v1/customers", headers={"Authorization": "Bearer rk_test_abcdefgh1234"})
    assert (status, body["error"]["message"]) == (401, "Invalid API Key provided: rk_test_********1234")
    assert errors.masked("abc") == "***"


async def test_a_restricted_key_needs_the_permission(stripe: Served) -> None:
    key = narrow_key(stripe.world.seed)
    status, body = await stripe.refusal("/v1/charges", headers={"Authorization": f"Bearer {key}"})
    assert status == 403
    account = stripe.world.stripe_account
    assert f"required permissions for this endpoint on account '{account}'" in body["error"]["message"]
    assert "Having the 'rak_charge_read' permission" in body["error"]["message"]


async def test_another_account_is_out_of_reach(stripe: Served) -> None:
    status, body = await stripe.refusal("/v1/customers", headers={"Stripe-Account": "acct_other"})
    assert (status, body["error"]["code"]) == (403, "account_invalid")


async def test_the_version_is_honoured_and_unknown_ones_are_refused(stripe: Served) -> None:
    for version in ("2026-06-24.dahlia", "2026-08-26.dahlia"):
        answer = await stripe.ask("GET", "/v1/customers", headers={"Stripe-Version": version})
        assert (answer.status, answer.headers["Stripe-Version"]) == (200, version)
    status, body = await stripe.refusal("/v1/customers", headers={"Stripe-Version": "2026-06-25.dahlia"})
    assert (status, body["error"]["message"]) == (400, "Invalid Stripe API version: 2026-06-25.dahlia")


async def test_every_answer_is_numbered_and_says_its_version(stripe: Served) -> None:
    numbers = set[str]()
    for path in ("/v1/customers", "/v1/customers/cus_nobody", "/v1/nothing"):
        answer = await stripe.ask("GET", path)
        numbers.add(answer.headers["Request-Id"])
        assert answer.headers["Stripe-Version"] == "2026-06-24.dahlia"
    assert len(numbers) == 3
    assert all(number.startswith("req_") for number in numbers)


async def test_an_unknown_path_is_named(stripe: Served) -> None:
    status, body = await stripe.refusal("/v1/nothing")
    assert status == 404
    assert body["error"]["message"].startswith("Unrecognized request URL (GET: /v1/nothing).")
    answer = await stripe.ask("DELETE", "/v1/customers/cus_1")
    assert (answer.status, answer.headers["Stripe-Should-Retry"]) == (404, "false")


async def test_a_sandbox_answers_twenty_five_requests_a_second() -> None:
    async with served(build, small_world(accounts=2), limits=True) as stripe:
        asked = (stripe.ask("GET", "/v1/customers", params={"limit": "1"}) for _ in range(120))
        answers = await asyncio.gather(*asked)
    assert sum(answer.status == 200 for answer in answers) >= 25
    refused = next(answer for answer in answers if answer.status == 429)
    assert refused.headers["Stripe-Rate-Limited-Reason"] == "global-rate"
    assert "Retry-After" not in refused.headers
    assert "Stripe-Should-Retry" not in refused.headers


async def test_searches_are_limited_to_twenty_a_second() -> None:
    async with served(build, small_world(accounts=2), limits=True) as stripe:
        query = {"query": "email~'@nobody'"}
        asked = (stripe.ask("GET", "/v1/customers/search", params=query) for _ in range(25))
        answers = await asyncio.gather(*asked)
        assert sum(answer.status == 200 for answer in answers) >= 20
        refused = next(answer for answer in answers if answer.status == 429)
        assert refused.headers["Stripe-Rate-Limited-Reason"] == "endpoint-rate"
        body = (await refused.json())["error"]
        assert (body["code"], body["type"]) == ("rate_limit", "invalid_request_error")


async def test_the_makers_answer_in_stripes_shapes(stripe: Served) -> None:
    made = {
        401: stripe.simulator.expired_token(),
        429: stripe.simulator.rate_limited(2.0),
        500: stripe.simulator.server_error(),
    }
    bodies = {status: json.loads(bytes(answer.body or b""))["error"] for status, answer in made.items()}
    assert [answer.status for answer in made.values()] == list(made)
    assert bodies[401]["code"] == "api_key_expired"
    assert "Retry-After" not in made[429].headers
    assert (bodies[500]["type"], made[500].headers["Stripe-Should-Retry"]) == ("api_error", "true")


def test_the_signature_of_a_known_delivery() -> None:
    body = b'{"id":"evt_1","type":"demo"}'
    expected = "c1f9cb8e9dcba171cc6ed56221b6ad157421c2bf5cbdbc8dc2ad63c55ed38441"
    assert webhooks.sign("test_secret", body, 1767225600.0)["Stripe-Signature"] == f"t=1767225600,v1={expected}"


async def test_webhook_endpoints_are_registered_over_the_api(stripe: Served) -> None:
    form = {"url": "http://127.0.0.1:1/hook", "enabled_events[0]": "invoice.*", "description": "Rotunda"}
    answer = await stripe.ask("POST", "/v1/webhook_endpoints", data=form)
    made = await answer.json()
    assert (answer.status, made["object"], made["status"]) == (200, "webhook_endpoint", "enabled")
    assert made["secret"] == stripe.simulator.webhook_secret
    [listed] = (await stripe.get("/v1/webhook_endpoints"))["data"]
    assert "secret" not in listed
    assert stripe.simulator.registered(b'{"type": "invoice.paid"}') == ["http://127.0.0.1:1/hook"]
    assert stripe.simulator.registered(b'{"type": "charge.failed"}') == []
    headers = stripe.simulator.sign(b"{}", "http://127.0.0.1:1/hook", 7.9)
    digest = hmac.new(made["secret"].encode(), b"7.{}", hashlib.sha256).hexdigest()
    assert headers["Stripe-Signature"] == f"t=7,v1={digest}"


@pytest.mark.parametrize(
    ("form", "param"),
    [
        ({"url": "https://example.com"}, "enabled_events"),
        ({"enabled_events[]": "*"}, "url"),
        ({"url": "example.com", "enabled_events[]": "*"}, "url"),
    ],
)
async def test_an_incomplete_webhook_endpoint_is_refused(stripe: Served, form: dict[str, str], param: str) -> None:
    answer = await stripe.ask("POST", "/v1/webhook_endpoints", data=form)
    assert answer.status == 400
    assert (await answer.json())["error"]["param"] == param
