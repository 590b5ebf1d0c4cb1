"""Many rows at once: copied into a temporary table, from which one statement does the rest."""

from collections.abc import Iterable, Sequence
from typing import Any, LiteralString

from rotunda.kit.database import Connection


async def copy_rows(
    connection: Connection, table: LiteralString, like: LiteralString, rows: Iterable[Sequence[Any]]
) -> None:
    """Makes the temporary `table` with the columns `like` (as in `id text, name text`) and fills it. It lasts until
    the transaction ends.
    """
    await connection.execute(f"CREATE TEMPORARY TABLE {table} ({like}) ON COMMIT DROP")
    async with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            await copy.write_row(row)
    await connection.execute(f"ANALYZE {table}")
