"""What arrives from a source: is it from there, and is it news. Nothing is done about it here."""

from collections.abc import Callable, Mapping

import structlog

from rotunda.connections.form import WEBHOOK_SECRET
from rotunda.connections.model import UnknownConnection
from rotunda.connections.service import Connections
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.manifest import WebhookScheme
from rotunda.connector_kit.webhooks import Delivery, SignatureRefused, verify
from rotunda.kit.clock import Clock
from rotunda.sections.ids import ConnectionId, SourceName
from rotunda.sync.inbox.gathering import Arriving, Gathering
from rotunda.sync.inbox.repository import InboxRepository

_log = structlog.get_logger(__name__)


class NotExpected(Exception):
    """There is no such connection, or none that anything was agreed with: nobody is told which of the two."""


class Door:
    """How deliveries of one connection are signed."""

    def __init__(self, connection: ConnectionId, scheme: WebhookScheme, secrets: list[str]) -> None:
        self.connection = connection
        self.scheme = scheme
        self.secrets = secrets


class Receiving:
    """`arrived` is called after something new was kept."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        connections: Connections,
        repository: InboxRepository,
        clock: Clock,
        arrived: Callable[[], None],
    ) -> None:
        self._connectors = connectors
        self._connections = connections
        self._gathering = Gathering(repository.keep)
        self._clock = clock
        self._arrived = arrived

    def door(self, connection: str) -> Door:
        """Before a byte of the body is read. Raises NotExpected."""
        try:
            known = self._connections.get(ConnectionId(connection))
        except UnknownConnection:
            raise NotExpected from None
        connector = self._connectors[known.source]
        secret = self._connections.secret(known.id, WEBHOOK_SECRET)
        if secret is None or connector.manifest.webhook is None or connector.webhooks is None:
            raise NotExpected
        return Door(known.id, connector.manifest.webhook, secret.reveal().replace(",", " ").split())

    async def receive(self, door: Door, delivery: Delivery) -> None:
        """Durable when it returns; a repetition changes nothing.

        Raises:
            SignatureRefused: nothing was kept.
        """
        now = self._clock.now()
        try:
            number = verify(door.scheme, door.secrets, delivery, now)
        except SignatureRefused as refused:
            _log.warning("a webhook was refused", connection=door.connection, reason=refused.reason)
            raise
        if await self._gathering.keep(Arriving(door.connection, number, delivery.body, now)):
            self._arrived()
