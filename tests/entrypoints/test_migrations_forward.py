"""Every revision of ours runs over tables that hold something, and none has a way back (decision 16)."""

from pathlib import Path

import psycopg
import pytest
import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.pool import NullPool

import rotunda.entrypoints.migrations
from rotunda.kit.migrations import migrate

FOLDER = Path(rotunda.entrypoints.migrations.__file__).parent
Schema = dict[str, set[tuple[str, ...]]]

_SHAPE = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, ''),
            coalesce(generation_expression, '')
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
    """,
    "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
}
_CUSTOMERS = (
    """
    INSERT INTO account (id, name, domain, created_at, updated_at, shown_as) VALUES
        ('acc_one', 'Acme', 'acme.com', now(), now(), NULL), ('acc_two', 'Bolt', 'bolt.io', now(), now(), 'acc_one')
    """,
    """
    INSERT INTO contact (id, account_id, mirrored_account, name, mirrored_name, created_at, updated_at, shown_as)
    VALUES ('per_one', 'acc_one', 'acc_one', 'Ada', 'Ada', now(), now(), NULL),
        ('per_two', 'acc_two', 'acc_two', 'Bo', 'Bo', now(), now(), 'per_one')
    """,
    """
    INSERT INTO merge (id, absorbed, kept, fingerprint, plan, choices, merged_at) VALUES
        ('mrg_one', 'acc_two', 'acc_one', '', '{}', '{}', now()),
        ('mrg_two', 'per_two', 'per_one', '', '{}', '{}', now())
    """,
    """
    INSERT INTO keep_apart (id, one, other, because, decided_at)
    VALUES ('kap_one', 'per_one', 'per_two', 'so', now()), ('kap_two', 'acc_one', 'acc_two', 'so', now())
    """,
    """
    INSERT INTO identifier (account_id, kind, normal, source, value, connection_id, verified, since)
    VALUES ('acc_two', 'email', 'ada@bolt.io', 'hubspot', 'Ada@bolt.io', 'con_one', true, now())
    """,
    """
    INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence,
        linked_by, linked_at)
    VALUES ('acc_two', 'con_one', 'hubspot', 'company', '1', 'hand', 1, '{}', 'usr_one', now())
    """,
)
_KEPT = (
    "SELECT id, name, shown_as FROM account ORDER BY id",
    "SELECT id, name, account_id, shown_as FROM contact ORDER BY id",
    "SELECT id, absorbed, kept FROM merge ORDER BY id",
    "SELECT id, one, other FROM keep_apart ORDER BY id",
    "SELECT account_id, kind, normal, value FROM identifier ORDER BY normal",
    "SELECT account_id, external_id, method FROM link ORDER BY id",
)


async def shape(url: str) -> Schema:
    """What there is, without the order in which it came to be."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found: Schema = {}
        for kind, query in _SHAPE.items():
            rows = await (await connection.execute(query.encode())).fetchall()
            found[kind] = {tuple(map(str, row)) for row in rows}
        return found


async def asked(url: str, *queries: str) -> list[list[tuple[object, ...]]]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        return [await (await connection.execute(query.encode())).fetchall() for query in queries]


def alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(url: str, revision: str) -> None:
    config = alembic()
    engine = sqlalchemy.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def later() -> list[str]:
    """Revisions after the one that let people merge, oldest first."""
    revisions = [each.revision for each in ScriptDirectory.from_config(alembic()).walk_revisions()][::-1]
    return revisions[revisions.index("0013_contact_merging") :]


@pytest.mark.slow
async def test_customers_who_were_merged_are_the_same_after_every_revision(
    empty_database_url: str, database_url: str
) -> None:
    first, *revisions = later()
    upgrade(empty_database_url, first)
    async with await psycopg.AsyncConnection.connect(empty_database_url) as connection:
        for statement in _CUSTOMERS:
            await connection.execute(statement.encode())
    before = await asked(empty_database_url, *_KEPT)
    [found] = await asked(empty_database_url, "SELECT found_id, folded FROM search_term ORDER BY 1, 2")
    for revision in revisions:
        upgrade(empty_database_url, revision)
        assert await asked(empty_database_url, *_KEPT) == before, revision
    assert await asked(empty_database_url, "SELECT shown_id, folded FROM found_term ORDER BY 1, 2") == [found]
    await migrate(empty_database_url, FOLDER)
    assert await shape(empty_database_url) == await shape(database_url)


def test_no_revision_has_a_way_back() -> None:
    for revision in ScriptDirectory.from_config(alembic()).walk_revisions():
        assert not hasattr(revision.module, "downgrade"), f"{revision.revision}: decision 16"
