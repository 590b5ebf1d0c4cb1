"""`logged_house`: a fresh database and an empty audit log for one test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from rotunda.kit.database import Database
from support.audit import LoggedHouse
from support.databases import MakeDatabase


@pytest_asyncio.fixture
async def logged_house(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[LoggedHouse]:
    database = Database(await make_database())
    await database.open()
    yield LoggedHouse(database, tmp_path / "audit.checkpoints")
    await database.close()
