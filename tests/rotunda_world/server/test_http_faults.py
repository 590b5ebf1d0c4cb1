"""Every fault, as a plain HTTP client meets it; and that the vendor is itself again as soon as it is healed."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import pytest
import pytest_asyncio

from rotunda_world.running import Conditions, Fault
from rotunda_world.server import LiveWorld
from rotunda_world.server.faults import HUGE_BODY_BYTES
from support.live_worlds import Desk, busy_company, signed_in, zendesk_alone
from support.simulators import MOMENT

SOON = aiohttp.ClientTimeout(total=0.5)


@pytest_asyncio.fixture(scope="module")
async def live() -> AsyncIterator[LiveWorld]:
    async with zendesk_alone() as one:
        yield one


@pytest_asyncio.fixture
async def desk(live: LiveWorld) -> AsyncIterator[Desk]:
    """Signed in before anything is broken. Afterwards the vendor is healed, and must answer as before."""
    path = organization_path(live)
    async with signed_in(live) as one:
        before = await (await one.get(path)).json()
        yield one
        await live.heal("zendesk")
        await one.sign_in()
        assert await (await one.get(path)).json() == before


def organization_path(live: LiveWorld) -> str:
    return f"/api/v2/organizations/{busy_company(live).zendesk_org_id}.json"


def tickets_path(live: LiveWorld) -> str:
    return f"/api/v2/organizations/{busy_company(live).zendesk_org_id}/tickets.json?page[size]=5"


async def test_refused_connections_are_refused_also_for_who_was_connected(live: LiveWorld, desk: Desk) -> None:
    await live.set_fault("zendesk", Fault.REFUSED)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientConnectorError):
            await desk.get("/api/v2/users/me")
    assert live.forms["zendesk"]["base_url"] == desk.base_url


async def test_a_request_in_the_air_is_cut_when_the_port_closes(live: LiveWorld, desk: Desk) -> None:
    await live.set_fault("zendesk", Fault.HANG)
    live.reset_requests()
    asking = asyncio.create_task(desk.get("/api/v2/users/me"))
    while not live.requests():
        await asyncio.sleep(0)
    await live.set_fault("zendesk", Fault.REFUSED)
    with pytest.raises(aiohttp.ClientConnectionError):
        await asking


async def test_hang_accepts_and_never_answers(live: LiveWorld, desk: Desk) -> None:
    await live.set_fault("zendesk", Fault.HANG)
    live.reset_requests()
    with pytest.raises(TimeoutError):
        await desk.get("/api/v2/users/me", timeout=SOON)
    assert live.requests() == {"zendesk": {"GET /api/v2/users/me": 1}}


async def test_slow_drip_sends_good_headers_and_then_crawls(live: LiveWorld, desk: Desk) -> None:
    whole = await (await desk.get(organization_path(live))).read()
    await live.set_fault("zendesk", Fault.SLOW_DRIP)
    answer = await desk.get(organization_path(live))
    assert answer.status == 200
    assert answer.content_length == len(whole)
    came = b"".join([await answer.content.readany() for _ in range(3)])
    assert len(came) < len(whole) / 10
    assert whole.startswith(came)
    answer.close()


async def test_server_error_has_the_vendors_shape(live: LiveWorld, desk: Desk) -> None:
    await live.set_fault("zendesk", Fault.SERVER_ERROR)
    answer = await desk.get(organization_path(live))
    assert answer.status == 500
    assert (await answer.json())["error"] == "InternalServerError"


async def test_rate_limited_says_when_to_come_back(live: LiveWorld, desk: Desk) -> None:
    await live.set_fault("zendesk", Fault.RATE_LIMITED)
    answer = await desk.get(organization_path(live))
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "2"
    assert (await answer.json())["error"] == "APIRateLimitExceeded"


async def test_truncated_announces_more_than_it_sends(live: LiveWorld, desk: Desk) -> None:
    whole = await (await desk.get(organization_path(live))).read()
    await live.set_fault("zendesk", Fault.TRUNCATED)
    answer = await desk.get(organization_path(live))
    assert answer.status == 200
    assert answer.content_length == len(whole)
    with pytest.raises(aiohttp.ClientPayloadError):
        await answer.read()


async def test_huge_body_is_fifty_megabytes_of_valid_json(live: LiveWorld, desk: Desk) -> None:
    good = await (await desk.get(organization_path(live))).json()
    await live.set_fault("zendesk", Fault.HUGE_BODY)
    answer = await desk.get(organization_path(live))
    assert "Content-Length" not in answer.headers
    body = json.loads(await answer.read())
    assert len(body.pop("padding")) >= HUGE_BODY_BYTES
    assert body == good


async def test_clock_skew_puts_the_vendors_date_two_days_ahead(live: LiveWorld, desk: Desk) -> None:
    healthy = await desk.get(organization_path(live))
    assert parsedate_to_datetime(healthy.headers["Date"]) == MOMENT
    await live.set_fault("zendesk", Fault.CLOCK_SKEW)
    skewed = await desk.get(organization_path(live))
    assert skewed.status == 200
    assert parsedate_to_datetime(skewed.headers["Date"]) == MOMENT + timedelta(days=2)


async def test_invalid_tls_leaves_only_tls_that_nobody_trusts(live: LiveWorld, desk: Desk) -> None:
    await live.set_fault("zendesk", Fault.INVALID_TLS)
    with pytest.raises(aiohttp.ClientError):
        await desk.get("/api/v2/users/me")
    secure = desk.base_url.replace("http://", "https://")
    for address in (secure, str(live.vendor("zendesk").address["tls_url"])):
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await desk.session.get(f"{address}/api/v2/users/me")
        unchecked = await desk.session.get(f"{address}/api/v2/users/me", ssl=trusting())
        assert unchecked.status == 200


async def test_the_tls_address_is_never_trusted(live: LiveWorld, desk: Desk) -> None:
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await desk.session.get(str(live.vendor("zendesk").address["tls_url"]))


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def test_an_expired_token_stays_dead_and_no_new_one_is_given_meanwhile(live: LiveWorld, desk: Desk) -> None:
    await live.set_fault("zendesk", Fault.EXPIRED_TOKEN)
    answer = await desk.get(organization_path(live))
    assert answer.status == 401
    assert (await answer.json())["error"] == "invalid_token"
    refused = await desk.sign_in()
    assert refused.status == 401
    assert (await refused.json())["error"] == "invalid_client"
    await live.heal("zendesk")
    assert (await desk.get(organization_path(live))).status == 401
    assert (await desk.sign_in()).status == 200
    assert (await desk.get(organization_path(live))).status == 200


async def test_wrong_schema_takes_required_fields_away(live: LiveWorld, desk: Desk) -> None:
    good = await (await desk.get(tickets_path(live))).json()
    await live.set_fault("zendesk", Fault.WRONG_SCHEMA)
    bad = await (await desk.get(tickets_path(live))).json()
    assert len(bad["tickets"]) == len(good["tickets"])
    for ticket in bad["tickets"]:
        assert "id" not in ticket
        assert not isinstance(ticket["status"], str)
        assert not isinstance(ticket["updated_at"], str)


async def test_wrong_customer_is_well_shaped_and_somebody_else(live: LiveWorld, desk: Desk) -> None:
    mine = busy_company(live)
    good = await (await desk.get(tickets_path(live))).json()
    await live.set_fault("zendesk", Fault.WRONG_CUSTOMER)
    bad = await (await desk.get(tickets_path(live))).json()
    assert bad["tickets"]
    assert {ticket["organization_id"] for ticket in bad["tickets"]}.isdisjoint({mine.zendesk_org_id})
    assert bad["tickets"][0].keys() == good["tickets"][0].keys()
    organization = (await (await desk.get(organization_path(live))).json())["organization"]
    assert organization["id"] != mine.zendesk_org_id


async def test_a_spoilt_vendor_does_not_say_not_modified(live: LiveWorld, desk: Desk) -> None:
    known = {"If-None-Match": (await desk.get(tickets_path(live))).headers["ETag"]}
    assert (await desk.get(tickets_path(live), headers=known)).status == 304
    await live.set_fault("zendesk", Fault.WRONG_SCHEMA)
    assert (await desk.get(tickets_path(live), headers=known)).status == 200


async def test_latency_is_waited_out_and_can_be_taken_away(live: LiveWorld, desk: Desk) -> None:
    await live.set_latency("zendesk", 60_000, 60_000)
    with pytest.raises(TimeoutError):
        await desk.get("/api/v2/users/me", timeout=SOON)
    await live.set_latency("zendesk", 0, 0)
    assert (await desk.get("/api/v2/users/me", timeout=SOON)).status == 200


async def test_limits_hold_until_they_are_switched_off(live: LiveWorld, desk: Desk) -> None:
    path = "/api/v2/incremental/users/cursor?start_time=0&per_page=1"
    answers = [(await desk.get(path)).status for _ in range(11)]
    assert answers == [200] * 10 + [429]
    await live.set_conditions("zendesk", Conditions(limits_enforced=False))
    assert (await desk.get(path)).status == 200


async def test_a_world_stops_while_a_client_hangs() -> None:
    async with aiohttp.ClientSession() as session:
        async with zendesk_alone() as live:
            desk = Desk(live, session)
            await live.set_fault("zendesk", Fault.HANG)
            asking = asyncio.create_task(desk.get("/api/v2/users/me"))
            while not live.requests():
                await asyncio.sleep(0)
        with pytest.raises(aiohttp.ClientConnectionError):
            await asking
