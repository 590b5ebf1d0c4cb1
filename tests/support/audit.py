"""A log in a fresh database, as the tests of the audit need it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from rotunda.access.audit.chain import AuditRow
from rotunda.access.audit.checkpoints import read_checkpoints
from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.audit.examination import Evidence
from rotunda.access.audit.log import AuditLog
from rotunda.access.audit.report import Report
from rotunda.access.audit.repository import read_heads, read_prunes, read_starts, stream_rows
from rotunda.access.audit.verify import verify
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, UserId

KEY = bytes(range(32))
MAYA = Actor(UserId("usr_maya"), "Maya Rivera", "session")
SAM = Actor(UserId("usr_sam"), "Sam Okafor", "token")
ACME = AccountId("acc_acme")


class LoggedHouse:
    """A database and what belongs to its log."""

    def __init__(self, database: Database, checkpoints: Path) -> None:
        self.database = database
        self.checkpoints = checkpoints
        self.clock = SetClock(datetime(2026, 11, 1, 9, tzinfo=UTC))

    @asynccontextmanager
    async def log(self) -> AsyncIterator[AuditLog]:
        """One process's log: a chain of its own, closed at the end."""
        opened = AuditLog(self.database, KEY, self.clock, self.checkpoints)
        await opened.open()
        try:
            yield opened
        finally:
            await opened.close()

    async def verify(self) -> Report:
        return await verify(self.database, KEY, read_checkpoints(self.checkpoints))

    async def rows(self) -> list[AuditRow]:
        async with self.database.transaction() as connection:
            return [row async for row in stream_rows(connection)]

    async def evidence(self) -> Evidence:
        async with self.database.connection() as connection:
            return Evidence(
                heads=await read_heads(connection),
                prunes=await read_prunes(connection),
                checkpoints=read_checkpoints(self.checkpoints),
                starts=await read_starts(connection),
            )

    async def tamper(self, *statements: str) -> None:
        """As a superuser who takes the guards away first."""
        async with self.database.transaction() as connection:
            await connection.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                await connection.execute(statement.encode())


def look(actor: Actor = MAYA, number: int = 0, account: AccountId | None = ACME) -> AuditEntry:
    return AuditEntry(actor, Action.VIEW, account, {"number": number, "sections": ["billing"]}, f"req_{number}")
