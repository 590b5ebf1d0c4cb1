"""The index of names and identifiers follows whatever is written: lists of sources, merges, undone merges, splits."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from identity.builders import CATEGORIES, record
from rotunda.access.audit.entry import SYSTEM
from rotunda.access.audit.log import AuditLog
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.connectors import load_connectors
from rotunda.identity.fields.definitions import Definitions
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.model import Conflict, MergeOrder
from rotunda.identity.merging.service import Merges
from rotunda.identity.merging.splitting import Splits
from rotunda.identity.service import Identity
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.kit.keyset import Keyset
from rotunda.sections.ids import AccountId, ConnectionId, SourceName, UserId
from rotunda.sections.section import load_sections
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.listing import Listing, ListRequest
from rotunda.view.index.repository import IndexRepository
from rotunda.view.page.plan import House
from support.searching import RIGHTS, quick_search

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADMIN = Viewer(UserId("usr_1"), "Ana", "ana@us.example", (DEFAULT_ROLES["admin"],), frozenset(), "token", rights=RIGHTS)


def _catalogue(database: Database, clock: SetClock) -> Catalogue:
    return Catalogue(House(load_sections(), load_connectors()), Definitions(database, clock), clock)


class Office:
    """One installation's book, with lists, search and people who merge."""

    def __init__(self, database: Database, audit: AuditLog, clock: SetClock) -> None:
        self.database = database
        self.clock = clock
        self.identity = Identity(database, clock)
        ledger = Ledger(database, clock, audit)
        self.merges, self.splits = Merges(ledger), Splits(ledger)
        catalogue, index = _catalogue(database, clock), IndexRepository(database)
        self.listing = Listing(catalogue, index, audit, Keyset(b"k" * 32))
        self.search = quick_search(database, audit, clock)

    async def hear(self, *names: str) -> None:
        """The product database lists these, numbered from 1."""
        self.clock.advance(timedelta(minutes=1))
        listed = [
            record("productdb", str(number), name=name, domains=(f"quarry{number}.dev",))
            for number, name in enumerate(names, 1)
        ]
        await self.identity.apply_directory(
            ConnectionId("con_productdb"), SourceName("productdb"), CATEGORIES["productdb"], listed
        )

    async def id_of(self, number: int) -> AccountId:
        [match] = await self.identity.lookup(external=f"productdb:{number}")
        return match.account.id

    async def found(self, text: str) -> list[str]:
        result = await self.search.find(ADMIN, text, 20)
        quickly = sorted(hit.name for group in result.groups for hit in group.items)
        page = await self.listing.page(ADMIN, ListRequest(text))
        assert sorted(item.name for item in page.items) == quickly
        assert page.total == len(quickly)
        return quickly


@pytest_asyncio.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    await database.execute("TRUNCATE account, account_owner, identifier, link, source_record CASCADE")
    clock = SetClock(NOW)
    audit = AuditLog(database, b"k" * 32, clock, tmp_path / "checkpoints")
    await audit.open()
    yield Office(database, audit, clock)
    await audit.close()


async def test_a_renamed_account_is_found_by_both_names(office: Office) -> None:
    await office.hear("Quarrystone", "Lumenfield")
    await office.hear("Harrowgate", "Lumenfield")
    assert await office.found("quarrystone") == ["Harrowgate"]
    assert await office.found("harrowgate") == ["Harrowgate"]


async def test_a_merged_account_leads_to_the_one_that_it_is_shown_as_and_back(office: Office) -> None:
    await office.hear("Quarrystone", "Lumenfield")
    quarry, lumen = await office.id_of(1), await office.id_of(2)
    merged = await office.merges.merge(SYSTEM, MergeOrder(quarry, lumen))
    for typed in ("lumenfield", "productdb:2", f"id:{lumen}", "quarrystone", "quarry2.dev"):
        assert await office.found(typed) == ["Quarrystone"], typed
    assert (await office.listing.page(ADMIN, ListRequest())).total == 1
    await office.merges.undo(SYSTEM, merged.id, {})
    assert await office.found("lumenfield") == ["Lumenfield"]
    assert await office.found("productdb:2") == ["Lumenfield"]
    assert (await office.listing.page(ADMIN, ListRequest())).total == 2


async def test_an_identifier_that_was_given_away_finds_its_new_account(office: Office) -> None:
    await office.hear("Quarrystone", "Lumenfield")
    quarry, lumen = await office.id_of(1), await office.id_of(2)
    assert await office.found("quarry1.dev") == ["Quarrystone"]
    await office.splits.split(SYSTEM, quarry, "quarry1.dev", lumen)
    hits = await office.search.find(ADMIN, "id:quarry1.dev", 8)
    assert "Lumenfield" in [hit.name for group in hits.groups for hit in group.items]
    await office.splits.split(SYSTEM, lumen, "quarry1.dev", quarry)
    assert await office.found("quarry1.dev") == ["Quarrystone"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.integers(1, 4), st.sampled_from(["Alderwood", "Brambleton", "Cinderford"])),
        st.tuples(st.just("merge"), st.integers(1, 4), st.integers(1, 4)),
        st.tuples(st.just("undo"), st.integers(0, 3), st.just(0)),
    ),
    max_size=10,
)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_whatever_happens_every_identifier_finds_the_account_that_is_shown(
    office: Office, steps: list[tuple[str, int, int | str]]
) -> None:
    await office.database.execute("TRUNCATE account, account_owner, identifier, link, source_record CASCADE")
    names = ["Quarrystone", "Lumenfield", "Harrowgate", "Kestrelbrook"]
    ever = set(names)
    await office.hear(*names)
    merged: list[str] = []
    for kind, one, other in steps:
        if kind == "rename":
            names[one - 1] = str(other)
            ever.add(str(other))
            await office.hear(*names)
        elif kind == "merge":
            kept, absorbed = await office.id_of(one), await office.id_of(int(other))
            if kept != absorbed:
                merged.append((await office.merges.merge(SYSTEM, MergeOrder(kept, absorbed))).id)
        elif merged:
            with suppress(Conflict):  # what was done since has to be decided by somebody: the merge stays
                await office.merges.undo(SYSTEM, merged.pop(one % len(merged)), {})
    shown = await office.identity.heads([await office.id_of(number) for number in range(1, 5)])
    assert (await office.listing.page(ADMIN, ListRequest())).total == len(shown)
    for number in range(1, 5):
        expected = [shown[await office.id_of(number)].name]
        assert await office.found(f"productdb:{number}") == expected
        assert await office.found(f"quarry{number}.dev") == expected
    assert all([await office.found(name.lower()) for name in ever])
