"""The page of one account for one viewer: whole, as a stream, or one section in full.

The sources are read while the look is being recorded; nothing leaves before the record is durable.
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import msgspec

from rotunda.access.grant import Grant
from rotunda.insight.health.score_model import ScoreModels
from rotunda.insight.signals.model import Thresholds
from rotunda.kit.clock import Clock
from rotunda.reading.model import First, Priority
from rotunda.reading.service import Readings
from rotunda.sections.freshness import State
from rotunda.sections.ids import AccountId, ConnectionId, SectionName
from rotunda.view.document import (
    AccountHead,
    SectionEnvelope,
    StreamDone,
    StreamHead,
    StreamSection,
)
from rotunda.view.page.arrivals import Arrivals, Pairs
from rotunda.view.page.envelope import make_envelope, section_state
from rotunda.view.page.judged import Judgement, Judgements, Measured, Standards
from rotunda.view.page.merged import Merged, MergedSections, OnMerged
from rotunda.view.page.plan import PlannedSection
from rotunda.view.page.warm import WarmPage, WarmPages
from rotunda.view.page.written import Written, WrittenSections
from rotunda.view.value.survivals import Survivals

Segments: TypeAlias = frozenset[str]

BACKGROUND_DEADLINE = timedelta(minutes=5)
"""How long a background reading may wait for its turn in a source's budget."""


class PageStream(msgspec.Struct, frozen=True, eq=False):
    """`events` are names with their JSON: `head` with what is at hand, `section` as often as one changes, `done`."""

    arrivals: Arrivals
    events: AsyncIterator[tuple[str, bytes]]

    def give_up(self) -> None:
        """Nobody will read the events."""
        self.arrivals.cancel()


class Answered(msgspec.Struct, frozen=True):
    """A section as it stands: all that its sources say, for judgement. It is not redacted: it never leaves as it is."""

    state: State
    as_of: datetime | None
    view: Any | None


class Yardsticks(msgspec.Struct, frozen=True):
    """What pages are judged by: how long customers stay, and the thresholds and score models as they stand."""

    survivals: Survivals
    thresholds: Callable[[], Thresholds]
    models: Callable[[], ScoreModels]

    def standing(self) -> Standards:
        return Standards(self.thresholds(), self.models())


class Pages:
    """`deadline` is how long a page may take at the most, whatever its sources do. `on_merged` hears of each section
    that was merged anew. `yardsticks` are what pages are judged by.
    """

    def __init__(
        self,
        readings: Readings,
        clock: Clock,
        deadline: timedelta,
        on_merged: OnMerged,
        yardsticks: Yardsticks,
    ) -> None:
        self._readings = readings
        self._clock = clock
        self._deadline = deadline.total_seconds()
        self._yardsticks = yardsticks
        self._merged = MergedSections(on_merged)
        self._written = WrittenSections()
        self._warm = WarmPages(readings)
        self._judgements = Judgements()

    async def whole(
        self, grant: Grant, head: bytes, planned: Sequence[PlannedSection], segments: Segments = frozenset()
    ) -> bytes:
        """An `AccountView` as JSON around that of its head, complete or as far as it got by the deadline. `segments`:
        those of the account, as far as the viewer may read them.
        """
        now = self._clock.now()
        page = self._warm.get(grant, planned, self._yardsticks.standing(), now)
        if page is None:
            page = await self._put_together(grant, planned, segments)
            now = self._clock.now()
        return page.json(head, now)

    async def _put_together(self, grant: Grant, planned: Sequence[PlannedSection], segments: Segments) -> WarmPage:
        """Each section is merged and written while the others are still awaited."""
        arrivals = Arrivals(self._readings, planned, self._wait_until())
        merged: dict[SectionName, Merged] = {}
        written: dict[int, Written] = {}
        async for number in arrivals.completed():
            written[number] = self._written_section(grant, planned[number], arrivals.pairs[number], merged)
        in_order = {section.section.name: merged.get(section.section.name) for section in planned}
        known = {name: found for name, found in in_order.items() if found is not None}
        judgement = await self._judge(grant, known, segments)
        return self._warm.put(grant, planned, [written[number] for number in range(len(planned))], judgement)

    async def section(self, grant: Grant, planned: PlannedSection) -> bytes:
        """One section with every entry of its lists."""
        [pairs] = await self._read_all([planned])
        envelope = self._envelope(grant, planned, pairs, {}, complete=True)
        return msgspec.json.encode(StreamSection(planned.section.name, envelope))

    async def answered(
        self, grant: Grant, planned: Sequence[PlannedSection], only: Collection[SectionName]
    ) -> dict[SectionName, Answered]:
        """`only` these, as far as they are planned, merged over what has answered by the deadline."""
        wanted = [each for each in planned if each.section.name in only]
        found: dict[SectionName, Answered] = {}
        for section, pairs in zip(wanted, await self._read_all(wanted), strict=True):
            merged = self._merged.merge(grant.account, section.section, pairs)
            state = section_state([reading.state for _, reading in pairs])
            found[section.section.name] = Answered(state, merged and merged.as_of, merged and merged.view)
        return found

    def stream(
        self,
        grant: Grant,
        head: AccountHead,
        planned: Sequence[PlannedSection],
        only: Collection[SectionName] | None = None,
        segments: Segments = frozenset(),
    ) -> "PageStream":
        """Its sources are asked from now on. `only` these are sent; the judgement is that of the whole page."""
        arrivals = Arrivals(self._readings, planned, self._wait_until(), first=First.QUICKEST)
        return PageStream(arrivals, self._events(grant, head, planned, arrivals, only, segments))

    async def _events(
        self,
        grant: Grant,
        head: AccountHead,
        planned: Sequence[PlannedSection],
        arrivals: Arrivals,
        only: Collection[SectionName] | None,
        segments: Segments,
    ) -> AsyncIterator[tuple[str, bytes]]:
        merged: dict[SectionName, Merged] = {}

        def envelope(number: int) -> SectionEnvelope:
            return self._envelope(grant, planned[number], arrivals.pairs[number], merged)

        names = [section.section.name for section in planned]
        sent = {number: name for number, name in enumerate(names) if only is None or name in only}
        yield "head", msgspec.json.encode(StreamHead(head, {name: envelope(number) for number, name in sent.items()}))
        async for number in arrivals:
            if number in sent:
                yield "section", msgspec.json.encode(StreamSection(names[number], envelope(number)))
        for number in range(len(names)):
            if number not in sent:
                self._merge(grant, planned[number], arrivals.pairs[number], merged)
        judgement = await self._judge(grant, {name: merged[name] for name in names if name in merged}, segments)
        yield "done", msgspec.json.encode(StreamDone(judgement.indicators, judgement.scores, judgement.signals))

    async def refresh(self, account: AccountId, planned: Sequence[PlannedSection], connection: ConnectionId) -> bool:
        """Reads what one connection says of an account, without anybody looking: what people wait for goes first. Then
        the sections are merged of which no source is still to be asked. Whether the connection has answered anything.
        """
        wait_until = self._clock.monotonic() + BACKGROUND_DEADLINE.total_seconds()
        sources = [source for section in planned for source in section.sources if source.connection.id == connection]
        wanted = [(source.key, source.records) for source in sources]
        readings = await self._readings.begin(wanted, wait_until=wait_until, priority=Priority.BACKGROUND).all()
        for section in planned:
            if any(source.connection.id == connection for source in section.sources):
                self._merge_whole(account, section)
        return not readings or any(reading.error is None for reading in readings)

    def _merge_whole(self, account: AccountId, planned: PlannedSection) -> None:
        pairs = [(source, self._readings.peek(source.key, source.records)) for source in planned.sources]
        known = [(source, reading) for source, reading in pairs if reading is not None]
        if len(known) == len(pairs):
            self._merged.merge(account, planned.section, known)

    async def _read_all(self, planned: Sequence[PlannedSection]) -> Sequence[Pairs]:
        """All sources of all sections at once. What is at hand costs no task."""
        return await Arrivals(self._readings, planned, self._wait_until()).all()

    def _wait_until(self) -> float:
        return self._clock.monotonic() + self._deadline

    def _envelope(
        self,
        grant: Grant,
        planned: PlannedSection,
        pairs: Pairs,
        merged: dict[SectionName, Merged],
        *,
        complete: bool = False,
    ) -> SectionEnvelope:
        found = self._merge(grant, planned, pairs, merged)
        labels = grant.labels(planned.section.name)
        return make_envelope(planned, pairs, found, labels, self._clock.now(), complete=complete)

    def _merge(
        self, grant: Grant, planned: PlannedSection, pairs: Pairs, merged: dict[SectionName, Merged]
    ) -> Merged | None:
        found = self._merged.merge(grant.account, planned.section, pairs)
        if found is not None:
            merged[planned.section.name] = found
        return found

    def _written_section(
        self, grant: Grant, planned: PlannedSection, pairs: Pairs, merged: dict[SectionName, Merged]
    ) -> Written:
        name = planned.section.name
        key = (grant.account, name, grant.labels(name), planned.connections)
        readings = [reading for _, reading in pairs]
        written = self._written.get(key, readings)
        if written is None:
            envelope = self._envelope(grant, planned, pairs, merged)
            written = self._written.put(key, name, envelope, readings, merged.get(name))
        elif written.merged is not None:
            merged[name] = written.merged
        return written

    async def _judge(self, grant: Grant, merged: Mapping[SectionName, Merged], segments: Segments) -> Judgement:
        by = Measured(await self._yardsticks.survivals.of(grant), self._yardsticks.standing(), segments)
        return self._judgements.of(grant.account, grant.reach, merged, by, self._clock.now())
