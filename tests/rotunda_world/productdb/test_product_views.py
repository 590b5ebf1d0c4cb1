"""What the reader sees is what the world holds, and it can see and do nothing else."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from psycopg.rows import dict_row

from rotunda_world.model import Company
from rotunda_world.server import LiveWorld

Reader = psycopg.AsyncConnection[dict[str, Any]]


@pytest_asyncio.fixture
async def reader(live: LiveWorld) -> AsyncIterator[Reader]:
    url = live.forms["productdb"]["url"]
    async with await psycopg.AsyncConnection.connect(url, row_factory=dict_row, autocommit=True) as connection:
        yield connection


async def rows(reader: Reader, query: str, *values: object) -> list[dict[str, Any]]:
    return await (await reader.execute(query.encode(), values)).fetchall()


def customers(live: LiveWorld) -> list[Company]:
    return [company for company in live.running.world.companies if company.product_account_id]


async def test_every_account_is_there_with_what_the_product_knows(live: LiveWorld, reader: Reader) -> None:
    seen = {row["account_id"]: row for row in await rows(reader, "SELECT * FROM rotunda.account")}
    assert set(seen) == {company.product_account_id for company in customers(live)}
    for company in customers(live):
        row = seen[company.product_account_id]
        assert row["name"] == company.called("product")
        assert (row["domain"], row["further_domains"]) == (company.domain, company.further_domains)
        assert (row["plan"], row["status"], row["seats"]) == (company.plan, company.product_status, company.seats)
        assert (row["trial_ends_at"], row["contract_ends_on"]) == (company.trial_ends_at, company.contract_ends_on)
        assert (row["auto_renew"], row["activated_at"]) == (company.auto_renew, company.activated_at)
        assert row["feature_flags"] == sorted(company.flags)
        assert row["csm_name"] == (company.csm.name if company.csm else None)
        assert row["csm_email"] == (company.csm.email if company.csm else None)


async def test_foreign_ids_are_there_only_where_the_account_declares_them(live: LiveWorld, reader: Reader) -> None:
    seen = {row["account_id"]: row for row in await rows(reader, "SELECT * FROM rotunda.account")}
    declared = Counter(system for company in customers(live) for system in company.product_declares)
    assert all(0 < declared[system] < len(customers(live)) for system in ("stripe", "hubspot", "zendesk"))
    for company in customers(live):
        row, says = seen[company.product_account_id], company.product_declares
        payers = [payer.stripe_id for payer in company.payers[:1]]
        assert row["stripe_customer_ids"] == (payers if "stripe" in says else [])
        assert row["hubspot_company_id"] == (company.hubspot_ids[0] if "hubspot" in says else None)
        assert row["zendesk_organization_id"] == (str(company.zendesk_org_id) if "zendesk" in says else None)


async def test_users_are_the_contacts_with_a_product_user(live: LiveWorld, reader: Reader) -> None:
    seen = {row["user_id"]: row for row in await rows(reader, "SELECT * FROM rotunda.account_user")}
    contacts = [contact for company in customers(live) for contact in company.contacts if contact.product_user_id]
    assert set(seen) == {contact.product_user_id for contact in contacts}
    for contact in contacts:
        row = seen[contact.product_user_id]
        assert row["account_id"] == contact.company.product_account_id
        assert (row["name"], row["email"]) == (contact.name, contact.product_email or contact.email)
        assert (row["role"], row["last_seen_at"]) == (contact.product_role, contact.last_seen_at)
        assert row["deactivated_at"] == contact.left_at


async def test_features_say_what_the_plan_includes(live: LiveWorld, reader: Reader) -> None:
    for company in customers(live)[:20]:
        seen = await rows(
            reader, "SELECT * FROM rotunda.account_feature WHERE account_id = %s", company.product_account_id
        )
        assert {row["feature_key"]: row["available"] for row in seen} == {
            feature.key: company.plan in feature.plans for feature in live.running.world.features
        }


async def test_activity_is_complete(live: LiveWorld, reader: Reader) -> None:
    log = live.running.world.activities
    (total,) = await rows(reader, "SELECT count(*), sum(events) FROM rotunda.activity")
    expected = [log.rows_of(company.key) for company in customers(live)]
    events = [row[3] for rows_of in expected for row in rows_of]
    assert (total["count"], total["sum"]) == (len(events), sum(events))
    company = max(customers(live), key=lambda one: len(log.rows[one.key]) if one.key in log.rows else 0)
    seen = await rows(reader, "SELECT * FROM rotunda.activity WHERE account_id = %s", company.product_account_id)
    assert {(row["user_id"], row["feature_key"], row["day"], row["events"]) for row in seen} == set(
        log.rows_of(company.key)
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM product.accounts",
        "SELECT * FROM product.loaded",
        "SELECT * FROM product.users LIMIT 1",
        "SELECT rolpassword FROM pg_authid",
        "CREATE TABLE rotunda.mine (x int)",
        "CREATE TABLE public.mine (x int)",
        "CREATE TEMPORARY TABLE mine (x int)",
        "UPDATE rotunda.account SET name = 'x'",
        "DELETE FROM rotunda.account",
        "INSERT INTO rotunda.account (account_id) VALUES ('x')",
        "DROP VIEW rotunda.account",
        "SET ROLE rotunda",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
async def test_the_reader_can_do_nothing_else_even_when_it_undoes_its_belts(reader: Reader, statement: str) -> None:
    await reader.execute("SET default_transaction_read_only = off")
    await reader.execute("SET statement_timeout = 0")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await reader.execute(statement.encode())


async def test_a_session_is_read_only_and_short_lived_by_default(reader: Reader) -> None:
    shown = {name: (await rows(reader, f"SHOW {name}"))[0][name] for name in BELTS}
    assert shown == BELTS


BELTS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "2s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
}


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM rotunda.account WHERE account_id = %s",
        "SELECT * FROM rotunda.account_user WHERE account_id = %s",
        "SELECT * FROM rotunda.account_feature WHERE account_id = %s",
        "SELECT * FROM rotunda.activity WHERE account_id = %s AND day >= '2026-10-01'",
        "SELECT day, count(DISTINCT user_id) FROM rotunda.activity WHERE account_id = %s GROUP BY day",
    ],
)
async def test_one_accounts_read_scans_no_big_table(live: LiveWorld, reader: Reader, question: str) -> None:
    account = customers(live)[3].product_account_id
    plan = "\n".join(row["QUERY PLAN"] for row in await rows(reader, f"EXPLAIN {question}", account))
    for table in ("accounts", "users", "activity"):
        assert f"Seq Scan on {table}" not in plan, plan


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("hubspot_company_id", lambda company: company.hubspot_ids[0]),
        ("zendesk_organization_id", lambda company: str(company.zendesk_org_id)),
        ("domain", lambda company: company.domain),
    ],
)
async def test_an_account_is_found_by_what_it_declares(
    live: LiveWorld, reader: Reader, column: str, value: Any
) -> None:
    company = next(one for one in customers(live) if {"hubspot", "zendesk"} <= set(one.product_declares) and one.domain)
    query = f"SELECT account_id FROM rotunda.account WHERE {column} = %s"
    found = [row["account_id"] for row in await rows(reader, query, value(company))]
    assert company.product_account_id in found
