"""One installation's book with people who merge, on a real PostgreSQL."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from identity.builders import CATEGORIES, person, record
from rotunda.access.audit.entry import Actor
from rotunda.access.audit.log import AuditLog
from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.merging.deciding import Decisions
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.model import MergeOrder, SideName
from rotunda.identity.merging.service import Merged, Merges
from rotunda.identity.merging.splitting import Splits
from rotunda.identity.service import Identity
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, SourceName, UserId, VisibleAccountId

START = datetime(2026, 11, 20, 15, tzinfo=UTC)
MAYA = Actor(UserId("usr_maya"), "Maya Rivera", "session")
KEY = bytes(range(32))

ACME = record(
    "productdb", "1", name="Acme", domains=("acme.com",), owner_emails=("ana@us.test",), owner_teams=("West",)
)
ACME_USER = person("productdb", "u1", "1", verified_emails=("ada@acme.com",), emails=("a.love@acme.com",))
BOLT = record("productdb", "2", name="Bolt", domains=("bolt.io",), owner_emails=("bo@us.test",), city="Graz")
CORE = record("productdb", "3", name="Core", domains=("core.dev",))
BOLT_CRM = record("hubspot", "20", name="Bolt Inc.", domains=("bolt.io",), names=("productdb:2",), industry="Tools")
EVERY = ("productdb:1", "productdb:2", "productdb:3", "hubspot:20")
TABLES = ("account", "account_owner", "identifier", "link", "source_record")


class Desk:
    """One installation's book, with people who merge."""

    def __init__(self, database: Database, audit: AuditLog, clock: SetClock, points: Path) -> None:
        self.clock, self.audit, self.points = clock, audit, points
        self.database = database
        self.identity = Identity(database, clock)
        ledger = Ledger(database, clock, audit)
        self.merges, self.splits, self.decisions = Merges(ledger), Splits(ledger), Decisions(ledger)

    async def apply(self, source: str, *records: SourceRecord) -> None:
        self.clock.advance(timedelta(minutes=1))
        await self.identity.apply_directory(
            ConnectionId(f"con_{source}"), SourceName(source), CATEGORIES[source], records
        )

    async def id_of(self, external: str) -> AccountId:
        [match] = await self.identity.lookup(external=external)
        return match.account.id

    async def merge(self, kept: AccountId, absorbed: AccountId, **choices: SideName) -> Merged:
        self.clock.advance(timedelta(minutes=1))
        return await self.merges.merge(MAYA, MergeOrder(kept, absorbed, choices=choices))

    async def undo(self, merged: Merged, choices: Mapping[str, SideName] | None = None) -> None:
        self.clock.advance(timedelta(minutes=1))
        await self.merges.undo(MAYA, merged.id, choices or {})

    async def page(self, account: str) -> bytes:
        """Everything that a page is made of, as bytes."""
        row = await self.identity.resolve(account)
        assert row is not None
        visible = VisibleAccountId(row.id)
        around = await self.identity.around(visible)
        return msgspec.json.encode([row, around.links, around.family, await self.identity.clues(visible)])

    async def answers(self) -> bytes:
        """Every page and every look-up."""
        ids = [row[0] for row in await self.ask("SELECT id FROM account ORDER BY id")]
        pages = [await self.page(each) for each in ids]
        known = await self.ask("SELECT DISTINCT kind, normal FROM identifier ORDER BY 1, 2")
        looked = [msgspec.json.encode(await self.find(kind, normal)) for kind, normal in known]
        return b"\n".join([*pages, *looked, msgspec.json.encode(await self.identity.account_ids())])

    async def find(self, kind: str, normal: str) -> Any:
        return await self.identity.lookup(**{"external" if kind == "record" else kind: normal})

    async def ask(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        async with self.database.connection() as connection:
            return await (await connection.execute(query.encode(), parameters)).fetchall()

    async def rows(self) -> list[Any]:
        """Every row of the book without the pointer that merging moves."""
        return [await self.ask(f"SELECT to_jsonb(t) - 'shown_as' FROM {table} t ORDER BY t::text") for table in TABLES]

    async def told(self) -> list[tuple[str, str | None]]:
        return [
            (a, b)
            for a, b in await self.ask("SELECT action, account_id FROM audit_row ORDER BY seq")
            if a != "chain.start"
        ]


@asynccontextmanager
async def empty_desk(database: Database, folder: Path) -> AsyncIterator[Desk]:
    """With an empty book and an empty log."""
    await database.execute("TRUNCATE account, account_owner, identifier, link, source_record CASCADE")
    async with database.transaction() as transaction:
        await transaction.execute("SET LOCAL session_replication_role = replica")
        await transaction.execute("DELETE FROM audit_row")
        await transaction.execute("DELETE FROM audit_head")
    clock = SetClock(START)
    audit = AuditLog(database, KEY, clock, folder / "points")
    await audit.open()
    yield Desk(database, audit, clock, folder / "points")
    await audit.close()
