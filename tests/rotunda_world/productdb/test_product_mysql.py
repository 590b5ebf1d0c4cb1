"""The same views in a real MariaDB or MySQL say the same, and their reader can read nothing else."""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncmy
import asyncmy.errors
import pytest
import pytest_asyncio

from connections.mysql_server import MysqlServer, server_program
from rotunda_world.model import World
from rotunda_world.productdb.mysql import load
from support.simulators import small_world

OWNER = [
    "CREATE DATABASE shop CHARACTER SET utf8mb4",
    "CREATE USER 'owner'@'127.0.0.1' IDENTIFIED BY 'not-a-secret'",
    "GRANT ALL ON *.* TO 'owner'@'127.0.0.1' WITH GRANT OPTION",
]


@dataclass(slots=True)
class Loaded:
    world: World
    admin: str
    url: str


@pytest_asyncio.fixture(scope="module")
async def loaded() -> AsyncIterator[Loaded]:
    program = server_program()
    folder = Path(tempfile.mkdtemp(prefix="rotunda-mysql-"))
    server = MysqlServer(program, folder, OWNER)
    await server.start()
    world = small_world(months=4)
    admin = f"mysql://owner:not-a-secret@127.0.0.1:{server.port}/shop"
    await load(admin, world)
    yield Loaded(world, admin, await load(admin, world))  # The second time replaces the first.
    await server.stop()
    shutil.rmtree(folder)


async def rows(loaded: Loaded, query: str, *values: object) -> list[dict[str, Any]]:
    return await rows_as(loaded.url, query, *values)


async def rows_as(url: str, query: str, *values: object) -> list[dict[str, Any]]:
    parts = urlsplit(url)
    link = await asyncmy.connect(
        host=parts.hostname,
        port=parts.port,
        user=parts.username,
        password=parts.password,
        database=parts.path.lstrip("/"),
    )
    try:
        async with link.cursor(asyncmy.cursors.DictCursor) as cursor:
            await cursor.execute(query, values)
            return list(await cursor.fetchall())
    finally:
        link.close()


async def test_every_account_is_there_with_lists_as_json(loaded: Loaded) -> None:
    seen = {row["account_id"]: row for row in await rows(loaded, "SELECT * FROM rotunda.account")}
    companies = [one for one in loaded.world.companies if one.product_account_id]
    assert set(seen) == {one.product_account_id for one in companies}
    for company in companies:
        row = seen[company.product_account_id]
        assert row["name"] == company.called("product")
        assert json.loads(row["feature_flags"]) == sorted(company.flags)
        assert json.loads(row["further_domains"]) == company.further_domains
        assert row["created_at"].replace(tzinfo=UTC) == company.created_at
        assert bool(row["auto_renew"]) is company.auto_renew


async def test_users_features_and_activity_are_complete(loaded: Loaded) -> None:
    world = loaded.world
    users = await rows(loaded, "SELECT user_id FROM rotunda.account_user")
    contacts = [one for company in world.companies for one in company.contacts if one.product_user_id]
    assert Counter(row["user_id"] for row in users) == Counter(one.product_user_id for one in contacts)
    company = next(one for one in world.companies if one.product_account_id and one.plan)
    features = await rows(
        loaded, "SELECT * FROM rotunda.account_feature WHERE account_id = %s", company.product_account_id
    )
    assert {row["feature_key"]: bool(row["available"]) for row in features} == {
        feature.key: company.plan in feature.plans for feature in world.features
    }
    activity = await rows(loaded, "SELECT * FROM rotunda.activity WHERE account_id = %s", company.product_account_id)
    assert {(row["user_id"], row["feature_key"], row["day"], row["events"]) for row in activity} == set(
        world.activities.rows_of(company.key)
    )


@pytest.mark.parametrize(
    "statement",
    ["SELECT * FROM shop.accounts", "DELETE FROM rotunda.account", "CREATE TABLE rotunda.mine (x int)"],
)
async def test_the_reader_can_do_nothing_else(loaded: Loaded, statement: str) -> None:
    with pytest.raises(asyncmy.errors.OperationalError, match="denied"):
        await rows(loaded, statement)


async def test_one_accounts_read_uses_indexes(loaded: Loaded) -> None:
    company = next(one for one in loaded.world.companies if one.product_account_id)
    for view in ("account", "account_user", "activity"):
        query = f"EXPLAIN SELECT * FROM rotunda.{view} WHERE account_id = %s"
        plan = await rows_as(loaded.admin, query, company.product_account_id)
        scanned = {step["table"] for step in plan if step["type"] in {"ALL", "index"}}
        assert scanned <= {"f"}  # The twenty features.
