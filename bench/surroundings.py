"""What the service needs around it: a database, the demo company's systems, connections, users, tokens."""

import asyncio
import socket
import tempfile
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import msgspec

from bench.children import next_line, started
from bench.machine import AROUND, MEASURED, pin
from rotunda.entrypoints.demo import LOOPBACK, Addresses
from rotunda.entrypoints.installation import Installation, open_installation
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.secret import Secret
from rotunda.kit.settings import Settings, read_settings
from rotunda.sections.ids import AccountId, SourceName
from rotunda.view.page.plan import PlannedSection, plan_page

SEED = 7


@dataclass(frozen=True)
class Surroundings:
    """`folder` is removed at the end of the run."""

    folder: Path
    settings: Settings
    database_url: str
    addresses: Addresses


@dataclass(frozen=True)
class Prepared:
    """Tokens by role. `accounts` are those that every source knows, with what is asked for each of them."""

    tokens: Mapping[str, str]
    accounts: Mapping[AccountId, list[PlannedSection]]


@asynccontextmanager
async def surroundings(accounts: int) -> AsyncGenerator[Surroundings]:
    """Everything but the service, on the other core."""
    with open_folder() as folder:
        pin(AROUND)
        server = EmbeddedPostgres(folder / "postgres")
        database_url = await server.start()
        try:
            product_url = await server.create_database("product")
            world = ["-m", "rotunda_world", "serve", "--seed", str(SEED), "--accounts", str(accounts)]
            async with started(AROUND, [*world, "--database-url", product_url, "--until-stdin-closes"]) as process:
                addresses = msgspec.json.decode(await next_line(process), type=Addresses)
                pin(MEASURED)
                yield Surroundings(folder, _settings(folder, database_url), database_url, addresses)
        finally:
            await server.stop()


def _settings(folder: Path, database_url: str) -> Settings:
    return replace(
        read_settings({}),
        database_url=Secret(database_url),
        data_folder=folder,
        audit_checkpoints=folder / "audit.checkpoints",
        allowed_private_hosts=LOOPBACK,
    )


async def prepare(around: Surroundings) -> Prepared:
    """Connects every system, reads who the customers are, and makes users with tokens."""
    async with open_installation(around.settings, demo=False) as installation:
        for source, vendor in around.addresses.vendors.items():
            await installation.connections.create(source, None, vendor.form, None)
        await installation.directory.refresh()
        tokens = {role: await _token(installation, role) for role in ("support", "admin")}
        return Prepared(tokens, await _known_everywhere(installation))


async def _token(installation: Installation, role: str) -> str:
    email = f"{role}@bench.example"
    await installation.sign_in.users.add(email, role.capitalize(), [role])
    _, text = await installation.sign_in.create_token(email, "bench")
    return text.reveal()


async def _known_everywhere(installation: Installation) -> dict[AccountId, list[PlannedSection]]:
    connections = installation.connections.list()
    ids = await installation.identity.account_ids()
    links = await installation.identity.links_of(ids)
    sections = frozenset(installation.house.sections)
    plans = {
        account: plan_page(installation.house, connections, links.get(account, {}), account, sections)
        for account in ids
    }
    return {account: planned for account, planned in plans.items() if all(map(_answerable, planned))}


def _answerable(planned: PlannedSection) -> bool:
    needs = [(source, source.connector.needs[planned.section.name]) for source in planned.sources]
    return all(any(source.records.get(kind) for kind in kinds) for source, kinds in needs)


class World:
    """The demo company's control API."""

    def __init__(self, addresses: Addresses, session: aiohttp.ClientSession) -> None:
        self._control = addresses.control
        self._session = session
        self.vendors = list(addresses.vendors)

    async def slow(self, milliseconds: float) -> None:
        """Every system takes so long for each request, and answers any number of them."""
        for vendor in self.vendors:
            latency = {"median_ms": milliseconds, "p99_ms": milliseconds}
            await self._put(vendor, {"latency": latency, "limits_enforced": False})

    async def spoil(self, vendor: SourceName, fault: str | None) -> None:
        await self._put(vendor, {"fault": fault})

    async def _put(self, vendor: SourceName, conditions: Mapping[str, object]) -> None:
        url = f"{self._control}/vendors/{vendor}/conditions"
        async with self._session.put(url, json=conditions) as answer:
            answer.raise_for_status()


@contextmanager
def open_folder() -> Generator[Path]:
    """A temporary folder that the database's own user can pass through."""
    with tempfile.TemporaryDirectory(prefix="rotunda-bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listening(port: int, seconds: float = 60) -> None:
    """Returns when somebody listens there. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return
