"""Connections: made, checked, changed and removed here; opened here for `rotunda.reading`."""

import asyncio
from collections.abc import Callable, Mapping
from enum import StrEnum

import msgspec
import structlog

from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.channels import Channel, open_channel
from rotunda.connections.form import WEBHOOK_SECRET, Filled, read_form
from rotunda.connections.health import HealthLedger
from rotunda.connections.model import (
    Connection,
    ConnectionState,
    Credentials,
    FormRefused,
    Health,
    UnknownConnection,
    UnknownSource,
)
from rotunda.connections.repository import ConnectionRepository, Stored
from rotunda.connections.trial import ask_once, refusal_of
from rotunda.connector_kit.errors import Forbidden, Gone, SourceError
from rotunda.connector_kit.manifest import Manifest
from rotunda.kit.clock import Clock
from rotunda.kit.crypto import KeyProblem, SealBroken, Sealer
from rotunda.kit.database import Database
from rotunda.kit.ids import new_id
from rotunda.kit.secret import Secret
from rotunda.sections.ids import ConnectionId, SourceName, UserId

_TITLE_LENGTH = 80

_log = structlog.get_logger(__name__)


class Change(StrEnum):
    """What happened to a connection. `checked`: a person's check went well, so whatever was held against it is over."""

    CHANGED = "changed"
    REMOVED = "removed"
    CHECKED = "checked"


Listener = Callable[[ConnectionId, Change], None]


class Connections:
    """Loaded once, then answers from memory. What another process changes counts here after `reload`."""

    def __init__(
        self,
        manifests: Mapping[SourceName, Manifest],
        database: Database,
        sealer: Sealer,
        policy: AddressPolicy,
        clock: Clock,
    ) -> None:
        self._manifests = manifests
        self._repository = ConnectionRepository(database)
        self._sealer = sealer
        self._policy = policy
        self._clock = clock
        self._connections: dict[ConnectionId, Connection] = {}
        self._credentials: dict[ConnectionId, Credentials] = {}
        self._channels: dict[ConnectionId, Channel] = {}
        self._listeners: list[Listener] = []
        self._changing = asyncio.Lock()
        self.health = HealthLedger(self._repository.save_health, clock)

    async def load(self) -> None:
        """Reads all connections. One whose source is not installed, or whose secrets cannot be opened, is kept aside
        or told to be entered anew; the start goes on.
        """
        for stored in await self._repository.all():
            if stored.connection.source not in self._manifests:
                _log.warning("a connection's source is not installed", source=stored.connection.source)
                continue
            self._keep(stored.connection, self._unsealed(stored), stored.health)

    async def reload(self) -> None:
        """Makes what was changed elsewhere count here. Raises DatabaseUnavailable."""
        async with self._changing:
            stored = {each.connection.id: each for each in await self._repository.all()}
            for connection in [known for known in self._connections if known not in stored]:
                await self._forget(connection)
            for each in stored.values():
                if each.connection.source in self._manifests:
                    await self._follow(each)
            self._connections = {known: self._connections[known] for known in stored if known in self._connections}

    async def close(self) -> None:
        for channel in self._channels.values():
            await channel.close()
        self._channels.clear()
        await self.health.close()

    def subscribe(self, listener: Listener) -> None:
        """`listener` is told after every change."""
        self._listeners.append(listener)

    def list(self) -> list[Connection]:
        """Oldest first."""
        return list(self._connections.values())

    def get(self, connection: ConnectionId) -> Connection:
        """Raises UnknownConnection."""
        try:
            return self._connections[connection]
        except KeyError:
            raise UnknownConnection(connection) from None

    def manifest(self, connection: ConnectionId) -> Manifest:
        """Raises UnknownConnection."""
        return self._manifests[self.get(connection).source]

    def secret(self, connection: ConnectionId, field: str) -> Secret | None:
        """For what a source sends to us: the key that its webhooks are signed with. Raises UnknownConnection."""
        self.get(connection)
        return self._credentials[connection].secrets.get(field)

    def channel(self, connection: ConnectionId) -> Channel:
        """The open way to its source.

        Raises:
            UnknownConnection: it was removed.
            Misconfigured: its form cannot lead to a source.
        """
        channel = self._channels.get(connection)
        if channel is None:
            channel = self._open(self.get(connection), self._credentials[connection])
            self._channels[connection] = channel
        return channel

    async def create(
        self, source: SourceName, title: str | None, form: Mapping[str, str], actor: UserId | None
    ) -> Connection:
        """A new connection whose credentials have just worked.

        Raises:
            UnknownSource: no such connector is installed.
            FormRefused: the form or what it leads to does not work. Nothing was saved.
        """
        manifest = self._manifests.get(source)
        if manifest is None:
            raise UnknownSource(source)
        filled = read_form(manifest, form)
        now = self._clock.now()
        connection = Connection(
            id=ConnectionId(new_id("con_")),
            source=source,
            title=_title(title, manifest.title),
            settings=filled.settings,
            secret_fields=tuple(sorted(filled.secrets)),
            created_at=now,
            created_by=actor,
            changed_at=now,
        )
        await self._try(connection, filled)
        health = Health(ConnectionState.OK, now)
        async with self._changing:
            await self._repository.add(connection, self._sealed(connection.id, filled.secrets), health)
            self._keep(connection, Credentials(filled.secrets), health)
        return connection

    async def update(self, connection: ConnectionId, form: Mapping[str, str]) -> Connection:
        """The form anew: a secret that is left empty stays what it was.

        Raises:
            UnknownConnection: there is none.
            FormRefused: as for `create`; the old form stays in force.
        """
        before = self.get(connection)
        filled = read_form(self._manifests[before.source], form, self._credentials[connection].secrets)
        changed = msgspec.structs.replace(
            before,
            settings=filled.settings,
            secret_fields=tuple(sorted(filled.secrets)),
            changed_at=self._clock.now(),
        )
        await self._try(changed, filled)
        async with self._changing:
            await self._repository.change(changed, self._sealed(connection, filled.secrets))
            self._keep(changed, Credentials(filled.secrets), self.health.of(connection))
            self.health.succeeded(connection)
            await self._end(connection, Change.CHANGED)
        return changed

    async def set_secret(self, connection: ConnectionId, field: str, value: str) -> Connection:
        """A secret of what the source sends to us, which needs no asking of the source; empty: none. What was read
        over the connection stands.

        Raises:
            UnknownConnection: there is none.
            FormRefused: it cannot be a secret.
        """
        before = self.get(connection)
        form = {**before.settings, field: value}
        filled = read_form(self._manifests[before.source], form, self._credentials[connection].secrets)
        secrets = {name: secret for name, secret in filled.secrets.items() if name != field or value.strip()}
        changed = msgspec.structs.replace(before, secret_fields=tuple(sorted(secrets)), changed_at=self._clock.now())
        async with self._changing:
            await self._repository.change(changed, self._sealed(connection, secrets))
            self._connections[connection], self._credentials[connection] = changed, Credentials(secrets)
        return changed

    async def rename(self, connection: ConnectionId, title: str) -> Connection:
        """Raises UnknownConnection, FormRefused."""
        before = self.get(connection)
        renamed = msgspec.structs.replace(before, title=_title(title, ""), changed_at=self._clock.now())
        async with self._changing:
            await self._repository.rename(renamed)
            self._connections[connection] = renamed
        return renamed

    async def remove(self, connection: ConnectionId) -> None:
        """With its secrets. Raises UnknownConnection."""
        self.get(connection)
        async with self._changing:
            await self._repository.remove(connection)
            await self._forget(connection)

    async def check(self, connection: ConnectionId) -> Health:
        """Asks the source once, and says how the connection stands then. Raises UnknownConnection."""
        manifest = self.manifest(connection)
        try:
            await ask_once(self.channel(connection), manifest)
        except SourceError as error:
            self.health.failed(connection, error)
            if isinstance(error, Forbidden | Gone):
                self.health.judge(connection, ConnectionState.MISCONFIGURED)
        else:
            self.health.succeeded(connection)
            self._tell(connection, Change.CHECKED)
        return self.health.of(connection)

    async def reseal(self) -> int:
        """Every secret that can be opened anew under the active key; how many connections that were."""
        for connection, credentials in self._credentials.items():
            await self._repository.reseal(connection, self._sealed(connection, credentials.secrets))
        return len(self._credentials)

    async def _try(self, connection: Connection, filled: Filled) -> None:
        manifest = self._manifests[connection.source]
        try:
            channel = self._open(connection, Credentials(filled.secrets))
            try:
                await ask_once(channel, manifest)
            finally:
                await channel.close()
        except SourceError as error:
            raise refusal_of(error, manifest, filled.settings) from error

    def _open(self, connection: Connection, credentials: Credentials) -> Channel:
        manifest = self._manifests[connection.source]
        return open_channel(manifest, connection, credentials, self._policy, self._clock)

    def _keep(self, connection: Connection, credentials: Credentials, health: Health) -> None:
        self._connections[connection.id] = connection
        self._credentials[connection.id] = credentials
        self.health.watch(connection, health)

    async def _forget(self, connection: ConnectionId) -> None:
        if self._connections.pop(connection, None) is None:
            return  # it was removed elsewhere, too
        del self._credentials[connection]
        self.health.forget(connection)
        await self._end(connection, Change.REMOVED)

    async def _follow(self, stored: Stored) -> None:
        """What leads to the source makes it another connection; a title, or how it signs what it sends, does not."""
        connection, known = stored.connection, self._connections.get(stored.connection.id)
        credentials = self._unsealed(stored)
        if known is None:
            self._keep(connection, credentials, stored.health)
            return
        before = self._credentials[connection.id]
        self._connections[connection.id], self._credentials[connection.id] = connection, credentials
        if known.settings != connection.settings or _leading(before) != _leading(credentials):
            self._keep(connection, credentials, stored.health)
            await self._end(connection.id, Change.CHANGED)

    async def _end(self, connection: ConnectionId, change: Change) -> None:
        """Nobody asks over the old channel any more when it is closed."""
        channel = self._channels.pop(connection, None)
        self._tell(connection, change)
        if channel is not None:
            await channel.close()

    def _tell(self, connection: ConnectionId, change: Change) -> None:
        for listener in self._listeners:
            listener(connection, change)

    def _sealed(self, connection: ConnectionId, secrets: Mapping[str, Secret]) -> dict[str, bytes]:
        return {field: self._sealer.seal(secret, _context(connection, field)) for field, secret in secrets.items()}

    def _unsealed(self, stored: Stored) -> Credentials:
        """Without the secrets that cannot be opened: whoever needs one is told which field to enter again."""
        secrets: dict[str, Secret] = {}
        for field, sealed in stored.sealed.items():
            try:
                secrets[field] = self._sealer.unseal(sealed, _context(stored.connection.id, field))
            except (SealBroken, KeyProblem) as error:
                _log.error("a stored secret cannot be opened", connection=stored.connection.id, reason=str(error))
        return Credentials(secrets)


def _leading(credentials: Credentials) -> dict[str, Secret]:
    return {field: secret for field, secret in credentials.secrets.items() if field != WEBHOOK_SECRET}


def _context(connection: ConnectionId, field: str) -> str:
    return f"connection:{connection}:{field}"


def _title(title: str | None, default: str) -> str:
    text = (title or "").strip() or default
    if not text:
        raise FormRefused("title", "The title is missing.")
    if len(text) > _TITLE_LENGTH or not text.isprintable():
        raise FormRefused("title", f"The title must be plain text of at most {_TITLE_LENGTH} characters.")
    return text
