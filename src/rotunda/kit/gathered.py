"""Questions that are asked in the same moment, asked as one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Question = TypeVar("Question")
Reply = TypeVar("Reply")


class Gathered(Generic[Question, Reply]):
    """`ask` answers them in order, and does not raise."""

    def __init__(self, ask: Callable[[list[Question]], Awaitable[list[Reply]]]) -> None:
        self._ask = ask
        self._waiting: list[tuple[Question, asyncio.Future[Reply]]] = []
        self._asking: set[asyncio.Task[None]] = set()

    async def get(self, question: Question) -> Reply:
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._send)
        answer: asyncio.Future[Reply] = loop.create_future()
        self._waiting.append((question, answer))
        return await answer

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, []
        task = asyncio.create_task(self._answer(waiting))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _answer(self, waiting: list[tuple[Question, asyncio.Future[Reply]]]) -> None:
        try:
            replies = await self._ask([question for question, _ in waiting])
        except BaseException:
            for _, answer in waiting:
                answer.cancel()
            raise
        for (_, answer), reply in zip(waiting, replies, strict=True):
            if not answer.done():
                answer.set_result(reply)
