"""Fetches under way: one per reading, shared by everybody who waits for it, and what comes of it."""

import asyncio
from collections.abc import Callable, Generator, Mapping, Sequence

import msgspec

from rotunda.connections.health import HealthLedger
from rotunda.connections.model import UnknownConnection
from rotunda.connector_kit.connector import Connector, ReadSection
from rotunda.connector_kit.errors import SourceError
from rotunda.connector_kit.requests import AnyRequest, Customer, Payload
from rotunda.reading.alarm import Timing, until
from rotunda.reading.cache import Cache
from rotunda.reading.commons import AGAIN_SECONDS, Commons, Found, Sought
from rotunda.reading.kept import (
    Kept,
    Measured,
    keep_failure,
    keep_part,
    measure,
    quiet_seconds,
    same_records,
)
from rotunda.reading.line import Errand
from rotunda.reading.lines import Lines, OpenLine
from rotunda.reading.model import Priority, Reading, ReadingChanged, ReadKey, Records
from rotunda.sections.freshness import Freshness
from rotunda.sections.ids import AccountId, ConnectionId, SectionName

_FETCH_TIMES_CEILING = 3
_REPEATS_MOST = 2
_NEWEST = 0.2
"""The weight of the newest fetch in how long they take."""

Listener = Callable[[ReadingChanged], None]


class Flight:
    """One fetch. `again`: what it reads has changed meanwhile. `waiting` are called as it ends, not a turn of the event
    loop later: in between stands whatever other sources have sent.
    """

    __slots__ = ("again", "errand", "key", "opened", "records", "task", "waiting")

    task: asyncio.Task[Reading]

    def __init__(self, key: ReadKey, records: Records, opened: OpenLine, errand: Errand) -> None:
        self.key = key
        self.records = records
        self.opened = opened
        self.errand = errand
        self.again = False
        self.waiting: set[Callable[[], None]] = set()

    def tell(self) -> None:
        """It ends now: `task` is done before anybody that is told has their turn."""
        for each in tuple(self.waiting):
            each()


class Flights:
    """`cache` is where they land. Listeners are called soon after, not from within."""

    def __init__(
        self,
        lines: Lines,
        freshness: Mapping[SectionName, Freshness],
        cache: Cache,
        health: HealthLedger,
        timing: Timing,
        commons: Commons | None = None,
    ) -> None:
        self._lines = lines
        self._freshness = freshness
        self._cache = cache
        self._health = health
        self._clock = timing.clock
        self._alarm = timing.alarm
        self._commons = commons
        self._under_way: dict[ReadKey, Flight] = {}
        self._tasks: set[asyncio.Task[Reading]] = set()
        self._took: dict[tuple[ConnectionId, SectionName], float] = {}
        self.listeners: list[Listener] = []

    def took(self, key: ReadKey) -> float:
        """Seconds that fetches of this section from this connection have taken lately; 0 before the first."""
        return self._took.get((key.connection, key.section), 0.0)

    def join(self, key: ReadKey, records: Records, priority: Priority, wait_until: float) -> Flight:
        """The flight that is under way, or a new one.

        Raises:
            UnknownConnection: the connection was removed.
            SourceError: its form cannot lead to a source.
        """
        flight = self._under_way.get(key)
        if flight is None or not same_records(flight.records, records):
            return self._begin(key, records, priority, wait_until)
        if priority is Priority.PERSON:
            flight.errand.urgency.rise(priority)
            flight.errand.retry_before = max(flight.errand.retry_before, wait_until)
        return flight

    def refresh(self, key: ReadKey, records: Records) -> None:
        """Behind what is shown."""
        if key in self._under_way:
            return
        try:
            self._begin(key, records, Priority.BACKGROUND, None)
        except SourceError as error:
            self.fail(key, records, error)
        except UnknownConnection:
            self._cache.drop(key)

    def fail(self, key: ReadKey, records: Records, error: SourceError) -> Reading:
        """What is shown where nothing could be asked because of how the connection is configured."""
        connector = self._lines.connector(key.connection)
        self._health.failed(key.connection, error)
        before = self._cache.get(key)
        quiet_until = self._clock.monotonic() + quiet_seconds(error, self._clock.now(), 0.0)
        kept = keep_failure(before, records, connector.manifest.mode, error, quiet_until)
        self._cache.put(key, kept)
        return self._shown(kept)

    def outdate(self, connection: ConnectionId, account: AccountId | None, section: SectionName | None) -> None:
        """Flights under way read once more; what is kept is stale from now on."""
        for key, flight in self._under_way.items():
            if key.connection == connection and account in {None, key.account} and section in {None, key.section}:
                flight.again = True
        for key in self._cache.keys(connection, account):
            if section in {None, key.section}:
                self._outdate(key)

    def retry(self, connection: ConnectionId) -> None:
        """The source works again: failures that would be told for a while longer are forgotten."""
        for key in self._cache.keys(connection, None):
            kept = self._cache.get(key)
            if kept is not None:
                kept.ask_again()

    def forget(self, connection: ConnectionId) -> None:
        """Nothing that was read, or is being read, of this connection counts any more."""
        for key in [key for key in self._under_way if key.connection == connection]:
            del self._under_way[key]
        self._took = {known: seconds for known, seconds in self._took.items() if known[0] != connection}
        for key in self._cache.keys(connection, None):
            self._cache.drop(key)

    async def close(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for flight in tuple(self._under_way.values()):
            flight.tell()  # of those that ended before their first step, nobody has heard

    def _begin(self, key: ReadKey, records: Records, priority: Priority, wait_until: float | None) -> Flight:
        opened = self._lines.get(key.connection)
        opened.line.counts.cache_misses += 1
        deadline = self._clock.monotonic() + longest_fetch(opened)
        if priority is Priority.BACKGROUND and wait_until is not None:
            deadline = max(deadline, wait_until)  # Most of that time it waits for a turn that people do not need.
        errand = Errand(priority, deadline, deadline if wait_until is None else min(wait_until, deadline))
        flight = self._under_way[key] = Flight(key, records, opened, errand)
        flight.task = asyncio.create_task(self._fly(flight))
        self._tasks.add(flight.task)
        flight.task.add_done_callback(self._tasks.discard)
        return flight

    async def _fly(self, flight: Flight) -> Reading:
        """Reads, and reads once more where something has changed meanwhile: what was read first may be from before."""
        try:
            reading = await self._read(flight)
            for _ in range(_REPEATS_MOST):
                if not flight.again:
                    break
                flight.again = False
                reading = await self._read(flight)
            return reading
        finally:
            if self._under_way.get(flight.key) is flight:
                del self._under_way[flight.key]
            flight.tell()

    async def _read(self, flight: Flight) -> Reading:
        """From another process that has read it, or from the source; with one process there is nobody to ask."""
        if self._commons is None:
            return await self._ask(flight, None)
        form = self._lines.changed_at(flight.key.connection)
        sought = self._commons.sought(flight.key, flight.records, form)
        found = await self._await_others(flight, self._commons, sought)
        if found is None:
            return await self._ask(flight, sought)
        mode, asked_at = flight.opened.connector.manifest.mode, self._clock.monotonic() - found.age
        freshness = self._freshness[flight.key.section]
        return self._land(flight, keep_part(flight.records, found.measured, mode, freshness, found.as_of, asked_at))

    async def _await_others(self, flight: Flight, commons: Commons, sought: Sought) -> Found | None:
        """None where it is this process's turn to read it."""
        freshness, waited = self._freshness[flight.key.section], False
        while (found := await commons.find(sought, freshness)) is None:
            claimed = await commons.claim(sought, flight.errand.urgency.priority)
            if claimed:
                return await commons.find(sought, freshness) if waited else None
            now = self._clock.monotonic()
            if now >= flight.errand.deadline:
                return None
            waited = True
            await until(self._alarm, now + AGAIN_SECONDS)
        return found

    async def _ask(self, flight: Flight, sought: Sought | None) -> Reading:
        asked_at, as_of = self._clock.monotonic(), self._clock.now()
        opened, section = flight.opened, flight.key.section
        customer = Customer(flight.records, as_of, opened.settings)
        program = _measured(_program_of(opened.connector, flight.key), customer)
        mode = opened.connector.manifest.mode
        try:
            measured = await opened.line.run(program, flight.errand)
        except SourceError as error:
            self._give_up(sought)
            return self._land(flight, self._failure(flight, error))
        except BaseException:
            self._give_up(sought)
            raise
        took = self._clock.monotonic() - asked_at
        self._time(flight.key, took)
        if sought is not None and self._commons is not None:
            self._commons.leave(sought, measured, as_of, took, self._freshness[section])
        kept = keep_part(flight.records, measured, mode, self._freshness[section], as_of, asked_at)
        return self._land(flight, kept)

    def _give_up(self, sought: Sought | None) -> None:
        if sought is not None and self._commons is not None:
            self._commons.give_up(sought)

    def _time(self, key: ReadKey, seconds: float) -> None:
        known = self._took.get((key.connection, key.section))
        self._took[key.connection, key.section] = seconds if known is None else known + (seconds - known) * _NEWEST

    def _failure(self, flight: Flight, error: SourceError) -> Kept:
        now = self._clock.monotonic()
        breaker_opens_at = flight.opened.line.breaker.retry_at() or now
        quiet_until = now + quiet_seconds(error, self._clock.now(), breaker_opens_at - now)
        before = self._cache.get(flight.key)
        if before is not None and not same_records(before.records, flight.records):
            before = None
        mode = flight.opened.connector.manifest.mode
        return keep_failure(before, flight.records, mode, error, quiet_until)

    def _land(self, flight: Flight, kept: Kept) -> Reading:
        """Keeps it, unless another flight has taken its place (other records) or the connection is another one."""
        reading = self._shown(kept)
        if self._under_way.get(flight.key) is flight:
            before = self._cache.get(flight.key)
            if flight.again:
                kept.outdate()
            self._cache.put(flight.key, kept)
            if before is None or _differ(self._shown(before), reading):
                self._tell(flight.key, reading)
        return reading

    def _shown(self, kept: Kept) -> Reading:
        reading = kept.show(self._clock.monotonic()) or kept.shown_failed or kept.shown_stale
        if reading is None:
            raise ValueError("what is kept always has something to show")
        return reading

    def _outdate(self, key: ReadKey) -> None:
        kept = self._cache.get(key)
        if kept is None:
            return
        if kept.shown_stale is None:
            self._cache.drop(key)
            return
        kept.outdate()
        self._tell(key, kept.shown_stale)

    def _tell(self, key: ReadKey, reading: Reading) -> None:
        if key.contact is not None:
            return  # Listeners follow the pages of accounts.
        change = ReadingChanged(key.account, key.section, key.connection, reading)
        for listener in self.listeners:
            asyncio.get_running_loop().call_soon(listener, change)


def longest_fetch(opened: OpenLine) -> float:
    """Seconds that one section may take with all its requests and pages."""
    return _FETCH_TIMES_CEILING * opened.connector.manifest.timeout_ceiling


def _program_of(connector: Connector, key: ReadKey) -> ReadSection:
    return connector.sections[key.section] if key.contact is None else connector.contact_sections[key.section].read


def _measured(read: ReadSection, customer: Customer) -> Generator[Sequence[AnyRequest], Sequence[Payload], Measured]:
    """The section's program, with its part measured: whatever fails in there is the connector's."""
    part: msgspec.Struct = yield from read(customer)
    return measure(part)


def _differ(before: Reading, after: Reading) -> bool:
    return (before.state, before.version, before.reason) != (after.state, after.version, after.reason)
