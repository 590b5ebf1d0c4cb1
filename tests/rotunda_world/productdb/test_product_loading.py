"""The tables are loaded when they have to be, and follow the world when it changes."""

from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest_asyncio

from rotunda.kit.postgres import EmbeddedPostgres
from rotunda_world.changes import apply
from rotunda_world.generate import generate
from rotunda_world.model import World
from rotunda_world.productdb.database import ProductDatabase
from rotunda_world.running import RunningWorld
from rotunda_world.server import Wanted, running_world
from support.live_worlds import own_database
from support.simulators import MOMENT


def tiny(seed: int = 7, accounts: int = 12, months: int = 2, days_later: int = 0) -> World:
    return generate(seed, accounts, months, MOMENT + timedelta(days=days_later))


@pytest_asyncio.fixture
async def admin_url(postgres_server: EmbeddedPostgres) -> AsyncIterator[str]:
    async with own_database(postgres_server) as url:
        yield url


async def one_value(url: str, query: str, *values: object) -> object:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        row = await (await connection.execute(query.encode(), values)).fetchone()
        return row[0] if row else None


async def test_the_same_world_is_loaded_once(admin_url: str) -> None:
    assert await ProductDatabase(admin_url, tiny()).prepare()
    assert not await ProductDatabase(admin_url, tiny()).prepare()


async def test_another_seed_size_history_or_day_is_loaded_anew(admin_url: str) -> None:
    await ProductDatabase(admin_url, tiny()).prepare()
    for other in (tiny(seed=8), tiny(accounts=13), tiny(months=3), tiny(days_later=1)):
        assert await ProductDatabase(admin_url, other).prepare()
        assert not await ProductDatabase(admin_url, other).prepare()


async def test_the_readers_password_is_random_and_stays_over_starts(admin_url: str) -> None:
    first, second = ProductDatabase(admin_url, tiny()), ProductDatabase(admin_url, tiny(seed=8))
    await first.prepare()
    await second.prepare()
    assert first.reader_url("127.0.0.1", 1) == second.reader_url("127.0.0.1", 1)


async def test_a_database_that_is_missing_is_made(postgres_server: EmbeddedPostgres) -> None:
    async with own_database(postgres_server) as url:
        name = url.rpartition("/")[2]
        async with await psycopg.AsyncConnection.connect(postgres_server.url("postgres"), autocommit=True) as admin:
            await admin.execute(f"DROP DATABASE {name}".encode())
        assert await ProductDatabase(url, tiny()).prepare()


async def test_a_renamed_account_is_renamed_for_the_reader_and_reloaded_at_the_next_start(admin_url: str) -> None:
    world = tiny()
    company = next(one for one in world.companies if one.product_account_id)
    database = ProductDatabase(admin_url, world)
    await database.prepare()
    apply(RunningWorld(world, lambda: MOMENT), "rename_company", {"account": company.key, "name": "Ørsted & Søn"})
    await database.refresh([company])
    query = "SELECT name FROM rotunda.account WHERE account_id = %s"
    assert await one_value(admin_url, query, company.product_account_id) == "Ørsted & Søn"
    assert await ProductDatabase(admin_url, tiny()).prepare()
    assert await one_value(admin_url, query, company.product_account_id) != "Ørsted & Søn"


async def test_changes_of_a_live_world_reach_the_product(admin_url: str) -> None:
    asked = Wanted(now=MOMENT, vendors=frozenset({"productdb"}), database_url=admin_url)
    async with running_world(asked, world=tiny()) as live:
        company = next(one for one in live.running.world.companies if one.product_account_id and one.plan == "pro")
        await live.change(
            "add_contact",
            account=company.key,
            first_name="Zoë",
            last_name="Ångström",
            email="zoe@example.com",
            in_product=True,
        )
        url = live.forms["productdb"]["url"]
        users = "SELECT user_id FROM rotunda.account_user WHERE account_id = %s AND email = 'zoe@example.com'"
        user = await one_value(url, users, company.product_account_id)
        assert user is not None
        for total in (3, 8):
            await live.change("add_activity", user=user, feature="live_map", events=total if total == 3 else 5)
            events = "SELECT events FROM rotunda.activity WHERE account_id = %s AND user_id = %s AND day = %s"
            assert await one_value(url, events, company.product_account_id, user, MOMENT.date()) == total
