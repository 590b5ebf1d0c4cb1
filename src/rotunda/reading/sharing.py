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

Key = tuple[object, ...]
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

    async def join(self) -> Payload | None:
        """None where whoever asked has left without an answer that would be everybody's."""
        answer = asyncio.get_running_loop().create_future()
        self.waiting.append(answer)
        return await answer

    def tell(self, payload: Payload | None) -> None:
        for answer in self.waiting:
            if not answer.done():
                answer.set_result(payload)

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

    def at_hand(self, request: AnyRequest) -> Payload | None:
        """What was kept for a while."""
        if isinstance(request, SqlQuery) or request.reusable_for is None:
            return None
        kept = self._kept.get(_key_of(request))
        if kept is None or self._clock.monotonic() >= kept.until:
            return None
        self.hits += 1
        return kept.payload

    async def get(self, request: Request, urgency: Urgency, fetch: Fetch) -> Payload:
        """The payload of `request`: kept, from somebody else who asks for it just now, or by `fetch`."""
        kept = self.at_hand(request)
        if kept is not None:
            return kept
        key = _key_of(request)
        while (under_way := self._under_way.get(key)) is not None:
            under_way.urgency.rise(urgency.priority)
            payload = await under_way.join()
            if payload is not None:
                self.hits += 1
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
            mine.tell(payload)
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


def _key_of(request: Request) -> Key:
    """What makes two requests the same. Those with a body are reads, too: batches and searches."""
    body = None if request.body is None else msgspec.json.encode(request.body)
    return (
        request.method,
        request.path,
        request.query,
        request.headers,
        body,
        request.paging,
        request.max_pages,
        request.absent_on,
        request.reads,
    )
