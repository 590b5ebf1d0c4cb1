"""A conversation by its number, asked of the sources that have it, and kept for a while as readings are."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial

import msgspec

from rotunda.connections.model import Connection
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector, Conversation
from rotunda.kit.recent import Recent
from rotunda.reading.alarm import Timing
from rotunda.reading.model import Priority
from rotunda.reading.service import Readings
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.asking import Asking

FRESH_FOR = timedelta(seconds=30)
KEPT_FOR = timedelta(hours=1)
"""How long an answer is shown where its source does not answer again."""

_MOST = 20_000

_Key = tuple[ConnectionId, str]


class Found(msgspec.Struct, frozen=True):
    """`silent` are the titles of sources that did not answer: what they know is not known, or shown from before."""

    conversations: Sequence[tuple[ConnectionId, Conversation]]
    silent: Sequence[str]


class _Kept(msgspec.Struct, frozen=True):
    conversation: Conversation | None
    asked_at: float


class Conversations:
    """Knows no vendor: what to ask is in each connector's `conversation`."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        readings: Readings,
        timing: Timing,
        patience: timedelta,
    ) -> None:
        self._connectors = connectors
        self._connections = connections
        self._readings = readings
        self._timing = timing
        self._patience = patience.total_seconds()
        self._kept: Recent[_Key, _Kept] = Recent(_MOST)
        self._asking = Asking[_Key](timing.alarm, "looking a conversation up")

    async def find(self, number: str, sources: Collection[SourceName]) -> Found:
        """Whatever has this number in one of these sources. Waits for all of them, but not longer than a page does."""
        asked = [each for each in self._connections.list() if each.source in sources and self._has_numbers(each)]
        until = self._timing.clock.monotonic() + self._patience
        answers = await asyncio.gather(*(self._ask(connection, number, until) for connection in asked))
        told = list(zip(asked, answers, strict=True))
        return Found(
            [(each.id, answer.conversation) for each, (answer, _) in told if answer and answer.conversation],
            [each.title for each, (_, answers) in told if not answers],
        )

    async def stop(self) -> None:
        """Ends whatever is being asked."""
        await self._asking.stop()

    def _has_numbers(self, connection: Connection) -> bool:
        return self._connectors[connection.source].conversation is not None

    async def _ask(self, connection: Connection, number: str, until: float) -> tuple[_Kept | None, bool]:
        """What is known, and whether the source has said so: just now, or a moment ago."""
        key, now = (connection.id, number), self._timing.clock.monotonic()
        kept = self._kept.get(key)
        if kept is not None and now - kept.asked_at < FRESH_FOR.total_seconds():
            return kept, True
        if await self._asking.answered(key, partial(self._fetch, connection, number), until):
            return self._kept.get(key), True
        known = kept is not None and now - kept.asked_at < KEPT_FOR.total_seconds()
        return (kept if known else None), False

    async def _fetch(self, connection: Connection, number: str) -> None:
        ask = self._connectors[connection.source].conversation
        if ask is None:
            return
        asked_at = self._timing.clock.monotonic()
        program = ask(number, connection.settings)
        found = await self._readings.fetch_program(connection.id, program, Priority.PERSON)
        self._kept.put((connection.id, number), _Kept(found, asked_at))
