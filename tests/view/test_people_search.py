"""People are found by what they are called, how they are reached and where they work, within rights; numbers find
conversations. On a real PostgreSQL.
"""

from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio

from rotunda.access.audit.log import AuditLog
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.definitions import Definitions
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.kit.keyset import Keyset
from rotunda.sections.ids import UserId
from rotunda.view.contact.listing import ContactListing, ContactListRequest, PeopleReader
from rotunda.view.contact.repository import ContactList
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.hits import Hit
from rotunda.view.index.quick_search import QuickSearch
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.search_words import SearchRefused
from support.searching import HOUSE, RIGHTS, quick_search

ACCOUNTS = {"a1": ("Northwind Traders", "ana@rotunda.example"), "a2": ("Brightwater", "bo@rotunda.example")}
PEOPLE = {
    "p1": ("Jonas Weber", "a1", "jonas.weber@northwind.example"),
    "p2": ("Zoë Müller", "a1", "zoe@northwind.example"),
    "p3": ("Maria Nordström", "a2", "maria@brightwater.example"),
    "p4": ("ops@brightwater.example", "a2", "ops@brightwater.example"),
    "p5": ("Nobody's Guest", None, "guest@elsewhere.example"),
    "p6": ("J. Weber", "a1", "jw@old.example"),
}


def account_id(key: str) -> str:
    return f"acc_{key:0>20}"


def contact_id(key: str) -> str:
    return f"per_{key:0>20}"


@pytest_asyncio.fixture(scope="module")
async def book(database: Database) -> Database:
    for key, (name, owner) in ACCOUNTS.items():
        await database.execute(
            "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, now(), now())",
            (account_id(key), name),
        )
        await database.execute(
            "INSERT INTO account_owner VALUES (%s, %s, NULL, 'owner', 'test')", (account_id(key), owner)
        )
    for key, (name, account, email) in PEOPLE.items():
        await database.execute(
            "INSERT INTO contact (id, account_id, name, email, created_at, updated_at) "
            "VALUES (%s, %s, %s, %s, now(), now())",
            (contact_id(key), account and account_id(account), name, email),
        )
        await _identified(database, key, "email", email)
    await database.execute("UPDATE contact SET mirrored_name = 'Zoey Miller' WHERE id = %s", (contact_id("p2"),))
    await _identified(database, "p1", "phone", "+493055501420")
    await _identified(database, "p1", "record", "zendesk:77001")
    await database.execute("UPDATE contact SET shown_as = %s WHERE id = %s", (contact_id("p1"), contact_id("p6")))
    await database.execute(
        "INSERT INTO account_fact (account_id, name, text_value, source, as_of) "
        "VALUES (%s, 'plan', 'pro', 'stripe', now())",
        (account_id("a2"),),
    )
    return database


async def _identified(database: Database, key: str, kind: str, normal: str) -> None:
    await database.execute(
        "INSERT INTO contact_identifier (contact_id, kind, normal, source, value, verified, since) "
        "VALUES (%s, %s, %s, 'zendesk', %s, true, now())",
        (contact_id(key), kind, normal, normal),
    )


@pytest_asyncio.fixture(scope="module")
async def audit(book: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AuditLog]:
    log = AuditLog(book, b"k" * 32, SystemClock(), tmp_path_factory.mktemp("audit") / "checkpoints")
    await log.open()
    yield log
    await log.close()


@pytest.fixture(scope="module")
def search(book: Database, audit: AuditLog) -> QuickSearch:
    return quick_search(book, audit, SystemClock())


@pytest.fixture(scope="module")
def listing(book: Database, audit: AuditLog) -> ContactListing:
    catalogue = Catalogue(HOUSE, Definitions(book, SystemClock()), SystemClock())
    return ContactListing(PeopleReader(catalogue, ContactList(book, IndexRepository(book))), audit, Keyset(b"k" * 32))


def viewer(role: str = "admin", email: str = "ana@rotunda.example") -> Viewer:
    return Viewer(UserId("usr_1"), "Ana", email, (DEFAULT_ROLES[role],), frozenset(), "token", rights=RIGHTS)


async def groups(search: QuickSearch, text: str, who: Viewer | None = None) -> Mapping[str, list[Hit]]:
    result = await search.find(who or viewer(), text, 8)
    return {group.kind: group.items for group in result.groups}


async def quickly(search: QuickSearch, text: str, who: Viewer | None = None) -> list[str]:
    return [hit.name for hit in (await groups(search, text, who)).get("contacts", [])]


async def listed(listing: ContactListing, text: str, who: Viewer | None = None) -> list[str]:
    page = await listing.page(who or viewer(), ContactListRequest(text))
    assert page.total == len(page.items)
    return [item.name for item in page.items]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("jonas", ["Jonas Weber"]),
        ("weber jonas", ["Jonas Weber"]),
        ("J. Weber", ["Jonas Weber"]),
        ("jw@old.example", ["Jonas Weber"]),
        ("zoe muller", ["Zoë Müller"]),
        ("zoey miller", ["Zoë Müller"]),
        ("zo", ["Zoë Müller"]),
        ("nordstrom", ["Maria Nordström"]),
        ("norstrom", ["Maria Nordström"]),
        ("webber -zoe", ["Jonas Weber"]),
        ("northwind", ["Jonas Weber", "Zoë Müller"]),
        ("northwind weber", ["Jonas Weber"]),
        ("+49 30 55501420", ["Jonas Weber"]),
        ("5550142", ["Jonas Weber"]),
        ("id:zoe@northwind.example", ["Zoë Müller"]),
        ('id:"+49 30 55501420"', ["Jonas Weber"]),
        ("zendesk:77001", ["Jonas Weber"]),
        ("id:77001", ["Jonas Weber"]),
        (f"id:{contact_id('p6')}", ["Jonas Weber"]),
        ("in:contacts plan:pro", ["Maria Nordström", "ops@brightwater.example"]),
        ("in:contacts owner:me -weber", ["Zoë Müller"]),
        ("(maria or guest) in:contacts", ["Maria Nordström", "Nobody's Guest"]),
        ("100%", []),
        ("_", []),
        ("nothing like it", []),
    ],
)
async def test_people_are_found_quickly_and_in_their_list(
    search: QuickSearch, listing: ContactListing, typed: str, names: list[str]
) -> None:
    assert sorted(await quickly(search, typed)) == sorted(names)
    assert sorted(await listed(listing, typed)) == sorted(names)


async def test_what_somebody_was_found_by_is_told(search: QuickSearch) -> None:
    [hit] = (await groups(search, "jw@old.example"))["contacts"]
    assert (hit.by, hit.value, hit.source) == ("email", "jw@old.example", "zendesk")
    assert hit.account is not None
    assert hit.account.name == "Northwind Traders"
    [hit] = (await groups(search, "in:contacts brightwater maria"))["contacts"]
    assert hit.name == "Maria Nordström"


async def test_a_name_that_the_sources_say_still_finds(search: QuickSearch) -> None:
    [hit] = (await groups(search, "miller in:contacts"))["contacts"]
    assert (hit.name, hit.by, hit.value, hit.former) == ("Zoë Müller", "name", "Zoey Miller", True)


async def test_in_leaves_one_kind(search: QuickSearch) -> None:
    assert set(await groups(search, "northwind")) == {"accounts", "contacts"}
    assert set(await groups(search, "northwind in:contacts")) == {"contacts"}
    assert set(await groups(search, "northwind in:accounts")) == {"accounts"}


async def test_addresses_find_people_for_those_only_who_may_read_them(
    search: QuickSearch, listing: ContactListing
) -> None:
    nameless = viewer("finance")
    for typed in ("jonas", "northwind.example", "ops@brightwater", "id:zoe@northwind.example", "5550142"):
        assert await quickly(search, f"in:contacts {typed}", nameless) == []
        assert await listed(listing, typed, nameless) == []


async def test_only_people_of_accounts_within_the_scope_are_found(search: QuickSearch, listing: ContactListing) -> None:
    own = viewer("sales", "bo@rotunda.example")
    for typed in ("weber", "northwind", "guest", "zoe@", "id:zendesk:77001", f"id:{contact_id('p1')}"):
        assert await quickly(search, typed, own) == []
        assert await listed(listing, typed, own) == []
    assert await quickly(search, "maria", own) == ["Maria Nordström"]
    assert await listed(listing, "brightwater", own) == ["Maria Nordström", "ops@brightwater.example"]


async def test_the_list_of_people_refuses_what_it_does_not_hold(listing: ContactListing) -> None:
    with pytest.raises(SearchRefused) as refused:
        await listing.page(viewer(), ContactListRequest("maria in:accounts"))
    assert refused.value.position == 6
    with pytest.raises(SearchRefused) as unknown:
        await listing.page(viewer(), ContactListRequest("maria colour:red"))
    assert unknown.value.position == 6


@pytest.mark.parametrize(
    ("typed", "position"),
    [("in:conversations", 16), ("in:conversations  ", 16)],
)
async def test_conversations_need_a_number_or_words(search: QuickSearch, typed: str, position: int) -> None:
    with pytest.raises(SearchRefused) as refused:
        await search.find(viewer(), typed, 8)
    assert refused.value.position == position
    assert "number" in refused.value.reason


async def test_a_number_of_a_system_that_is_gone_finds_its_conversation(search: QuickSearch, book: Database) -> None:
    await book.execute(
        "INSERT INTO alias (old_system, old_number, normal, account_id, imported_at, batch) "
        "VALUES ('olddesk', 'OD-7', 'od-7', %s, now(), 'alb_1')",
        (account_id("a2"),),
    )
    for typed in ("in:conversations OD-7", "in:conversations olddesk:#OD-7", "#od-7"):
        [hit] = (await groups(search, typed))["conversations"]
        assert (hit.name, hit.by, hit.sub, hit.source, hit.former) == (
            "#OD-7",
            "ticket",
            "Brightwater",
            "olddesk",
            True,
        )
        assert hit.account is not None
        assert hit.account.id == account_id("a2")
    hidden = viewer("sales", "ana@rotunda.example")
    assert await groups(search, "in:conversations OD-7", hidden) == {}
