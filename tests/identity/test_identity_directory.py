"""Taking over a source's list, on a real PostgreSQL: what is stored, linked, kept, closed and found again."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from identity.builders import CATEGORIES, person, record
from rotunda.connector_kit.connector import SourceRecord
from rotunda.identity.directory import BELIEVED_AFTER, CERTAIN_AFTER
from rotunda.identity.model import AccountRow, Applied
from rotunda.identity.service import Identity
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.sections.ids import AccountId, ConnectionId, SourceName, VisibleAccountId

START = datetime(2026, 11, 20, 15, tzinfo=UTC)
ACME = record(
    "productdb",
    "acct_1",
    name="Acme",
    domains=("acme.com",),
    owner_emails=("Cleo@Vendor.test",),
    owner_teams=("EMEA",),
    names=("stripe:cus_1",),
)
BOLT = record("productdb", "acct_2", name="Bolt", domains=("bolt.io",))
PAYER = record("stripe", "cus_1", name="Acme Inc", emails=("ap@acme.com",))


class Desk:
    """One installation's identity, with a clock to turn and a look into its tables."""

    def __init__(self, database: Database) -> None:
        self.clock = SetClock(START)
        self.database = database
        self.identity = Identity(database, self.clock)

    async def apply(self, source: str, *records: SourceRecord, connection: str | None = None) -> Applied:
        return await self.identity.apply_directory(
            ConnectionId(connection or f"con_{source}"), SourceName(source), CATEGORIES[source], records
        )

    async def account_of(self, external: str) -> AccountRow | None:
        found = await self.identity.lookup(external=external)
        return found[0].account if found else None

    async def id_of(self, external: str) -> AccountId:
        account = await self.account_of(external)
        assert account is not None, external
        return account.id

    async def links(self, account: AccountId) -> dict[str, dict[str, list[Any]]]:
        return dict((await self.identity.around(VisibleAccountId(account))).links)

    async def ask(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        async with self.database.connection() as connection:
            return await (await connection.execute(query.encode(), parameters)).fetchall()


@pytest_asyncio.fixture
async def desk(database: Database) -> Desk:
    await database.execute("TRUNCATE account, account_owner, identifier, link, source_record CASCADE")
    return Desk(database)


async def test_a_list_becomes_accounts_links_and_identifiers(desk: Desk) -> None:
    assert await desk.apply("productdb", ACME, BOLT) == Applied(records=2, founded=2, linked=2)
    assert await desk.apply("stripe", PAYER) == Applied(records=1, linked=1)
    acme = await desk.account_of("productdb:acct_1")
    assert acme is not None
    assert acme.id.startswith("acc_")
    assert (acme.name, acme.domain, acme.owner_emails, acme.teams) == (
        "Acme",
        "acme.com",
        ["cleo@vendor.test"],
        ["EMEA"],
    )
    assert acme.ownership.owner_emails == {"cleo@vendor.test"}
    assert await desk.links(acme.id) == {
        "con_productdb": {"account": ["acct_1"]},
        "con_stripe": {"customer": ["cus_1"]},
    }
    assert await desk.ask("SELECT method, confidence, evidence, linked_by FROM link ORDER BY id DESC LIMIT 1") == [
        ("declared", 1.0, {"declared_by": "productdb:acct_1"}, "directory")
    ]
    assert await desk.identity.resolve(acme.id) == acme


async def test_the_same_list_again_changes_nothing(desk: Desk) -> None:
    await desk.apply("productdb", ACME, BOLT)
    await desk.apply("stripe", PAYER)
    tables = ("account", "account_owner", "identifier", "link", "source_record")
    before = [await desk.ask(f"SELECT xmin::text, t.* FROM {table} t ORDER BY t::text") for table in tables]
    desk.clock.advance(timedelta(hours=1))
    assert await desk.apply("productdb", BOLT, ACME) == Applied(records=2)
    assert await desk.apply("stripe", PAYER, PAYER) == Applied(records=2)
    assert [await desk.ask(f"SELECT xmin::text, t.* FROM {table} t ORDER BY t::text") for table in tables] == before


async def test_nothing_is_kept_of_a_record_but_its_keys(desk: Desk) -> None:
    columns = await desk.ask("SELECT column_name FROM information_schema.columns WHERE table_name = 'source_record'")
    assert {name for (name,) in columns} == {
        *("connection_id", "record_type", "external_id", "source", "category", "is_person", "founds_account", "name"),
        *("domains", "emails", "verified_emails", "declared", "company", "parent", "owner_emails", "owner_teams"),
        *(
            "industry",
            "city",
            "country",
            "title",
            "phones",
            "updated_at",
            "changed_at",
            "missing_since",
            "unlinked_because",
            "candidates",
        ),
    }


async def test_a_changed_record_changes_the_head_and_keeps_the_id(desk: Desk) -> None:
    await desk.apply("productdb", ACME)
    account = await desk.id_of("productdb:acct_1")
    await desk.apply("productdb", record("productdb", "acct_1", name="Acme Global", domains=("acme.global",)))
    row = await desk.identity.resolve(account)
    assert row is not None
    assert (row.name, row.domain, row.owner_emails, row.teams) == ("Acme Global", "acme.global", [], [])


async def test_a_former_domain_and_address_still_find_the_account(desk: Desk) -> None:
    user = person("productdb", "usr_1", "acct_1", verified_emails=("ada@acme.com",))
    await desk.apply("productdb", ACME, user)
    [exact] = await desk.identity.lookup(email="Ada <ADA@acme.com>")
    assert (exact.by, exact.verified, exact.former, exact.account.name) == ("email", True, False, "Acme")
    await desk.apply("productdb", record("productdb", "acct_1", name="Acme", domains=("acme.global",)), BOLT)
    [former] = await desk.identity.lookup(email="ada@acme.com")
    assert (former.by, former.former, former.account.name) == ("email", True, "Acme")
    [domain] = await desk.identity.lookup(domain="https://www.acme.com/")
    assert (domain.by, domain.former) == ("domain", True)


async def test_an_unknown_address_finds_the_account_of_its_domain(desk: Desk) -> None:
    await desk.apply("productdb", ACME, BOLT)
    [match] = await desk.identity.lookup(email="somebody-new@bolt.io")
    assert (match.by, match.value, match.account.name) == ("domain", "bolt.io", "Bolt")
    assert await desk.identity.lookup(email="somebody@gmail.com") == []


@pytest.mark.parametrize(
    "text", ["", " ", "no address", "@", "stripe:", ":cus_1", "cus_1", "acc_", "%", "' OR 1=1 --", "\0"]
)
async def test_what_cannot_be_a_name_finds_nothing(desk: Desk, text: str) -> None:
    await desk.apply("productdb", ACME)
    assert await desk.identity.lookup(email=text, domain=text, external=text) == []
    assert await desk.identity.resolve(text) is None


async def test_a_shared_domain_finds_every_account_that_has_it(desk: Desk) -> None:
    await desk.apply("productdb", ACME, record("productdb", "acct_3", name="Client", domains=("acme.com",)))
    found = await desk.identity.lookup(domain="acme.com")
    assert [match.account.name for match in found] == ["Acme", "Client"]


async def test_links_are_found_once_and_kept(desk: Desk) -> None:
    """What a record says later does not move it: whoever linked it may have known better."""
    await desk.apply("productdb", ACME, BOLT)
    await desk.apply("stripe", PAYER)
    account = await desk.id_of("stripe:cus_1")
    await desk.apply("productdb", record("productdb", "acct_1", name="Acme"), BOLT)
    await desk.apply("stripe", record("stripe", "cus_1", names=("productdb:acct_2",), emails=("ap@bolt.io",)))
    assert await desk.id_of("stripe:cus_1") == account


async def test_unlinked_records_say_why_and_which_accounts_they_may_be(desk: Desk) -> None:
    await desk.apply("productdb", ACME, record("productdb", "acct_3", name="Client", domains=("acme.com",)))
    await desk.apply("zendesk", record("zendesk", "77", name="Acme desk", domains=("acme.com",)))
    [row] = await desk.identity.unlinked(ConnectionId("con_zendesk"))
    assert (row.record_type, row.external_id, row.because) == (
        "organization",
        "77",
        "Its domain is shared by several accounts.",
    )
    assert set(row.candidates) == {await desk.id_of("productdb:acct_1"), await desk.id_of("productdb:acct_3")}
    await desk.apply("zendesk", record("zendesk", "77", name="Acme desk", names=("productdb:acct_1",)))
    assert await desk.identity.unlinked(ConnectionId("con_zendesk")) == []
    assert await desk.id_of("zendesk:77") == await desk.id_of("productdb:acct_1")


async def test_a_record_that_vanishes_is_missed_first_and_closed_later(desk: Desk) -> None:
    await desk.apply("productdb", ACME, BOLT)
    await desk.apply("stripe", PAYER)
    account = await desk.id_of("stripe:cus_1")
    assert (await desk.apply("stripe")).closed == 0
    assert "con_stripe" in await desk.links(account)
    desk.clock.advance(BELIEVED_AFTER)
    assert (await desk.apply("stripe")).closed == 1
    assert "con_stripe" not in await desk.links(account)
    assert await desk.ask("SELECT revoked_by, revoked_because FROM link WHERE source = 'stripe'") == [
        ("directory", "vanished")
    ]
    [match] = await desk.identity.lookup(external="stripe:cus_1")
    assert (match.account.id, match.former) == (account, True)


async def test_a_record_that_comes_back_is_the_account_that_it_was(desk: Desk) -> None:
    await desk.apply("productdb", ACME, BOLT)
    bolt = await desk.id_of("productdb:acct_2")
    for _ in range(2):
        await desk.apply("productdb", ACME)
        desk.clock.advance(BELIEVED_AFTER)
    row = await desk.identity.resolve(bolt)
    assert row is not None
    assert row.closed_at is not None
    assert bolt not in await desk.identity.account_ids()
    await desk.apply("productdb", ACME, BOLT)
    assert await desk.id_of("productdb:acct_2") == bolt
    row = await desk.identity.resolve(bolt)
    assert row is not None
    assert row.closed_at is None
    assert await desk.ask("SELECT count(*) FROM account") == [(2,)]


async def test_a_list_that_lost_very_much_is_doubted(desk: Desk) -> None:
    many = [record("productdb", f"acct_{number}", name=f"N{number}") for number in range(60)]
    await desk.apply("productdb", *many)
    await desk.apply("productdb", *many[:20])
    desk.clock.advance(BELIEVED_AFTER)
    assert await desk.apply("productdb", *many[:20]) == Applied(records=20, held_back=40)
    assert len(await desk.identity.account_ids()) == 60
    desk.clock.advance(CERTAIN_AFTER)
    assert (await desk.apply("productdb", *many[:20])).closed == 40
    assert len(await desk.identity.account_ids()) == 20


async def test_a_disconnected_source_leaves_and_returns(desk: Desk) -> None:
    await desk.apply("productdb", ACME, BOLT)
    await desk.apply("stripe", PAYER)
    account = await desk.id_of("productdb:acct_1")
    assert await desk.identity.forget(ConnectionId("con_stripe"), "usr_admin") == 1
    assert await desk.links(account) == {"con_productdb": {"account": ["acct_1"]}}
    assert await desk.ask("SELECT revoked_by, revoked_because FROM link WHERE source = 'stripe'") == [
        ("usr_admin", "disconnected")
    ]
    assert (await desk.apply("stripe", PAYER, connection="con_stripe_2")).linked == 1
    assert set(await desk.links(account)) == {"con_productdb", "con_stripe_2"}


async def test_parents_and_children_follow_the_sources_hierarchy(desk: Desk) -> None:
    group = record("hubspot", "1", name="Group", domains=("group.test",))
    daughter = record("hubspot", "2", name="Daughter", parent="1")
    loop = record("hubspot", "3", name="Loop", parent="4")
    back = record("hubspot", "4", name="Back", parent="3")
    await desk.apply("hubspot", group, daughter, loop, back)
    above, below = await desk.id_of("hubspot:1"), await desk.id_of("hubspot:2")
    assert [row.id for row in (await desk.identity.around(above)).family.children] == [below]
    assert [row.id for row in (await desk.identity.around(below)).family.parents] == [above]
    assert [row.name for row in (await desk.identity.around(await desk.id_of("hubspot:3"))).family.parents] in (
        ["Back"],
        [],
    )
    ups = await desk.ask("SELECT count(*) FROM account WHERE parent_id IS NOT NULL")
    assert ups == [(2,)]


async def test_the_crm_names_the_account_and_each_source_adds_owners(desk: Desk) -> None:
    await desk.apply("productdb", ACME)
    crm = record(
        "hubspot",
        "1",
        name="Acme B.V.",
        city="Utrecht",
        names=("productdb:acct_1",),
        owner_emails=("Otto@vendor.test",),
        owner_teams=("West",),
    )
    await desk.apply("hubspot", crm)
    row = await desk.account_of("hubspot:1")
    assert row is not None
    assert (row.name, row.city, row.domain) == ("Acme B.V.", "Utrecht", "acme.com")
    assert sorted(row.owner_emails) == ["cleo@vendor.test", "otto@vendor.test"]
    assert sorted(row.teams) == ["EMEA", "West"]
    roles = await desk.ask("SELECT email, team, role FROM account_owner ORDER BY role, email, team")
    assert ("cleo@vendor.test", None, "csm") in roles
    assert ("otto@vendor.test", None, "owner") in roles


async def test_lists_that_arrive_at_the_same_time_take_turns(desk: Desk) -> None:
    payers = [record("stripe", f"cus_{n}", names=("productdb:acct_1",)) for n in range(20)]
    await asyncio.gather(
        desk.apply("productdb", ACME, BOLT), desk.apply("stripe", *payers), desk.apply("productdb", ACME, BOLT)
    )
    account = await desk.id_of("productdb:acct_1")
    assert len((await desk.links(account))["con_stripe"]["customer"]) == 20
    assert len(await desk.identity.account_ids()) == 2


async def test_a_list_that_cannot_be_kept_leaves_nothing_behind(desk: Desk) -> None:
    await desk.apply("productdb", ACME)
    before = await desk.ask("SELECT external_id, name FROM source_record")
    broken = record("productdb", "acct_9", name="\ud800")
    with pytest.raises(UnicodeEncodeError):
        await desk.apply("productdb", record("productdb", "acct_1", name="Changed"), broken)
    assert await desk.ask("SELECT external_id, name FROM source_record") == before
    assert (await desk.apply("productdb", ACME)) == Applied(records=1)


async def test_strange_texts_are_kept_as_they_are(desk: Desk) -> None:
    names: Sequence[str] = ('"{,}\\', "\t\n\\N", "☃ 🦄 naïve", "a\0b", "NULL", "")
    records = [record("productdb", f"id {n} {{,}}", name=name, domains=(name,)) for n, name in enumerate(names)]
    await desk.apply("productdb", *records)
    stored = await desk.ask("SELECT external_id, name, domains FROM source_record ORDER BY external_id")
    assert [(number, name, domains) for number, name, domains in stored] == [
        (f"id {n} {{,}}", name.replace("\0", ""), [name.replace("\0", "")]) for n, name in enumerate(names)
    ]


@pytest.mark.slow
async def test_tens_of_thousands_of_records(desk: Desk) -> None:
    accounts = 3_000
    product = [
        record("productdb", f"acct_{n}", name=f"Company {n}", domains=(f"company{n}.test",)) for n in range(accounts)
    ]
    users = [
        person("productdb", f"usr_{n}", f"acct_{n % accounts}", verified_emails=(f"p{n}@company{n % accounts}.test",))
        for n in range(24_000)
    ]
    orgs = [record("zendesk", str(n), domains=(f"company{n}.test",)) for n in range(accounts)]
    assert await desk.apply("productdb", *product, *users) == Applied(records=27_000, founded=accounts, linked=accounts)
    assert (await desk.apply("zendesk", *orgs)).linked == accounts
    assert await desk.apply("zendesk", *orgs) == Applied(records=accounts)
    [match] = await desk.identity.lookup(email="p23999@company2999.test")
    assert await desk.links(match.account.id) == {
        "con_productdb": {"account": ["acct_2999"]},
        "con_zendesk": {"organization": ["2999"]},
    }


async def test_look_ups_use_their_indexes(desk: Desk) -> None:
    """On a book of some size, no look-up reads a table from end to end."""
    many = [record("productdb", f"acct_{n}", name=f"C{n}", domains=(f"company{n}.test",)) for n in range(3_000)]
    await desk.apply("productdb", *many)
    await desk.database.execute("ANALYZE")
    # Statistics are counted per connection before they are shared: one connection asks and counts.
    alone = Desk(Database(desk.database.url, size=1))
    await alone.database.open()
    account = await alone.id_of("productdb:acct_7")
    before = await _sequential(alone)
    await alone.identity.resolve(account)
    await alone.links(account)
    await alone.identity.around(account)
    await alone.identity.lookup(email="x@company9.test", domain="company10.test", external="productdb:acct_11")
    after = await _sequential(alone)
    await alone.ask("SELECT count(*) FROM account WHERE city IS NOT NULL")
    noticed = await _sequential(alone)
    await alone.database.close()
    assert after == before
    assert noticed != before


async def _sequential(desk: Desk) -> list[tuple[Any, ...]]:
    """How often each table was read from end to end."""
    await desk.ask("SELECT pg_stat_force_next_flush()")
    return await desk.ask(
        "SELECT relname, seq_scan FROM pg_stat_user_tables"
        " WHERE relname IN ('account', 'identifier', 'link') ORDER BY relname"
    )
