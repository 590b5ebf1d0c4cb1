"""Looking at accounts for the first time, as a viewer and without Rotunda."""

from collections.abc import Sequence

import aiohttp

from bench.bare import BareSources, Call, Timed
from bench.load_generator import LoadGenerator
from bench.load_process import Ask, Asked
from bench.subject import Subject
from bench.surroundings import Prepared
from rotunda.sections.ids import AccountId, ConnectionId, SourceName


class Looks:
    """Gives out each account once."""

    def __init__(
        self,
        subject: Subject,
        generator: LoadGenerator,
        session: aiohttp.ClientSession,
        prepared: Prepared,
        bare: BareSources,
    ) -> None:
        self._subject = subject
        self._generator = generator
        self._session = session
        self._prepared = prepared
        self._token = prepared.tokens["admin"]
        self._bare = bare
        self._unseen = iter(prepared.accounts)

    @property
    def pid(self) -> int:
        return self._subject.pid

    def fresh(self) -> AccountId:
        return next(self._unseen)

    async def page(self, account: AccountId) -> float:
        """Seconds until its last byte."""
        return (await self._ask(account, "")).seconds

    async def first_section(self, account: AccountId) -> float:
        """Seconds until the first byte of a section on the stream."""
        asked = await self._ask(account, "/stream", marker="event: section")
        if asked.marker_seconds is None:
            raise ValueError(f"the stream of {account} brought no section")
        return asked.marker_seconds

    async def bare(self, account: AccountId) -> list[Timed]:
        """Every program of its page alone."""
        return await self._bare.time_each(self._prepared.accounts[account])

    async def gather(self, calls: Sequence[Call], *, decoded: bool) -> None:
        await self._bare.gather(calls, decoded=decoded)

    async def forgive(self, source: SourceName) -> None:
        """As an admin who presses "check": what was held against the source is over."""
        url = f"http://127.0.0.1:{self._subject.port}/api/v1/connections/{self._connection(source)}/check"
        async with self._session.post(url, headers={"Authorization": f"Bearer {self._token}"}) as answer:
            answer.raise_for_status()

    def _connection(self, source: SourceName) -> ConnectionId:
        [planned, *_] = self._prepared.accounts.values()
        return next(
            each.connection.id for section in planned for each in section.sources if each.connection.source == source
        )

    async def _ask(self, account: AccountId, path: str, marker: str = "") -> Asked:
        order = Ask(self._subject.port, f"/api/v1/accounts/{account}{path}", self._token, marker)
        return await self._generator.ask(order)
