"""A hundred thousand accounts with their users and activity in a real PostgreSQL."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from psycopg.rows import tuple_row

from connectors.productdb.book import NOW
from connectors.productdb.servers import POSTGRESQL, asking, run_on, tables
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import read_database_url
from rotunda.connections.transport.postgresql import PostgresTransport
from rotunda.connector_kit.connector import SourceRecord
from rotunda.connector_kit.requests import SqlQuery
from rotunda.connectors.productdb import queries
from rotunda.connectors.productdb.requests import list_accounts, list_users
from rotunda.kit.clock import SystemClock
from rotunda.kit.ids import new_id
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.secret import Secret

ACCOUNTS, USERS_EACH, DAYS = 100_000, 2, 4
FILL_ACCOUNTS = f"""
INSERT INTO rotunda.account (account_id, name, further_domains, stripe_customer_ids, feature_flags)
SELECT 'acct_' || n, 'Account ' || n, '{{}}', '{{}}', '{{}}' FROM generate_series(1, {ACCOUNTS}) n"""
FILL_USERS = f"""
INSERT INTO rotunda.account_user (account_id, user_id, email)
SELECT 'acct_' || n, 'usr_' || n || '_' || u, 'u' || u || '@a' || n || '.example'
FROM generate_series(1, {ACCOUNTS}) n, generate_series(1, {USERS_EACH}) u"""
FILL_ACTIVITY = f"""
INSERT INTO rotunda.activity (account_id, user_id, feature_key, day, events)
SELECT 'acct_' || n, 'usr_' || n || '_1', 'maps', date '2026-03-01' - d, 1
FROM generate_series(1, {ACCOUNTS}) n, generate_series(1, {DAYS}) d"""


@pytest_asyncio.fixture(scope="module")
async def large(postgres_server: EmbeddedPostgres) -> AsyncIterator[str]:
    url = await postgres_server.create_database(new_id("test_"))
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for statement in (
            "CREATE SCHEMA rotunda",
            *tables(POSTGRESQL),
            FILL_ACCOUNTS,
            FILL_USERS,
            FILL_ACTIVITY,
            "ANALYZE",
        ):
            await connection.execute(statement.encode())
    yield url


@pytest.mark.slow
async def test_every_account_and_user_is_listed_once(large: str) -> None:
    transport = PostgresTransport(read_database_url(Secret(large)), AddressPolicy(["127.0.0.1"]), SystemClock())
    accounts: list[SourceRecord] = await run_on(asking(transport), list_accounts({}, NOW))
    users: list[SourceRecord] = await run_on(asking(transport), list_users({}, NOW))
    await transport.close()
    assert len({record.external_id for record in accounts}) == len(accounts) == ACCOUNTS
    assert len({record.external_id for record in users}) == len(users) == ACCOUNTS * USERS_EACH


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        queries.profile("acct_777", {}),
        queries.totals("acct_777", NOW, {}),
        queries.daily("acct_777", NOW, {}),
        queries.features("acct_777", NOW, {}),
        queries.people("acct_777", {}),
        queries.accounts_after("acct_777", {}),
        queries.users_after("acct_777", "usr_777_3", {}),
        queries.found_by("account_id", "acct_777", {}),
    ],
    ids=lambda query: query.sql[3:30],
)
async def test_no_query_reads_a_table_from_end_to_end(large: str, query: SqlQuery) -> None:
    """The plan reads the big tables by an index, and no more rows than one account or one batch has."""
    async with await psycopg.AsyncConnection.connect(large, row_factory=tuple_row) as connection:
        text = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query.sql}"
        found = await (await connection.execute(text.encode(), query.parameters)).fetchone()
    assert found
    nodes = list(_nodes(found[0][0]["Plan"]))
    scanned = [node for node in nodes if "Relation Name" in node and node["Relation Name"] != "account_feature"]
    assert all("Index" in node["Node Type"] or "Bitmap" in node["Node Type"] for node in scanned), nodes
    assert all(node["Actual Rows"] <= queries.BATCH * 2 for node in scanned)


def _nodes(plan: dict[str, Any]) -> Any:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)
