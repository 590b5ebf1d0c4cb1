"""Deliveries that arrive while others are being written are written together: one statement and one commit for all."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import msgspec

from rotunda.sections.ids import ConnectionId

_MOST = 500

Number = tuple[ConnectionId, str]
"""A connection, and what its source calls the delivery."""


class Arriving(msgspec.Struct, frozen=True):
    """A delivery that is about to be kept."""

    connection: ConnectionId
    delivery: str
    body: bytes
    at: datetime

    @property
    def number(self) -> Number:
        return (self.connection, self.delivery)


class Gathering:
    """`write` keeps some and answers which of them were new; it is called by one task at a time."""

    def __init__(self, write: Callable[[Sequence[Arriving]], Awaitable[set[Number]]]) -> None:
        self._write = write
        self._waiting: list[tuple[Arriving, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, arriving: Arriving) -> bool:
        """Durable when it returns. Whether it was new. What `write` raises, all hear whose deliveries were in it."""
        kept: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((arriving, kept))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all(), name="keeping webhooks")
        return await kept

    async def _write_all(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            await self._write_some(some)

    async def _write_some(self, some: Sequence[tuple[Arriving, asyncio.Future[bool]]]) -> None:
        try:
            new = await self._write([arriving for arriving, _ in some])
        except Exception as error:  # noqa: BLE001 - it is raised to whoever waits
            for _, kept in some:
                if not kept.done():
                    kept.set_exception(error)
            return
        for arriving, kept in some:
            if not kept.done():
                kept.set_result(arriving.number in new)
