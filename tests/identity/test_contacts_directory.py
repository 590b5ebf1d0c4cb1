"""Contacts in a real PostgreSQL: made by the lists, kept, brought together, closed and found again."""

from datetime import timedelta

import pytest_asyncio

from identity.builders import person, record
from identity.test_identity_directory import ACME, BOLT, Desk
from rotunda.identity.directory import CERTAIN_AFTER
from rotunda.kit.database import Database
from rotunda.sections.ids import ConnectionId

ADA = person("productdb", "usr_1", "acct_1", name="Ada", verified_emails=("ada@acme.com",))
COMPANY = record("hubspot", "900", name="Acme", names=("productdb:acct_1",))
CONTACT = person(
    "hubspot",
    "151",
    "900",
    name="Ada Byron",
    emails=("Ada@Acme.com",),
    title="Engineer",
    phones=("+49 30 5550142", "call reception"),
)
REQUESTER = person("zendesk", "391", names=("productdb:usr_1",), emails=("ada@home.dev",))
TABLES = ("contact", "contact_link", "contact_identifier", "source_record")


@pytest_asyncio.fixture
async def desk(database: Database) -> Desk:
    await database.execute("TRUNCATE account, account_owner, identifier, link, source_record CASCADE")
    return Desk(database)


async def contacts(desk: Desk) -> list[tuple[object, ...]]:
    return await desk.ask(
        "SELECT name, title, email, phone FROM contact WHERE shown_as IS NULL AND closed_at IS NULL ORDER BY name"
    )


async def test_people_become_contacts_with_what_was_entered(desk: Desk) -> None:
    await desk.apply("productdb", ACME, ADA)
    await desk.apply("hubspot", COMPANY, CONTACT)
    await desk.apply("zendesk", REQUESTER)
    assert await contacts(desk) == [("Ada Byron", "Engineer", "ada@acme.com", "+49 30 5550142")]
    [(contact, account)] = await desk.ask("SELECT id, account_id FROM contact")
    assert str(contact).startswith("per_")
    assert account == await desk.id_of("productdb:acct_1")
    assert await desk.ask("SELECT source, method, evidence FROM contact_link ORDER BY id") == [
        ("productdb", "founded", {}),
        ("hubspot", "email", {"email": "ada@acme.com"}),
        ("zendesk", "declared", {"declared": "productdb:usr_1"}),
    ]
    assert await desk.ask(
        "SELECT kind, normal, value, source, verified FROM contact_identifier WHERE kind <> 'record'"
        " ORDER BY kind, normal, source"
    ) == [
        ("email", "ada@acme.com", "Ada@Acme.com", "hubspot", False),
        ("email", "ada@acme.com", "ada@acme.com", "productdb", True),
        ("email", "ada@home.dev", "ada@home.dev", "zendesk", False),
        ("phone", "+49305550142", "+49 30 5550142", "hubspot", False),
    ]


async def test_the_same_lists_again_change_nothing(desk: Desk) -> None:
    async def twice() -> None:
        await desk.apply("productdb", ACME, ADA)
        await desk.apply("hubspot", COMPANY, CONTACT)
        await desk.apply("zendesk", REQUESTER)

    await twice()
    before = [await desk.ask(f"SELECT xmin::text, t.* FROM {table} t ORDER BY t::text") for table in TABLES]
    desk.clock.advance(timedelta(hours=1))
    await twice()
    await desk.apply("productdb", ACME, ADA, BOLT)  # Something else has changed: people are looked at again.
    await desk.apply("productdb", ACME, ADA, record("productdb", "acct_2", name="Bolt & Co", domains=("bolt.io",)))
    after = [await desk.ask(f"SELECT xmin::text, t.* FROM {table} t ORDER BY t::text") for table in TABLES]
    assert after[:3] == before[:3]


async def test_sources_may_come_in_any_order(desk: Desk) -> None:
    await desk.apply("hubspot", COMPANY, CONTACT)
    await desk.apply("zendesk", REQUESTER)
    assert len(await contacts(desk)) == 2
    oldest = (await desk.ask("SELECT contact_id FROM contact_link ORDER BY id LIMIT 1"))[0][0]
    await desk.apply("productdb", ACME, ADA)
    assert len(await contacts(desk)) == 1
    assert await desk.ask("SELECT id FROM contact WHERE shown_as IS NULL") == [(oldest,)]
    assert await desk.ask("SELECT count(*) FROM contact_link WHERE revoked_at IS NULL") == [(3,)]


async def test_who_is_not_listed_any_more_is_closed_and_comes_back_as_the_same(desk: Desk) -> None:
    await desk.apply("productdb", ACME, ADA)
    before = await desk.ask("SELECT id FROM contact")
    await desk.apply("productdb", ACME)
    assert len(await contacts(desk)) == 1
    desk.clock.advance(CERTAIN_AFTER)
    await desk.apply("productdb", ACME)
    assert await contacts(desk) == []
    assert await desk.ask("SELECT normal FROM contact_identifier WHERE kind = 'email' AND until IS NOT NULL") == [
        ("ada@acme.com",)
    ]
    await desk.apply("productdb", ACME, ADA)
    assert len(await contacts(desk)) == 1
    assert await desk.ask("SELECT id FROM contact") == before


async def test_a_disconnected_source_s_people_are_closed(desk: Desk) -> None:
    await desk.apply("productdb", ACME, ADA)
    await desk.apply("zendesk", person("zendesk", "500", name="Zed"))
    await desk.identity.forget(ConnectionId("con_zendesk"), "usr_x")
    assert [name for name, *_ in await contacts(desk)] == ["Ada"]


async def test_texts_that_postgresql_cannot_hold_cost_nothing_else(desk: Desk) -> None:
    await desk.apply(
        "productdb", ACME, person("productdb", "usr_1", "acct_1", name="A\0da", title="\0", phones=("\0",))
    )
    assert await contacts(desk) == [("Ada", None, None, None)]
