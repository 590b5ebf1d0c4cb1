"""An account with tens of thousands of people is looked at as quickly as any other: few of their records are read."""

from typing import Any

import pytest_asyncio

from rotunda.identity.repository.accounts import LINKS, MOST_PEOPLE
from rotunda.identity.repository.owned import RECORDS
from rotunda.identity.service import Identity
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, VisibleAccountId

PEOPLE = 20_000
MOST_BLOCKS = 100
"""A look reads some forty, of however many people; all of these would be hundreds."""

ONE, OTHER = AccountId(f"acc_{1:020d}"), AccountId(f"acc_{2:020d}")

_RECORDS = """
    INSERT INTO source_record (connection_id, record_type, external_id, source, category, is_person, founds_account,
        name, domains, emails, verified_emails, declared, owner_emails, owner_teams, changed_at)
    SELECT %(connection)s, %(type)s, n::text, 'test', 'crm', %(person)s, false, 'Name ' || n, '{}', '{}', '{}', '{}',
        '{}', '{}', now()
    FROM generate_series(%(first)s::int, %(last)s::int) AS n
"""
_LINKS = """
    INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_by, linked_at, of_person)
    SELECT %(account)s, %(connection)s, 'test', %(type)s, n::text, 'founded', 1, '{}', 'test', now(), %(person)s
    FROM generate_series(%(first)s::int, %(last)s::int) AS n
"""


async def linked(database: Database, account: AccountId, connection: str, kind: str, first: int, last: int) -> None:
    values = {"account": account, "connection": connection, "type": kind, "first": first, "last": last}
    for statement in (_RECORDS, _LINKS):
        await database.execute(statement, values | {"person": kind == "user"})


@pytest_asyncio.fixture(scope="module")
async def book(database: Database) -> Database:
    for account in (ONE, OTHER):
        await database.execute(
            "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, now(), now())", (account, account)
        )
    await database.execute("UPDATE account SET shown_as = %s WHERE id = %s", (ONE, OTHER))
    await linked(database, ONE, "con_desk", "user", 1, PEOPLE)
    await linked(database, ONE, "con_desk", "organization", 1, 3)
    await linked(database, ONE, "con_product", "user", 1, 7)
    await linked(database, OTHER, "con_crm", "user", 1, PEOPLE // 10)
    await linked(database, OTHER, "con_desk", "organization", 4, 4)
    await database.execute("ANALYZE link")
    await database.execute("ANALYZE source_record")
    return database


async def test_of_people_the_first_few_of_each_connection_are_told(book: Database) -> None:
    links = (await Identity(book, SystemClock()).around(VisibleAccountId(ONE))).links
    first = [str(n) for n in range(1, MOST_PEOPLE + 1)]
    assert links == {
        ConnectionId("con_desk"): {"organization": ["1", "2", "3", "4"], "user": first},
        ConnectionId("con_product"): {"user": first[:7]},
        ConnectionId("con_crm"): {"user": first},
    }


async def test_a_look_does_not_read_all_of_them(book: Database) -> None:
    for statement, parameters in ((LINKS, {"accounts": [ONE]}), (RECORDS, {"account": ONE})):
        explained = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
        async with book.connection() as connection:
            row = await (await connection.execute(explained.encode(), parameters)).fetchone()
        plan: Any = row[0][0]["Plan"] if row else {}
        assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < MOST_BLOCKS, statement
