"""Verifies the log of a database against the key and the checkpoints that were kept outside of it."""

from collections.abc import Sequence
from contextlib import aclosing

from rotunda.access.audit.chain import Checkpoint, Seals
from rotunda.access.audit.examination import Evidence, Examination
from rotunda.access.audit.report import Report
from rotunda.access.audit.repository import read_heads, read_prunes, read_starts, stream_rows
from rotunda.kit.database import Database


async def verify(database: Database, key: bytes, checkpoints: Sequence[Checkpoint]) -> Report:
    """Reads every row once, in one snapshot, while others go on writing. `checkpoints` must have been read before.

    Memory grows with the damage and with the number of chains and checkpoints, not with the number of rows.
    """
    async with database.transaction() as connection:
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        evidence = Evidence(
            heads=await read_heads(connection),
            prunes=await read_prunes(connection),
            checkpoints=checkpoints,
            starts=await read_starts(connection),
        )
        examination = Examination(Seals(key), evidence)
        async with aclosing(stream_rows(connection)) as rows:
            async for row in rows:
                examination.add(row)
    return examination.finish()
