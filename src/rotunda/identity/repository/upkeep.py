"""What PostgreSQL's own upkeep notes of the tables that lists are written to.

Vacuum and analyze do not see the rows of a transaction under way: while a first list is written, they note that its
tables have many pages and no rows. Whatever is planned after that expects one row everywhere and takes any index for as
good as any other: the triggers that follow the list would read whole tables for each row of it.
"""

from typing import LiteralString

import msgspec
import structlog

from rotunda.kit.database import Connection, Database

_log = structlog.get_logger(__name__)

_TABLES: tuple[LiteralString, ...] = (
    "source_record",
    "account",
    "account_owner",
    "identifier",
    "link",
    "shown_head",
    "contact",
    "contact_link",
    "contact_identifier",
    "search_term",
    "search_word",
    "listed_account",
    "listed_person",
)
_HOLD: LiteralString = f"LOCK TABLE {', '.join(_TABLES)} IN SHARE UPDATE EXCLUSIVE MODE"
_TAKEN_FOR_EMPTY = """
    SELECT c.relname AS name FROM pg_class c
    WHERE c.oid = ANY(%s::regclass[]) AND c.reltuples = 0 AND c.relpages > 0
"""


class _Table(msgspec.Struct, frozen=True):
    name: LiteralString


async def correct(database: Database) -> None:
    """Before a list is written: the room that rows left behind is given back, so that the tables are as new."""
    empty = await database.fetch_all(_Table, _TAKEN_FOR_EMPTY, ([*_TABLES],))
    for table in empty:
        _log.info("a table that was found empty is tidied up", table=table.name)
        await database.execute(f"VACUUM (ANALYZE) {table.name}")


async def hold_off(transaction: Connection) -> None:
    """Until the transaction ends. Rows are read and written by others as before; upkeep passes these tables over."""
    await transaction.execute(_HOLD)
