"""Writes the facts that merged sections leave behind. Pages never wait for it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import msgspec
import structlog

from rotunda.kit.database import Database, DatabaseUnavailable
from rotunda.sections.ids import AccountId, SourceName
from rotunda.sections.section import AnySection, Fact
from rotunda.view.page.merged import Merged

_log = structlog.get_logger(__name__)

_FORGET = "DELETE FROM account_fact WHERE account_id = %s AND name = ANY(%s)"
_KEEP = """
    INSERT INTO account_fact (account_id, name, text_value, number_value, currency, source, as_of)
    SELECT %s, %s, %s, %s, %s, %s, %s WHERE EXISTS (SELECT FROM account WHERE id = %s)
"""


class _Left(msgspec.Struct, frozen=True):
    """The facts of one section of one account, replacing all that it left before."""

    names: list[str]
    facts: Sequence[Fact]
    source: SourceName
    as_of: datetime


class FactWriter:
    """`hear` is called for each new merge and returns at once; a task writes what was heard, the newest only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[tuple[AccountId, str], _Left] = {}
        self._heard = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def hear(self, account: AccountId, merged: Merged) -> None:
        section: AnySection = merged.section
        if section.columns:
            names = [column.name for column in section.columns]
            facts = section.facts(merged.view)
            self._waiting[account, section.name] = _Left(names, facts, merged.source, merged.as_of)
            self._heard.set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="fact writer")

    async def stop(self) -> None:
        """Writes what is still waiting."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._flush()

    async def _run(self) -> None:
        while True:
            await self._heard.wait()
            self._heard.clear()
            await self._flush()

    async def _flush(self) -> None:
        waiting, self._waiting = self._waiting, {}
        try:
            for (account, _), left in waiting.items():
                await self._write(account, left)
        except DatabaseUnavailable as error:
            _log.warning("facts for lists were not written; the next reading writes them", reason=str(error))

    async def _write(self, account: AccountId, left: _Left) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(_FORGET, (account, left.names))
            rows = [(account, *_columns(fact), left.source, left.as_of, account) for fact in left.facts]
            await connection.cursor().executemany(_KEEP, rows)


def _columns(fact: Fact) -> tuple[str, str | None, float | None, str | None]:
    """Name, text, number and currency as the table holds them."""
    if fact.money is not None:
        return fact.name, None, float(fact.money.amount_minor), fact.money.currency
    if fact.at is not None:
        return fact.name, None, fact.at.timestamp(), None
    text = fact.text.replace("\0", "\ufffd") if fact.text is not None else None  # PostgreSQL's text holds no NUL
    return fact.name, text, fact.number, None
