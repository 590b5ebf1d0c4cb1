"""The SQL of the audit log."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, LiteralString

import msgspec
from psycopg.rows import class_row

from rotunda.access.audit.chain import AuditRow, Head, Prune
from rotunda.kit.database import Connection, Database, fetch_all

_COLUMNS: LiteralString = (
    "id, chain, seq, at, actor_id, actor_name, actor_via, action, account_id, detail, request_id, previous, hash"
)
_APPEND: LiteralString = f"""
    WITH written AS (
        INSERT INTO audit_row ({_COLUMNS})
        SELECT id, chain, seq, at, actor_id, actor_name, actor_via, action, account_id, detail::jsonb, request_id,
               previous, hash
        FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
                    %s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::bytea[])
             AS r ({_COLUMNS})
    )
    INSERT INTO audit_head (chain, seq, hash, seal) VALUES (%s, %s, %s, %s)
    ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, seal = excluded.seal
"""
"""A group of rows and the chain's new head in one statement: one round trip, one commit."""


async def append(database: Database, rows: Sequence[AuditRow], head: Head) -> None:
    """Durable when it returns."""
    columns = [list(column) for column in zip(*(_values(row) for row in rows), strict=True)]
    await database.execute(_APPEND, (*columns, head.chain, head.seq, head.hash, head.seal))


def _values(row: AuditRow) -> tuple[Any, ...]:
    values = list(msgspec.structs.astuple(row))
    values[9] = msgspec.json.encode(row.detail).decode()
    return tuple(values)


async def read_heads(connection: Connection) -> list[Head]:
    return await fetch_all(connection, Head, "SELECT chain, seq, hash, seal FROM audit_head ORDER BY chain")


async def read_prunes(connection: Connection) -> list[Prune]:
    return await fetch_all(connection, Prune, "SELECT chain, up_to, hash, pruned_at, seal FROM audit_prune")


async def read_starts(connection: Connection) -> list[AuditRow]:
    return await fetch_all(connection, AuditRow, f"SELECT {_COLUMNS} FROM audit_row WHERE action = 'chain.start'")


async def stream_rows(connection: Connection) -> AsyncGenerator[AuditRow]:
    """Every row, chain by chain, in order, without holding them all; within a transaction."""
    async with connection.cursor("audit_rows", row_factory=class_row(AuditRow)) as cursor:
        cursor.itersize = 2000
        await cursor.execute(f"SELECT {_COLUMNS} FROM audit_row ORDER BY chain, seq, id")
        async for row in cursor:
            yield row
