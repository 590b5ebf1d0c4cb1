"""Every vendor over HTTP has every fault, and none of them touches another vendor."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from rotunda_world.running import Conditions, Fault
from rotunda_world.server import LiveWorld, Wanted, running_world
from support.simulators import MOMENT, small_world

VENDORS = ("hubspot", "stripe", "zendesk")
READS = {
    "hubspot": "/crm/v3/objects/companies?limit=5",
    "stripe": "/v1/customers?limit=5",
    "zendesk": "/api/v2/organizations.json?page[size]=5",
}
LISTS = {"hubspot": "results", "stripe": "data", "zendesk": "organizations"}
SOON = aiohttp.ClientTimeout(total=0.3)


@pytest_asyncio.fixture(scope="module")
async def live() -> AsyncIterator[LiveWorld]:
    async with running_world(Wanted(now=MOMENT, vendors=frozenset(VENDORS)), world=small_world()) as one:
        yield one


@pytest_asyncio.fixture
async def session(live: LiveWorld) -> AsyncIterator[aiohttp.ClientSession]:
    """Without limits: so many questions in a second would meet them."""
    for vendor in VENDORS:
        await live.set_conditions(vendor, Conditions(limits_enforced=False))
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as one:
        yield one
    await live.heal()


async def token(live: LiveWorld, session: aiohttp.ClientSession, vendor: str) -> str:
    form = live.forms[vendor]
    if vendor != "zendesk":
        return next(value for name, value in form.items() if name != "base_url")
    asked = {**form, "grant_type": "client_credentials", "scope": "read"}
    answer = await session.post(f"{form['base_url']}/oauth/tokens", json=asked)
    return (await answer.json())["access_token"]


async def read(live: LiveWorld, session: aiohttp.ClientSession, vendor: str, key: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {key}"}
    async with session.get(live.forms[vendor]["base_url"] + READS[vendor], headers=headers, timeout=SOON) as answer:
        return answer.status, await answer.read()


@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("vendor", VENDORS)
async def test_a_fault_is_seen_at_its_vendor_and_nowhere_else(
    live: LiveWorld, session: aiohttp.ClientSession, vendor: str, fault: Fault
) -> None:
    keys = {one: await token(live, session, one) for one in VENDORS}
    healthy = {one: await read(live, session, one, keys[one]) for one in VENDORS}
    assert {status for status, _ in healthy.values()} == {200}
    await live.set_fault(vendor, fault)
    try:
        spoilt: object = await read(live, session, vendor, keys[vendor])
    except (aiohttp.ClientError, TimeoutError) as failure:
        spoilt = failure
    for other in set(VENDORS) - {vendor}:
        assert await read(live, session, other, keys[other]) == healthy[other]
    if fault is not Fault.CLOCK_SKEW:  # Which is in the headers.
        assert spoilt != healthy[vendor]
    await live.set_fault(vendor, None)
    assert await read(live, session, vendor, await token(live, session, vendor)) == healthy[vendor]


@pytest.mark.parametrize("vendor", VENDORS)
async def test_another_customers_records_have_the_same_shape(
    live: LiveWorld, session: aiohttp.ClientSession, vendor: str
) -> None:
    key = await token(live, session, vendor)
    good = json.loads((await read(live, session, vendor, key))[1])
    await live.set_fault(vendor, Fault.WRONG_CUSTOMER)
    bad = json.loads((await read(live, session, vendor, key))[1])
    assert bad.keys() == good.keys()
    mine, others = good[LISTS[vendor]], bad[LISTS[vendor]]
    assert others
    assert mine[0]["id"] != others[0]["id"]
    assert mine[0].keys() == others[0].keys()
