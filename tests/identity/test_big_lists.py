"""A list of many people is written in a few seconds, whatever PostgreSQL's own upkeep has noted of the tables."""

import asyncio

import pytest
import pytest_asyncio

from identity.builders import CATEGORIES, person, record
from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.service import Identity
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.sections.ids import ConnectionId, SourceName

pytestmark = pytest.mark.slow

_COMPANIES = 2_000
_PEOPLE_EACH = 8
_PATIENCE = 120
"""Planned for empty tables, the last step reads each table once for each of its rows, which takes hours."""

_CRM = SourceName("hubspot")
_WRITTEN = ("source_record", "account_owner", "identifier", "link", "contact_link", "contact_identifier")
_TABLES = f"{', '.join(_WRITTEN)}, contact, account, search_term, listed_account, listed_person"


def many() -> list[SourceRecord]:
    companies = [
        record("hubspot", str(number), name=f"Company {number}", domains=(f"company{number}.example",))
        for number in range(_COMPANIES)
    ]
    people = [
        person(
            "hubspot",
            f"{number}-{place}",
            str(number),
            name=f"Somebody {number} {place}",
            verified_emails=(f"somebody.{place}@company{number}.example",),
        )
        for number in range(_COMPANIES)
        for place in range(_PEOPLE_EACH)
    ]
    return [*companies, *people]


@pytest_asyncio.fixture
async def identity(database: Database) -> Identity:
    await database.execute(f"TRUNCATE {_TABLES} CASCADE")
    return Identity(database, SystemClock())


async def listed(identity: Identity) -> int:
    async with asyncio.timeout(_PATIENCE):
        applied = await identity.apply_directory(ConnectionId("con_hubspot"), _CRM, CATEGORIES["hubspot"], many())
    return applied.founded


async def test_upkeep_that_runs_meanwhile_sees_no_empty_tables(database: Database, identity: Identity) -> None:
    writing = asyncio.create_task(listed(identity))
    async with database.connection() as upkeep:
        while not writing.done():
            await upkeep.execute(f"ANALYZE (SKIP_LOCKED) {_TABLES}")
            await asyncio.wait([writing], timeout=0.2)
    assert await writing == _COMPANIES
    assert await people(database) == _COMPANIES * _PEOPLE_EACH


async def test_tables_that_were_found_empty_once_are_not_taken_for_empty(
    database: Database, identity: Identity
) -> None:
    """As after a list that was broken off: its rows are gone, the room that they took is still there."""
    await listed(identity)
    for table in (*_WRITTEN, "contact", "account"):
        await database.execute(f"DELETE FROM {table}")
    await database.execute(f"ANALYZE {_TABLES}")
    assert await people(database) == 0
    assert await listed(identity) == _COMPANIES
    assert await people(database) == _COMPANIES * _PEOPLE_EACH


async def people(database: Database) -> int:
    async with database.connection() as connection:
        found = await (await connection.execute("SELECT count(*) FROM listed_person")).fetchone()
    return found[0] if found else 0
