"""The queries on a real PostgreSQL and a real MySQL or MariaDB: both say what a count by hand says."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from connections.mysql_server import MysqlServer, server_program
from connectors.productdb.book import FEATURES, NOW, TODAY, Row, make_book
from connectors.productdb.servers import PASSWORD, Ask, asking, fill_mysql, fill_postgresql, run_on
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.transport.database_url import read_database_url
from rotunda.connections.transport.mysql import MysqlTransport
from rotunda.connections.transport.postgresql import PostgresTransport
from rotunda.connector_kit.connector import Declared, Find, SourceRecord
from rotunda.connector_kit.errors import Gone
from rotunda.connector_kit.requests import Customer
from rotunda.connectors.productdb.requests import (
    find,
    list_accounts,
    list_users,
    read_people,
    read_profile,
    read_usage,
)
from rotunda.kit.clock import SystemClock
from rotunda.kit.ids import new_id
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.secret import Secret
from rotunda.sections.ids import ExternalId, SourceName
from rotunda.sections.people.model import PeoplePart
from rotunda.sections.profile.model import Owner, ProfilePart
from rotunda.sections.usage.model import UsagePart

BOOK = make_book(7)
LOOPBACK = AddressPolicy(["127.0.0.1"])
ACCOUNTS = [row["account_id"] for row in BOOK.accounts]
every_account = pytest.mark.parametrize("account_id", ACCOUNTS)


@pytest_asyncio.fixture(scope="module")
async def postgresql(postgres_server: EmbeddedPostgres) -> AsyncIterator[Ask]:
    url = await postgres_server.create_database(new_id("test_"))
    await fill_postgresql(url, BOOK)
    transport = PostgresTransport(read_database_url(Secret(url)), LOOPBACK, SystemClock())
    yield asking(transport)
    await transport.close()


@pytest_asyncio.fixture(scope="module")
async def mysql(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ask]:
    folder: Path = tmp_path_factory.mktemp("mysql")
    statements = [
        f"CREATE USER 'owner'@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
        "GRANT ALL ON *.* TO 'owner'@'127.0.0.1'",
    ]
    server = MysqlServer(server_program(), folder, statements)
    await server.start()
    await fill_mysql(server, BOOK)
    url = f"mysql://owner:{PASSWORD}@127.0.0.1:{server.port}/rotunda"
    transport = MysqlTransport(read_database_url(Secret(url)), LOOPBACK, SystemClock())
    yield asking(transport)
    await transport.close()
    await server.stop()


@pytest.fixture(params=["postgresql", "mysql"])
def ask(request: pytest.FixtureRequest) -> Ask:
    found: Ask = request.getfixturevalue(request.param)
    return found


def customer(*account_ids: str, **settings: str) -> Customer:
    return Customer({"account": [ExternalId(one) for one in account_ids]}, NOW, settings)


def row_of(account_id: str) -> Row:
    [row] = BOOK.of(account_id, "accounts")
    return row


# Usage


@every_account
async def test_windows_count_whole_days_that_end_with_today(ask: Ask, account_id: str) -> None:
    part: UsagePart = await run_on(ask, read_usage(customer(account_id)))

    def active(first: int, last: int) -> int:
        return len(BOOK.active(account_id, TODAY - timedelta(days=first), TODAY - timedelta(days=last)))

    assert part.users_total == len(BOOK.of(account_id, "users"))
    assert (part.active_7d, part.active_previous_7d) == (active(6, 0), active(13, 7))
    assert (part.active_30d, part.active_previous_30d) == (active(29, 0), active(59, 30))
    row = row_of(account_id)
    assert (part.seats_purchased, part.last_active_at) == (row["seats"], row["last_active_at"])
    assert part.activated_at == row["activated_at"]


@every_account
async def test_every_day_is_counted_since_the_account_began(ask: Ask, account_id: str) -> None:
    part: UsagePart = await run_on(ask, read_usage(customer(account_id)))
    began = row_of(account_id)["created_at"].date()
    oldest = min([began, *(row["day"] for row in BOOK.of(account_id, "activity"))])
    first = max(TODAY - timedelta(days=89), oldest)
    assert [each.day for each in part.daily] == [first + timedelta(days=n) for n in range((TODAY - first).days + 1)]
    for each in part.daily:
        assert each.active_users == len(BOOK.active(account_id, each.day, each.day))
        assert each.events == sum(row["events"] for row in BOOK.within(account_id, each.day, each.day))


@every_account
async def test_features_are_counted_by_weeks_that_end_with_today(ask: Ask, account_id: str) -> None:
    part: UsagePart = await run_on(ask, read_usage(customer(account_id)))
    assert [each.key for each in part.features] == list(FEATURES)
    month, window = TODAY - timedelta(days=29), TODAY - timedelta(days=83)
    for each, row in zip(part.features, BOOK.of(account_id, "features"), strict=True):
        assert (each.name, each.available) == (row["feature_name"], row["available"])
        assert each.users_30d == len(BOOK.active(account_id, month, TODAY, each.key))
        assert each.events_30d == sum(row["events"] for row in BOOK.within(account_id, month, TODAY, each.key))
        days = [row["day"] for row in BOOK.within(account_id, window, TODAY, each.key)]
        last = max(days, default=None)
        assert each.last_used_at == (datetime.combine(last, time(), UTC) if last else None)
        weeks = [(window + timedelta(weeks=week), window + timedelta(weeks=week, days=6)) for week in range(12)]
        assert each.weekly_users == [len(BOOK.active(account_id, *week, each.key)) for week in weeks]


async def test_several_accounts_of_one_customer_are_added_up(ask: Ask) -> None:
    both: UsagePart = await run_on(ask, read_usage(customer("acct_4", "acct_5")))
    apart: list[UsagePart] = [await run_on(ask, read_usage(customer(one))) for one in ("acct_4", "acct_5")]
    assert both.users_total == sum(each.users_total for each in apart)
    assert both.active_30d == sum(each.active_30d for each in apart)
    assert sum(day.events for day in both.daily) == sum(day.events for each in apart for day in each.daily)
    assert [each.users_30d for each in both.features] == [
        one.users_30d + other.users_30d for one, other in zip(apart[0].features, apart[1].features, strict=True)
    ]
    assert both.ref.external_id == "acct_4"


# Profile and people


@every_account
async def test_profile_holds_the_row(ask: Ask, account_id: str) -> None:
    part: ProfilePart = await run_on(ask, read_profile(customer(account_id)))
    row = row_of(account_id)
    assert (part.name, part.domain, part.plan, part.product_status) == (
        row["name"],
        row["domain"],
        row["plan"],
        row["status"],
    )
    assert (part.trial_ends_at, part.contract_ends_on) == (row["trial_ends_at"], row["contract_ends_on"])
    assert (part.customer_since, part.last_activity_at) == (row["created_at"], row["last_active_at"])
    assert (part.auto_renew, part.feature_flags) == (row["auto_renew"], row["feature_flags"])
    csm = Owner(role="csm", name="Ines Roth", email="ines@demo.example", team="EMEA")
    assert part.owners == ([csm] if row["csm_name"] else [])


@every_account
async def test_people_are_the_users_most_recently_seen_first(ask: Ask, account_id: str) -> None:
    part: PeoplePart = await run_on(ask, read_people(customer(account_id)))
    users = {row["user_id"]: row for row in BOOK.of(account_id, "users")}
    assert part.total == len(users)
    assert {each.ref.external_id for each in part.people} == set(users)
    seen = [each.last_seen_at for each in part.people]
    assert seen == sorted((at for at in seen if at), reverse=True) + [None] * seen.count(None)
    for each in part.people:
        row = users[each.ref.external_id]
        assert (each.email, each.created_at) == (row["email"], row["created_at"])
        assert (each.product_role or "").endswith("deactivated") is (row["deactivated_at"] is not None)


async def test_an_account_that_is_not_there_is_a_tombstone(ask: Ask) -> None:
    with pytest.raises(Gone):
        await run_on(ask, read_profile(customer("acct_99")))
    with pytest.raises(Gone):
        await run_on(ask, read_usage(customer("acct_99' OR '1'='1")))


# The directory


async def test_every_account_is_listed_with_its_keys(ask: Ask) -> None:
    records: list[SourceRecord] = await run_on(ask, list_accounts({}, NOW))
    assert [record.external_id for record in records] == sorted(ACCOUNTS)
    second = records[1]
    assert second.domains == ("a1.example", "b1.example")
    assert [(each.source, each.external_id) for each in second.declared] == [
        ("stripe", "cus_1"),
        ("stripe", "cus_1b"),
        ("hubspot", "1001"),
        ("zendesk", "2001"),
    ]
    assert (second.founds_account, second.owner_emails, second.owner_teams) == (True, ("ines@demo.example",), ("EMEA",))
    assert second.updated_at == row_of("acct_1")["updated_at"]
    assert (records[0].declared, records[0].owner_emails) == ((), ())


async def test_every_user_is_listed_as_a_person_of_an_account(ask: Ask) -> None:
    records: list[SourceRecord] = await run_on(ask, list_users({}, NOW))
    expected = {(row["account_id"], row["user_id"], row["email"]) for row in BOOK.users}
    found = {
        (each.company, each.external_id, each.verified_emails[0] if each.verified_emails else None) for each in records
    }
    assert found == expected
    assert all(each.is_person and not each.founds_account for each in records)


@pytest.mark.parametrize(
    ("whom", "expected"),
    [
        (Find(declared=(Declared(SourceName("productdb"), ExternalId("acct_3")),), now=NOW), ["acct_3"]),
        (Find(own_ids=(Declared(SourceName("hubspot"), ExternalId("1003")),), now=NOW), ["acct_3"]),
        (Find(own_ids=(Declared(SourceName("zendesk"), ExternalId("2001")),), now=NOW), ["acct_1"]),
        (Find(domains=("A5.example",), now=NOW), ["acct_5"]),
        (Find(emails=("USER0@5.example", "user0@4.example"), now=NOW), ["acct_5", "acct_4"]),
        (Find(own_ids=(Declared(SourceName("stripe"), ExternalId("cus_1")),), now=NOW), []),
        (Find(emails=("nobody@nowhere.example",), now=NOW), []),
    ],
)
async def test_an_account_is_found_by_its_keys(ask: Ask, whom: Find, expected: list[str]) -> None:
    records: list[SourceRecord] = await run_on(ask, find(whom))
    assert [record.external_id for record in records] == expected


# Queries of the company's own


async def test_a_query_of_the_company_s_own_takes_the_place_of_a_view(ask: Ask) -> None:
    settings = {
        "account_user_query": "SELECT account_id, user_id, 'Somebody 100%' AS name, email, role, last_seen_at,"
        " created_at, deactivated_at FROM rotunda.account_user WHERE email LIKE 'User0@%';"
    }
    people: PeoplePart = await run_on(ask, read_people(customer("acct_5", **settings)))
    assert [(each.name, each.email) for each in people.people] == [("Somebody 100%", "User0@5.example")]
    usage: UsagePart = await run_on(ask, read_usage(customer("acct_5", **settings)))
    assert usage.users_total == 1
    users: list[SourceRecord] = await run_on(ask, list_users(settings, NOW))
    assert {each.name for each in users} == {"Somebody 100%"}
    whom = Find(emails=("user0@5.example", "user3@5.example"), settings=settings, now=NOW)
    assert [each.external_id for each in await run_on(ask, find(whom))] == ["acct_5"]
