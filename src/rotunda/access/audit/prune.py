"""Retention: old rows are removed in a way that leaves the rest verifiable.

Of each chain, the rows from its beginning up to the first one that is young enough are removed, and a sealed record of
where and with which hash the removed part ended takes their place. The database's trigger lets exactly those rows go
that such a record covers; a record that was made without the key is found by `verify`.
"""

from datetime import datetime
from pathlib import Path

import msgspec

from rotunda.access.audit.chain import Prune, Seals
from rotunda.access.audit.checkpoints import read_checkpoints
from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.log import AuditLog
from rotunda.access.audit.report import Report
from rotunda.access.audit.verify import verify
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection, Database, fetch_all


class AuditTampered(Exception):
    """The log does not verify. Nothing is pruned: it would take the traces away. `report` has the findings."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"The access log was tampered with, so nothing was removed. {report.findings[0].says}")
        self.report = report


class _End(msgspec.Struct, frozen=True):
    chain: str
    seq: int
    hash: bytes


class Retention:
    """`key` and `checkpoints` are those of the `AuditLog`."""

    def __init__(self, database: Database, key: bytes, clock: Clock, checkpoints: Path) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._checkpoints = checkpoints

    async def prune(self, log: AuditLog, before: datetime, by: Actor) -> int:
        """Removes rows older than `before` and tells how many. That it is done, and by whom, is recorded first.

        Raises:
            ValueError: `before` lies in the future.
            AuditTampered: the log does not verify as it is.
            AuditUnavailable: it cannot be recorded.
        """
        if before > self._clock.now():
            raise ValueError("rows can be pruned up to now at most")
        report = await verify(self._database, self._key, read_checkpoints(self._checkpoints))
        if not report.intact:
            raise AuditTampered(report)
        await log.record(AuditEntry(by, Action.AUDIT_PRUNE, detail={"before": before.isoformat()}))
        async with self._database.transaction() as connection:
            return await self._remove(connection, before)

    async def _remove(self, connection: Connection, before: datetime) -> int:
        seals = Seals(self._key)
        for end in await _ends(connection, before):
            await _keep(connection, seals.prune(end.chain, end.seq, end.hash, self._clock.now()))
        removed = await connection.execute(
            "DELETE FROM audit_row r USING audit_prune p WHERE p.chain = r.chain AND r.seq <= p.up_to"
        )
        return removed.rowcount


async def _ends(connection: Connection, before: datetime) -> list[_End]:
    """For each chain the last one of its leading rows that are older than `before`."""
    return await fetch_all(
        connection,
        _End,
        "SELECT r.chain, r.seq, r.hash FROM ("
        "SELECT chain, min(seq) FILTER (WHERE at >= %s) AS young, max(seq) AS newest FROM audit_row GROUP BY chain"
        ") bounds JOIN audit_row r ON r.chain = bounds.chain AND r.seq = coalesce(bounds.young - 1, bounds.newest)",
        [before],
    )


async def _keep(connection: Connection, record: Prune) -> None:
    await connection.execute(
        "INSERT INTO audit_prune (chain, up_to, hash, pruned_at, seal) VALUES (%s, %s, %s, %s, %s) "
        "ON CONFLICT (chain) DO UPDATE SET up_to = excluded.up_to, hash = excluded.hash, "
        "pruned_at = excluded.pruned_at, seal = excluded.seal",
        (record.chain, record.up_to, record.hash, record.pruned_at, record.seal),
    )
