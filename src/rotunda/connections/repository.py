"""Connections at rest: the only SQL about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from rotunda.connections.model import Connection, ConnectionState, Health, LastError
from rotunda.connector_kit.manifest import ErrorKind
from rotunda.kit import database
from rotunda.kit.crypto import key_of
from rotunda.kit.database import Database
from rotunda.sections.ids import ConnectionId, SourceName, UserId

Sealed = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Stored:
    """One connection as it lies in the database."""

    connection: Connection
    sealed: Sealed
    health: Health


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    source: str
    title: str
    settings: dict[str, str]
    created_at: datetime
    created_by: str | None
    changed_at: datetime
    state: str
    last_success_at: datetime | None
    last_error_at: datetime | None
    last_error_kind: str | None
    last_error_reason: str | None


@dataclass(frozen=True, slots=True)
class _Secret:
    connection_id: str
    field: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class _Key:
    key_id: str


async def keys_in_use(opened: Database) -> set[str]:
    """Ids of the installation's keys that stored secrets were sealed with."""
    rows = await opened.fetch_all(_Key, "SELECT DISTINCT key_id FROM connection_secret")
    return {row.key_id for row in rows}


class ConnectionRepository:
    def __init__(self, opened: Database) -> None:
        self._database = opened

    async def all(self) -> list[Stored]:
        """Oldest first."""
        async with self._database.transaction() as transaction:
            rows = await database.fetch_all(transaction, _Row, "SELECT * FROM connection ORDER BY created_at, id")
            secrets = await database.fetch_all(
                transaction, _Secret, "SELECT connection_id, field, sealed FROM connection_secret"
            )
        sealed: dict[str, dict[str, bytes]] = {}
        for secret in secrets:
            sealed.setdefault(secret.connection_id, {})[secret.field] = secret.sealed
        return [_stored(row, sealed.get(row.id, {})) for row in rows]

    async def add(self, connection: Connection, sealed: Sealed, health: Health) -> None:
        async with self._database.transaction() as transaction:
            await transaction.execute(
                """
                INSERT INTO connection (id, source, title, settings, created_at, created_by, changed_at, state,
                    last_success_at)
                VALUES (%(id)s, %(source)s, %(title)s, %(settings)s, %(created_at)s, %(created_by)s, %(changed_at)s,
                    %(state)s, %(last_success_at)s)
                """,
                {
                    "id": connection.id,
                    "source": connection.source,
                    "title": connection.title,
                    "settings": Jsonb(dict(connection.settings)),
                    "created_at": connection.created_at,
                    "created_by": connection.created_by,
                    "changed_at": connection.changed_at,
                    "state": health.state,
                    "last_success_at": health.last_success_at,
                },
            )
            await _seal(transaction, connection.id, sealed)

    async def change(self, connection: Connection, sealed: Sealed) -> None:
        """Settings and all secrets anew."""
        async with self._database.transaction() as transaction:
            await transaction.execute(
                "UPDATE connection SET settings = %s, changed_at = %s WHERE id = %s",
                (Jsonb(dict(connection.settings)), connection.changed_at, connection.id),
            )
            await transaction.execute("DELETE FROM connection_secret WHERE connection_id = %s", (connection.id,))
            await _seal(transaction, connection.id, sealed)

    async def rename(self, connection: Connection) -> None:
        await self._database.execute(
            "UPDATE connection SET title = %s, changed_at = %s WHERE id = %s",
            (connection.title, connection.changed_at, connection.id),
        )

    async def remove(self, connection: ConnectionId) -> None:
        await self._database.execute("DELETE FROM connection WHERE id = %s", (connection,))

    async def reseal(self, connection: ConnectionId, sealed: Sealed) -> None:
        """Other fields, such as those that cannot be opened at present, stay as they are."""
        async with self._database.transaction() as transaction, transaction.cursor() as cursor:
            await cursor.executemany(
                "UPDATE connection_secret SET sealed = %s, key_id = %s WHERE connection_id = %s AND field = %s",
                [(secret, key_of(secret), connection, field) for field, secret in sealed.items()],
            )

    async def save_health(self, standing: Mapping[ConnectionId, Health]) -> None:
        async with self._database.transaction() as transaction, transaction.cursor() as cursor:
            await cursor.executemany(
                """
                UPDATE connection SET state = %(state)s, last_success_at = %(last_success_at)s,
                    last_error_at = %(at)s, last_error_kind = %(kind)s, last_error_reason = %(reason)s
                WHERE id = %(id)s
                """,
                [_health_row(connection, health) for connection, health in standing.items()],
            )


async def _seal(transaction: database.Connection, connection: ConnectionId, sealed: Sealed) -> None:
    async with transaction.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO connection_secret (connection_id, field, sealed, key_id) VALUES (%s, %s, %s, %s)",
            [(connection, field, secret, key_of(secret)) for field, secret in sealed.items()],
        )


def _health_row(connection: ConnectionId, health: Health) -> dict[str, Any]:
    error = health.last_error
    return {
        "id": connection,
        "state": health.state,
        "last_success_at": health.last_success_at,
        "at": error.at if error else None,
        "kind": error.kind if error else None,
        "reason": error.reason if error else None,
    }


def _stored(row: _Row, sealed: Sealed) -> Stored:
    connection = Connection(
        id=ConnectionId(row.id),
        source=SourceName(row.source),
        title=row.title,
        settings=row.settings,
        secret_fields=tuple(sorted(sealed)),
        created_at=row.created_at,
        created_by=UserId(row.created_by) if row.created_by else None,
        changed_at=row.changed_at,
    )
    return Stored(connection, sealed, Health(ConnectionState(row.state), row.last_success_at, _last_error(row)))


def _last_error(row: _Row) -> LastError | None:
    if row.last_error_at is None or row.last_error_kind is None or row.last_error_reason is None:
        return None
    return LastError(ErrorKind(row.last_error_kind), row.last_error_reason, row.last_error_at)
