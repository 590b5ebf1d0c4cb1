"""The list of people: in any order, page by page, as a file, and searched by what only people have; within rights."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rotunda.access.audit.log import AuditLog
from rotunda.access.roles import DEFAULT_ROLES, Role, Scope
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.definitions import Definitions
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import UserId
from rotunda.sections.labels import Label
from rotunda.view.contact.document import ListedContact
from rotunda.view.contact.export import ContactExport
from rotunda.view.contact.listing import ContactListing, ContactListRequest, PeopleReader
from rotunda.view.contact.repository import ContactList
from rotunda.view.index.catalogue import Catalogue, ColumnsRefused, SortRefused
from rotunda.view.index.export import ExportRequest
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.search_words import SearchRefused
from support.searching import HOUSE, RIGHTS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OWNERS = {"Aster": "ana@rotunda.example", "berg": "bo@rotunda.example", "Çelik": "ana@rotunda.example"}
TITLES = ["CFO", "Buyer", "Head of buying", "", None, "Écrivain"]
FULL = DEFAULT_ROLES["admin"]
NAMES_ONLY = Role(
    "names", "Names", FULL.tier, FULL.permissions, FULL.sections, frozenset({Label.IDENTITY, Label.CONTRACT}), Scope.ALL
)


class Someone:
    """One of 40 people; every other value is missing somewhere."""

    def __init__(self, number: int) -> None:
        self.id = f"per_{number:020d}"
        self.name = ["=1+1", "Ann Lee", "bob", "Ann Lee", "Zoë"][number % 5] + ("" if number % 3 else f" {number}")
        self.title = TITLES[number % len(TITLES)]
        self.account = [*OWNERS, None][number % 4]
        self.email = None if number % 7 == 0 else f"{'qwertz'[number % 6]}{number}@people.example"
        self.phone = f"+4930555{number:05d}" if number % 2 else None
        self.added_at = NOW - timedelta(hours=number * 7 % 11)


PEOPLE = [Someone(number) for number in range(40)]


@pytest_asyncio.fixture(scope="module")
async def book(database: Database) -> Database:
    for number, (name, owner) in enumerate(OWNERS.items()):
        key = f"acc_{number:020d}"
        await database.execute(
            "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, now(), now())", (key, name)
        )
        await database.execute("INSERT INTO account_owner VALUES (%s, %s, NULL, 'owner', 'test')", (key, owner))
    keys = {name: f"acc_{number:020d}" for number, name in enumerate(OWNERS)}
    for each in PEOPLE:
        account = keys[each.account] if each.account else None
        await database.execute(
            "INSERT INTO contact (id, account_id, name, title, email, phone, created_at, updated_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, now())",
            (each.id, account, each.name, each.title, each.email, each.phone, each.added_at),
        )
        for kind, value in (("email", each.email), ("phone", each.phone)):
            if value:
                await database.execute(
                    "INSERT INTO contact_identifier (contact_id, kind, normal, source, value, verified, since) "
                    "VALUES (%s, %s, %s, 'zendesk', %s, true, now())",
                    (each.id, kind, value, value),
                )
    await database.execute(
        "INSERT INTO contact_link (contact_id, connection_id, source, record_type, external_id, method, confidence, "
        "evidence, linked_at) VALUES (%s, 'con_1', 'zendesk', 'user', '1', 'founded', 1, '{}', now())",
        (PEOPLE[1].id,),
    )
    return database


@pytest_asyncio.fixture(scope="module")
async def audit(book: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AuditLog]:
    log = AuditLog(book, b"k" * 32, SystemClock(), tmp_path_factory.mktemp("audit") / "checkpoints")
    await log.open()
    yield log
    await log.close()


@pytest.fixture(scope="module")
def people(book: Database) -> PeopleReader:
    return PeopleReader(
        Catalogue(HOUSE, Definitions(book, SystemClock()), SystemClock()), ContactList(book, IndexRepository(book))
    )


@pytest.fixture(scope="module")
def listing(people: PeopleReader, audit: AuditLog) -> ContactListing:
    return ContactListing(people, audit, Keyset(b"k" * 32))


def viewer(*roles: Role, email: str = "ana@rotunda.example") -> Viewer:
    return Viewer(UserId("usr_1"), "Ana", email, roles or (FULL,), frozenset(), "token", rights=RIGHTS)


async def every(listing: ContactListing, who: Viewer, sort: str, limit: int, text: str = "") -> list[ListedContact]:
    found: list[ListedContact] = []
    cursor = None
    while True:
        page = await listing.page(who, ContactListRequest(text, sort, limit, cursor))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            assert len(found) == page.total
            return found


@cache
def _folded(text: str) -> str:
    return text.lower().replace("ç", "c").replace("é", "e")


KEYS: dict[str, Any] = {
    "name": lambda each: each.name.lower(),
    "title": lambda each: _folded(each.title) if each.title else None,
    "account": lambda each: _folded(each.account) if each.account else None,
    "email": lambda each: each.email,
    "added_at": lambda each: each.added_at,
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(sorted(KEYS)), descending=st.booleans(), limit=st.integers(1, 45))
async def test_every_order_holds_over_pages(listing: ContactListing, key: str, descending: bool, limit: int) -> None:  # noqa: FBT001 - drawn
    found = await every(listing, viewer(), f"-{key}" if descending else key, limit)
    assert sorted(each.id for each in found) == sorted(each.id for each in PEOPLE)
    value = {each.id: KEYS[key](each) for each in PEOPLE}
    known = [value[each.id] for each in found if value[each.id] is not None]
    assert [value[each.id] for each in found[: len(known)]] == known, "whoever has none comes last"
    for one, other in pairwise(known):
        if key != "name" or (one.isalpha() and other.isalpha() and one.isascii() and other.isascii()):
            assert (one >= other) if descending else (one <= other)


async def test_my_book_is_the_people_at_my_accounts(listing: ContactListing) -> None:
    mine = {each.id for each in PEOPLE if each.account and OWNERS[each.account] == "ana@rotunda.example"}
    assert {each.id for each in await every(listing, viewer(), "account", 7, "owner:me")} == mine


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title:buy", lambda each: "buy" in (each.title or "").lower()),
        ("title:ecrivain", lambda each: each.title == "Écrivain"),
        ('-title:"head of"', lambda each: each.title != "Head of buying"),
        ("email:w1@", lambda each: (each.email or "").startswith("w1@")),
        ("has:email", lambda each: each.email is not None),
        ("-has:phone", lambda each: each.phone is None),
        ('phone:"+49 30 555 00013"', lambda each: each.phone == "+493055500013"),
        ("source:zendesk", lambda each: each is PEOPLE[1]),
        ("(title:cfo or title:buyer) has:email owner:me", None),
    ],
)
async def test_people_are_searched_by_what_they_have(listing: ContactListing, text: str, expected: Any) -> None:
    def both(each: Someone) -> bool:
        mine = each.account is not None and OWNERS[each.account] == "ana@rotunda.example"
        return each.title in {"CFO", "Buyer"} and each.email is not None and mine

    wanted = {each.id for each in PEOPLE if (expected or both)(each)}
    assert wanted
    assert {each.id for each in await every(listing, viewer(), "name", 9, text)} == wanted


async def test_addresses_are_neither_columns_nor_orders_nor_words_for_those_who_may_not_read_them(
    listing: ContactListing,
) -> None:
    nameless = viewer(NAMES_ONLY)
    page = await listing.page(nameless, ContactListRequest(limit=200))
    known = ["title", "account", "source", "added_at", "lifecycle_stage", "field.tags", "field.buying_roles"]
    assert [each.name for each in page.available] == known
    assert not any(each.email or each.phone for each in page.items)
    for wish in (ContactListRequest(sort="email"), ContactListRequest(columns=["phone"])):
        with pytest.raises(SortRefused if wish.sort == "email" else ColumnsRefused):
            await listing.page(nameless, wish)
    for text in ("email:q", "has:phone", "phone:555"):
        with pytest.raises(SearchRefused):
            await listing.page(nameless, ContactListRequest(text))


async def test_an_order_tells_nothing_of_addresses_that_may_not_be_read(listing: ContactListing) -> None:
    """Read of one's own accounts alone: all others stand at the end, in an order of no meaning."""
    sales = DEFAULT_ROLES["sales"]
    found = await every(listing, viewer(NAMES_ONLY, sales), "email", 6)
    mine = {each.id for each in PEOPLE if each.account and OWNERS[each.account] == "ana@rotunda.example" and each.email}
    assert {each.id for each in found[: len(mine)]} == mine
    rest = [each.id for each in found[len(mine) :]]
    assert rest == sorted(rest)
    emails = await every(listing, viewer(NAMES_ONLY, sales), "name", 50, "has:email")
    assert {each.id for each in emails} == mine


async def test_a_cursor_is_good_for_its_own_order_only(listing: ContactListing) -> None:
    first = await listing.page(viewer(), ContactListRequest(sort="title", limit=3))
    for wish in (ContactListRequest(sort="-title"), ContactListRequest(sort="name"), ContactListRequest("ann")):
        with pytest.raises(BadCursor):
            await listing.page(viewer(), ContactListRequest(wish.text, wish.sort, 3, cursor=first.next_cursor))


async def test_the_file_is_the_list_and_no_text_in_it_runs(
    people: PeopleReader, audit: AuditLog, listing: ContactListing, book: Database
) -> None:
    wanted = ExportRequest("owner:me", "-added_at", ["phone", "account", "title"])
    parts = [part async for part in await ContactExport(people, audit).begin(viewer(), wanted)]
    rows = list(csv.DictReader(io.StringIO(b"".join(parts).decode())))
    assert list(rows[0]) == ["id", "name", "Phone", "Account", "Account id", "Title"]
    assert [row["id"] for row in rows] == [
        each.id for each in await every(listing, viewer(), "-added_at", 50, "owner:me")
    ]
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows for cell in row.values())
    assert any(row["name"].startswith("'=1+1") for row in rows)
    audited = await book.fetch_all(_Row, "SELECT action, detail ->> 'of' AS of FROM audit_row ORDER BY at, id")
    assert _Row("export", "contacts") in audited


class _Row(msgspec.Struct, frozen=True):
    action: str
    of: str | None
