"""Fixtures for everybody who needs a real PostgreSQL. One embedded server runs per test session (and per xdist worker).

- `postgres_server`  session  the running `EmbeddedPostgres`
- `make_database`    session  `await make_database()`: the URL of a fresh, migrated database (from a template)
- `database_url`     module   the URL of a fresh, migrated database for this test module
- `database`         module   a `rotunda.kit.database.Database`, open on `database_url`
- `empty_database_url`  function  the URL of a database without any table, as a source's own database would be
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

import rotunda.entrypoints.migrations
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.kit.migrations import migrate
from rotunda.kit.postgres import EmbeddedPostgres
from support.databases import MakeDatabase

MIGRATIONS = Path(rotunda.entrypoints.migrations.__file__).parent
TEMPLATE = "rotunda_template"


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that the server's unprivileged user can enter, which pytest's own temporary folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="rotunda-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest_asyncio.fixture(scope="session")
async def postgres_server(open_folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(open_folder / "postgres", settings={"fsync": "off", "full_page_writes": "off"})
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(scope="session")
async def make_database(postgres_server: EmbeddedPostgres) -> MakeDatabase:
    template = await postgres_server.create_database(TEMPLATE)
    await migrate(template, MIGRATIONS)

    async def make() -> str:
        name = new_id("test_")
        await _administer(postgres_server, "CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)
        return postgres_server.url(name)

    return make


@pytest_asyncio.fixture(scope="module")
async def database_url(make_database: MakeDatabase, postgres_server: EmbeddedPostgres) -> AsyncIterator[str]:
    url = await make_database()
    yield url
    await _drop(postgres_server, url)


@pytest_asyncio.fixture(scope="module")
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def empty_database_url(postgres_server: EmbeddedPostgres) -> AsyncIterator[str]:
    url = await postgres_server.create_database(new_id("test_"))
    yield url
    await _drop(postgres_server, url)


async def _drop(server: EmbeddedPostgres, url: str) -> None:
    await _administer(server, "DROP DATABASE {} WITH (FORCE)", url.rpartition("/")[2])


async def _administer(server: EmbeddedPostgres, statement: str, *names: str) -> None:
    async with await psycopg.AsyncConnection.connect(server.url("postgres"), autocommit=True) as connection:
        await connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
