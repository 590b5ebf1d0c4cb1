"""Migrations: once, in order, each whole or not at all, by one process at a time, and never backwards."""

import asyncio
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

import rotunda.entrypoints.migrations
from rotunda.kit.database import DatabaseUnavailable, DatabaseUnfit
from rotunda.kit.migrations import DatabaseIsNewer, migrate

OURS = Path(rotunda.entrypoints.migrations.__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Our own env.py with other revisions, in a path that Alembic's configuration could stumble over."""
    folder = tmp_path / "100% odd path"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(OURS / "env.py", folder)
    return folder


def revision(folder: Path, number: int, statement: str) -> None:
    before = repr(f"{number - 1:04}") if number > 1 else "None"
    (folder / "versions" / f"{number:04}.py").write_text(
        f"from alembic import op\nrevision = '{number:04}'\ndown_revision = {before}\n"
        f"def upgrade():\n    op.execute({statement!r})\n"
    )


async def ask(url: str, query: str) -> list[Any]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        return [row[0] for row in await (await connection.execute(query.encode())).fetchall()]


async def test_each_revision_runs_once_and_in_order(folder: Path, empty_database_url: str) -> None:
    revision(folder, 1, "CREATE TABLE step (n int)")
    revision(folder, 2, "INSERT INTO step VALUES (2)")
    await migrate(empty_database_url, folder)
    revision(folder, 3, "INSERT INTO step VALUES (3)")
    await migrate(empty_database_url, folder)
    await migrate(empty_database_url, folder)
    assert await ask(empty_database_url, "SELECT n FROM step ORDER BY n") == [2, 3]
    assert await ask(empty_database_url, "SELECT version_num FROM alembic_version") == ["0003"]


async def test_a_revision_that_fails_leaves_nothing_of_itself_and_everything_before(
    folder: Path, empty_database_url: str
) -> None:
    revision(folder, 1, "CREATE TABLE step (n int)")
    revision(folder, 2, "INSERT INTO step VALUES (2); SELECT 1 / 0")
    with pytest.raises(Exception, match="division by zero"):
        await migrate(empty_database_url, folder)
    assert await ask(empty_database_url, "SELECT n FROM step") == []
    assert await ask(empty_database_url, "SELECT version_num FROM alembic_version") == ["0001"]
    revision(folder, 2, "INSERT INTO step VALUES (2)")
    await migrate(empty_database_url, folder)
    assert await ask(empty_database_url, "SELECT n FROM step") == [2]


async def test_several_at_once_migrate_once(folder: Path, empty_database_url: str) -> None:
    revision(folder, 1, "CREATE TABLE step (n int)")
    revision(folder, 2, "INSERT INTO step SELECT 2 FROM pg_sleep(0.1)")
    await asyncio.gather(*(migrate(empty_database_url, folder) for _ in range(4)))
    assert await ask(empty_database_url, "SELECT n FROM step") == [2]
    held = """
        SELECT pid FROM pg_locks WHERE locktype = 'advisory'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
    assert await ask(empty_database_url, held) == []


async def test_a_newer_database_is_refused_and_left_alone(folder: Path, empty_database_url: str) -> None:
    revision(folder, 1, "CREATE TABLE step (n int)")
    revision(folder, 2, "INSERT INTO step VALUES (2)")
    await migrate(empty_database_url, folder)
    (folder / "versions" / "0002.py").unlink()
    with pytest.raises(DatabaseIsNewer, match="revision 0002, which this version of Rotunda does not know"):
        await migrate(empty_database_url, folder)
    assert await ask(empty_database_url, "SELECT version_num FROM alembic_version") == ["0002"]


async def test_nobody_answers(folder: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1:1/absent") as refused:
        await migrate("postgresql://u:geheim@127.0.0.1:1/absent", folder)
    assert "geheim" not in str(refused.value)


async def test_our_own_revisions_are_one_chain_and_have_run(database_url: str) -> None:
    before: dict[str, str | None] = {}
    for path in (OURS / "versions").glob("[0-9]*.py"):
        told = dict(re.findall(r'(?m)^(revision|down_revision)\b.*= "?(\w+)"?$', path.read_text()))
        assert told["revision"] == path.stem
        before[path.stem] = None if told["down_revision"] == "None" else told["down_revision"]
    [head] = before.keys() - set(before.values())
    chain, revision = [head], before[head]
    while revision is not None:
        chain.append(revision)
        revision = before[revision]
    assert sorted(chain) == sorted(before)
    assert await ask(database_url, "SELECT version_num FROM alembic_version") == [head]


async def test_an_extension_that_may_not_be_added_is_named_with_what_to_do(
    folder: Path, empty_database_url: str
) -> None:
    revision(folder, 1, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    role = f"guest_{empty_database_url.rpartition('/')[2]}"
    await ask_nothing(empty_database_url, f"CREATE ROLE {role} LOGIN PASSWORD 'guest'")
    await ask_nothing(empty_database_url, f"GRANT CREATE ON SCHEMA public TO {role}")
    address = urlsplit(empty_database_url)
    guest = address._replace(netloc=f"{role}:guest@{address.hostname}:{address.port}").geturl()
    with pytest.raises(DatabaseUnfit, match=r"no extension pg_trgm.*run once, in this database: CREATE EXTENSION"):
        await migrate(guest, folder)
    await ask_nothing(empty_database_url, "CREATE EXTENSION pg_trgm")
    await migrate(guest, folder)
    assert await ask(empty_database_url, "SELECT version_num FROM alembic_version") == ["0001"]
    await ask_nothing(empty_database_url, f"DROP OWNED BY {role}; DROP ROLE {role}")


async def ask_nothing(url: str, statement: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(statement.encode())
