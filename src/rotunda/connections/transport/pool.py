"""A few sessions with one database, opened when they are needed.

The drivers' own pools keep reconnecting behind the caller's back and tell why only in their logs; here whoever needs a
session opens it and learns what is wrong.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

from rotunda.connector_kit.errors import Unavailable
from rotunda.kit.clock import Clock

Session = TypeVar("Session")
Result = TypeVar("Result")

POOL_SIZE = 5
CHANGED_MEANWHILE = "The connection was changed or removed meanwhile."
_IDLE_SECONDS = 60.0


class Driver(Protocol[Session]):
    """How one kind of session is opened and ended."""

    async def open(self) -> Session: ...

    def usable(self, session: Session) -> bool:
        """Whether it can take another query: still connected, nothing under way, nothing left unread."""
        ...

    async def end(self, session: Session) -> None:
        """Ends it, and what it still runs on the server. Never raises for a server that is gone."""
        ...


class Pool(Generic[Session]):
    """`use` lends a session to one piece of work at a time."""

    def __init__(self, driver: Driver[Session], clock: Clock, size: int = POOL_SIZE) -> None:
        self._driver = driver
        self._clock = clock
        self._places = asyncio.Semaphore(size)
        self._idle: list[tuple[Session, float]] = []
        self._ending: set[asyncio.Task[object]] = set()
        self._closed = False

    async def use(self, work: Callable[[Session], Awaitable[Result]], seconds: float) -> Result:
        """What the work returns or raises; TimeoutError when the time is up. Ending a session can take as long as a
        server that hangs, so it is done behind the caller's back.

        Raises:
            Unavailable: the pool is closed.
        """
        if self._closed:
            raise Unavailable(CHANGED_MEANWHILE)
        task = asyncio.create_task(self._lend(work))
        try:
            await asyncio.wait((task,), timeout=seconds)
            if not task.done():
                raise TimeoutError
            return task.result()
        finally:
            if task.done():
                self._left(task)  # a caller that is cancelled in the same moment asks for no result
            else:
                self._leave(task)

    async def close(self) -> None:
        """What is lent ends when it comes back."""
        self._closed = True
        while self._idle:
            await self._driver.end(self._idle.pop()[0])
        if self._ending:
            await asyncio.wait(self._ending)

    def _leave(self, task: asyncio.Task[Result]) -> None:
        task.cancel()
        self._ending.add(task)
        task.add_done_callback(self._left)

    def _left(self, task: asyncio.Task[Result]) -> None:
        self._ending.discard(task)
        if not task.cancelled():
            task.exception()  # nobody waits for it any more

    async def _lend(self, work: Callable[[Session], Awaitable[Result]]) -> Result:
        async with self._places:
            session = await self._take()
            try:
                return await work(session)
            finally:
                await self._give_back(session)

    async def _take(self) -> Session:
        while self._idle:
            session, idle_since = self._idle.pop()
            if self._clock.monotonic() - idle_since < _IDLE_SECONDS and self._driver.usable(session):
                return session
            await self._driver.end(session)
        return await self._driver.open()

    async def _give_back(self, session: Session) -> None:
        if not self._closed and self._driver.usable(session):
            self._idle.append((session, self._clock.monotonic()))
        else:
            await self._driver.end(session)
