"""The SQL printed for the product database makes what the connector reads, for a role that reads no more."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import asyncmy
import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

from connections.mysql_server import MysqlServer, server_program
from connectors.productdb.servers import PASSWORD, Ask, asking, run_on
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import read_database_url
from rotunda.connections.transport.mysql import MysqlTransport
from rotunda.connections.transport.postgresql import PostgresTransport
from rotunda.connector_kit.errors import Forbidden
from rotunda.connector_kit.requests import Customer, SqlQuery
from rotunda.connectors.productdb.requests import list_accounts, list_users, read_people, read_profile, read_usage
from rotunda.kit.clock import SystemClock
from rotunda.kit.ids import new_id
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.secret import Secret
from rotunda.sections.ids import ExternalId
from rotunda.sections.people.model import PeoplePart

PAGE = Path(__file__).parents[2] / "docs" / "connectors" / "productdb.md"
LOOPBACK = AddressPolicy(["127.0.0.1"])
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)

APPLICATION = """
CREATE TABLE staff (id integer PRIMARY KEY, name varchar(80), email varchar(80), team varchar(80));
CREATE TABLE accounts (id varchar(40) PRIMARY KEY, name varchar(80), domain varchar(80), plan varchar(20),
    status varchar(20), seats integer, trial_ends_at TIME, contract_ends_on date, auto_renew boolean,
    activated_at TIME, created_at TIME, stripe_customer varchar(40), hubspot_company bigint,
    zendesk_organization bigint, last_active_at TIME, updated_at TIME, csm_id integer);
CREATE TABLE users (id varchar(40) PRIMARY KEY, account_id varchar(40), name varchar(80), email varchar(80),
    role varchar(20), last_seen_at TIME, created_at TIME, deactivated_at TIME);
CREATE TABLE features (feature_key varchar(40) PRIMARY KEY, title varchar(80));
CREATE TABLE plan_features (plan varchar(20), feature_key varchar(40));
CREATE TABLE account_flags (account_id varchar(40), flag varchar(40));
CREATE TABLE usage_daily (account_id varchar(40), user_id varchar(40), feature_key varchar(40), day date,
    events integer);
INSERT INTO staff VALUES (1, 'Ines Roth', 'ines@vendor.test', 'EMEA');
INSERT INTO accounts VALUES ('acct_1', 'Acme', 'Acme.example', 'pro', 'active', 25, NULL, '2026-09-30', true,
    '2025-02-01', '2025-01-01', 'cus_1', 77, 88, '2026-01-15', '2026-01-15', 1);
INSERT INTO accounts VALUES ('acct_2', 'Bolt', NULL, NULL, 'trial', NULL, NULL, NULL, NULL, NULL, '2026-01-01',
    NULL, NULL, NULL, NULL, '2026-01-01', NULL);
INSERT INTO users VALUES
    ('usr_1', 'acct_1', 'Ada', 'ada@acme.example', 'owner', '2026-01-15', '2025-01-01', NULL);
INSERT INTO features VALUES ('reports', 'Reports'), ('api', 'API access');
INSERT INTO plan_features VALUES ('pro', 'reports');
INSERT INTO account_flags VALUES ('acct_1', 'map_v2'), ('acct_1', 'beta');
INSERT INTO usage_daily VALUES ('acct_1', 'usr_1', 'reports', '2026-01-15', 7);
"""
"""The tables of the application that the page's examples are for."""


def printed() -> list[list[str]]:
    """The statements of each block of SQL: PostgreSQL's views and role, MySQL's views and user."""
    return [
        statements(block) for block in re.findall(r"^```sql\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    ]


def statements(block: str) -> list[str]:
    return [statement.strip() for statement in block.split(";\n") if statement.strip()]


def application(time: str) -> list[str]:
    return statements(APPLICATION.replace(" TIME", f" {time}"))


@pytest_asyncio.fixture
async def postgresql(postgres_server: EmbeddedPostgres) -> AsyncIterator[Ask]:
    """Everything as the page says, on a database with the example's tables."""
    views, role, _, _ = printed()
    url, reader = await postgres_server.create_database(new_id("test_")), new_id("reads_")
    name = url.rpartition("/")[2]
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for statement in (*application("timestamptz"), *views):
            await connection.execute(statement.encode())
        for statement in role:
            written = statement.replace("rotunda_reads", reader).replace("DATABASE product", f"DATABASE {name}")
            await connection.execute(written.encode())
        host = url.rpartition("@")[2]
        address = f"postgresql://{reader}:choose%20a%20long%20one@{host}"
        transport = PostgresTransport(read_database_url(Secret(address)), LOOPBACK, SystemClock())
        yield asking(transport)
        await transport.close()
        await connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(reader)))
        await connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(reader)))


@pytest_asyncio.fixture
async def mysql(tmp_path: Path) -> AsyncIterator[Ask]:
    _, _, views, user = printed()
    owner = [
        f"CREATE USER 'owner'@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
        "GRANT ALL ON *.* TO 'owner'@'127.0.0.1' WITH GRANT OPTION",
    ]
    server = MysqlServer(server_program(), tmp_path, [*owner, "CREATE DATABASE product"])
    await server.start()
    link = await asyncmy.connect(host="127.0.0.1", port=server.port, user="owner", password=PASSWORD, autocommit=True)
    async with link.cursor() as cursor:
        await cursor.execute("USE product")
        for statement in (*application("datetime(6)"), *views, *user):
            await cursor.execute(statement)
    link.close()
    address = f"mysql://rotunda_reads:choose%20a%20long%20one@127.0.0.1:{server.port}/rotunda"
    transport = MysqlTransport(read_database_url(Secret(address)), LOOPBACK, SystemClock())
    yield asking(transport)
    await transport.close()
    await server.stop()


@pytest.fixture(params=["postgresql", "mysql"])
def ask(request: pytest.FixtureRequest) -> Ask:
    found: Ask = request.getfixturevalue(request.param)
    return found


async def test_the_views_of_the_page_are_what_the_connector_reads(ask: Ask) -> None:
    customer = Customer({"account": [ExternalId("acct_1")]}, NOW, {})
    profile = await run_on(ask, read_profile(customer))
    assert (profile.name, profile.domain, profile.plan, profile.auto_renew) == ("Acme", "acme.example", "pro", True)
    assert sorted(profile.feature_flags) == ["beta", "map_v2"]
    assert [owner.name for owner in profile.owners] == ["Ines Roth"]
    usage = await run_on(ask, read_usage(customer))
    assert (usage.users_total, usage.active_7d, usage.daily[-1].day) == (1, 1, date(2026, 1, 15))
    assert {feature.key: feature.available for feature in usage.features} == {"reports": True, "api": False}
    people: PeoplePart = await run_on(ask, read_people(customer))
    assert [person.email for person in people.people] == ["ada@acme.example"]
    acme, bolt = await run_on(ask, list_accounts({}, NOW))
    assert {f"{one.source}:{one.external_id}" for one in acme.declared} == {"stripe:cus_1", "hubspot:77", "zendesk:88"}
    assert bolt.declared == ()
    assert [user.company for user in await run_on(ask, list_users({}, NOW))] == ["acct_1"]


@pytest.mark.parametrize("table", ["accounts", "users"])
async def test_the_role_of_the_page_reads_nothing_else(ask: Ask, request: pytest.FixtureRequest, table: str) -> None:
    place = "product" if "mysql" in request.node.name else "public"
    with pytest.raises(Forbidden):
        await ask(SqlQuery(sql=f"SELECT * FROM {place}.{table}", parameters={}))
