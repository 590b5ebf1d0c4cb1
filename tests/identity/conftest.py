"""An office with customers whose fields are edited."""

import pytest_asyncio

from identity.office import Office
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId


@pytest_asyncio.fixture(scope="module")
async def office(database: Database) -> Office:
    made = Office(database)
    await made.furnish()
    return made


@pytest_asyncio.fixture
async def acme(office: Office) -> AccountId:
    return await office.id_of("1")


@pytest_asyncio.fixture
async def bolt(office: Office) -> AccountId:
    return await office.id_of("2")
