"""Records that were looked up one by one: they are linked like listed ones, and nothing else vanishes by it."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from identity.builders import CATEGORIES, person, record
from rotunda.connector_kit.connector import Declared, SourceRecord
from rotunda.identity.directory import CERTAIN_AFTER
from rotunda.identity.model import Applied, Clues
from rotunda.identity.service import Identity
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, ExternalId, SourceName

ACME = record("productdb", "acct_1", name="Acme", domains=("acme.com",), names=("stripe:cus_1", "zendesk:7"))
BOLT = record("productdb", "acct_2", name="Bolt", domains=("bolt.io",))
FIRST = record("stripe", "cus_1", name="Acme Inc", emails=("ap@acme.com",))
SECOND = record("stripe", "cus_2", name="Bolt", names=("productdb:acct_2",))
STRANGER = record("stripe", "cus_9", name="Nobody we know")


class Desk:
    def __init__(self, database: Database) -> None:
        self.clock = SetClock(datetime(2026, 11, 20, 15, tzinfo=UTC))
        self.identity = Identity(database, self.clock)

    async def listed(self, source: str, *records: SourceRecord) -> Applied:
        return await self.identity.apply_directory(*self._whose(source), records)

    async def found(self, source: str, *records: SourceRecord) -> Applied:
        return await self.identity.apply_found(*self._whose(source), records)

    def _whose(self, source: str) -> tuple[ConnectionId, SourceName, object]:
        return ConnectionId(f"con_{source}"), SourceName(source), CATEGORIES[source]

    async def account_of(self, external: str) -> AccountId | None:
        found = await self.identity.lookup(external=external)
        return found[0].account.id if found else None


@pytest_asyncio.fixture
async def desk(database: Database) -> Desk:
    await database.execute("TRUNCATE account, account_owner, identifier, link, source_record CASCADE")
    desk = Desk(database)
    await desk.listed("productdb", ACME, BOLT)
    return desk


async def test_what_is_found_is_linked_and_the_rest_stays(desk: Desk) -> None:
    await desk.listed("stripe", FIRST)
    assert await desk.found("stripe", SECOND) == Applied(records=1, linked=1)
    assert await desk.account_of("stripe:cus_2") == await desk.account_of("productdb:acct_2")
    desk.clock.advance(CERTAIN_AFTER + timedelta(days=1))
    assert await desk.found("stripe", SECOND) == Applied(records=1)
    assert await desk.account_of("stripe:cus_1") == await desk.account_of("productdb:acct_1")


async def test_the_next_list_confirms_it_or_misses_it(desk: Desk) -> None:
    await desk.found("stripe", SECOND)
    assert await desk.listed("stripe", FIRST, SECOND) == Applied(records=2, linked=1)
    await desk.listed("stripe", FIRST)
    desk.clock.advance(CERTAIN_AFTER + timedelta(days=1))
    assert (await desk.listed("stripe", FIRST)).closed == 1


async def test_what_had_vanished_is_back_when_it_is_found(desk: Desk) -> None:
    await desk.listed("stripe", FIRST, SECOND)
    bolt = await desk.account_of("productdb:acct_2")
    await desk.listed("stripe", FIRST)
    desk.clock.advance(CERTAIN_AFTER + timedelta(days=1))
    await desk.listed("stripe", FIRST)
    assert bolt is not None
    assert ConnectionId("con_stripe") not in (await desk.identity.links_of([bolt]))[bolt]
    await desk.found("stripe", SECOND)
    assert (await desk.identity.links_of([bolt]))[bolt][ConnectionId("con_stripe")] == {"customer": ["cus_2"]}


async def test_what_no_rule_links_stays_unlinked_with_its_reason(desk: Desk) -> None:
    assert await desk.found("stripe", STRANGER) == Applied(records=1, unlinked=1)
    [unlinked] = await desk.identity.unlinked(ConnectionId("con_stripe"))
    assert unlinked.external_id == "cus_9"
    assert unlinked.because


async def test_the_clues_to_an_account_are_all_that_it_is_known_by(desk: Desk) -> None:
    await desk.listed(
        "hubspot", record("hubspot", "77", name="Acme", domains=("acme.com", "acme.dev"), names=("productdb:acct_1",))
    )
    await desk.listed(
        "zendesk",
        record("zendesk", "7", name="ACME"),
        person("zendesk", "70", "7", emails=("typed@acme.com",)),
        person("zendesk", "71", "7", verified_emails=("proved@acme.com",)),
    )
    account = await desk.account_of("productdb:acct_1")
    assert account is not None
    clues = await desk.identity.clues(account)
    assert set(clues.own_ids) == {_id("productdb", "acct_1"), _id("hubspot", "77"), _id("zendesk", "7")}
    assert set(clues.declared) == {_id("stripe", "cus_1"), _id("zendesk", "7"), _id("productdb", "acct_1")}
    assert clues.domains == ("acme.com", "acme.dev")
    assert clues.emails == ("proved@acme.com", "typed@acme.com")


@pytest.mark.parametrize("account", ["acc_00000000000000000000", "nonsense"])
async def test_an_account_that_is_not_there_has_no_clues(desk: Desk, account: str) -> None:
    assert await desk.identity.clues(AccountId(account)) == Clues((), (), (), ())


def _id(source: str, external_id: str) -> Declared:
    return Declared(SourceName(source), ExternalId(external_id))
