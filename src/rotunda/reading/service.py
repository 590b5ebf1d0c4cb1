"""Reading: the only way to a source. What is fresh is given at once, what is stale is given and refreshed behind it,
what is missing is fetched, once for everybody who waits.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

from rotunda.connections.model import UnknownConnection
from rotunda.connections.service import Change, Connections
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.errors import Misconfigured, SourceError
from rotunda.connector_kit.manifest import ErrorKind
from rotunda.connector_kit.requests import Program
from rotunda.reading.alarm import Timing
from rotunda.reading.awaited import Awaited
from rotunda.reading.cache import Cache, MemoryCache
from rotunda.reading.counts import Counts
from rotunda.reading.flights import Flight, Flights, Listener, longest_fetch
from rotunda.reading.held import Held, hold
from rotunda.reading.kept import Kept, keep_unknown, same_records
from rotunda.reading.line import Errand
from rotunda.reading.lines import Lines
from rotunda.reading.model import First, Priority, Reading, ReadKey, Records, Wanted
from rotunda.reading.others import News, Others
from rotunda.reading.status import SourceStatus
from rotunda.sections.freshness import Freshness, State
from rotunda.sections.ids import AccountId, ConnectionId, SectionName, SourceName
from rotunda.sections.provenance import Mode

Result = TypeVar("Result")

_DIRECTORY_SECONDS = 3600.0
_NOT_CONNECTED = "This source is no longer connected."


class Readings:
    """`freshness` is each section's policy. Knows no vendor."""

    def __init__(
        self,
        connectors: Mapping[SourceName, Connector],
        freshness: Mapping[SectionName, Freshness],
        connections: Connections,
        timing: Timing,
        cache: Cache | None = None,
        others: Others | None = None,
    ) -> None:
        self._clock = timing.clock
        self._alarm = timing.alarm
        self._cache = cache if cache is not None else MemoryCache()
        self.lines = Lines(connectors, connections, timing, others)
        self._flights = Flights(
            self.lines, freshness, self._cache, connections.health, timing, others.commons if others else None
        )
        connections.subscribe(self._connection_changed)
        if others is not None:
            others.hear(self._learn)

    def at_hand(self, key: ReadKey, records: Records | None = None) -> Reading | None:
        """What can be shown without waiting; None where the source has to be asked first. What is stale is refreshed
        behind it. `records` are compared with those that were read by; without them any will do.
        """
        return self._at_hand(key, records, self._clock.monotonic())

    def all_at_hand(self, wanted: Sequence[Wanted]) -> list[Reading | None]:
        """`at_hand` for each."""
        now = self._clock.monotonic()
        return [self._at_hand(key, records, now) for key, records in wanted]

    def hold(self, wanted: Sequence[Wanted]) -> Held | None:
        """What is at hand as one thing that can be asked for cheaply; None where something is missing or stale."""
        return hold([self._kept(key, records) for key, records in wanted], self._hits(wanted), self._clock.monotonic())

    def still(self, held: Held) -> bool:
        """Whether `all_at_hand` would return what it did when this was taken. Counted as if it had been asked."""
        return held.stands(self._clock.monotonic())

    def _hits(self, wanted: Sequence[Wanted]) -> list[tuple[Counts, int]]:
        of = Counter(key.connection for key, _ in wanted)
        return [(line.counts, number) for each, number in of.items() if (line := self.lines.at_hand(each)) is not None]

    def _at_hand(self, key: ReadKey, records: Records | None, now: float) -> Reading | None:
        kept = self._kept(key, records)
        reading = kept.show(now) if kept is not None else None
        if kept is None or reading is None:
            return None if records is None else self._unknown(key, records, now)
        line = self.lines.at_hand(key.connection)
        if line is not None:
            line.counts.cache_hits += 1
        if kept.wants_refresh(now):
            self._flights.refresh(key, kept.records)
        return reading

    def peek(self, key: ReadKey, records: Records) -> Reading | None:
        """What is at hand, and nothing is refreshed behind it."""
        now = self._clock.monotonic()
        kept = self._kept(key, records)
        reading = kept.show(now) if kept is not None else None
        return self._unknown(key, records, now) if reading is None else reading

    async def read(
        self, key: ReadKey, records: Records, *, wait_until: float, priority: Priority = Priority.PERSON
    ) -> Reading:
        """What is at hand, else what the source answers by `wait_until` (monotonic). Never raises for a source.

        Whoever leaves at its deadline leaves the fetch to the others. Where the source has said that something
        changed, what is at hand is given only when the source does not answer in time. The background waits also for
        what is merely stale: so it asks for one thing after the other, and not for everything at once.
        """
        [reading] = await self.begin([(key, records)], wait_until=wait_until, priority=priority).all()
        return reading

    def begin(
        self,
        wanted: Sequence[Wanted],
        *,
        wait_until: float,
        priority: Priority = Priority.PERSON,
        first: First = First.SLOWEST,
    ) -> Awaited:
        """`read` for several, for whoever waits for them together: what is missing is asked for from now on."""
        now = self._clock.monotonic()
        begun = {
            place: self._begin(*wanted[place], priority, wait_until, now) for place in self._in_turn(wanted, first)
        }
        return Awaited([begun[place] for place in range(len(wanted))], self._late, self._alarm, wait_until)

    def _in_turn(self, wanted: Sequence[Wanted], first: First) -> Sequence[int]:
        """Sending costs time, too: what is asked for last leaves milliseconds after the first."""
        took = [self._flights.took(key) for key, _ in wanted]
        return sorted(range(len(wanted)), key=took.__getitem__, reverse=first is First.SLOWEST)

    def _begin(
        self, key: ReadKey, records: Records, priority: Priority, wait_until: float, now: float
    ) -> Reading | Flight:
        kept = self._kept(key, records)
        if kept is None or not self._asks_first(kept, priority):
            reading = self._at_hand(key, records, now)
            if reading is not None:
                return reading
        try:
            return self._flights.join(key, records, priority, wait_until)
        except UnknownConnection:
            return Reading(state=State.NOT_CONNECTED, mode=Mode.LIVE, reason=_NOT_CONNECTED)
        except SourceError as error:
            return self._flights.fail(key, records, error)

    async def fetch_program(
        self, connection: ConnectionId, program: Program[Result], priority: Priority = Priority.BACKGROUND
    ) -> Result:
        """The result of a program that fills no section: a directory, or looking one customer up. For a person it may
        take as long as a section does, in the background an hour.

        Raises:
            SourceError: what it ran into; Misconfigured also where the connection was removed.
        """
        try:
            opened = self.lines.get(connection)
        except UnknownConnection as error:
            raise Misconfigured(_NOT_CONNECTED) from error
        seconds = longest_fetch(opened) if priority is Priority.PERSON else _DIRECTORY_SECONDS
        deadline = self._clock.monotonic() + seconds
        return await opened.line.run(program, Errand(priority, deadline, deadline))

    def invalidate(
        self, connection: ConnectionId, account: AccountId | None = None, section: SectionName | None = None
    ) -> None:
        """The source has said that something changed: of one account or section, or anything."""
        self._flights.outdate(connection, account, section)
        line = self.lines.at_hand(connection)
        if line is None:
            return
        if account is None:
            line.shared.forget()
        else:
            line.shared.part()

    def subscribe(self, listener: Listener) -> None:
        """`listener` is called, soon and not from within, whenever a reading becomes another one."""
        self._flights.listeners.append(listener)

    def status(self, connection: ConnectionId) -> SourceStatus:
        """Raises UnknownConnection."""
        return self.lines.status(connection)

    async def close(self) -> None:
        """Ends every fetch."""
        await self._flights.close()

    def _kept(self, key: ReadKey, records: Records | None) -> Kept | None:
        kept = self._cache.get(key)
        if kept is None or records is None or same_records(kept.records, records):
            return kept
        return None

    def _asks_first(self, kept: Kept, priority: Priority) -> bool:
        """Whether a part that is at hand is not good enough."""
        asks = kept.shown_stale is not None and (kept.outdated or priority is Priority.BACKGROUND)
        return asks and kept.wants_refresh(self._clock.monotonic())

    def _unknown(self, key: ReadKey, records: Records, now: float) -> Reading | None:
        """Where none of the records that the section needs is linked, the source need not be asked."""
        try:
            connector = self.lines.connector(key.connection)
        except UnknownConnection:
            return None
        needs = _needs(connector, key)
        if not needs or any(records.get(record_type) for record_type in needs):
            return None
        kept = keep_unknown(records, connector.manifest.mode, connector.manifest.title, now)
        self._cache.put(key, kept)
        return kept.shown_failed

    def _late(self, flight: Flight) -> Reading:
        """The deadline has come first."""
        kept = self._kept(flight.key, flight.records)
        shown = kept.show(self._clock.monotonic()) if kept is not None else None
        if shown is not None:
            return shown
        manifest = flight.opened.connector.manifest
        reason = f"{manifest.title} has not answered yet. What it says is shown as soon as it does."
        return Reading(state=State.UNAVAILABLE, mode=manifest.mode, reason=reason, error=ErrorKind.UNAVAILABLE)

    def _learn(self, news: News) -> None:
        line = self.lines.at_hand(news.connection)
        if line is not None:
            line.learn(news.learnt, news.seconds)

    def _connection_changed(self, connection: ConnectionId, change: Change) -> None:
        if change is Change.CHECKED:
            self.lines.forgive(connection)
            self._flights.retry(connection)
        else:
            self.lines.drop(connection)
            self._flights.forget(connection)


def _needs(connector: Connector, key: ReadKey) -> tuple[str, ...]:
    if key.contact is None:
        return connector.needs.get(key.section, ())
    section = connector.contact_sections.get(key.section)
    return section.needs if section else ()
