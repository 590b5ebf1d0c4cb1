"""What the palette finds: by every name and number, in any spelling, within rights. On a real PostgreSQL."""

from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio

from rotunda.access.audit.log import AuditLog
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.connectors import load_connectors
from rotunda.identity.fields.definitions import Definitions
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.kit.keyset import Keyset
from rotunda.sections.ids import UserId
from rotunda.sections.section import load_sections
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.hits import Hit
from rotunda.view.index.listing import Listing, ListRequest
from rotunda.view.index.quick_search import QuickSearch
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.search_words import SearchRefused
from rotunda.view.page.plan import House
from support.searching import RIGHTS, quick_search

ACCOUNTS = {
    "a1": ("Northwind Traders", "northwind.example", "Zürich"),
    "a2": ("Northwest Air", "nwair.example", "Oslo"),
    "a3": ("Société Générique", "generique.example", "Lyon"),
    "a4": ("The Northwind Foundation", "nwf.example", None),
    "a5": ("Brightwater", "brightwater.example", "London"),
}
IDENTIFIERS = (
    ("a1", "email", "jonas@northwind.example", "Jonas@Northwind.example", "hubspot"),
    ("a1", "record", "stripe:cus_NffrFeUfNV2Hib", "cus_NffrFeUfNV2Hib", "stripe"),
    ("a2", "record", "zendesk:48201", "48201", "zendesk"),
    ("a5", "domain", "bright-water.example", "bright-water.example", "stripe"),
)


def account_id(key: str) -> str:
    return f"acc_{key:0>20}"


@pytest_asyncio.fixture(scope="module")
async def book(database: Database) -> Database:
    for key, (name, domain, city) in ACCOUNTS.items():
        await database.execute(
            "INSERT INTO account (id, name, domain, city, created_at, updated_at) "
            "VALUES (%s, %s, %s, %s, now(), now())",
            (account_id(key), name, domain, city),
        )
    for key, kind, normal, value, source in IDENTIFIERS:
        await database.execute(
            "INSERT INTO identifier VALUES (%s, %s, %s, %s, %s, 'con_1', true, now())",
            (account_id(key), kind, normal, source, value),
        )
    await database.execute(
        "INSERT INTO account_owner VALUES (%s, 'bo@rotunda.example', NULL, 'owner', 'test')", (account_id("a5"),)
    )
    await database.execute("UPDATE account SET name = 'Clearwater' WHERE id = %s", (account_id("a5"),))
    return database


@pytest_asyncio.fixture(scope="module")
async def audit(book: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AuditLog]:
    log = AuditLog(book, b"k" * 32, SystemClock(), tmp_path_factory.mktemp("audit") / "checkpoints")
    await log.open()
    yield log
    await log.close()


@pytest.fixture(scope="module")
def catalogue(book: Database) -> Catalogue:
    clock = SystemClock()
    return Catalogue(House(load_sections(), load_connectors()), Definitions(book, clock), clock)


@pytest.fixture(scope="module")
def search(book: Database, audit: AuditLog) -> QuickSearch:
    return quick_search(book, audit, SystemClock())


@pytest.fixture(scope="module")
def listing(book: Database, audit: AuditLog, catalogue: Catalogue) -> Listing:
    return Listing(catalogue, IndexRepository(book), audit, Keyset(b"k" * 32))


def viewer(role: str = "admin", email: str = "ana@rotunda.example") -> Viewer:
    return Viewer(UserId("usr_1"), "Ana", email, (DEFAULT_ROLES[role],), frozenset(), "token", rights=RIGHTS)


async def found(search: QuickSearch, text: str, who: Viewer | None = None) -> Sequence[Hit]:
    result = await search.find(who or viewer(), text, 8)
    return [hit for group in result.groups for hit in group.items]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("n", ["Northwest Air", "Northwind Traders", "The Northwind Foundation"]),
        ("northw", ["Northwest Air", "Northwind Traders", "The Northwind Foundation"]),
        ("traders north", ["Northwind Traders"]),
        ("NORTHWIND", ["Northwind Traders", "The Northwind Foundation"]),
        ("societe generique", ["Société Générique"]),
        ("zurich", ["Northwind Traders"]),
        ("nrothwind", ["Northwind Traders", "The Northwind Foundation"]),
        ("generqiue", ["Société Générique"]),
        ("jonas@northwind.example", ["Northwind Traders"]),
        ("JONAS@", ["Northwind Traders"]),
        ("cus_nffr", ["Northwind Traders"]),
        ("stripe:cus_NffrFeUfNV2Hib", ["Northwind Traders"]),
        ("id:#48201", ["Northwest Air"]),
        ("48201", ["Northwest Air"]),
        ("bright-water.example", ["Clearwater"]),
        ("north -traders -air", ["The Northwind Foundation"]),
        ("(traders or lyon) -zurich", ["Société Générique"]),
        (f"id:{account_id('a3')}", ["Société Générique"]),
        ("owner:bo", ["Clearwater"]),
        ("city:zurich", ["Northwind Traders"]),
        ("-city:oslo -city:lyon", ["Clearwater", "Northwind Traders"]),
        ("nothing like it", []),
        ("100%", []),
        ("_", []),
        ("", []),
    ],
)
async def test_what_is_typed_finds_the_best_first(search: QuickSearch, typed: str, names: list[str]) -> None:
    hits = [hit.name for hit in await found(search, typed)]
    assert hits[:1] == names[:1] if typed.startswith("nroth") else sorted(hits) == sorted(names)
    assert len(hits) == len(set(hits))


async def test_exact_comes_before_beginnings_before_words(search: QuickSearch) -> None:
    assert [hit.name for hit in await found(search, "northwind")] == ["Northwind Traders", "The Northwind Foundation"]


async def test_a_former_name_still_finds_and_says_so(search: QuickSearch) -> None:
    [hit] = await found(search, "brightwater")
    assert (hit.name, hit.by, hit.value, hit.former) == ("Clearwater", "name", "Brightwater", True)


async def test_an_ended_identifier_still_finds(search: QuickSearch, book: Database) -> None:
    await book.execute("UPDATE identifier SET until = now() WHERE value = '48201'")
    [hit] = await found(search, "48201")
    assert (hit.name, hit.by, hit.source, hit.former) == ("Northwest Air", "record", "zendesk", True)


async def test_addresses_find_for_those_only_who_may_read_them(search: QuickSearch, listing: Listing) -> None:
    finance = viewer("finance")
    for typed in ("jonas@northwind.example", "jonas", "id:jonas@northwind.example"):
        assert [hit.name for hit in await found(search, typed)] == ["Northwind Traders"]
        assert await found(search, typed, finance) == []
        assert (await listing.page(viewer(), ListRequest(typed))).total == 1
        assert (await listing.page(finance, ListRequest(typed))).total == 0


@pytest.mark.parametrize(("kind", "said"), [("email", "of{}quokka@many.example"), ("record", "stripe:of{}quokka")])
async def test_each_of_more_than_a_document_holds_is_found(
    search: QuickSearch, listing: Listing, book: Database, kind: str, said: str
) -> None:
    await book.execute(
        "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, 'Many', now(), now())",
        (account_id("many"),),
    )
    await book.execute(
        "INSERT INTO identifier SELECT %s, %s, one, 'stripe', one, 'con_1', true, now() FROM unnest(%s::text[]) AS one",
        (account_id("many"), kind, [said.format(number) for number in range(1000, 1350)]),
    )
    try:
        for number in range(1000, 1350, 29):
            typed = f"{number}quokka"
            assert [hit.name for hit in await found(search, typed)] == ["Many"], typed
            page = await listing.page(viewer(), ListRequest(typed, "name", 50, None))
            assert [row.name for row in page.items] == ["Many"], typed
    finally:
        await book.execute("DELETE FROM identifier WHERE account_id = %s", (account_id("many"),))
        await book.execute("DELETE FROM account WHERE id = %s", (account_id("many"),))


async def test_only_accounts_within_the_scope_are_found(search: QuickSearch) -> None:
    own = viewer("sales", "bo@rotunda.example")
    assert [hit.name for hit in await found(search, "a", own)] == []
    assert [hit.name for hit in await found(search, "clear", own)] == ["Clearwater"]
    assert await found(search, "northwind", own) == []


async def test_what_may_not_be_seen_does_not_keep_spelling_from_being_forgiven(search: QuickSearch) -> None:
    """Clearwater would be found as typed, were Northwind not hidden: hidden matches must not count as found."""
    own = viewer("sales", "bo@rotunda.example")
    assert [hit.name for hit in await found(search, "cleerwater", own)] == ["Clearwater"]


async def test_own_fields_are_searched_by_those_who_may_read_them(listing: Listing, book: Database) -> None:
    await book.execute(
        "INSERT INTO field (id, applies_to, name, title, kind, label, position, created_at) VALUES "
        "('fld_1', 'account', 'region', 'Region', 'text', 'identity', 100, now()), "
        "('fld_2', 'account', 'margin', 'Margin', 'number', 'finance', 110, now())"
    )
    values = [("fld_account_tags", '["VIP", "Épicé"]'), ("fld_1", '"EU-West"'), ("fld_2", "12.5")]
    for field, value in values:
        await book.execute(
            "INSERT INTO field_value (customer_id, applies_to, field_id, value, version, set_at) "
            "VALUES (%s, 'account', %s, %s::jsonb, 1, now())",
            (account_id("a3"), field, value),
        )
    for typed in ("tag:vip", "tag:epice", 'field.region:"eu-west"', "-field.region:North", "field.margin:>12"):
        page = await listing.page(viewer(), ListRequest(typed))
        assert [item.name for item in page.items] == ["Société Générique"], typed
    for typed in ("tag:gold", "field.region:EU", "field.margin:<12"):
        assert (await listing.page(viewer(), ListRequest(typed))).total == 0
    with pytest.raises(SearchRefused) as hidden:
        await listing.page(viewer("support"), ListRequest("field.margin:>12"))
    with pytest.raises(SearchRefused) as missing:
        await listing.page(viewer("support"), ListRequest("field.nothing:>12"))
    assert hidden.value.reason.replace("margin", "nothing") == missing.value.reason


async def test_contacts_cannot_be_searched_by_pretending(search: QuickSearch, listing: Listing) -> None:
    with pytest.raises(SearchRefused) as refused:
        await listing.page(viewer(), ListRequest("acme in:conversations"))
    assert refused.value.position == 5


async def test_what_is_deleted_is_found_no_more(search: QuickSearch, book: Database) -> None:
    await book.execute(
        "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, 'Quicksilver', now(), now())",
        (account_id("a9"),),
    )
    assert len(await found(search, "quicksilver")) == 1
    await book.execute("DELETE FROM account WHERE id = %s", (account_id("a9"),))
    assert await found(search, "quicksilver") == []
