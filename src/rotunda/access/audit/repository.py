"""The SQL of the audit log."""

from collections.abc import AsyncGenerator, Sequence
from typing import LiteralString

import msgspec
from psycopg.rows import class_row

from rotunda.access.audit.chain import AuditRow, Head, Prune
from rotunda.access.changes import VERSIONS, Versions
from rotunda.kit.database import Connection, fetch_all

_COLUMNS: LiteralString = (
    "id, chain, seq, at, actor_id, actor_name, actor_via, action, account_id, detail, request_id, previous, hash"
)
_APPEND: LiteralString = f"""
    WITH written AS (
        INSERT INTO audit_row ({_COLUMNS})
        SELECT id, chain, seq, at, actor_id, actor_name, actor_via, action, account_id, detail, request_id,
               decode(previous, 'base64'), decode(hash, 'base64')
        FROM json_to_recordset(%s::json)
             AS r (id text, chain text, seq bigint, at timestamptz, actor_id text, actor_name text, actor_via text,
                   action text, account_id text, detail jsonb, request_id text, previous text, hash text)
    )
    INSERT INTO audit_head (chain, seq, hash, seal) VALUES (%s, %s, %s, %s)
    ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, seal = excluded.seal
    RETURNING {VERSIONS}
"""
"""A group of rows and the chain's new head in one statement: one round trip, one commit. The rows come as one JSON
text, which costs a tenth of thirteen arrays.
"""


async def append(connection: Connection, rows: Sequence[AuditRow], head: Head) -> Versions:
    """Durable when it returns. The counters are those of the moment in which the rows were written."""
    parameters = (msgspec.json.encode(rows).decode(), head.chain, head.seq, head.hash, head.seal)
    [versions] = await fetch_all(connection, Versions, _APPEND, parameters)
    return versions


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
