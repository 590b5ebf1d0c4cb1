"""One running installation: every service, built and joined here and nowhere else."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector

from rotunda.access.audit.log import AuditLog
from rotunda.access.audit.repository import read_heads
from rotunda.access.changes import Changes
from rotunda.access.credentials import SessionLimits
from rotunda.access.roles import DEFAULT_ROLES, Role
from rotunda.access.sign_in import SignIn
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.repository import keys_in_use
from rotunda.connections.service import Connections
from rotunda.entrypoints.connectors import load_connectors
from rotunda.identity.aliases.repository import AliasRepository
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.definitions import Definitions
from rotunda.identity.fields.model import AppliesTo
from rotunda.identity.fields.values import CustomerFields
from rotunda.identity.merging.deciding import Decisions
from rotunda.identity.merging.hand_links import HandLinks
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.service import Merges
from rotunda.identity.merging.splitting import Splits
from rotunda.identity.remembered import RememberedBook
from rotunda.identity.service import Identity
from rotunda.identity.suggestions.deciding import Deciding
from rotunda.identity.suggestions.service import Suggestions
from rotunda.kit.clock import Clock, SystemClock
from rotunda.kit.crypto import Sealer, open_key, open_keys
from rotunda.kit.database import Database
from rotunda.kit.keyset import Keyset
from rotunda.kit.migrations import migrate
from rotunda.kit.postgres import EmbeddedPostgres, PostgresAlreadyRunning, running_url
from rotunda.kit.settings import Settings
from rotunda.reading.alarm import Timing
from rotunda.reading.metrics import SourceMetrics
from rotunda.reading.service import Readings
from rotunda.sections.section import load_sections
from rotunda.sync.conversations import Conversations
from rotunda.sync.directory import Directory
from rotunda.sync.finding import Finding
from rotunda.sync.settling import Settling
from rotunda.sync.suggesting import Suggesting
from rotunda.sync.threads import Threads
from rotunda.view.contact.export import ContactExport
from rotunda.view.contact.listing import ContactListing, PeopleReader
from rotunda.view.contact.looking import ContactLooking, PersonalBook
from rotunda.view.contact.messages import Messages
from rotunda.view.contact.page import ContactPages
from rotunda.view.contact.repository import ContactList
from rotunda.view.contact.timeline import Timelines
from rotunda.view.family.repository import FamilyRepository
from rotunda.view.family.service import RollUps
from rotunda.view.fields.desk import FieldDesk
from rotunda.view.fields.doors import AccountDoor, ContactDoor, Door
from rotunda.view.hand_links import Linking
from rotunda.view.history.deeds import AccountDeeds, ContactDeeds
from rotunda.view.history.field_changes import FieldChanges
from rotunda.view.history.service import CustomerHistory
from rotunda.view.index.book import BookReader
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.export import Export
from rotunda.view.index.listing import Listing
from rotunda.view.index.quick_conversations import QuickConversations
from rotunda.view.index.quick_search import QuickSearch
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.writer import FactWriter
from rotunda.view.logos import Logos
from rotunda.view.looking import Looking
from rotunda.view.lookup import Lookups
from rotunda.view.matches.queue import MatchQueue
from rotunda.view.matches.repository import MatchRepository
from rotunda.view.merging import Books, Deeds, Joining
from rotunda.view.page.plan import House
from rotunda.view.page.service import Pages
from rotunda.view.saved.repository import SavedViewRepository
from rotunda.view.saved.service import SavedViews
from rotunda.view.tickets import Book, TicketLookups

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything that routes and commands call."""

    settings: Settings
    demo: bool
    clock: Clock
    house: House
    roles: Mapping[str, Role]
    database: Database
    keyset: Keyset
    sign_in: SignIn
    audit: AuditLog
    connections: Connections
    readings: Readings
    identity: Identity
    directory: Directory
    finding: Finding
    pages: Pages
    looking: Looking
    lookups: Lookups
    tickets: TicketLookups
    contact_looking: ContactLooking
    contact_pages: ContactPages
    messages: Messages
    timelines: Timelines
    contact_listing: ContactListing
    contact_export: ContactExport
    joining: Joining
    roll_ups: RollUps
    linking: Linking
    logos: Logos
    listing: Listing
    definitions: Definitions
    fields: FieldDesk
    contact_fields: FieldDesk
    quick_search: QuickSearch
    export: Export
    saved_views: SavedViews
    book: BookReader
    suggesting: Suggesting
    settling: Settling
    deciding: Deciding
    matches: MatchQueue
    metrics: CollectorRegistry


@dataclass(frozen=True, slots=True)
class Fittings:
    """What an installation is built with beside its settings."""

    demo: bool
    timing: Timing
    house: House
    roles: Mapping[str, Role]


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


@asynccontextmanager
async def open_installation(
    settings: Settings,
    *,
    demo: bool,
    timing: Timing | None = None,
    house: House | None = None,
    roles: Mapping[str, Role] = DEFAULT_ROLES,
) -> AsyncGenerator[Installation]:
    """Open until the block ends. It opens with every source down: nothing here asks one. Without a `house`, everything
    that is installed is in it; without `timing`, the machine's time is.
    """
    house = house or House(load_sections(), load_connectors())
    fittings = Fittings(demo, timing or Timing.of_loop(SystemClock()), house, roles)
    async with open_tools(settings) as tools, AsyncExitStack() as stack:
        yield await _build(settings, fittings, tools, stack)


async def _build(settings: Settings, fittings: Fittings, tools: Tools, stack: AsyncExitStack) -> Installation:
    """Lower floors first; each is closed after those that stand on it."""
    house, clock, database = fittings.house, fittings.timing.clock, tools.database
    keyset = Keyset(tools.sealer.derive("cursor"))
    changes = Changes(database)
    audit = AuditLog(database, tools.audit_key, clock, settings.audit_checkpoints, changes)
    await audit.open()
    stack.push_async_callback(audit.close)
    manifests = {source: connector.manifest for source, connector in house.connectors.items()}
    policy = AddressPolicy(settings.allowed_private_hosts)
    connections = Connections(manifests, database, tools.sealer, policy, clock)
    await connections.load()
    stack.push_async_callback(connections.close)
    freshness = {name: section.freshness for name, section in house.sections.items()}
    readings = Readings(house.connectors, freshness, connections, fittings.timing)
    stack.push_async_callback(readings.close)
    identity = Identity(database, clock)
    fields = CustomerFields(database, clock)
    writer = FactWriter(database)
    writer.start()
    stack.push_async_callback(writer.stop)
    pages = Pages(readings, clock, settings.page_deadline, writer.hear)
    suggesting = _suggesting(settings, database, clock, stack)
    directory = Directory(house.connectors, connections, readings, identity, clock, suggesting.soon)
    stack.push_async_callback(directory.stop)
    finding = Finding(house.connectors, connections, readings, identity, clock)
    stack.push_async_callback(finding.stop)
    conversations = Conversations(house.connectors, connections, readings, fittings.timing, settings.page_deadline)
    stack.push_async_callback(conversations.stop)
    book = BookReader(house, identity, connections, pages)
    stack.push_async_callback(book.stop)
    return Installation(
        settings=settings,
        demo=fittings.demo,
        clock=clock,
        house=house,
        roles=fittings.roles,
        database=database,
        keyset=keyset,
        sign_in=make_sign_in(settings, database, clock, demo=fittings.demo, roles=fittings.roles, changes=changes),
        audit=audit,
        connections=connections,
        readings=readings,
        identity=identity,
        directory=directory,
        finding=finding,
        pages=pages,
        looking=Looking(house, RememberedBook(identity, changes), connections, audit, finding, clock),
        lookups=Lookups(house, identity, Contacts(database), audit),
        tickets=(
            tickets := TicketLookups(
                house,
                connections,
                Book(identity, Contacts(database)),
                AliasRepository(database),
                conversations,
                audit,
            )
        ),
        contact_looking=ContactLooking(
            house, PersonalBook(Contacts(database), fields), connections, audit, changes, clock
        ),
        contact_pages=ContactPages(readings, clock, settings.page_deadline),
        messages=(messages := _messages(settings, fittings, connections, readings, stack)),
        timelines=Timelines(messages, database, keyset),
        joining=Joining(
            _books(house, identity, Contacts(database), audit), audit, book, make_deeds(database, clock, audit)
        ),
        roll_ups=RollUps(house, identity, FamilyRepository(database), audit, clock),
        linking=Linking(identity, HandLinks(Ledger(database, clock, audit)), audit),
        logos=Logos(policy, clock, fetch=settings.fetch_logos),
        definitions=Definitions(database, clock),
        fields=FieldDesk(
            AccountDoor(identity),
            fields,
            CustomerHistory(
                FieldChanges(database),
                [AccountDeeds(database, Lookups(house, identity, Contacts(database), audit))],
                keyset,
            ),
            audit,
        ),
        contact_fields=FieldDesk(
            ContactDoor(Contacts(database)), fields, _history_of_contacts(database, keyset), audit
        ),
        listing=Listing(
            catalogue := Catalogue(house, Definitions(database, clock), clock),
            index := IndexRepository(database),
            audit,
            keyset,
        ),
        contact_listing=ContactListing(people := PeopleReader(catalogue, ContactList(database)), audit, keyset),
        contact_export=ContactExport(people, audit),
        quick_search=QuickSearch(catalogue, index, QuickConversations(tickets, fittings.timing), audit),
        export=Export(catalogue, index, audit),
        saved_views=SavedViews(SavedViewRepository(database), catalogue, people, audit, clock),
        book=book,
        suggesting=suggesting,
        settling=_settling(identity, suggesting, stack),
        deciding=_deciding(database, clock, audit),
        matches=MatchQueue(MatchRepository(database), identity, Contacts(database), keyset),
        metrics=_metrics(readings, clock),
    )


def _messages(
    settings: Settings, fittings: Fittings, connections: Connections, readings: Readings, stack: AsyncExitStack
) -> Messages:
    threads = Threads(fittings.house.connectors, connections, readings, fittings.timing, settings.page_deadline)
    stack.push_async_callback(threads.stop)
    return Messages(threads)


def _suggesting(settings: Settings, database: Database, clock: Clock, stack: AsyncExitStack) -> Suggesting:
    suggesting = Suggesting(Suggestions(database, clock), enabled=settings.suggest_matches)
    stack.push_async_callback(suggesting.stop)
    return suggesting


def _settling(identity: Identity, suggesting: Suggesting, stack: AsyncExitStack) -> Settling:
    settling = Settling(identity, suggesting.soon)
    stack.push_async_callback(settling.stop)
    return settling


def _deciding(database: Database, clock: Clock, audit: AuditLog) -> Deciding:
    ledger = Ledger(database, clock, audit)
    return Deciding(database, clock, Merges(ledger), Decisions(ledger))


def _books(house: House, identity: Identity, contacts: Contacts, audit: AuditLog) -> Books:
    doors: dict[AppliesTo, Door] = {
        AppliesTo.ACCOUNT: AccountDoor(identity),
        AppliesTo.CONTACT: ContactDoor(contacts),
    }
    return Books(identity, contacts, Lookups(house, identity, contacts, audit), doors)


def _history_of_contacts(database: Database, keyset: Keyset) -> CustomerHistory:
    return CustomerHistory(FieldChanges(database), [ContactDeeds(database, Contacts(database))], keyset)


def make_deeds(database: Database, clock: Clock, audit: AuditLog) -> Deeds:
    """What may be done to the book, each step recorded."""
    ledger = Ledger(database, clock, audit)
    return Deeds(Merges(ledger), Splits(ledger), Decisions(ledger))


def make_sign_in(
    settings: Settings,
    database: Database,
    clock: Clock,
    *,
    demo: bool,
    roles: Mapping[str, Role] = DEFAULT_ROLES,
    changes: Changes | None = None,
) -> SignIn:
    """Users, sessions and tokens over these roles."""
    limits = SessionLimits(settings.session_length, settings.session_idle)
    return SignIn(database, clock, roles, sessions=limits, demo=demo, changes=changes)


def _metrics(readings: Readings, clock: Clock) -> CollectorRegistry:
    """A registry of its own: several installations in one process do not mix."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(SourceMetrics(readings.lines, clock))
    return registry
