"""A customer that was created a moment ago is on the next look: looked up in the real-shaped systems, linked in a real
database.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.sections.ids import AccountId, SourceName
from rotunda.sync.finding import NOT_BEFORE
from rotunda_world.model import Company
from rotunda_world.running import Fault
from support.databases import MakeDatabase
from support.house import InhabitedHouse, small_house


@pytest_asyncio.fixture
async def home(
    postgres_server: EmbeddedPostgres, make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[InhabitedHouse]:
    """Its directory has been read once. Prospects stand in the CRM alone."""
    async with small_house(postgres_server, make_database, tmp_path_factory) as opened:
        yield opened


def prospects(home: InhabitedHouse) -> list[Company]:
    return [company for company in home.companies if company.product_account_id is None]


async def states(home: InhabitedHouse, account: AccountId) -> dict[str, dict[str, str]]:
    """By section and source, as a viewer sees them, once everything that the look has begun is over."""
    async with home.client() as client:
        page = (await client.get(f"/api/v1/accounts/{account}")).json()
    await home.installation.finding.settled()
    return {
        name: {source["source"]: source["state"] for source in section["sources"]}
        for name, section in page["sections"].items()
    }


def asked(home: InhabitedHouse, *sources: str) -> int:
    return sum(count for source in sources for count in home.live.requests().get(source, {}).values())


async def test_a_payer_that_was_created_a_minute_ago_is_on_the_next_look(home: InhabitedHouse) -> None:
    company = prospects(home)[0]
    account = home.accounts[company.key]
    person = next(each for each in company.contacts if each.hubspot_id)
    await home.live.change("add_payer", account=company.key, email=person.hubspot_email or person.email)
    assert (await states(home, account))["billing"] == {"stripe": "unknown_customer"}
    assert (await states(home, account))["billing"] == {"stripe": "fresh"}
    async with home.client() as client:
        section = (await client.get(f"/api/v1/accounts/{account}/sections/billing")).json()
    assert [each["ref"]["external_id"] for each in section["section"]["data"]["customers"]] == [
        company.payers[0].stripe_id
    ]


async def test_an_organization_is_found_by_its_domain(home: InhabitedHouse) -> None:
    company = next(each for each in prospects(home) if each.domain)
    account = home.accounts[company.key]
    await home.live.change("add_organization", account=company.key)
    assert (await states(home, account))["support"] == {"zendesk": "unknown_customer"}
    assert (await states(home, account))["support"] == {"zendesk": "fresh"}


async def test_a_source_is_asked_once_in_ten_minutes_for_an_account(home: InhabitedHouse) -> None:
    company = prospects(home)[0]
    account = home.accounts[company.key]
    await states(home, account)
    home.live.reset_requests()
    for _ in range(3):
        await states(home, account)
    assert asked(home, "stripe", "zendesk") == 0
    home.clock.advance(NOT_BEFORE / 2)
    await states(home, account)
    assert asked(home, "stripe", "zendesk") == 0
    home.clock.advance(NOT_BEFORE / 2)
    await states(home, account)
    assert asked(home, "stripe") > 0
    assert asked(home, "zendesk") > 0


async def test_who_is_known_everywhere_is_looked_up_nowhere(home: InhabitedHouse) -> None:
    known = next(each for each in home.companies if each.product_account_id and each.payers and each.zendesk_org_id)
    await states(home, home.accounts[known.key])
    searches = [
        pattern
        for source in ("stripe", "zendesk", "hubspot")
        for pattern in home.live.requests().get(source, {})
        if "search" in pattern
    ]
    assert searches == []


async def test_nobody_else_s_records_vanish_by_it(home: InhabitedHouse) -> None:
    before = await home.installation.identity.record_counts()
    company = prospects(home)[0]
    await home.live.change("add_payer", account=company.key)
    await states(home, home.accounts[company.key])
    after = await home.installation.identity.record_counts()
    stripe = home.connections[SourceName("stripe")]
    assert after == {**before, stripe: before[stripe] + 1}
    others = [company for company in home.companies if company.product_account_id]
    links = await home.installation.identity.links_of([home.accounts[each.key] for each in others])
    assert all(stripe in links[home.accounts[each.key]] for each in others if each.payers)


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.SERVER_ERROR, Fault.WRONG_SCHEMA])
async def test_a_source_that_is_down_disturbs_no_look(home: InhabitedHouse, fault: Fault) -> None:
    await home.live.set_fault("stripe", fault)
    shown: dict[str, Any] = await states(home, home.accounts[prospects(home)[0].key])
    assert shown["billing"] == {"stripe": "unknown_customer"}
    assert shown["deals"] == {"hubspot": "fresh"}


async def test_a_connection_that_was_removed_meanwhile_gets_no_records(home: InhabitedHouse) -> None:
    company, stripe = prospects(home)[0], home.connections[SourceName("stripe")]
    account = home.accounts[company.key]
    await home.live.change("add_payer", account=company.key)
    [lacking] = [each for each in home.installation.connections.list() if each.id == stripe]
    await home.installation.connections.remove(stripe)
    home.installation.finding.look_up(account, [lacking])
    await home.installation.finding.settled()
    assert stripe not in (await home.installation.identity.links_of([account]))[account]
