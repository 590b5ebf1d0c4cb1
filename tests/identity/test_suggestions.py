"""The review queue on a real PostgreSQL and with the real comparison: what is suggested, what never, what stays."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from identity.builders import CATEGORIES, person, record
from rotunda.access.audit.entry import Actor
from rotunda.access.audit.log import AuditLog
from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.merging.deciding import Decisions
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.model import MergeOrder
from rotunda.identity.merging.service import Merges
from rotunda.identity.repository.suggestions import all_suggestions
from rotunda.identity.service import Identity
from rotunda.identity.suggestions.deciding import Deciding
from rotunda.identity.suggestions.model import DecisionRefused, Kind, Passed, Suggestion, SuggestionState
from rotunda.identity.suggestions.service import Suggestions
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, CustomerId, ExternalId, SourceName, SuggestionId, UserId
from support.databases import MakeDatabase

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
ANA = Actor(UserId("usr_" + "a" * 20), "Ana", "session")
PLACE = {"city": "Utrecht", "country": "Netherlands"}
HARBOUR = record("productdb", "acct_1", name="Harbour Robotics", domains=("harbour.example",), **PLACE)
MEADOW = record("productdb", "acct_2", name="Meadow Dairy", domains=("meadow.example",), **PLACE)
MISSPELT = record("zendesk", "77", name="Harbor Robotics B.V.", **PLACE)
STRANGER = record("zendesk", "78", name="Quite Another Firm", city="Lyon", country="France")


class Queue:
    """An installation's identity and its queue."""

    def __init__(self, database: Database, audit: AuditLog) -> None:
        clock = SetClock(NOW)
        ledger = Ledger(database, clock, audit)
        self.database = database
        self.identity = Identity(database, clock)
        self.suggestions = Suggestions(database, clock)
        self.merges = Merges(ledger)
        self.decisions = Decisions(ledger)
        self.deciding = Deciding(database, clock, self.merges, self.decisions)

    async def apply(self, source: str, *records: SourceRecord) -> None:
        connection = ConnectionId(f"con_{source}")
        await self.identity.apply_directory(connection, SourceName(source), CATEGORIES[source], records)

    async def keep_apart(self, one: CustomerId, other: CustomerId) -> None:
        await self.decisions.keep_apart(ANA, one, other, "Two people.")

    async def rows(self, *states: SuggestionState) -> list[Suggestion]:
        async with self.database.transaction() as transaction:
            found = await all_suggestions(transaction)
        return [each for each in found if not states or each.state in states]

    async def open_pairs(self) -> list[tuple[str, str]]:
        """By the names of both sides."""
        rows = await self.rows(SuggestionState.OPEN)
        return sorted((each.evidence.other.name or "", each.evidence.one.name or "") for each in rows)

    async def only(self) -> Suggestion:
        [row] = await self.rows()
        return row

    async def ask(self, query: str, *parameters: Any) -> Sequence[tuple[Any, ...]]:
        async with self.database.connection() as connection:
            return await (await connection.execute(query, parameters)).fetchall()  # pyright: ignore[reportArgumentType] - a test's own query


pytestmark = pytest.mark.slow  # every pass is a process of its own


@pytest_asyncio.fixture
async def queue(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Queue]:
    database = Database(await make_database())
    await database.open()
    audit = AuditLog(database, b"k" * 32, SetClock(NOW), tmp_path / "points")
    await audit.open()
    yield Queue(database, audit)
    await audit.close()
    await database.close()


@pytest_asyncio.fixture
async def misspelt(queue: Queue) -> Queue:
    """One helpdesk organization is an account, spelled otherwise and declared by nobody."""
    await queue.apply("productdb", HARBOUR, MEADOW)
    await queue.apply("zendesk", MISSPELT, STRANGER)
    assert await queue.suggestions.run_pass() == Passed(made=1, kept=0, closed=0)
    return queue


async def test_a_misspelt_record_is_suggested_with_its_reasons_and_not_linked(misspelt: Queue) -> None:
    row = await misspelt.only()
    assert await misspelt.open_pairs() == [("Harbor Robotics B.V.", "Harbour Robotics")]
    assert row.pair.kind is Kind.RECORD
    says = {each.title: each.words for each in row.evidence.weights}
    assert says == {"Name": "one letter apart", "City": "the same", "Country": "the same"}
    assert all(each.bits > 0 for each in row.evidence.weights)
    assert 0.5 <= row.probability < 1
    assert await misspelt.identity.lookup(external="zendesk:77") == []


async def test_the_same_book_again_changes_nothing(misspelt: Queue) -> None:
    before = await misspelt.only()
    assert await misspelt.suggestions.run_pass() == Passed(made=0, kept=1, closed=0)
    assert await misspelt.only() == before
    assert await misspelt.suggestions.follow() == Passed(made=0, kept=1, closed=0)
    assert await misspelt.suggestions.follow() is None


async def test_a_dry_run_says_it_and_does_nothing(queue: Queue) -> None:
    await queue.apply("productdb", HARBOUR, MEADOW)
    await queue.apply("zendesk", MISSPELT)
    assert await queue.suggestions.run_pass(dry_run=True) == Passed(made=1, kept=0, closed=0)
    assert await queue.rows() == []
    await queue.suggestions.run_pass()
    assert await queue.suggestions.run_pass(threshold=0.99999, dry_run=True) == Passed(made=0, kept=0, closed=1)
    assert len(await queue.open_pairs()) == 1


async def test_what_holds_no_more_is_closed_and_comes_back(misspelt: Queue) -> None:
    await misspelt.apply("zendesk", record("zendesk", "77", name="Another Name Altogether"), STRANGER)
    assert await misspelt.suggestions.run_pass() == Passed(made=0, kept=0, closed=1)
    assert (await misspelt.only()).state is SuggestionState.SUPERSEDED
    await misspelt.apply("zendesk", MISSPELT, STRANGER)
    assert await misspelt.suggestions.run_pass() == Passed(made=1, kept=0, closed=0)
    assert (await misspelt.only()).state is SuggestionState.OPEN


@pytest.mark.parametrize("never", [False, True])
async def test_a_person_s_no_survives_every_later_pass(misspelt: Queue, *, never: bool) -> None:
    row = await misspelt.only()
    decided = await misspelt.deciding.reject(row.id, ANA, reason="Two firms", never_ask_again=never)
    assert decided.state is (SuggestionState.NEVER if never else SuggestionState.REJECTED)
    assert (decided.decided_by, decided.decided_at, decided.reason) == (ANA.user_id, NOW, "Two firms")
    await misspelt.apply("zendesk", record("zendesk", "77", name="Harbour Robotics", **PLACE), STRANGER)
    assert await misspelt.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)
    assert await misspelt.only() == decided


async def test_an_accepted_record_is_linked_by_a_person_and_no_list_changes_it(misspelt: Queue) -> None:
    row = await misspelt.only()
    assert (await misspelt.deciding.accept(row.id, ANA)).state is SuggestionState.ACCEPTED
    links = "SELECT method, linked_by, confidence, account_id FROM link WHERE external_id = '77' AND revoked_at IS NULL"
    assert await misspelt.ask(links) == [("hand", ANA.user_id, 1.0, row.pair.one)]
    [found] = await misspelt.identity.lookup(external="zendesk:77")
    assert found.account.name == "Harbour Robotics"
    await misspelt.apply("zendesk", record("zendesk", "77", name="Meadow Dairy", domains=("meadow.example",)), STRANGER)
    await misspelt.apply("productdb", HARBOUR, MEADOW)
    await misspelt.identity.rematch(dry_run=False)
    assert await misspelt.ask(links) == [("hand", ANA.user_id, 1.0, row.pair.one)]
    assert (await misspelt.only()).state is SuggestionState.ACCEPTED


async def test_nothing_is_decided_twice(misspelt: Queue) -> None:
    row = await misspelt.only()
    await misspelt.deciding.accept(row.id, ANA)
    with pytest.raises(DecisionRefused, match="decided this one already"):
        await misspelt.deciding.reject(row.id, ANA, reason=None, never_ask_again=False)
    with pytest.raises(DecisionRefused, match="decided this one already"):
        await misspelt.deciding.accept(SuggestionId("sug_" + "0" * 20), ANA)


async def test_a_record_that_names_another_account_is_vetoed(queue: Queue) -> None:
    """It says that it is acct_2 and acct_9; whatever else it looks like, it is not acct_1."""
    await queue.apply("productdb", HARBOUR, MEADOW)
    payer = record("stripe", "cus_1", name="Harbour Robotics", names=("productdb:acct_9",), **PLACE)
    await queue.apply("stripe", payer)
    await queue.suggestions.run_pass()
    assert await queue.open_pairs() == []


async def test_a_parent_and_its_daughter_are_no_pair(queue: Queue) -> None:
    mother = record("hubspot", "1", name="Harbour Robotics", **PLACE)
    daughter = record("hubspot", "2", name="Harbour Robotics Nederland", parent=ExternalId("1"), **PLACE)
    await queue.apply("hubspot", mother, daughter)
    await queue.suggestions.run_pass()
    assert await queue.open_pairs() == []


async def test_shared_domains_and_role_mailboxes_say_nothing(queue: Queue) -> None:
    """An agency's domain is at two customers; info@ and placeholders are nobody's."""
    shared = {"domains": ("agency.example",), "emails": ("info@agency.example", "test@agency.example")}
    await queue.apply(
        "hubspot",
        record("hubspot", "1", name="Harbour Robotics", **shared),
        record("hubspot", "2", name="Meadow Dairy", **shared),
    )
    await queue.apply("zendesk", record("zendesk", "9", name="null", **shared))
    await queue.suggestions.run_pass()
    assert await queue.open_pairs() == []


async def test_a_tagged_address_suggests_and_links_nothing(queue: Queue) -> None:
    """billing+harbour@ is ada's mailbox only if somebody says so."""
    await queue.apply(
        "productdb", HARBOUR, person("productdb", "usr_1", "acct_1", verified_emails=("ada@private.example",))
    )
    await queue.apply(
        "stripe", record("stripe", "cus_1", name="Harbour Robotics", emails=("ada+bills@private.example",))
    )
    await queue.suggestions.run_pass()
    row = await queue.only()
    assert {each.words for each in row.evidence.weights} >= {"one mailbox is at both, with a tag"}
    assert await queue.identity.lookup(external="stripe:cus_1") == []


async def test_two_accounts_of_one_customer_are_a_pair_of_accounts(queue: Queue) -> None:
    await queue.apply("productdb", HARBOUR)
    await queue.apply("hubspot", record("hubspot", "1", name="Harbour Robotics Ltd", **PLACE))
    await queue.suggestions.run_pass()
    row = await queue.only()
    assert row.pair.kind is Kind.ACCOUNTS
    assert row.pair.other is not None
    assert row.pair.one < row.pair.other
    with pytest.raises(DecisionRefused, match="Name one of the two sides"):
        await queue.deciding.accept(row.id, ANA, AccountId("acc_" + "0" * 20))
    assert (await queue.deciding.accept(row.id, ANA)).state is SuggestionState.ACCEPTED
    [kept] = await queue.identity.lookup(external="productdb:acct_1")
    assert [each.account.id for each in await queue.identity.lookup(external="hubspot:1")] == [kept.account.id]


async def test_accounts_kept_apart_are_never_suggested_again(queue: Queue) -> None:
    await queue.apply("productdb", HARBOUR)
    await queue.apply("hubspot", record("hubspot", "1", name="Harbour Robotics Ltd", **PLACE))
    await queue.suggestions.run_pass()
    row = await queue.only()
    await queue.deciding.reject(row.id, ANA, reason=None, never_ask_again=True)
    assert await queue.ask("SELECT one, other FROM keep_apart") == [(row.pair.one, row.pair.other)]
    await queue.database.execute("DELETE FROM suggestion")
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)


async def test_rules_of_today_are_tried_dry_and_then_applied(queue: Queue) -> None:
    """A link that no rule would make any more, such as one of an earlier version, is taken back."""
    await queue.apply("productdb", HARBOUR, MEADOW)
    await queue.apply("zendesk", record("zendesk", "77", names=("productdb:acct_1",)), STRANGER)
    await queue.database.execute(
        """
        INSERT INTO link (account_id, connection_id, source, record_type, external_id, method, confidence, evidence,
            linked_by, linked_at)
        SELECT account_id, 'con_zendesk', 'zendesk', 'organization', '78', 'domain', 0.95, '{}', 'directory', linked_at
        FROM link WHERE external_id = 'acct_2'
        """
    )
    tried = await queue.identity.rematch(dry_run=True)
    assert (tried.linked, tried.taken_back) == (0, 1)
    links = "SELECT external_id FROM link WHERE revoked_at IS NULL AND connection_id = 'con_zendesk' ORDER BY 1"
    assert await queue.ask(links) == [("77",), ("78",)]
    assert await queue.identity.rematch(dry_run=False) == tried
    assert await queue.ask(links) == [("77",)]
    again = await queue.identity.rematch(dry_run=False)
    assert (again.linked, again.taken_back) == (0, 0)


@pytest.mark.parametrize("never", [False, True])
async def test_no_rule_links_what_a_person_has_refused(misspelt: Queue, *, never: bool) -> None:
    """Not even when the record later names the account, and not after the account was merged into another one."""
    row = await misspelt.only()
    await misspelt.deciding.reject(row.id, ANA, reason=None, never_ask_again=never)
    declared = record("zendesk", "77", name="Harbour Robotics", names=("productdb:acct_1",), **PLACE)
    await misspelt.apply("zendesk", declared, STRANGER)
    assert await misspelt.identity.lookup(external="zendesk:77") == []
    [unlinked] = [
        each for each in await misspelt.identity.unlinked(ConnectionId("con_zendesk")) if each.name != STRANGER.name
    ]
    assert unlinked.because == "Somebody said that it does not belong to the account that it looks like."
    tried = await misspelt.identity.rematch(dry_run=True)
    assert (tried.linked, tried.taken_back) == (0, 0)
    [meadow] = await misspelt.identity.lookup(external="productdb:acct_2")
    await misspelt.merges.merge(ANA, MergeOrder(meadow.account.id, row.pair.one))
    await misspelt.apply("zendesk", MISSPELT, STRANGER)
    assert await misspelt.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)
    await misspelt.apply("zendesk", declared, STRANGER)
    assert await misspelt.identity.lookup(external="zendesk:77") == []


async def test_a_no_between_accounts_holds_when_one_is_merged(queue: Queue) -> None:
    await queue.apply("productdb", HARBOUR, MEADOW)
    await queue.apply("hubspot", record("hubspot", "1", name="Harbour Robotics Ltd", **PLACE))
    await queue.suggestions.run_pass()
    row = await queue.only()
    await queue.deciding.reject(row.id, ANA, reason=None, never_ask_again=False)
    [harbour] = await queue.identity.lookup(external="productdb:acct_1")
    [meadow] = await queue.identity.lookup(external="productdb:acct_2")
    await queue.merges.merge(ANA, MergeOrder(meadow.account.id, harbour.account.id))
    assert await queue.suggestions.run_pass() == Passed(made=0, kept=0, closed=0)
