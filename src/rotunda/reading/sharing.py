"""Answers that several programs of one connection need at the same moment, or for a while, are asked for once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from rotunda.connector_kit.errors import SourceError
from rotunda.connector_kit.requests import AnyRequest, Payload, Request, SqlQuery
from rotunda.kit.clock import Clock
from rotunda.reading.gate import Urgency
from rotunda.reading.refusals import NotAsked

Key = bytes
Fetch = Callable[[], Coroutine[Any, Any, Payload]]

_KEPT_MOST = 256


class _Kept(msgspec.Struct, frozen=True):
    payload: Payload
    until: float


class _UnderWay:
    """One request that is being made, and who else waits for it."""

    __slots__ = ("urgency", "waiting")

    def __init__(self, urgency: Urgency) -> None:
        self.urgency = urgency
        self.waiting: list[asyncio.Future[Payload | None]] = []

    def join(self, urgency: Urgency) -> asyncio.Future[Payload | None]:
        """None where whoever asked has left without an answer that would be everybody's."""
        self.urgency.rise(urgency.priority)
        answer: asyncio.Future[Payload | None] = asyncio.get_running_loop().create_future()
        self.waiting.append(answer)
        return answer

    def tell(self, payload: Payload | None) -> int:
        """How many have waited for it."""
        waiting = [answer for answer in self.waiting if not answer.done()]
        for answer in waiting:
            answer.set_result(payload)
        return len(waiting)

    def fail(self, error: SourceError) -> None:
        for answer in self.waiting:
            if not answer.done():
                answer.set_exception(error)


class SharedAnswers:
    """Of one connection. `hits` counts the requests that were spared."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[Key, _Kept] = {}
        self._under_way: dict[Key, _UnderWay] = {}
        self.hits = 0

    def at_hand(self, request: AnyRequest, urgency: Urgency) -> "Payload | asyncio.Future[Payload | None] | None":
        """What was kept for a while; or what somebody else asks for just now, to be waited for."""
        if isinstance(request, SqlQuery) or request.writes:
            return None
        key = request.words
        if request.reusable_for is not None and (kept := self._still_kept(key)) is not None:
            return kept
        under_way = self._under_way.get(key)
        return None if under_way is None else under_way.join(urgency)

    def _still_kept(self, key: Key) -> Payload | None:
        kept = self._kept.get(key)
        if kept is None or self._clock.monotonic() >= kept.until:
            return None
        self.hits += 1
        return kept.payload

    async def get(self, request: Request, urgency: Urgency, fetch: Fetch) -> Payload:
        """The payload of `request`: kept, from somebody else who asks for it just now, or by `fetch`."""
        key = request.words
        if request.reusable_for is not None and (kept := self._still_kept(key)) is not None:
            return kept
        while (under_way := self._under_way.get(key)) is not None:
            payload = await under_way.join(urgency)
            if payload is not None:
                return payload
        return await self._lead(key, request, urgency, fetch)

    def part(self) -> None:
        """Something has changed: whoever asks from now on does not share what was asked before."""
        self._under_way.clear()

    def forget(self) -> None:
        """Also what was kept for a while is asked for again."""
        self.part()
        self._kept.clear()

    async def _lead(self, key: Key, request: Request, urgency: Urgency, fetch: Fetch) -> Payload:
        mine = self._under_way[key] = _UnderWay(urgency)
        try:
            payload = await fetch()
        except SourceError as error:
            if not isinstance(error, NotAsked):
                mine.fail(error)
            raise
        else:
            self.hits += mine.tell(payload)
            if request.reusable_for is not None and self._under_way.get(key) is mine:
                self._keep(key, payload, request.reusable_for.total_seconds())
            return payload
        finally:
            if self._under_way.get(key) is mine:
                del self._under_way[key]
            mine.tell(None)

    def _keep(self, key: Key, payload: Payload, seconds: float) -> None:
        now = self._clock.monotonic()
        if len(self._kept) >= _KEPT_MOST:
            self._kept = {key: kept for key, kept in self._kept.items() if now < kept.until}
        if len(self._kept) < _KEPT_MOST:
            self._kept[key] = _Kept(payload, now + seconds)
