"""The whole house: an installation behind HTTP, connected to a running demo company with all of its systems.

Whoever asks as a test does, over HTTP, sees what a browser would; `live` spoils the sources and tells the truth.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import pytest

from rotunda.access.roles import DEFAULT_ROLES, Role
from rotunda.connector_kit.manifest import Manifest, RateBudget
from rotunda.entrypoints.connectors import load_connectors
from rotunda.entrypoints.installation import Installation
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.settings import Settings
from rotunda.reading.alarm import Timing
from rotunda.sections.ids import AccountId, ConnectionId, SectionName, SourceName
from rotunda.sections.section import load_sections
from rotunda.view.page.plan import House
from rotunda_world.model import Company
from rotunda_world.running import Conditions
from rotunda_world.server import LiveWorld, Wanted, running_world
from rotunda_world.truth import AccountKeys
from support.databases import MakeDatabase
from support.live_worlds import own_database
from support.service import Service, serving, settings_for
from support.worlds import NOW

Value = TypeVar("Value")

PLENTY = RateBudget(requests=1_000_000, seconds=1.0)
PATIENT = {"timeout_floor": 20.0, "timeout_ceiling": 30.0}
"""Seconds that a source is given for one answer."""

PATIENCE = 60
"""Seconds after which waiting for something is given up. Nothing is asserted about time."""


class StillClock:
    """The calendar stands still until it is moved; seconds are counted as they pass. So answers of two moments can be
    compared byte by byte, and timeouts and pauses run as they do in the product.
    """

    def __init__(self, at: datetime = NOW) -> None:
        self._now = at
        self._moved = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return time.monotonic() + self._moved

    def advance(self, by: timedelta) -> None:
        self._now += by
        self._moved += by.total_seconds()


def furnished(changes: Mapping[str, Mapping[str, Any]] | None = None) -> House:
    """Everything that is installed, with budgets that nothing in a test uses up and as much patience as a busy machine
    needs; `changes` to manifests, by source.
    """
    connectors = {
        source: msgspec.structs.replace(
            connector, manifest=_changed(connector.manifest, (changes or {}).get(source, {}))
        )
        for source, connector in load_connectors().items()
    }
    return House(load_sections(), connectors)


def _changed(manifest: Manifest, changes: Mapping[str, Any]) -> Manifest:
    return msgspec.structs.replace(
        manifest, **{"budgets": dict.fromkeys(manifest.budgets, PLENTY)} | PATIENT | dict(changes)
    )


@dataclass(frozen=True)
class InhabitedHouse:
    """`accounts` are the installation's account ids by the world's keys, `connections` its connections by source."""

    service: Service
    live: LiveWorld
    clock: StillClock
    accounts: Mapping[str, AccountId]
    connections: Mapping[SourceName, ConnectionId]

    @property
    def installation(self) -> Installation:
        return self.service.installation

    @property
    def companies(self) -> list[Company]:
        return self.live.running.world.companies

    def client(self, user: str | None = "admin") -> httpx.AsyncClient:
        return self.service.client(user)

    def truth(self, key: str) -> dict[str, Any]:
        return self.live.truth(key)


@asynccontextmanager
async def world_standing_still(
    postgres: EmbeddedPostgres, clock: StillClock, **wanted: Any
) -> AsyncGenerator[LiveWorld]:
    """A running demo company that keeps the house's time, healthy and without limits."""
    async with own_database(postgres) as url:
        asked = Wanted(now=clock.now(), database_url=url, **wanted)
        async with running_world(asked) as live:
            live.running.clock = clock.now
            for slug in live.vendors:
                await live.set_conditions(slug, healthy())
            yield live


def healthy() -> Conditions:
    return Conditions(limits_enforced=False)


@dataclass(frozen=True)
class Deed:
    """Where an installation keeps what it owns: whoever opens it again finds it as it was left."""

    database_url: str
    folder: Path

    def settings(self) -> Settings:
        """A page waits for its sources as long as a test may take."""
        return replace(settings_for(self.database_url, self.folder), page_deadline=timedelta(seconds=60))


@asynccontextmanager
async def moved_in(
    live: LiveWorld,
    clock: StillClock,
    deed: Deed,
    *,
    house: House | None = None,
    roles: Mapping[str, Role] = DEFAULT_ROLES,
) -> AsyncGenerator[InhabitedHouse]:
    """An installation with every system of the world connected and its customers listed."""
    async with serving(deed.settings(), Timing.of_loop(clock), house or furnished(), roles) as service:
        connections = await _connect(service.installation, live)
        listed = await service.installation.directory.refresh()
        assert [each.reason for each in listed] == [None] * len(connections)
        accounts = {keys.company.key: await _account(service.installation, keys) for keys in live.accounts()}
        yield InhabitedHouse(service, live, clock, accounts, connections)


@asynccontextmanager
async def small_house(
    postgres: EmbeddedPostgres, make_database: MakeDatabase, folders: pytest.TempPathFactory
) -> AsyncGenerator[InhabitedHouse]:
    """Twenty accounts, and nothing is pulled, worked on or sent before a test says so."""
    clock, deed = StillClock(), Deed(await make_database(), folders.mktemp("installation"))
    async with (
        world_standing_still(postgres, clock, seed=7, accounts=20) as live,
        moved_in(live, clock, deed) as opened,
    ):
        yield opened


async def _connect(installation: Installation, live: LiveWorld) -> dict[SourceName, ConnectionId]:
    """As an admin would, with what the world says to type."""
    created = [
        await installation.connections.create(SourceName(slug), None, form, None) for slug, form in live.forms.items()
    ]
    return {each.source: each.id for each in created}


async def _account(installation: Installation, keys: AccountKeys) -> AccountId:
    ids = [
        *([f"productdb:{keys.product_account_id}"] if keys.product_account_id else []),
        *(f"hubspot:{each}" for each in keys.hubspot_company_ids),
    ]
    [match] = await installation.identity.lookup(external=ids[0])
    return match.account.id


def sections_of(house: House, source: SourceName) -> frozenset[SectionName]:
    """What a fault of this source may touch."""
    return frozenset(house.connectors[source].sections)


async def eventually(read: Callable[[], Awaitable[Value]], expected: Value) -> None:
    """Reads again until what is read is what is expected; fails with the last reading where that never comes."""
    give_up_at = time.monotonic() + PATIENCE
    while (last := await read()) != expected and time.monotonic() < give_up_at:
        await asyncio.sleep(0)
    assert last == expected


class AgeingClock:
    """The calendar stands still and so do the seconds, until a test lets everything age."""

    def __init__(self, at: datetime = NOW) -> None:
        self._now = at
        self._seconds = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._seconds

    def advance(self, by: timedelta) -> None:
        self._seconds += by.total_seconds()
