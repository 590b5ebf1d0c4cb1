"""The SQL of aliases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from rotunda.identity.aliases.model import Alias, Batch, Line, Refused, Target
from rotunda.identity.repository.bulk import copy_rows
from rotunda.kit.database import Connection, Database, fetch_all
from rotunda.sections.ids import AccountId, ExternalId, SourceName

_STAGED = """
    line bigint, old_system text, old_number text, normal text, account_id text, source text, record_type text,
    external_id text
"""
_UNKNOWN_ACCOUNTS = """
    DELETE FROM staged_alias s WHERE account_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM account a WHERE a.id = s.account_id)
    RETURNING line
"""
_UPSERT = """
    INSERT INTO alias (old_system, old_number, normal, account_id, source, record_type, external_id, imported_at, batch)
    SELECT DISTINCT ON (old_system, normal)
        old_system, old_number, normal, account_id, source, record_type, external_id, %(now)s, %(batch)s
    FROM staged_alias ORDER BY old_system, normal, line
    ON CONFLICT (normal, old_system) DO UPDATE SET
        old_number = excluded.old_number, account_id = excluded.account_id, source = excluded.source,
        record_type = excluded.record_type, external_id = excluded.external_id, imported_at = excluded.imported_at,
        batch = excluded.batch
    WHERE alias.batch <> excluded.batch
"""
_CONTRADICTING = """
    SELECT s.line FROM staged_alias s JOIN alias a USING (normal, old_system)
    WHERE (a.account_id, a.source, a.record_type, a.external_id)
        IS DISTINCT FROM (s.account_id, s.source, s.record_type, s.external_id)
"""
_BATCH = """
    id, file_name, size, position, line, refused, report_size, started_at, finished_at
"""
_BEGIN = f"""
    INSERT INTO alias_batch (id, fingerprint, file_name, size, position, line, refused, report_size, started_at)
    VALUES (%(id)s, %(fingerprint)s, %(file_name)s, %(size)s, %(position)s, %(line)s, 0, 0, %(now)s)
    ON CONFLICT (fingerprint) DO NOTHING RETURNING {_BATCH}
"""
_ADVANCE = """
    UPDATE alias_batch SET position = %(position)s, line = %(line)s, refused = %(refused)s,
        report_size = %(report_size)s, finished_at = %(finished_at)s
    WHERE id = %(id)s AND position = %(before)s AND finished_at IS NULL
"""
_FOUND = """
    SELECT old_system, old_number, normal, account_id, source, record_type, external_id FROM alias
    WHERE normal = %(normal)s AND (%(system)s::text IS NULL OR old_system = %(system)s)
    ORDER BY old_system LIMIT %(most)s
"""
_COUNTED = f"""
    SELECT {_BATCH}, (SELECT count(*) FROM alias a WHERE a.batch = b.id) AS aliases
    FROM alias_batch b ORDER BY started_at DESC, id
"""
MOST = 50


class CountedBatch(Batch, frozen=True):
    """With how many aliases are in the table from it; newer files may have replaced some."""

    aliases: int


class _Line(msgspec.Struct, frozen=True):
    line: int


class _Row(msgspec.Struct, frozen=True):
    old_system: str
    old_number: str
    normal: str
    account_id: AccountId | None
    source: SourceName | None
    record_type: str | None
    external_id: ExternalId | None

    def alias(self) -> Alias:
        target = Target(self.account_id, self.source, self.record_type, self.external_id)
        return Alias(self.old_system, self.old_number, self.normal, target)


class AliasRepository:
    """Reads, and single changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, normal: str, system: str | None, most: int = MOST) -> list[Alias]:
        """Those of that number, of every old system or of one."""
        wanted = {"normal": normal, "system": system, "most": most}
        return [row.alias() for row in await self._database.fetch_all(_Row, _FOUND, wanted)]

    async def batches(self) -> list[CountedBatch]:
        """Newest first."""
        return await self._database.fetch_all(CountedBatch, _COUNTED)

    async def remove_batch(self, batch: str) -> int | None:
        """How many aliases went with it; None where there is no such batch. Its file can be imported again."""
        async with self._database.transaction() as transaction:
            gone = await transaction.execute("DELETE FROM alias WHERE batch = %s", (batch,))
            known = await transaction.execute("DELETE FROM alias_batch WHERE id = %s", (batch,))
            return gone.rowcount if known.rowcount else None

    async def remove(self, system: str, normal: str | None) -> int:
        """All aliases of an old system, or one of them."""
        query = "DELETE FROM alias WHERE old_system = %(system)s AND (%(normal)s::text IS NULL OR normal = %(normal)s)"
        return await self._database.execute(query, {"system": system, "normal": normal})

    async def begin(self, batch: Batch, fingerprint: str) -> Batch:
        """The batch of this file: a new one, or the one that was begun before."""
        values: dict[str, Any] = {**msgspec.structs.asdict(batch), "fingerprint": fingerprint, "now": batch.started_at}
        begun = await self._database.fetch_one(Batch, _BEGIN, values)
        known = f"SELECT {_BATCH} FROM alias_batch WHERE fingerprint = %s"
        return begun or await self._database.fetch_one(Batch, known, (fingerprint,)) or batch


async def store(transaction: Connection, batch: str, lines: Sequence[Line], now: datetime) -> list[Refused]:
    """Keeps the aliases of these lines. Of a number that was there before, the newer file's word holds; within one
    file the first. Returns the lines that were left out.
    """
    await copy_rows(transaction, "staged_alias", _STAGED, map(_columns, lines))
    unknown = await fetch_all(transaction, _Line, _UNKNOWN_ACCOUNTS)
    await transaction.execute(_UPSERT, {"batch": batch, "now": now})
    contradicting = await fetch_all(transaction, _Line, _CONTRADICTING)
    return [
        *(Refused(each.line, "new_record", "is an account that there is not") for each in unknown),
        *(
            Refused(each.line, "new_record", "contradicts an earlier line of this file, which holds")
            for each in contradicting
        ),
    ]


async def advance(transaction: Connection, before: Batch, after: Batch) -> bool:
    """False where another import of the same file was faster, or the batch was removed."""
    values = {**msgspec.structs.asdict(after), "before": before.position}
    return (await transaction.execute(_ADVANCE, values)).rowcount == 1


def _columns(line: Line) -> tuple[object, ...]:
    alias, target = line.alias, line.alias.target
    return (
        line.number,
        alias.old_system,
        alias.old_number,
        alias.normal,
        target.account_id,
        target.source,
        target.record_type,
        target.external_id,
    )
