"""The book is read at leisure: the lists know every account, and nobody who waits for a page notices."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from rotunda.entrypoints.connectors import load_connectors
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.sections.ids import AccountId, SourceName
from rotunda.sections.section import load_sections
from rotunda.view.index.book import BookReader
from rotunda.view.page.plan import House
from rotunda_world.running import Conditions, Fault
from support.databases import MakeDatabase
from support.house import (
    PATIENT,
    AgeingClock,
    Deed,
    InhabitedHouse,
    StillClock,
    eventually,
    furnished,
    moved_in,
    world_standing_still,
)

HUBSPOT = SourceName("hubspot")


@pytest.fixture
def deed_of(make_database: MakeDatabase, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Any]:
    async def make() -> Deed:
        return Deed(await make_database(), tmp_path_factory.mktemp("installation"))

    return make


def frugal() -> House:
    """Everything as it is declared, budgets above all, but for patience."""
    connectors = {
        source: msgspec.structs.replace(each, manifest=msgspec.structs.replace(each.manifest, **PATIENT))
        for source, each in load_connectors().items()
    }
    return House(load_sections(), connectors)


@asynccontextmanager
async def opened(
    postgres: EmbeddedPostgres, deed: Deed, clock: Any, house: House, accounts: int, *, limits: bool
) -> AsyncIterator[InhabitedHouse]:
    async with (
        world_standing_still(postgres, clock, seed=7, accounts=accounts) as live,
        moved_in(live, clock, deed, house=house) as home,
    ):
        for slug in live.vendors:
            await live.set_conditions(slug, Conditions(limits_enforced=limits))
        yield home


def used(home: InhabitedHouse) -> int:
    status = home.installation.readings.status(home.connections[HUBSPOT])
    return next(budget.used for budget in status.budgets if budget.bucket == "default")


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0)


def known_everywhere(home: InhabitedHouse) -> list[AccountId]:
    """In the order in which the book is read."""
    everywhere = {
        home.accounts[keys.company.key]
        for keys in home.live.accounts()
        if keys.product_account_id
        and len(keys.hubspot_company_ids) == len(keys.stripe_customer_ids) == 1
        and keys.zendesk_organization_id
    }
    return sorted(everywhere)


@pytest.mark.slow
async def test_people_have_their_pages_while_the_background_has_used_up_its_share(
    postgres_server: EmbeddedPostgres, deed_of: Callable[[], Any]
) -> None:
    """No second passes here unless the test lets it, so a budget that is used up stays so: without a share that is kept
    for people a page would wait for ever. The systems enforce the limits that they publish.
    """
    clock = AgeingClock()
    async with opened(postgres_server, await deed_of(), clock, frugal(), 45, limits=True) as home:
        clock.advance(timedelta(minutes=2))
        background = home.installation.readings.lines.get(home.connections[HUBSPOT]).line.gate.budgets["default"]
        share = background.limit - background.limit * 40 // 100
        accounts = known_everywhere(home)
        reading = asyncio.create_task(home.installation.book.read_all())
        async with home.client() as client:
            for account in (accounts[-1], accounts[-2]):
                await until(lambda: used(home) >= share)
                page = (await client.get(f"/api/v1/accounts/{account}")).json()
                assert {section["state"] for section in page["sections"].values()} == {"fresh"}
                assert share < used(home) <= background.limit
                assert not reading.done()
                clock.advance(timedelta(seconds=11))
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        for connection in home.connections.values():
            status = home.installation.readings.status(connection)
            assert (status.errors, status.not_asked, status.retries) == ({}, 0, 0)


async def listed(home: InhabitedHouse) -> dict[str, tuple[int, int]]:
    """Open tickets and MRR of every account, as the list has them, by the world's keys."""
    keys = {account: key for key, account in home.accounts.items()}
    async with home.client() as client:
        items = (await client.get("/api/v1/accounts", params={"limit": 200})).json()["items"]
    return {keys[item["id"]]: _facts(item.get("facts", {})) for item in items}


def _facts(facts: dict[str, Any]) -> tuple[int, int]:
    tickets = facts.get("open_tickets", {}).get("number", 0)
    return int(tickets), facts.get("mrr", {}).get("money", {}).get("amount_minor", 0)


def true(home: InhabitedHouse) -> dict[str, tuple[int, int]]:
    return {key: _true(home.truth(key)) for key in home.accounts}


def _true(figures: dict[str, Any]) -> tuple[int, int]:
    return figures["open_tickets"], figures["mrr"][0]["amount_minor"] if figures["mrr"] else 0


async def test_the_list_knows_every_account_and_each_pass_what_has_changed(
    postgres_server: EmbeddedPostgres, deed_of: Callable[[], Any]
) -> None:
    clock = StillClock()
    async with opened(postgres_server, await deed_of(), clock, furnished(), 14, limits=False) as home:
        visits: list[tuple[int, int]] = []
        count = await home.installation.book.read_all(lambda done, of: visits.append((done, of)))
        assert count == len(home.accounts)
        assert visits[-1] == (4 * count, 4 * count)
        assert visits == sorted(visits)
        await eventually(lambda: listed(home), true(home))

        company = next(each for each in home.companies if each.zendesk_org_id and each.payers)
        await home.live.change("open_ticket", account=company.key, subject="Help", body="It broke")
        clock.advance(timedelta(minutes=20))
        before = home.live.requests()
        await home.installation.book.read_all()
        assert home.live.requests() != before
        await eventually(lambda: listed(home), true(home))
        for connection in home.connections.values():
            assert home.installation.readings.status(connection).errors == {}


async def test_a_source_that_is_down_keeps_nothing_else_from_the_list(
    postgres_server: EmbeddedPostgres, deed_of: Callable[[], Any]
) -> None:
    async with opened(postgres_server, await deed_of(), StillClock(), furnished(), 8, limits=False) as home:
        installed = home.installation
        await home.live.set_fault("hubspot", Fault.SERVER_ERROR)
        reader = BookReader(
            installed.house, installed.identity, installed.connections, installed.pages, pause=timedelta(0)
        )
        await reader.read_all()
        await eventually(lambda: listed(home), true(home))
