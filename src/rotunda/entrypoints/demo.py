"""`rotunda demo`: the page over a demo company whose systems run as real servers on this machine."""

import asyncio
import sys
import webbrowser
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import msgspec
from rich.console import Console

from rotunda.access.sign_in import DEMO_USERS
from rotunda.connections.form import WEBHOOK_SECRET
from rotunda.connections.model import Connection, FormRefused
from rotunda.entrypoints.failures import Failure
from rotunda.entrypoints.installation import Installation, open_installation
from rotunda.entrypoints.loops import keep_working
from rotunda.entrypoints.server import require_free, serve_app
from rotunda.kit.logging import configure_logging
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.secret import Secret
from rotunda.kit.settings import Settings, read_settings
from rotunda.sections.ids import SourceName

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_WORLD_START_SECONDS = 120


@dataclass(frozen=True)
class DemoOptions:
    """What the command line offers. Every company has a folder of its own in `data`: their books never mix."""

    host: str
    port: int
    accounts: int
    seed: int
    data: Path
    no_browser: bool


class Vendor(msgspec.Struct, frozen=True):
    """One simulated system: what a person would type into its connection form."""

    form: dict[str, str]


class Addresses(msgspec.Struct, frozen=True):
    """What `python -m rotunda_world serve` prints when it is ready."""

    control: str
    vendors: dict[SourceName, Vendor]


class Pointed(msgspec.Struct, frozen=True):
    """Where a simulated system sends what changes in it, and what it signs that with."""

    url: str
    secret: str


async def run_demo(options: DemoOptions) -> int:
    """Until it is interrupted. Raises Failure with a sentence where something cannot start."""
    screen = Console(stderr=True, highlight=False)
    settings = demo_settings(options)
    configure_logging(settings.log_format, "warning")
    require_free(settings.host, settings.port)
    async with open_demo(settings, options, screen) as (installation, addresses):
        await _serve(installation, addresses, options, screen)
    return 0


@asynccontextmanager
async def open_demo(
    settings: Settings, options: DemoOptions, screen: Console
) -> AsyncGenerator[tuple[Installation, Addresses]]:
    """The demo company with an installation that has read its customers; nothing is served yet."""
    async with (
        _database(settings, screen) as (housed, product_url),
        _world(options, product_url, screen) as addresses,
        open_installation(housed, demo=True) as installation,
    ):
        await _connect(installation, addresses, screen)
        await _introduce(installation, screen)
        yield installation, addresses


def demo_settings(options: DemoOptions) -> Settings:
    settings = read_settings()
    data = options.data.absolute() / f"{options.accounts}-accounts-seed-{options.seed}"
    return replace(
        settings,
        data_folder=data,
        audit_checkpoints=data / "audit.checkpoints",
        host=options.host,
        port=options.port,
        public_url=f"http://{options.host}:{options.port}",
        allowed_private_hosts=settings.allowed_private_hosts | LOOPBACK,
    )


@asynccontextmanager
async def _database(settings: Settings, screen: Console) -> AsyncGenerator[tuple[Settings, str]]:
    """The settings with a database, and the address at which the demo's product database may be made."""
    if settings.database_url is not None:
        yield settings, settings.database_url.reveal()
        return
    screen.print("Starting the embedded PostgreSQL")
    server = EmbeddedPostgres(settings.data_folder / "postgres")
    await server.start()
    try:
        url = await server.create_database("rotunda")
        product = await server.create_database("demo_product")
        yield replace(settings, database_url=Secret(url)), product
    finally:
        await server.stop()


@asynccontextmanager
async def _world(options: DemoOptions, product_url: str, screen: Console) -> AsyncGenerator[Addresses]:
    screen.print(f"Making the demo company: {options.accounts} accounts, seed {options.seed}")
    arguments = ["serve", "--seed", str(options.seed), "--accounts", str(options.accounts)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "rotunda_world",
        *arguments,
        "--database-url",
        product_url,
        "--until-stdin-closes",
        stdin=PIPE,
        stdout=PIPE,
        limit=1024 * 1024,
    )
    try:
        yield await _addresses(process)
    finally:
        await _stop(process)


async def _addresses(process: Process) -> Addresses:
    if process.stdout is None:
        raise Failure("The demo company cannot be started: it has no output.")
    try:
        async with asyncio.timeout(_WORLD_START_SECONDS):
            line = await process.stdout.readline()
    except TimeoutError:
        raise Failure(f"The demo company did not start within {_WORLD_START_SECONDS} seconds.") from None
    if not line:
        raise Failure("The demo company did not start. The lines above say why.")
    return msgspec.json.decode(line, type=Addresses)


async def _stop(process: Process) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        async with asyncio.timeout(10):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def _connect(installation: Installation, addresses: Addresses, screen: Console) -> None:
    """Connects each system as an admin would, or gives its connection the addresses and keys of this start."""
    await installation.sign_in.ensure_demo_users()
    admin = await installation.sign_in.users.by_email(DEMO_USERS["admin"].email)
    known = {each.source: each for each in installation.connections.list()}
    for source, vendor in addresses.vendors.items():
        title = installation.house.connectors[source].manifest.title
        screen.print(f"Connecting {title}")
        try:
            if source in known:
                connection = await installation.connections.update(known[source].id, vendor.form)
            else:
                connection = await installation.connections.create(
                    source, title, vendor.form, admin.id if admin else None
                )
            await send_news(installation, connection, addresses.control)
        except FormRefused as refused:
            raise Failure(f"{title} could not be connected. {refused.field}: {refused.reason}") from None


async def send_news(installation: Installation, connection: Connection, control: str) -> None:
    """The system tells this installation what changes in it, and how it signs that."""
    if installation.connections.manifest(connection.id).webhook is None:
        return
    url = f"{installation.settings.public_url}/api/v1/webhooks/{connection.id}"
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.put(f"{control}/webhooks/{connection.source}", json={"url": url}) as answer,
    ):
        pointed = msgspec.json.decode(await answer.read(), type=Pointed)
    await installation.connections.set_secret(connection.id, WEBHOOK_SECRET, pointed.secret)


async def _introduce(installation: Installation, screen: Console) -> None:
    screen.print("Reading who the customers are")
    for listed in await installation.directory.refresh():
        if listed.reason:
            screen.print(f"  {listed.connection.title}: {listed.reason}")
        else:
            screen.print(f"  {listed.connection.title}: {listed.records:,} records")


async def _serve(installation: Installation, addresses: Addresses, options: DemoOptions, screen: Console) -> None:
    address = installation.settings.public_url

    def ready() -> None:
        screen.print(f"\n[bold]Open {address}[/bold]  (Ctrl C stops it)")
        screen.print(f"Change the demo company or break a source: {addresses.control}\n")
        if installation.settings.open_browser and not options.no_browser:
            _open_browser(address)

    keep_working(installation, list_now=False)
    await serve_app(installation, ready)


def _open_browser(address: str) -> None:
    """Where there is a screen; elsewhere the printed address has to do."""
    if sys.platform == "darwin" or _has_display():
        webbrowser.open(address)


def _has_display() -> bool:
    try:
        return webbrowser.get().name not in {"www-browser", "links", "elinks", "lynx", "w3m"}
    except webbrowser.Error:
        return False
