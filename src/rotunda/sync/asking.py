"""Questions to sources that are under way, each asked once for everybody who waits for its answer."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from rotunda.connector_kit.errors import SourceError
from rotunda.reading.alarm import Alarm, ended_by

Question = TypeVar("Question", bound=Hashable)


class Asking(Generic[Question]):
    """What asks also keeps the answer: here it is only told whether there was one."""

    def __init__(self, alarm: Alarm, name: str) -> None:
        self._alarm = alarm
        self._name = name
        self._under_way: dict[Question, asyncio.Task[None]] = {}

    async def answered(self, question: Question, ask: Callable[[], Coroutine[Any, Any, None]], until: float) -> bool:
        """Whether the source has answered by `until` (monotonic). Its faults are its own; any other is raised."""
        task = self._under_way.get(question) or self._begin(question, ask)
        if not await ended_by(task, self._alarm, until) or task.cancelled():
            return False
        if isinstance(task.exception(), SourceError):
            return False
        task.result()  # any other fault is a defect of ours
        return True

    async def stop(self) -> None:
        """Ends whatever is being asked."""
        under_way = tuple(self._under_way.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    def _begin(self, question: Question, ask: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        task = self._under_way[question] = asyncio.create_task(ask(), name=self._name)
        task.add_done_callback(lambda done: self._end(question, done))
        return task

    def _end(self, question: Question, task: asyncio.Task[None]) -> None:
        self._under_way.pop(question, None)
        if not task.cancelled():
            task.exception()  # known to whoever has waited; nobody else may have
