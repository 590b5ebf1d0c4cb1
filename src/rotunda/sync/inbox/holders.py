"""Which accounts records belong to: by their links, else by what the source says of them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.errors import Unavailable
from rotunda.connector_kit.events import RecordName
from rotunda.identity.service import Identity
from rotunda.reading.service import Readings
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId

_ASKED_FOR_SECONDS = 30.0
"""Deliveries are held while a source is asked whose they are: not longer than this."""

Held = Mapping[RecordName, Sequence[AccountId]]


class Holders:
    """Accounts are those that are shown: one that was merged is the one it was merged into."""

    def __init__(self, identity: Identity, connections: Connections, readings: Readings) -> None:
        self._identity = identity
        self._connections = connections
        self._readings = readings

    async def of(self, connection: ConnectionId, connector: Connector, records: Sequence[RecordName]) -> Held:
        """Records of nobody are absent.

        Raises:
            SourceError: the source had to be asked and has not answered.
        """
        linked = await self._linked(connection, records)
        asked = await self._asked(connection, connector, [each for each in records if each not in linked])
        near = await self._linked(connection, [owner for owners in asked.values() for owner in owners])
        found: dict[RecordName, Sequence[AccountId]] = {record: (account,) for record, account in linked.items()}
        for record, owners in asked.items():
            found[record] = tuple(dict.fromkeys(near[owner] for owner in owners if owner in near))
        return found

    async def _linked(self, connection: ConnectionId, records: Iterable[RecordName]) -> dict[RecordName, AccountId]:
        held = await self._identity.holders(connection, list(dict.fromkeys(records)))
        heads = await self._identity.heads(set(held.values())) if held else {}
        return {record: heads[account].id for record, account in held.items() if account in heads}

    async def _asked(
        self, connection: ConnectionId, connector: Connector, records: Iterable[RecordName]
    ) -> dict[RecordName, Sequence[RecordName]]:
        whose = connector.webhooks.whose if connector.webhooks else None
        if whose is None:
            return {}
        by_type: dict[str, list[ExternalId]] = defaultdict(list)
        for record_type, external_id in records:
            by_type[record_type].append(external_id)
        settings = self._connections.get(connection).settings
        found: dict[RecordName, Sequence[RecordName]] = {}
        for record_type, ids in by_type.items():
            program = whose(record_type, ids, settings)
            try:
                async with asyncio.timeout(_ASKED_FOR_SECONDS):
                    owners = await self._readings.fetch_program(connection, program)
            except TimeoutError:
                raise Unavailable("The source did not say in time whose record it is.") from None
            found |= {(record_type, each): owners.get(each, ()) for each in ids}
        return found
