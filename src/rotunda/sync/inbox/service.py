"""The inbox as the rest of the house sees it."""

from datetime import datetime

import msgspec

from rotunda.kit.clock import Clock
from rotunda.kit.keyset import Keyset
from rotunda.sync.inbox.model import Arrived, Silent, Standing
from rotunda.sync.inbox.receiving import Receiving
from rotunda.sync.inbox.repository import InboxRepository
from rotunda.sync.inbox.working import InboxWorker

_CURSOR = "webhooks"


class ArrivedPage(msgspec.Struct, frozen=True):
    """Newest first. `next` asks for those before them; None where there are none. `silent` is what sources used to send
    and have stopped sending.
    """

    items: list[Arrived]
    next: str | None = None
    silent: list[Silent] = []


class Inbox:
    """`receiving` takes deliveries in; `worker` makes them count."""

    def __init__(
        self,
        receiving: Receiving,
        worker: InboxWorker,
        repository: InboxRepository,
        keyset: Keyset,
        clock: Clock,
    ) -> None:
        self.receiving = receiving
        self.worker = worker
        self._repository = repository
        self._keyset = keyset
        self._clock = clock

    async def page(self, state: Standing | None, cursor: str | None, most: int) -> ArrivedPage:
        """Raises BadCursor."""
        purpose = f"{_CURSOR}:{state}"
        after = self._after(purpose, cursor) if cursor else None
        found = await self._repository.page(state, after, most + 1)
        items, more = found[:most], len(found) > most
        following = self._keyset.encode(purpose, (items[-1].received_at, items[-1].id)) if more else None
        return ArrivedPage(items, following, await self._repository.silent(self._clock.now()))

    async def replay(self, delivery: str) -> Arrived | None:
        """At once, as if it had just arrived. None where there is no such delivery."""
        replayed = await self._repository.replay(delivery, self._clock.now())
        self.worker.soon()
        return replayed

    def _after(self, purpose: str, cursor: str) -> tuple[datetime, str]:
        return msgspec.convert(self._keyset.decode(purpose, cursor), tuple[datetime, str])
