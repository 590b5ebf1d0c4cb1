"""One running installation: every service, built and joined here and nowhere else."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector

from rotunda.access.audit.log import AuditLog
from rotunda.access.changes import Changes
from rotunda.access.credentials import SessionLimits
from rotunda.access.roles import DEFAULT_ROLES, Role
from rotunda.access.sign_in import SignIn
from rotunda.access.users import Users
from rotunda.connections.service import Connections
from rotunda.entrypoints.connectors import load_connectors
from rotunda.entrypoints.ground import Base, Current, Fittings, keep_current, lay_base
from rotunda.entrypoints.tools import open_tools
from rotunda.identity.aliases.repository import AliasRepository
from rotunda.identity.fields.definitions import Definitions
from rotunda.identity.fields.model import AppliesTo
from rotunda.identity.merging.deciding import Decisions
from rotunda.identity.merging.hand_links import HandLinks
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.service import Merges
from rotunda.identity.merging.splitting import Splits
from rotunda.identity.remembered import RememberedBook
from rotunda.identity.service import Identity
from rotunda.identity.suggestions.deciding import Deciding
from rotunda.kit.clock import Clock, SystemClock
from rotunda.kit.cluster import Cluster
from rotunda.kit.database import Database
from rotunda.kit.jobs.on_procrastinate import Worker
from rotunda.kit.jobs.port import Jobs
from rotunda.kit.keyset import Keyset
from rotunda.kit.settings import Settings
from rotunda.kit.valkey import Valkey
from rotunda.reading.alarm import Timing
from rotunda.reading.metrics import SourceMetrics
from rotunda.reading.notices import Notices
from rotunda.reading.service import Readings
from rotunda.sections.section import load_sections
from rotunda.sync.directory import Directory
from rotunda.sync.finding import Finding
from rotunda.sync.inbox.service import Inbox
from rotunda.sync.outbox.service import Outbox
from rotunda.sync.pulls.metrics import SyncMetrics
from rotunda.sync.pulls.service import Pulls
from rotunda.sync.settling import Settling
from rotunda.sync.suggesting import Suggesting
from rotunda.timeline.service import Timeline
from rotunda.timeline.written.repository import WrittenRepository
from rotunda.view.changes import ChangeFeed
from rotunda.view.contact.export import ContactExport
from rotunda.view.contact.listing import ContactListing, PeopleReader
from rotunda.view.contact.looking import ContactLooking, PersonalBook
from rotunda.view.contact.messages import Messages
from rotunda.view.contact.page import ContactPages
from rotunda.view.contact.repository import ContactList
from rotunda.view.contact.timeline import Timelines
from rotunda.view.deals.service import Deals
from rotunda.view.deals.stage_averages import StageAverages
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
from rotunda.view.journey.service import Journeys
from rotunda.view.logos import Logos
from rotunda.view.looking import Looking
from rotunda.view.lookup import Lookups
from rotunda.view.matches.queue import MatchQueue
from rotunda.view.matches.repository import MatchRepository
from rotunda.view.merging import Books, Deeds, Joining
from rotunda.view.metrics.as_of import GoingBack
from rotunda.view.metrics.history import MetricHistories
from rotunda.view.metrics.snapshots import Snapshots
from rotunda.view.page.plan import House
from rotunda.view.page.service import Pages
from rotunda.view.people.repository import PeopleRepository
from rotunda.view.people.service import AccountPeople, PeopleBook
from rotunda.view.saved.repository import SavedViewRepository
from rotunda.view.saved.service import SavedViews
from rotunda.view.scores.desk import ScoreDesk
from rotunda.view.signals.desk import SignalDesk
from rotunda.view.signals.repository import SignalRepository
from rotunda.view.signals.thresholds import SignalThresholds
from rotunda.view.since.repository import LastLooks
from rotunda.view.since.service import SinceLooked
from rotunda.view.threads.pages import ThreadPages
from rotunda.view.tickets import Book, TicketLookups
from rotunda.view.timeline.channels import ChannelMixes
from rotunda.view.timeline.items import Sources
from rotunda.view.timeline.pages import TimelinePages
from rotunda.view.timeline.search import TimelineSearch
from rotunda.view.value.revenue import Revenues
from rotunda.view.written.desk import WritingDesk
from rotunda.view.written.notifications import Notifications
from rotunda.view.written.rooms import Rooms


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
    notices: Notices
    cluster: Cluster
    cache: Valkey | None
    changes: ChangeFeed
    identity: Identity
    directory: Directory
    finding: Finding
    pages: Pages
    facts: FactWriter
    looking: Looking
    lookups: Lookups
    tickets: TicketLookups
    contact_looking: ContactLooking
    contact_pages: ContactPages
    messages: Messages
    timelines: Timelines
    timeline: Timeline
    timeline_pages: TimelinePages
    timeline_search: TimelineSearch
    thread_pages: ThreadPages
    writing: WritingDesk
    notifications: Notifications
    channels: ChannelMixes
    contact_listing: ContactListing
    contact_export: ContactExport
    joining: Joining
    roll_ups: RollUps
    signals: SignalDesk
    thresholds: SignalThresholds
    scores: ScoreDesk
    linking: Linking
    deals: Deals
    journeys: Journeys
    revenues: Revenues
    metric_histories: MetricHistories
    going_back: GoingBack
    since: SinceLooked
    logos: Logos
    listing: Listing
    definitions: Definitions
    fields: FieldDesk
    contact_fields: FieldDesk
    people: AccountPeople
    quick_search: QuickSearch
    export: Export
    saved_views: SavedViews
    book: BookReader
    inbox: Inbox
    pulls: Pulls
    outbox: Outbox
    jobs: Jobs
    worker: Worker
    suggesting: Suggesting
    settling: Settling
    deciding: Deciding
    matches: MatchQueue
    metrics: CollectorRegistry
    sync_metrics: SyncMetrics


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
        base = await lay_base(settings, fittings, tools, stack)
        yield _joined(base, keep_current(base))


def _joined(base: Base, current: Current) -> Installation:
    """Everything that is called, over the lower floors."""
    lookups = Lookups(base.house, base.identity, base.contacts, base.audit)
    tickets = _tickets(base, current)
    messages = Messages(current.threads)
    definitions = Definitions(base.database, base.clock)
    catalogue, index = Catalogue(base.house, definitions, base.clock), IndexRepository(base.database)
    people = PeopleReader(catalogue, ContactList(base.database, index))
    ledger = Ledger(base.database, base.clock, base.audit)
    users = Users(base.database, base.clock)
    rooms = Rooms(base.identity, base.contacts, users, base.fittings.roles, base.notices)
    written, outbox = WrittenRepository(base.database, base.timeline, base.clock), current.outbox
    sources = Sources(base.connections, outbox)
    sync_metrics = SyncMetrics(current.pulls, outbox)
    return Installation(
        settings=base.settings,
        demo=base.fittings.demo,
        clock=base.clock,
        house=base.house,
        roles=base.fittings.roles,
        database=base.database,
        keyset=base.keyset,
        sign_in=_sign_in(base),
        audit=base.audit,
        connections=base.connections,
        readings=base.readings,
        notices=base.notices,
        cluster=base.cluster,
        cache=base.cache,
        changes=_changes(base),
        identity=base.identity,
        directory=current.directory,
        finding=current.finding,
        pages=current.pages,
        facts=current.facts,
        looking=_looking(base, current),
        lookups=lookups,
        tickets=tickets,
        contact_looking=_contact_looking(base),
        contact_pages=ContactPages(base.readings, base.clock, base.settings.page_deadline),
        messages=messages,
        timelines=Timelines(messages, base.database, base.keyset),
        timeline=base.timeline,
        timeline_pages=_timeline_pages(base, sources),
        timeline_search=_timeline_search(base, sources),
        writing=WritingDesk(rooms, written, outbox, base.audit, base.keyset, base.clock),
        notifications=Notifications(rooms, written, base.audit),
        thread_pages=ThreadPages(base.timeline, base.database, sources, base.keyset),
        channels=ChannelMixes(base.timeline, base.clock),
        joining=Joining(
            _books(base, lookups), base.audit, current.book, make_deeds(base.database, base.clock, base.audit)
        ),
        roll_ups=RollUps(base.house, base.identity, FamilyRepository(base.database), base.audit, base.clock),
        signals=SignalDesk(
            SignalRepository(base.database),
            (catalogue, index),
            (users, base.fittings.roles),
            base.audit,
            base.keyset,
            base.clock,
        ),
        thresholds=base.thresholds,
        scores=current.scores,
        linking=Linking(base.identity, HandLinks(ledger), base.audit),
        deals=Deals(current.pages, StageAverages(base.database, base.timeline, base.clock), base.clock),
        journeys=Journeys(current.pages, base.clock),
        revenues=Revenues(current.pages, Snapshots(base.database), base.clock),
        metric_histories=MetricHistories(base.house, Snapshots(base.database), base.clock),
        going_back=GoingBack(base.house, Snapshots(base.database), FieldChanges(base.database), base.clock),
        since=SinceLooked(base.house, LastLooks(base.database), FieldChanges(base.database), base.clock),
        logos=Logos(base.policy, base.clock, fetch=base.settings.fetch_logos),
        definitions=definitions,
        fields=_account_desk(base, lookups),
        contact_fields=_contact_desk(base),
        people=_people(base, current),
        listing=Listing(catalogue, index, base.audit, base.keyset),
        contact_listing=ContactListing(people, base.audit, base.keyset),
        contact_export=ContactExport(people, base.audit),
        quick_search=QuickSearch(catalogue, index, QuickConversations(tickets, base.fittings.timing), base.audit),
        export=Export(catalogue, index, base.audit),
        saved_views=SavedViews(SavedViewRepository(base.database), catalogue, people, base.audit, base.clock),
        book=current.book,
        inbox=current.inbox,
        pulls=current.pulls,
        outbox=current.outbox,
        jobs=base.jobs,
        worker=current.worker,
        suggesting=current.suggesting,
        settling=current.settling,
        deciding=Deciding(base.database, base.clock, Merges(ledger), Decisions(ledger)),
        matches=MatchQueue(MatchRepository(base.database), base.identity, base.contacts, base.keyset),
        metrics=_metrics(base.readings, base.clock, sync_metrics),
        sync_metrics=sync_metrics,
    )


def _timeline_pages(base: Base, sources: Sources) -> TimelinePages:
    return TimelinePages(base.timeline, base.contacts, base.database, sources, base.keyset, base.clock)


def _timeline_search(base: Base, sources: Sources) -> TimelineSearch:
    return TimelineSearch(base.timeline, base.identity, base.database, sources, base.keyset, base.audit)


def _changes(base: Base) -> ChangeFeed:
    feed = ChangeFeed(base.notices.heard.since, base.sealer)
    feed.hear(base.notices.lately)
    base.notices.subscribe(feed.hear)
    return feed


def _sign_in(base: Base) -> SignIn:
    return make_sign_in(
        base.settings,
        base.database,
        base.clock,
        demo=base.fittings.demo,
        roles=base.fittings.roles,
        changes=base.changes,
    )


def _looking(base: Base, current: Current) -> Looking:
    book = RememberedBook(base.identity, base.changes)
    return Looking(base.house, book, base.connections, base.audit, current.finding, base.clock)


def _contact_looking(base: Base) -> ContactLooking:
    book = PersonalBook(base.contacts, base.fields)
    return ContactLooking(base.house, book, base.connections, base.audit, base.changes, base.clock)


def _tickets(base: Base, current: Current) -> TicketLookups:
    book, aliases = Book(base.identity, base.contacts), AliasRepository(base.database)
    return TicketLookups(base.house, base.connections, book, aliases, current.conversations, base.audit)


def _books(base: Base, lookups: Lookups) -> Books:
    doors: dict[AppliesTo, Door] = {
        AppliesTo.ACCOUNT: AccountDoor(base.identity),
        AppliesTo.CONTACT: ContactDoor(base.contacts),
    }
    return Books(base.identity, base.contacts, lookups, doors)


def _account_desk(base: Base, lookups: Lookups) -> FieldDesk:
    history = CustomerHistory(FieldChanges(base.database), [AccountDeeds(base.database, lookups)], base.keyset)
    return FieldDesk(AccountDoor(base.identity), base.fields, history, base.audit)


def _contact_desk(base: Base) -> FieldDesk:
    history = CustomerHistory(FieldChanges(base.database), [ContactDeeds(base.database, base.contacts)], base.keyset)
    return FieldDesk(ContactDoor(base.contacts), base.fields, history, base.audit)


def _people(base: Base, current: Current) -> AccountPeople:
    book = PeopleBook(base.contacts, PeopleRepository(base.database))
    return AccountPeople(book, base.timeline, current.pages, base.clock)


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


def _metrics(readings: Readings, clock: Clock, sync: SyncMetrics) -> CollectorRegistry:
    """A registry of its own: several installations in one process do not mix."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(SourceMetrics(readings.lines, clock))
    registry.register(sync)
    return registry
