"""Reads the whole book at leisure, so that lists know every account and not only those that somebody opened.

Always at background priority: people who wait for a page go first, and each source's budget keeps a share for them.
Each source is read at its own pace, so that what one allows quickly does not wait for the slowest.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from rotunda.connections.service import Connections
from rotunda.identity.service import Identity
from rotunda.kit.database import DatabaseUnavailable
from rotunda.sections.ids import AccountId, ConnectionId
from rotunda.view.page.plan import House, plan_page
from rotunda.view.page.service import Pages

EVERY = timedelta(minutes=15)
RESTS = 2
"""It rests for twice as long as it read, if that is longer: vendors also count requests by the day."""

AT_ONCE = 4
PAUSE = timedelta(seconds=10)
"""A source that answers nothing is left in peace for so long before the next accounts."""

_log = structlog.get_logger(__name__)

Done = Callable[[int], None]


class BookReader:
    """Goes through all accounts, again and again."""

    def __init__(
        self, house: House, identity: Identity, connections: Connections, pages: Pages, pause: timedelta = PAUSE
    ) -> None:
        self._house = house
        self._identity = identity
        self._connections = connections
        self._pages = pages
        self._pause = pause.total_seconds()
        self._sections = frozenset(name for name, section in house.sections.items() if section.columns)
        self._task: asyncio.Task[None] | None = None
        self._soon: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="book reader")

    async def stop(self) -> None:
        tasks = [*self._soon, *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def read_soon(self, accounts: Sequence[AccountId]) -> None:
        """Somebody changed of which records these accounts are made. Returns at once."""
        task = asyncio.create_task(self._read_again(accounts), name="reading changed accounts")
        self._soon.add(task)
        task.add_done_callback(self._soon.discard)

    async def _read_again(self, accounts: Sequence[AccountId]) -> None:
        try:
            await asyncio.gather(*(self._read(each.id, accounts) for each in self._connections.list()))
        except DatabaseUnavailable as error:
            _log.warning("changed accounts were not read", reason=str(error))

    async def read_all(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Every account once in every source; `progress` hears how many of how many visits are done. Returns how many
        accounts there are.
        """
        accounts = await self._identity.account_ids()
        connections = [connection.id for connection in self._connections.list()]
        visits = 0

        def count(done: int) -> None:
            nonlocal visits
            visits += done
            if progress:
                progress(visits, len(accounts) * len(connections))

        async with asyncio.TaskGroup() as readers:
            for connection in connections:
                readers.create_task(self._read_from(connection, accounts, count))
        return len(accounts)

    async def _read_from(self, connection: ConnectionId, accounts: Sequence[AccountId], done: Done) -> None:
        for start in range(0, len(accounts), AT_ONCE):
            group = accounts[start : start + AT_ONCE]
            answered = await self._read(connection, group)
            done(len(group))
            if not answered:
                await asyncio.sleep(self._pause)

    async def _read(self, connection: ConnectionId, group: Sequence[AccountId]) -> bool:
        """Whether the source has answered anything."""
        links = await self._identity.links_of(group)
        connections = self._connections.list()
        answered = await asyncio.gather(
            *(
                self._pages.refresh(
                    account,
                    plan_page(self._house, connections, links.get(account, {}), account, self._sections),
                    connection,
                )
                for account in group
            )
        )
        return any(answered)

    async def _run(self) -> None:
        clock = asyncio.get_running_loop()
        while True:
            began = clock.time()
            try:
                await self.read_all()
            except* DatabaseUnavailable as errors:
                _log.warning("the book was not read", reason=str(errors.exceptions[0]))
            await asyncio.sleep(max(EVERY.total_seconds(), RESTS * (clock.time() - began)))
