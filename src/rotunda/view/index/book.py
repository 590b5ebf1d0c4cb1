"""Reads the whole book at leisure, so that lists know every account and not only those that somebody opened.

Always at background priority: people who wait for a page go first, and each source's budget keeps a share for them.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from rotunda.connections.service import Connections
from rotunda.identity.service import Identity
from rotunda.kit.database import DatabaseUnavailable
from rotunda.sections.ids import AccountId
from rotunda.view.page.plan import House, plan_page
from rotunda.view.page.service import Pages

EVERY = timedelta(minutes=15)
AT_ONCE = 4
_log = structlog.get_logger(__name__)


class BookReader:
    """Goes through all accounts, again and again."""

    def __init__(self, house: House, identity: Identity, connections: Connections, pages: Pages) -> None:
        self._house = house
        self._identity = identity
        self._connections = connections
        self._pages = pages
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="book reader")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def read_all(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Every account once; `progress` hears how many of how many are done. Returns how many there are."""
        accounts = await self._identity.account_ids()
        done = 0
        for start in range(0, len(accounts), AT_ONCE):
            group = accounts[start : start + AT_ONCE]
            await self._read(group)
            done += len(group)
            if progress:
                progress(done, len(accounts))
        return len(accounts)

    async def _read(self, group: Sequence[AccountId]) -> None:
        sections = frozenset(name for name, each in self._house.sections.items() if each.columns)
        links = await self._identity.links_of(group)
        planned = [
            (account, plan_page(self._house, self._connections.list(), links.get(account, {}), account, sections))
            for account in group
        ]
        await asyncio.gather(*(self._pages.refresh(account, sections) for account, sections in planned))

    async def _run(self) -> None:
        while True:
            try:
                await self.read_all()
            except DatabaseUnavailable as error:
                _log.warning("the book was not read", reason=str(error))
            await asyncio.sleep(EVERY.total_seconds())
