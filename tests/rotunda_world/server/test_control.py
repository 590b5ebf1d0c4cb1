"""The control API by hand: what it answers, what it refuses and why."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from rotunda_world.running import Fault
from rotunda_world.server import LiveWorld
from support.live_worlds import busy_company, signed_in, zendesk_alone


@dataclass(slots=True)
class Control:
    """Asks the control API; answers with status and body."""

    live: LiveWorld
    session: aiohttp.ClientSession

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        content = body if body is None or isinstance(body, str) else json.dumps(body)
        answer = await self.session.request(method, f"{self.live.control_url}{path}", data=content)
        text = await answer.text()
        return answer.status, json.loads(text) if text else None

    async def good(self, method: str, path: str, body: object = None) -> Any:
        status, answer = await self.ask(method, path, body)
        assert status == 200, answer
        return answer


@pytest_asyncio.fixture
async def control() -> AsyncIterator[Control]:
    async with zendesk_alone() as live, aiohttp.ClientSession() as session:
        yield Control(live, session)


async def test_the_index_names_every_path_in_words(control: Control) -> None:
    index = await control.good("GET", "/")
    assert {"GET /truth/{account}", "PUT /vendors/{vendor}/conditions", "GET /deliveries"} <= index["paths"].keys()
    assert all(words.endswith(".") for words in index["paths"].values())


async def test_addresses_are_those_that_work(control: Control) -> None:
    addresses = await control.good("GET", "/addresses")
    assert addresses["control"] == control.live.control_url
    helpdesk = addresses["vendors"]["zendesk"]
    assert helpdesk["form"]["base_url"] == helpdesk["base_url"]
    answer = await control.session.get(f"{helpdesk['base_url']}/api/v2/users/me")
    assert answer.status == 200


async def test_conditions_are_set_kept_and_healed(control: Control) -> None:
    path = "/vendors/zendesk/conditions"
    healthy = {"fault": None, "latency": {"median_ms": 0.0, "p99_ms": 0.0}, "limits_enforced": True}
    assert await control.good("GET", path) == healthy
    slow = {"median_ms": 5.0, "p99_ms": 9.0}
    await control.good("PUT", path, {"latency": {"median_ms": 5, "p99_ms": 9}})
    spoilt = await control.good("PUT", path, {"fault": "server_error", "limits_enforced": False})
    assert spoilt == {"fault": "server_error", "latency": slow, "limits_enforced": False}
    assert control.live.conditions("zendesk").fault is Fault.SERVER_ERROR
    answer = await control.session.get(f"{control.live.forms['zendesk']['base_url']}/api/v2/users/me")
    assert answer.status == 500
    assert await control.good("DELETE", path) == healthy


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"fault": "hiccup"}, "fault"),
        ({"fault": 3}, "fault"),
        ({"latency": 5}, "latency"),
        ({"latency": {"median_ms": "5"}}, "latency.median_ms"),
        ({"latency": {"median_ms": -1}}, "latency.median_ms"),
        ({"latency": {"median_ms": True}}, "latency.median_ms"),
        ({"latency": {"median_ms": 50, "p99_ms": 10}}, "latency.p99_ms"),
        ({"latency": {"p50": 10}}, "latency.p50"),
        ({"limits_enforced": "yes"}, "limits_enforced"),
        ({"speed": 1}, "speed"),
        ("{", "body"),
        ([], "body"),
    ],
)
async def test_wrong_conditions_are_refused_by_field_and_change_nothing(
    control: Control, body: object, field: str
) -> None:
    before = await control.good("GET", "/vendors/zendesk/conditions")
    status, answer = await control.ask("PUT", "/vendors/zendesk/conditions", body)
    assert (status, answer["field"]) == (400, field)
    assert len(answer["reason"]) > 10
    assert await control.good("GET", "/vendors/zendesk/conditions") == before


@pytest.mark.parametrize(
    ("method", "path", "status", "field"),
    [
        ("GET", "/vendors/acme/conditions", 404, "vendor"),
        ("PUT", "/webhooks/acme", 404, "vendor"),
        ("GET", "/truth/acct_unknown", 404, "account"),
        ("POST", "/changes/turn_back_time", 404, "name"),
        ("GET", "/nowhere", 404, "path"),
        ("DELETE", "/truth", 405, "method"),
    ],
)
async def test_what_is_not_there_is_refused_with_field_and_reason(
    control: Control, method: str, path: str, status: int, field: str
) -> None:
    body = {"url": None} if method == "PUT" else None
    answered, refusal = await control.ask(method, path, body)
    assert (answered, refusal["field"]) == (status, field)
    assert len(refusal["reason"]) > 10


async def test_truth_is_found_by_every_id_of_an_account(control: Control) -> None:
    accounts = await control.good("GET", "/truth")
    assert len(accounts) == len(control.live.running.world.companies)
    account = next(one for one in accounts if one["stripe_customer_ids"] and one["zendesk_organization_id"])
    told = await control.good("GET", f"/truth/{account['key']}")
    assert told["name"] == account["name"]
    ids = [account["product_account_id"], account["zendesk_organization_id"], *account["hubspot_company_ids"]]
    for one in [*ids, *account["stripe_customer_ids"]]:
        assert await control.good("GET", f"/truth/{one}") == told


async def test_a_change_is_seen_by_truth_and_by_the_vendor(control: Control) -> None:
    company = busy_company(control.live)
    described = {one["name"]: one for one in await control.good("GET", "/changes")}
    assert {"name", "kind", "required"} == described["open_ticket"]["parameters"][0].keys()
    before = await control.good("GET", f"/truth/{company.key}")
    asked = {"account": company.product_account_id, "subject": "Nothing works", "priority": "urgent"}
    answer = await control.good("POST", "/changes/open_ticket", asked)
    assert [one["kind"] for one in answer["changed"]] == ["ticket.created"]
    assert answer["deliveries"] == []
    after = await control.good("GET", f"/truth/{company.key}")
    assert after != before
    async with signed_in(control.live) as desk:
        shown = await desk.get(f"/api/v2/tickets/{answer['changed'][0]['id']}")
        assert (await shown.json())["ticket"]["subject"] == "Nothing works"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "account"),
        ({"account": "acct_unknown", "subject": "x"}, "account"),
        ({"account": 5, "subject": "x"}, "account"),
        ({"subject": "x", "colour": "red"}, "colour"),
    ],
)
async def test_an_impossible_change_is_refused_by_field(control: Control, asked: object, field: str) -> None:
    status, answer = await control.ask("POST", "/changes/open_ticket", asked)
    assert (status, answer["field"]) == (400, field)


async def test_requests_are_counted_by_pattern_until_reset(control: Control) -> None:
    company = busy_company(control.live)
    async with signed_in(control.live) as desk:
        await control.ask("DELETE", "/requests")
        for suffix in ("", ".json"):
            await desk.get(f"/api/v2/organizations/{company.zendesk_org_id}{suffix}")
        await desk.get("/api/v2/nothing/here")
    counts = {"GET (no such path)": 1, "GET /api/v2/organizations/{organization_id}": 2}
    assert await control.good("GET", "/requests") == {"zendesk": counts}
    assert (await control.ask("DELETE", "/requests"))[0] == 204
    assert await control.good("GET", "/requests") == {}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "https://example.com/hook"}, "url"),
        ({"url": "ftp://127.0.0.1/"}, "url"),
        ({"url": 7}, "url"),
        ({"url": None, "secret": "made up"}, "secret"),
        ({"url": None, "secret": ""}, "secret"),
        ({"address": "x"}, "address"),
    ],
)
async def test_a_wrong_webhook_address_is_refused_by_field(control: Control, body: object, field: str) -> None:
    status, answer = await control.ask("PUT", "/webhooks/zendesk", body)
    assert (status, answer["field"]) == (400, field)
    assert (await control.good("GET", "/webhooks/zendesk"))["url"] is None


async def test_a_webhook_address_is_kept_with_the_vendors_secret(control: Control) -> None:
    told = await control.good("PUT", "/webhooks/zendesk", {"url": "http://127.0.0.1:9/hook"})
    assert told["url"] == "http://127.0.0.1:9/hook"
    assert told == await control.good("GET", "/webhooks/zendesk")
    assert (await control.good("PUT", "/webhooks/zendesk", {**told, "url": None}))["url"] is None
