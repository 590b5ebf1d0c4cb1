"""What every command and every service stands on: the database, brought up to date, and the keys."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rotunda.access.audit.repository import read_heads
from rotunda.connections.repository import keys_in_use
from rotunda.kit.crypto import Sealer, open_key, open_keys
from rotunda.kit.database import Database
from rotunda.kit.migrations import migrate
from rotunda.kit.postgres import EmbeddedPostgres, PostgresAlreadyRunning, running_url
from rotunda.kit.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Tools:
    """What every command needs: the database, brought up to date, and the keys."""

    database: Database
    sealer: Sealer
    audit_key: bytes


@asynccontextmanager
async def open_tools(settings: Settings, *, beside_service: bool = False) -> AsyncGenerator[Tools]:
    """Starts the embedded server where no database is configured, and migrates. `beside_service`: where a service
    already runs it, its server is used.
    """
    async with AsyncExitStack() as stack:
        url = (
            settings.database_url.reveal()
            if settings.database_url
            else await _embedded(settings, stack, beside_service=beside_service)
        )
        await migrate(url, MIGRATIONS)
        database = Database(url)
        await database.open()
        stack.push_async_callback(database.close)
        sealed_with = await keys_in_use(database)
        sealer = Sealer(open_keys(settings.data_folder, settings.secret_keys, sealed_with))
        async with database.connection() as connection:
            audited = bool(await read_heads(connection))
        needed_by = "the access log holds rows that it has sealed" if audited else None
        audit_key = open_key(settings.data_folder / "audit.key", needed_by)
        yield Tools(database, sealer, audit_key)


async def _embedded(settings: Settings, stack: AsyncExitStack, *, beside_service: bool) -> str:
    folder = settings.data_folder / "postgres"
    server = EmbeddedPostgres(folder)
    try:
        await server.start()
    except PostgresAlreadyRunning:
        if beside_service:
            return running_url(folder, "rotunda")
        raise
    stack.push_async_callback(server.stop)
    return await server.create_database("rotunda")
