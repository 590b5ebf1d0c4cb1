"""The lower floors of an installation: what reads, remembers and keeps current, each closed after those that stand on
it.
"""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from rotunda.access.audit.log import AuditLog
from rotunda.access.changes import Changes
from rotunda.access.roles import Role
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.service import Connections
from rotunda.entrypoints.tools import Tools
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.values import CustomerFields
from rotunda.identity.service import Identity
from rotunda.identity.suggestions.service import Suggestions
from rotunda.kit.clock import Clock
from rotunda.kit.cluster import Cluster
from rotunda.kit.crypto import Sealer
from rotunda.kit.database import Database
from rotunda.kit.jobs.on_procrastinate import ProcrastinateJobs, Worker
from rotunda.kit.keyset import Keyset
from rotunda.kit.settings import Settings
from rotunda.kit.valkey import Valkey
from rotunda.reading.alarm import Timing
from rotunda.reading.commons import Commons
from rotunda.reading.heard import Heard
from rotunda.reading.notices import Notices
from rotunda.reading.others import Others
from rotunda.reading.purse import Purse
from rotunda.reading.service import Readings
from rotunda.sections.ids import ConnectionId
from rotunda.sync.conversations import Conversations
from rotunda.sync.directory import Directory
from rotunda.sync.finding import Finding
from rotunda.sync.inbox.effects import Effects
from rotunda.sync.inbox.holders import Holders
from rotunda.sync.inbox.receiving import Receiving
from rotunda.sync.inbox.repository import InboxRepository
from rotunda.sync.inbox.service import Inbox
from rotunda.sync.inbox.working import InboxWorker
from rotunda.sync.outbox.choosing import Choosing
from rotunda.sync.outbox.repository import OutboxRepository
from rotunda.sync.outbox.sending import Sender
from rotunda.sync.outbox.service import Outbox
from rotunda.sync.pulls.pulling import Puller, Recorder
from rotunda.sync.pulls.repository import StreamRepository
from rotunda.sync.pulls.service import Pulls
from rotunda.sync.settling import Settling
from rotunda.sync.suggesting import Suggesting
from rotunda.sync.telling import Telling
from rotunda.sync.threads import Threads
from rotunda.timeline.service import Timeline
from rotunda.timeline.written.repository import WrittenRepository
from rotunda.view.index.book import BookReader
from rotunda.view.index.writer import FactWriter
from rotunda.view.page.plan import House
from rotunda.view.page.service import Pages, Yardsticks
from rotunda.view.scores.book import ScoreBook
from rotunda.view.scores.desk import ScoreDesk
from rotunda.view.scores.kept import KeptModels
from rotunda.view.scores.recalculation import Recalculation
from rotunda.view.signals.thresholds import SignalThresholds
from rotunda.view.value.survivals import Survivals

_ATTRIBUTING = "timeline.attribute"
DIRECTORY, SETTLING = "directory", "settling"
"""What one process does for all is asked of the one that does it, whoever asks."""


@dataclass(frozen=True, slots=True)
class Fittings:
    """What an installation is built with beside its settings."""

    demo: bool
    timing: Timing
    house: House
    roles: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class Base:
    """What everything is built on."""

    settings: Settings
    fittings: Fittings
    stack: AsyncExitStack
    database: Database
    keyset: Keyset
    sealer: Sealer
    cluster: Cluster
    changes: Changes
    audit: AuditLog
    policy: AddressPolicy
    connections: Connections
    readings: Readings
    notices: Notices
    cache: Valkey | None
    identity: Identity
    contacts: Contacts
    fields: CustomerFields
    timeline: Timeline
    thresholds: SignalThresholds
    models: KeptModels
    jobs: ProcrastinateJobs

    @property
    def house(self) -> House:
        return self.fittings.house

    @property
    def clock(self) -> Clock:
        return self.fittings.timing.clock


@dataclass(frozen=True, slots=True)
class Current:
    """What keeps the book and the pages current."""

    pages: Pages
    facts: FactWriter
    suggesting: Suggesting
    settling: Settling
    directory: Directory
    finding: Finding
    conversations: Conversations
    threads: Threads
    book: BookReader
    inbox: Inbox
    pulls: Pulls
    outbox: Outbox
    worker: Worker
    scores: ScoreDesk


async def lay_base(settings: Settings, fittings: Fittings, tools: Tools, stack: AsyncExitStack) -> Base:
    """It opens with every source down: nothing here asks one."""
    clock, database = fittings.timing.clock, tools.database
    changes = Changes(database)
    audit = AuditLog(database, tools.audit_key, clock, settings.audit_checkpoints, changes)
    await audit.open()
    stack.push_async_callback(audit.close)
    policy = AddressPolicy(settings.allowed_private_hosts)
    cluster = Cluster(database)
    connections = await _connections(fittings, tools, policy, cluster, stack)
    heard = Heard()
    cache = _cache(settings, tools, stack)
    others = _others(fittings, cluster, cache, heard, stack)
    readings = _readings(fittings, connections, others, stack)
    notices = Notices(database, readings, cluster, heard, clock)
    await notices.open()
    await cluster.open()
    stack.push_async_callback(cluster.close)
    thresholds = SignalThresholds(database, cluster, clock)
    await thresholds.open()
    models = KeptModels(database, cluster, clock)
    await models.open()
    return Base(
        settings=settings,
        fittings=fittings,
        stack=stack,
        database=database,
        keyset=Keyset(tools.sealer.derive("cursor")),
        sealer=tools.sealer,
        cluster=cluster,
        changes=changes,
        audit=audit,
        policy=policy,
        connections=connections,
        readings=readings,
        notices=notices,
        cache=cache,
        identity=Identity(database, clock),
        contacts=Contacts(database),
        fields=CustomerFields(database, clock),
        timeline=Timeline(database, clock),
        thresholds=thresholds,
        models=models,
        jobs=await stack.enter_async_context(ProcrastinateJobs(database, clock).open()),
    )


async def _connections(
    fittings: Fittings, tools: Tools, policy: AddressPolicy, cluster: Cluster, stack: AsyncExitStack
) -> Connections:
    manifests = {source: connector.manifest for source, connector in fittings.house.connectors.items()}
    connections = Connections(manifests, tools.database, tools.sealer, policy, fittings.timing.clock)
    await connections.load()
    cluster.hear("connections", lambda _: cluster.soon(connections.reload))
    cluster.follow(connections.reload)
    stack.push_async_callback(connections.close)
    return connections


def _cache(settings: Settings, tools: Tools, stack: AsyncExitStack) -> Valkey | None:
    if settings.cache_url is None:
        return None
    cache = Valkey(settings.cache_url, tools.sealer.derive("cache"))
    stack.push_async_callback(cache.close)
    return cache


def _others(fittings: Fittings, cluster: Cluster, cache: Valkey | None, heard: Heard, stack: AsyncExitStack) -> Others:
    purse = Purse(cluster, cache)
    stack.push_async_callback(purse.close)
    if cache is None:
        return Others(cluster, purse, None)
    parts = {name: section.part for name, section in fittings.house.sections.items()}
    commons = Commons(cache, parts, heard, cluster.id)
    stack.push_async_callback(commons.close)
    return Others(cluster, purse, commons)


def _readings(fittings: Fittings, connections: Connections, others: Others, stack: AsyncExitStack) -> Readings:
    freshness = {name: section.freshness for name, section in fittings.house.sections.items()}
    readings = Readings(fittings.house.connectors, freshness, connections, fittings.timing, others=others)
    stack.push_async_callback(readings.close)
    return readings


def _scores(base: Base) -> ScoreDesk:
    book = ScoreBook(base.database, lambda: base.models.current)
    recalculation = Recalculation(book, base.jobs, base.clock, base.models.reload)
    return ScoreDesk(base.models, book, recalculation, base.audit, base.clock)


def keep_current(base: Base) -> Current:
    """Nothing of it runs before it is started."""
    thresholds, models = base.thresholds, base.models
    facts = FactWriter(base.database, base.clock, lambda: thresholds.current, lambda: models.current)
    facts.start()
    base.stack.push_async_callback(facts.stop)
    _attribute_events(base)
    yardsticks = Yardsticks(Survivals(base.database, base.clock), lambda: thresholds.current, lambda: models.current)
    pages = Pages(base.readings, base.clock, base.settings.page_deadline, facts.hear, yardsticks)
    suggesting = Suggesting(Suggestions(base.database, base.clock), enabled=base.settings.suggest_matches)
    inbox, pulls = _news(base)
    current = Current(
        pages=pages,
        facts=facts,
        suggesting=suggesting,
        settling=Settling(base.identity, suggesting.soon),
        directory=Directory(
            base.house.connectors, base.connections, base.readings, base.identity, base.clock, suggesting.soon
        ),
        finding=Finding(base.house.connectors, base.connections, base.readings, base.identity, base.clock),
        conversations=Conversations(
            base.house.connectors, base.connections, base.readings, base.fittings.timing, base.settings.page_deadline
        ),
        threads=Threads(
            base.house.connectors, base.connections, base.readings, base.fittings.timing, base.settings.page_deadline
        ),
        book=BookReader(base.house, base.identity, base.connections, pages),
        inbox=inbox,
        pulls=pulls,
        outbox=_outbox(base),
        worker=Worker(base.jobs),
        scores=_scores(base),
    )
    base.cluster.hear(DIRECTORY, lambda _: current.directory.refresh_soon())
    base.cluster.hear(SETTLING, lambda _: current.settling.soon())
    base.cluster.when_counted(lambda _: current.inbox.worker.soon())  # one that has died left its deliveries
    for each in (
        current.suggesting,
        current.settling,
        current.directory,
        current.finding,
        current.conversations,
        current.threads,
        current.book,
        current.inbox.worker,
        current.worker,
    ):
        base.stack.push_async_callback(each.stop)
    return current


def _news(base: Base) -> tuple[Inbox, Pulls]:
    """What sources send, and what they are asked for: a pull hands on to the inbox what has changed, and news may ask
    for a pull.
    """
    inbox, streams, connectors = InboxRepository(base.database), StreamRepository(base.database), base.house.connectors

    async def pull_soon(connection: ConnectionId) -> None:
        await puller.soon(connection)

    telling = Telling(base.database, base.timeline)
    holders = Holders(base.identity, base.connections, base.readings)
    effects = Effects(base.connections, base.readings, holders, telling, pull_soon, base.clock)
    worker = InboxWorker(connectors, base.connections, effects, base.notices, inbox, base.clock)
    receiving = Receiving(connectors, base.connections, inbox, base.clock, worker.soon)
    recorder = Recorder(base.database, telling, streams, inbox, worker.soon)
    puller = Puller(connectors, base.connections, base.readings, recorder, base.jobs, base.clock)
    pulls = Pulls(puller, connectors, base.connections, streams, base.jobs, base.clock)
    return Inbox(receiving, worker, inbox, base.keyset, base.clock), pulls


def _outbox(base: Base) -> Outbox:
    written = WrittenRepository(base.database, base.timeline, base.clock)
    connectors, rows = base.house.connectors, OutboxRepository(base.database, written)
    sender = Sender(connectors, base.connections, base.readings, rows, base.jobs, base.clock)
    return Outbox(sender, Choosing(connectors, base.connections), rows, base.clock)


def _attribute_events(base: Base) -> None:
    """What links have changed is followed by events within a minute."""

    async def settle(_: str) -> None:
        await base.timeline.settle()

    base.jobs.on(_ATTRIBUTING, settle)
    base.jobs.every("* * * * *", _ATTRIBUTING)
