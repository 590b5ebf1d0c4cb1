"""A small demo company, an installation that is opened again and again, and what the page of one account says."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import msgspec

from reading.sources import SetAlarm, reached, soon
from rotunda.entrypoints.installation import Installation
from rotunda.reading.alarm import Timing
from rotunda.reading.model import ReadKey
from rotunda.sections.ids import AccountId, SectionName, SourceName
from rotunda_world.running import Fault
from rotunda_world.server import LiveWorld
from support.house import AgeingClock, Deed, furnished, healthy
from support.service import Service, serving

SOURCES = ("hubspot", "productdb", "stripe", "zendesk")
PAGE_DEADLINE = timedelta(seconds=60)
TOO_OLD_TO_SHOW = timedelta(days=8)
STALE = timedelta(hours=2)
BACK_BY_THEN = timedelta(seconds=45)
"""Longer than any breaker or pause after a failure lasts."""

A_PAUSE = timedelta(seconds=3)

MOST_PAUSES = 4
"""Answers that were under way when the fault ended may still fail, and the breaker lets one caller through at first."""

IMPATIENT = {"timeout_floor": 0.5, "timeout_ceiling": 0.5}
"""For the source that is spoilt: seconds that it is given for one answer."""


class Report(msgspec.Struct, frozen=True):
    source: SourceName
    state: str
    reason: str | None


class Envelope(msgspec.Struct, frozen=True):
    """`data` are the very bytes."""

    state: str
    sources: list[Report]
    data: bytes

    def of(self, source: str) -> Report:
        [report] = [each for each in self.sources if each.source == source]
        return report


class _Sent(msgspec.Struct, frozen=True):
    state: str
    sources: list[Report]
    data: msgspec.Raw


class _SentPage(msgspec.Struct, frozen=True):
    sections: dict[SectionName, _Sent]


def read_page(sent: bytes) -> "Page":
    sections = msgspec.json.decode(sent, type=_SentPage).sections
    return Page({name: Envelope(each.state, each.sources, bytes(each.data)) for name, each in sections.items()})


class Page(msgspec.Struct, frozen=True):
    """As an admin sees it."""

    sections: dict[SectionName, Envelope]

    def contents(self) -> dict[SectionName, bytes]:
        return {name: section.data for name, section in self.sections.items()}

    def states(self) -> dict[SectionName, str]:
        return {name: section.state for name, section in self.sections.items()}

    def reports(self, source: str) -> list[Report]:
        return [report for section in self.sections.values() for report in section.sources if report.source == source]

    def touched_by(self, source: str) -> set[SectionName]:
        """The sections that this source has a part in."""
        return {name for name, each in self.sections.items() if any(one.source == source for one in each.sources)}


@dataclass(frozen=True)
class Town:
    """What all cases have in common. Nobody may leave a source spoilt."""

    live: LiveWorld
    deed: Deed
    account: AccountId
    healthy: Page

    @asynccontextmanager
    async def spoilt(self, source: str, fault: Fault) -> AsyncGenerator[None]:
        await self.live.set_fault(source, fault)
        try:
            yield
        finally:
            await self.live.set_conditions(source, healthy())


@dataclass(frozen=True)
class Home:
    """The installation, opened with the time in the test's hand."""

    town: Town
    service: Service
    alarm: SetAlarm
    client: httpx.AsyncClient

    @property
    def installation(self) -> Installation:
        return self.service.installation

    def age(self, by: timedelta) -> None:
        self.alarm.advance(by.total_seconds())

    async def look(self) -> Page:
        """The page, however long its sources take."""
        answer = await soon(self.client.get(f"/api/v1/accounts/{self.town.account}"))
        assert answer.status_code == 200, answer.text
        return read_page(answer.content)

    async def look_until_deadline(self, spoilt: Sequence[str]) -> Page:
        """The page as it is when its deadline comes, which is after every other source has answered."""
        looking = asyncio.create_task(self.look())
        others = [key for source, key in self._keys() if source not in spoilt]
        at_hand = self.installation.readings.at_hand
        await reached(lambda: looking.done() or all(at_hand(key) is not None for key in others))
        if not looking.done():
            self.age(PAGE_DEADLINE)
        return await soon(looking)

    async def is_well_again(self) -> None:
        """A few pauses pass, what was read ages, and nobody does anything but look."""
        pauses = 0
        while (page := await self.look_twice()) != self.town.healthy:
            if any(report.reason for section in page.sections.values() for report in section.sources):
                pauses += 1
                self.age(BACK_BY_THEN)
            elif set(page.states().values()) == {"fresh"}:
                self.age(STALE)
        assert pauses <= MOST_PAUSES

    async def look_twice(self) -> Page:
        """The page as it is after all that the first look has set in motion."""
        page = await self.look()
        if page == self.town.healthy:
            return page
        await soon(self._landed())
        return await self.look()

    async def _landed(self) -> None:
        """Nothing is being read any more. Where a source has asked us to wait, the time passes."""
        readings = self.installation.readings
        while readings._flights._under_way:
            await asyncio.sleep(0)
            if any(readings.status(each.id).wait_until for each in self.installation.connections.list()):
                self.age(A_PAUSE)

    async def is_ready(self) -> bool:
        return (await self.client.get("/readyz")).status_code == 200

    def _keys(self) -> Iterator[tuple[SourceName, ReadKey]]:
        for connection in self.installation.connections.list():
            for section in self.installation.house.connectors[connection.source].sections:
                yield connection.source, ReadKey(connection.id, self.town.account, section)


@asynccontextmanager
async def opened(town: Town, *impatient_with: str) -> AsyncGenerator[Home]:
    """The town's installation, started anew."""
    alarm = SetAlarm(AgeingClock())
    house = furnished(dict.fromkeys(impatient_with, IMPATIENT))
    async with (
        serving(town.deed.settings(), Timing(alarm.clock, alarm, lambda: 0.0), house) as service,
        service.client("admin") as client,
    ):
        yield Home(town, service, alarm, client)
