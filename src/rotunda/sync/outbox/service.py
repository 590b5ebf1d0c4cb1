"""The outbox as the rest of the house sees it."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from rotunda.connector_kit.writing import Kind
from rotunda.identity.model import Links
from rotunda.kit.clock import Clock
from rotunda.kit.database import Connection
from rotunda.sections.ids import ConnectionId
from rotunda.sections.labels import Label
from rotunda.sync.outbox.choosing import Choosing
from rotunda.sync.outbox.model import Chosen, OutboxState, OutboxStatus, Outgoing, Queue
from rotunda.sync.outbox.repository import OutboxRepository
from rotunda.sync.outbox.sending import Sender
from rotunda.timeline.written.model import Written

NOT_FOLLOWED = "It was changed here since by somebody who may not write there."


class Outbox:
    """`sender` does the work, in jobs."""

    def __init__(self, sender: Sender, choosing: Choosing, repository: OutboxRepository, clock: Clock) -> None:
        self.sender = sender
        self._choosing = choosing
        self._repository = repository
        self._clock = clock

    def where(self, kind: Kind, label: Label, links: Sequence[Links], people: Sequence[Links] = ()) -> Chosen | None:
        """Where something that is written about a customer with these links goes; None: nowhere. `people` took part."""
        return self._choosing.where(kind, label, links, people)

    async def put(self, transaction: Connection, written: Written, chosen: Chosen) -> None:
        """In the transaction in which it is written."""
        await self._repository.put(transaction, written, chosen, self._clock.now())

    async def follow(self, transaction: Connection, written: Written, *, allowed: bool) -> None:
        """What was changed, or taken back, in the transaction in which that happens."""
        if allowed:
            await self._repository.again(transaction, written, self._clock.now())
        else:
            await self._repository.not_followed(transaction, written.id, NOT_FOLLOWED)

    async def of(self, written: Collection[str]) -> Mapping[str, Outgoing]:
        """By the ids of what was written."""
        found = await self._repository.of(written)
        return {each: self._as_it_stands(outgoing) for each, outgoing in found.items()}

    def _as_it_stands(self, outgoing: Outgoing) -> Outgoing:
        """What waits for a connection that takes nothing any more says so."""
        obstacle = self._choosing.obstacle(outgoing.connection_id) if outgoing.state is OutboxState.WAITING else None
        return msgspec.structs.replace(outgoing, reason=obstacle, said=None) if obstacle else outgoing

    async def soon(self, connection: ConnectionId) -> None:
        """Once it is written. What is not asked for is sent within a minute all the same."""
        await self.sender.soon(connection)

    async def queues(self) -> Sequence[Queue]:
        """Of each connection for which anything waits, or that refuses something."""
        return await self._repository.queues()

    async def status(self) -> OutboxStatus:
        return await self._repository.status()

    async def retry(self, written_id: str) -> bool:
        """Tries again at once. False where nothing has failed."""
        connection = await self._repository.retry(written_id, self._clock.now())
        if connection is not None:
            await self.sender.soon(connection)
        return connection is not None
