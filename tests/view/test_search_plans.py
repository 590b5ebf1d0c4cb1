"""However a list is found, it is the same list: begun with its rarest condition, with whose the rows are, or read in
its order.
"""

import random
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import pytest
import pytest_asyncio
from psycopg import sql

from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.definitions import Definitions
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Connection, Database
from rotunda.sections.ids import UserId
from rotunda.view.contact.query import ContactQuery
from rotunda.view.contact.repository import found_people, people_in_order, people_page
from rotunda.view.index import finding
from rotunda.view.index.catalogue import Catalogue, Readable
from rotunda.view.index.driver_sql import Driver, Plan, planned
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.rows_sql import found_statement, rows_statement
from support.searching import HOUSE

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ACCOUNTS, PEOPLE, ALL = 80, 240, 10_000
SEARCHES = [
    "plan:pro mrr:>300",
    "renewal:<40d has:open-ticket",
    "has:open-ticket -plan:starter",
    "tag:vip",
    "-tag:vip",
    "tag:vip field.region:EU",
    "owner:ana deals:>0",
    "(owner:bo or tag:pilot) mrr:>100",
    "owner:me",
    "-owner:bo plan:pro",
    "owner:rotunda nor",
    "ann plan:pro",
    "anna",
    "(plan:enterprise or mrr:>500) has:open-ticket",
    "(tag:vip or plan:pro) (tag:pilot or mrr:<600)",
    "(plan:pro tickets:>1) or tag:pilot",
    "nor plan:pro",
    "city:Oslo mrr:>100",
]


@pytest_asyncio.fixture(scope="module", params=[3, 4, 5])
async def book(database: Database, request: pytest.FixtureRequest) -> Database:
    """Some accounts and people turned out to be others; values were given to either."""
    draw = random.Random(request.param)
    async with database.transaction() as connection:
        for table in ("account_fact", "account_owner", "field_value", "contact", "account"):
            await connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        await connection.execute(
            "INSERT INTO field (id, applies_to, name, title, kind, label, position, created_at) "
            "VALUES ('fld_region', 'account', 'region', 'Region', 'text', 'identity', 50, now()) ON CONFLICT DO NOTHING"
        )
        for number in range(ACCOUNTS):
            await _write_account(connection, draw, f"acc_{number:020d}", number)
        for number in range(PEOPLE):
            account = f"acc_{draw.randrange(ACCOUNTS):020d}" if number % 9 else None
            await connection.execute(
                "INSERT INTO contact (id, account_id, name, created_at, updated_at) VALUES (%s, %s, %s, now(), now())",
                (f"per_{number:020d}", account, draw.choice(("Nora", "Björn", "Anna")) + f" {number}"),
            )
        await connection.execute("UPDATE account SET shown_as = 'acc_' || lpad('0', 20, '0') WHERE id ~ '[159]7$'")
    return database


async def _write_account(connection: Connection, draw: random.Random, key: str, number: int) -> None:
    name, city = draw.choice(("Norden", "Bright", "Keller")), draw.choice(("Oslo", "Paris"))
    await connection.execute(
        "INSERT INTO account (id, name, city, created_at, updated_at) VALUES (%s, %s, %s, now(), now())",
        (key, f"{name} {number}", city),
    )
    await connection.execute(
        "INSERT INTO account_owner (account_id, email, role, source) VALUES (%s, %s, 'owner', 'test')",
        (key, draw.choice(("ana@rotunda.example", "bo@rotunda.example"))),
    )
    facts = {
        "plan": (draw.choice(("starter", "pro", "enterprise")), None, None),
        "mrr": (None, draw.randrange(100_000), draw.choice(("EUR", "USD"))),
        "renewal_at": (None, NOW.timestamp() + draw.randrange(-60, 90) * 86_400, None),
        "open_tickets": (None, draw.randrange(3), None),
        "open_deals": (None, draw.randrange(3), None),
    }
    for fact, (text, amount, currency) in facts.items():
        if draw.random() < 0.8:
            await connection.execute(
                "INSERT INTO account_fact VALUES (%s, %s, %s, %s, %s, 'test', now())",
                (key, fact, text, amount, currency),
            )
    for field, value in (
        ("fld_account_tags", draw.choice(('["VIP"]', '["pilot", "vip"]', "[]", "null", '["pilot"]'))),
        ("fld_region", draw.choice(('"EU"', '"US"', "null"))),
    ):
        if draw.random() < 0.7:
            await connection.execute(
                "INSERT INTO field_value (customer_id, applies_to, field_id, value, version, set_at) "
                "VALUES (%s, 'account', %s, %s, 1, now())",
                (key, field, value),
            )


async def _readable(database: Database, role: str) -> Readable:
    clock = SetClock(NOW)
    viewer = Viewer(UserId("usr_1"), "Ana", "ana@rotunda.example", (DEFAULT_ROLES[role],), frozenset(), "token")
    return await Catalogue(HOUSE, Definitions(database, clock), clock).of(viewer)


def _ways(plan: Plan) -> list[Driver | None]:
    return [msgspec.structs.replace(plan.driver, first=first) for first in (True, False)] if plan.driver else [None]


async def _ids(connection: Connection, statement: sql.Composed, column: int) -> Sequence[str]:
    rows = await (await connection.execute(statement)).fetchall()
    return [row[column] for row in rows if row[column] is not None]


@pytest.mark.parametrize("role", ["admin", "success"])
@pytest.mark.parametrize("sort", ["name", "-mrr", "plan"])
@pytest.mark.parametrize("text", SEARCHES)
async def test_accounts_are_the_same_however_they_are_found(book: Database, text: str, sort: str, role: str) -> None:
    readable = await _readable(book, role)
    query, key = readable.query(readable.search(text)), readable.order(sort)
    async with IndexRepository(book).searching() as connection:
        expected = await _ids(connection, rows_statement(query, key, ALL, None), 0)
        for always in (True, False):
            plan = await planned(connection, query, always=always)
            for driver in _ways(plan):
                rest = plan.rest if driver else plan.query
                statement = found_statement(rest, key, ALL, None, driver, ALL)
                assert await _ids(connection, statement, 1) == expected


@pytest.mark.parametrize("role", ["admin", "success"])
@pytest.mark.parametrize("text", SEARCHES)
async def test_people_are_the_same_however_they_are_found(book: Database, text: str, role: str) -> None:
    readable = await _readable(book, role)
    query = readable.query(readable.search(text))
    async with IndexRepository(book).searching() as connection:
        rows = await people_in_order(connection, ContactQuery(query), ALL, None)
        plan = await planned(connection, query, always=True)
        for driver in _ways(plan):
            rest = plan.rest if driver else plan.query
            statement = found_people(ContactQuery(rest), ALL, None, driver, ALL)
            assert await _ids(connection, statement, 1) == [row.id for row in rows]


async def test_no_search_above_is_in_vain(book: Database) -> None:
    readable = await _readable(book, "admin")
    async with IndexRepository(book).searching() as connection:
        for text in SEARCHES:
            query = readable.query(readable.search(text))
            assert await people_in_order(connection, ContactQuery(query), ALL, None), text


@pytest.mark.parametrize("counted", [3, PEOPLE])
async def test_a_frequent_word_gives_the_page_that_the_whole_list_begins_with(
    book: Database, monkeypatch: pytest.MonkeyPatch, counted: int
) -> None:
    monkeypatch.setattr(finding, "_FREQUENT", 0)
    monkeypatch.setattr(finding, "MOST_COUNTED", counted)
    readable = await _readable(book, "admin")
    query = ContactQuery(readable.query(readable.search("nora")))
    async with IndexRepository(book).searching() as connection:
        everybody = await people_in_order(connection, query, ALL, None)
        found = await people_page(connection, query, 5, None)
        following = await people_page(connection, query, 5, (found.rows[-1].place, found.rows[-1].id))
    assert (found.total, found.at_least) == (min(counted, len(everybody)), counted < len(everybody))
    assert [*found.rows, *following.rows] == everybody[:10]
