"""One book for each module."""

import pytest_asyncio

from rotunda.kit.database import Database
from timeline.book import TimelineBook


@pytest_asyncio.fixture(scope="module")
async def book(database: Database) -> TimelineBook:
    made = TimelineBook(database)
    await made.list_source()
    return made
