"""What lists of people show besides names: facts that sections tell of them, and our own fields; in any order,
searched, as a file, and within rights.
"""

import csv
import io
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
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
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.kit.keyset import Keyset
from rotunda.sections.ids import UserId
from rotunda.sections.labels import Label
from rotunda.sections.people.model import PeoplePart
from rotunda.sections.people.model import Person as Known
from rotunda.sections.section import Sourcepart
from rotunda.view.contact import facts_sql
from rotunda.view.contact import repository as contact_repository
from rotunda.view.contact.document import ListedContact
from rotunda.view.contact.export import ContactExport
from rotunda.view.contact.listing import ContactListing, ContactListRequest, PeopleReader
from rotunda.view.contact.repository import ContactList
from rotunda.view.index import finding
from rotunda.view.index.catalogue import Catalogue, ColumnsRefused, SortRefused
from rotunda.view.index.export import ExportRequest
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.search_words import SearchRefused
from support.searching import HOUSE, RIGHTS
from view.people_told import MINE, NOW, OWN, PEOPLE, THEIRS, Someone, link, origin, own, ref, seen_of, tickets_of, told

ANA, BO = "ana@rotunda.example", "bo@rotunda.example"
FULL = DEFAULT_ROLES["admin"]
NAMES_ONLY = Role("names", "Names", FULL.tier, FULL.permissions, FULL.sections, frozenset({Label.IDENTITY}), Scope.ALL)
OF_MINE = Role("mine", "Mine", FULL.tier, FULL.permissions, FULL.sections, FULL.labels, Scope.OWN)
SEES_ALL = (
    *("open_tickets", "last_seen_at", "last_contacted_at", "product_role", "lifecycle_stage"),
    *("field.tags", "field.score", "field.region", "field.worth", "field.since", "field.secret"),
)


@pytest_asyncio.fixture(scope="module")
async def book(database: Database) -> Database:
    for key, owner in ((MINE, ANA), (THEIRS, BO)):
        await database.execute(
            "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, now(), now())", (key, key)
        )
        await database.execute("INSERT INTO account_owner VALUES (%s, %s, NULL, 'owner', 'test')", (key, owner))
    for name, kind in OWN:
        await database.execute(
            "INSERT INTO field (id, applies_to, name, title, kind, label, position, created_at) "
            "VALUES (%s, 'contact', %s, %s, %s, %s, 50, now())",
            (f"fld_{name}", name, f"={name}", kind, "commercial" if name == "secret" else "identity"),
        )
    for each in PEOPLE:
        await database.execute(
            "INSERT INTO contact (id, account_id, name, created_at, updated_at) VALUES (%s, %s, %s, now(), now())",
            (each.id, each.account, f"Person {each.number}"),
        )
        for source in ("zendesk", "productdb"):
            await link(database, each.id, each.number, source)
        for name in ("score", "region", "worth", "since", "tags"):
            if getattr(each, name) is not None:
                await own(database, each.id, name, getattr(each, name))
    for account in (MINE, THEIRS):
        there = [each for each in PEOPLE if each.account == account]
        await told(database, account, "people", seen_of(there))
        await told(database, account, "support", tickets_of(there))
    return database


@pytest_asyncio.fixture(scope="module")
async def audit(book: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AuditLog]:
    log = AuditLog(book, b"k" * 32, SetClock(NOW), tmp_path_factory.mktemp("audit") / "checkpoints")
    await log.open()
    yield log
    await log.close()


@pytest.fixture(scope="module")
def people(book: Database) -> PeopleReader:
    return PeopleReader(
        Catalogue(HOUSE, Definitions(book, SetClock(NOW)), SetClock(NOW)), ContactList(book, IndexRepository(book))
    )


@pytest.fixture(scope="module")
def listing(people: PeopleReader, audit: AuditLog) -> ContactListing:
    return ContactListing(people, audit, Keyset(b"k" * 32))


def viewer(*roles: Role) -> Viewer:
    return Viewer(UserId("usr_1"), "Ana", ANA, roles or (FULL,), frozenset(), "token", rights=RIGHTS)


async def every(
    listing: ContactListing,
    who: Viewer,
    wanted: ContactListRequest = ContactListRequest(),  # noqa: B008 - frozen
) -> list[ListedContact]:
    found: list[ListedContact] = []
    cursor = None
    while True:
        page = await listing.page(who, msgspec.structs.replace(wanted, cursor=cursor))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            assert len(found) == page.total
            return found


def worth(each: Someone) -> tuple[str, int] | None:
    return (each.worth["currency"], each.worth["amount_minor"]) if each.worth else None  # pyright: ignore[reportReturnType]


def folded(text: str | None) -> str | None:
    return None if text is None else text.lower().replace("é", "e").replace("ö", "o")


KEYS: dict[str, Callable[[Someone], Any]] = {
    "last_seen_at": lambda each: each.seen if each.told else None,
    "product_role": lambda each: folded(each.role) if each.told else None,
    "open_tickets": lambda each: each.tickets if each.told else None,
    "field.score": lambda each: each.score,
    "field.region": lambda each: folded(each.region),
    "field.worth": worth,
    "field.since": lambda each: each.since,
    "field.tags": lambda each: folded(", ".join(each.tags)) if each.tags else None,
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(sorted(KEYS)), descending=st.booleans(), limit=st.integers(1, 40))
async def test_every_order_holds_over_pages(listing: ContactListing, key: str, descending: bool, limit: int) -> None:  # noqa: FBT001 - drawn
    wanted = ContactListRequest(sort=f"-{key}" if descending else key, limit=limit, columns=[key])
    found = await every(listing, viewer(), wanted)
    assert sorted(each.id for each in found) == sorted(each.id for each in PEOPLE)
    value = {each.id: KEYS[key](each) for each in PEOPLE}
    known = [value[each.id] for each in found if value[each.id] is not None]
    assert [value[each.id] for each in found[: len(known)]] == known, "whoever has none comes last"
    assert all((one >= other) if descending else (one <= other) for one, other in pairwise(known))
    assert {each.id for each in found if key in each.facts} == {key for key, held in value.items() if held is not None}


async def test_a_value_tells_its_source_and_its_age(listing: ContactListing) -> None:
    wanted = ContactListRequest(columns=["last_seen_at", "open_tickets", "field.worth", "field.since"], limit=50)
    [found] = [each for each in await every(listing, viewer(), wanted) if each.id == PEOPLE[7].id]
    facts = {name: (fact.source, fact.as_of) for name, fact in found.facts.items()}
    assert facts == {
        "last_seen_at": ("productdb", NOW),
        "open_tickets": ("zendesk", NOW),
        "field.worth": ("rotunda", NOW),
        "field.since": ("rotunda", NOW),
    }
    assert found.facts["last_seen_at"].at == PEOPLE[7].seen
    assert found.facts["open_tickets"].number == PEOPLE[7].tickets
    money, day = found.facts["field.worth"].money, found.facts["field.since"].day
    assert money is not None
    assert day is not None
    assert (money.amount_minor, money.currency, day.isoformat()) == (7_000, "USD", PEOPLE[7].since)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("person.seen:<7d", lambda each: each.told and each.seen and NOW - each.seen < timedelta(days=7)),
        ("person.seen:>7d", lambda each: each.told and each.seen and NOW - each.seen > timedelta(days=7)),
        ("-person.seen:<7d", lambda each: each.told and each.seen and NOW - each.seen >= timedelta(days=7)),
        ("person.role:ecrivain", lambda each: each.told and each.role == "Écrivain"),
        ("person.tickets:>1", lambda each: each.told and (each.tickets or 0) > 1),
        ("person.tickets:0", lambda each: each.told and each.tickets == 0),
        ("field.score:<0", lambda each: each.score is not None and each.score < 0),
        ("field.score:>=0.5", lambda each: each.score is not None and each.score >= 0.5),
        ("field.region:ost", lambda each: each.region == "Öst"),
        ("-field.region:eu", lambda each: each.region not in {None, "EU"}),
        ("field.tags:board", lambda each: "board" in (each.tags or [])),
        ("(field.tags:pilot or person.tickets:3) owner:me", None),
        ("person field.region:us", lambda each: each.region == "us"),
    ],
)
async def test_people_are_searched_by_what_is_known_of_them(listing: ContactListing, text: str, expected: Any) -> None:
    def both(each: Someone) -> bool:
        return each.account == MINE and ("Pilot" in (each.tags or []) or each.tickets == 3)

    wanted = {each.id for each in PEOPLE if (expected or both)(each)}
    assert wanted
    assert {each.id for each in await every(listing, viewer(), ContactListRequest(text, limit=9))} == wanted


@pytest.mark.parametrize("sort", ["name", "-open_tickets"])
@pytest.mark.parametrize(("few", "collected"), [(0, 0), (6, 0), (6, 6), (25_000, 0)])
@pytest.mark.parametrize(
    "text",
    [
        "person.tickets:>=0",
        "person.seen:>0d person.tickets:>=1",
        "field.tags:board person.tickets:>=0 field.score:>=-100",
        "-field.region:eu person.seen:>1d",
        "(field.tags:pilot or person.tickets:3) field.score:>=-100",
        "owner:me person.tickets:>=0",
    ],
)
async def test_with_whatever_it_begins_a_search_finds_the_same(
    listing: ContactListing, monkeypatch: pytest.MonkeyPatch, text: str, sort: str, few: int, collected: int
) -> None:
    wanted = ContactListRequest(text, sort=sort, limit=4)
    expected = [each.id for each in await every(listing, viewer(), wanted)]
    assert len(expected) > 4 or "tags" in text
    monkeypatch.setattr(facts_sql, "FEW", few)
    monkeypatch.setattr(facts_sql, "COLLECTED", collected)
    monkeypatch.setattr(contact_repository, "COLLECTED", collected)
    monkeypatch.setattr(finding, "MOST_COUNTED", 3)
    found: list[ListedContact] = []
    cursor = None
    while cursor is not None or not found:
        page = await listing.page(viewer(), msgspec.structs.replace(wanted, cursor=cursor))
        found, cursor = [*found, *page.items], page.next_cursor
        assert (page.total, page.at_least) == (min(3, len(expected)), len(expected) > 3)
    assert [each.id for each in found] == expected


async def test_whoever_may_not_read_a_fact_has_no_such_column_order_or_word(listing: ContactListing) -> None:
    page = await listing.page(viewer(), ContactListRequest(limit=1))
    assert {*SEES_ALL} <= {each.name for each in page.available}
    named = viewer(NAMES_ONLY)
    page = await listing.page(named, ContactListRequest(limit=1))
    readable = {"lifecycle_stage", "field.tags", "field.score", "field.region", "field.worth", "field.since"}
    assert {each.name for each in page.available} & {*SEES_ALL} == readable
    for column in {*SEES_ALL} - readable:
        with pytest.raises(SortRefused):
            await listing.page(named, ContactListRequest(sort=column))
        with pytest.raises(ColumnsRefused):
            await listing.page(named, ContactListRequest(columns=[column]))
    for text in ("person.seen:<7d", "person.tickets:>0", "field.secret:x"):
        with pytest.raises(SearchRefused):
            await listing.page(named, ContactListRequest(text))


async def test_elsewhere_a_fact_neither_shows_nor_sorts_nor_counts(listing: ContactListing) -> None:
    """All people by name, and all facts of one's own accounts."""
    who, mine = viewer(NAMES_ONLY, OF_MINE), {each.id for each in PEOPLE if each.account == MINE}
    wanted = ContactListRequest(sort="-open_tickets", limit=5, columns=["open_tickets", "last_seen_at"])
    found = await every(listing, who, wanted)
    assert len(found) == len(PEOPLE)
    assert {each.id for each in found if each.facts} <= mine
    known = {each.id for each in PEOPLE if each.id in mine and each.tickets is not None}
    assert {each.id for each in found[: len(known)]} == known
    rest = [each.id for each in found[len(known) :]]
    assert rest == sorted(rest, reverse=True), "an order of no meaning"
    counted = await every(listing, who, ContactListRequest("person.tickets:>=0", limit=5))
    assert {each.id for each in counted} == known


async def test_the_file_has_the_columns_and_no_text_in_it_runs(people: PeopleReader, audit: AuditLog) -> None:
    columns = ["field.worth", "field.score", "field.since", "last_seen_at", "field.region"]
    wanted = ExportRequest("owner:me", "field.worth", columns)
    parts = [part async for part in await ContactExport(people, audit).begin(viewer(), wanted)]
    rows = list(csv.DictReader(io.StringIO(b"".join(parts).decode())))
    of_money = ["'=worth", "'=worth currency", "'=worth in other currencies"]
    assert list(rows[0]) == ["id", "name", *of_money, "'=score", "'=since", "Last seen", "'=region"]
    known = {row["id"]: row for row in rows}
    assert {*known} == {each.id for each in PEOPLE if each.account == MINE}
    for each in PEOPLE:
        if each.account == MINE:
            row = known[each.id]
            assert row["'=worth"] == (f"{each.number * 10}.00" if each.worth else "")
            assert row["'=score"] == ("" if each.score is None else f"{each.score:g}")
            assert (row["'=since"], row["'=region"]) == (each.since or "", each.region or "")
            assert row["Last seen"] == (each.seen.isoformat() if each.seen else "")


@pytest_asyncio.fixture
async def two(book: Database) -> AsyncIterator[tuple[Someone, Someone]]:
    """Two people at one account, of whom sources and we know something; as before afterwards."""
    one, other = PEOPLE[3], PEOPLE[9]
    yield one, other
    await book.execute("UPDATE contact SET shown_as = NULL, account_id = %s WHERE id = %s", (MINE, other.id))
    await told(book, MINE, "people", seen_of([each for each in PEOPLE if each.account == MINE]))
    await told(book, MINE, "support", tickets_of([each for each in PEOPLE if each.account == MINE]))


async def fact(listing: ContactListing, who: Someone, column: str) -> Any:
    found = await every(listing, viewer(), ContactListRequest(columns=[column], limit=50))
    shown = next(each for each in found if each.id == who.id).facts.get(column)
    return shown and next(value for value in (shown.at, shown.number, shown.text) if value is not None)


async def test_of_who_was_merged_both_are_known_and_a_way_back_divides_them(
    book: Database, listing: ContactListing, two: tuple[Someone, Someone]
) -> None:
    one, other = two
    of = partial(fact, listing)
    await own(book, one.id, "secret", None)
    await own(book, other.id, "secret", "theirs")
    await book.execute("UPDATE contact SET shown_as = %s WHERE id = %s", (one.id, other.id))
    there = [each for each in PEOPLE if each.account == MINE]
    await told(book, MINE, "people", seen_of(there))
    await told(book, MINE, "support", tickets_of(there))
    assert await of(one, "last_seen_at") == max(each.seen for each in two if each.seen)
    assert await of(one, "open_tickets") == sum(each.tickets or 0 for each in two)
    assert await of(one, "field.secret") is None, "its own emptiness stands before what another says"
    assert await of(one, "field.score") == one.score
    await book.execute("DELETE FROM field_value WHERE customer_id = %s AND field_id = 'fld_secret'", (one.id,))
    assert await of(one, "field.secret") == "theirs"
    await book.execute("UPDATE contact SET shown_as = NULL WHERE id = %s", (other.id,))
    assert await of(one, "field.secret") is None
    assert await of(other, "field.secret") == "theirs"
    await told(book, MINE, "support", tickets_of(there))
    assert await of(one, "open_tickets") == one.tickets


async def test_what_a_source_no_longer_says_is_gone_and_what_another_says_stays(
    book: Database, listing: ContactListing, two: tuple[Someone, Someone]
) -> None:
    one, other = two
    of = partial(fact, listing)
    of_crm = Known(ref=ref(one.number), name="x", lifecycle_stage="customer")
    await told(book, MINE, "people", Sourcepart(origin("zendesk"), PeoplePart([of_crm], 1)))
    assert await of(one, "lifecycle_stage") == "customer"
    assert await of(one, "last_seen_at") == one.seen, "a source that did not answer says nothing"
    later = NOW + timedelta(hours=1)
    await told(book, MINE, "people", seen_of([other], at=later))
    assert await of(one, "last_seen_at") is None
    assert await of(one, "lifecycle_stage") == "customer"


async def test_an_account_tells_nothing_of_people_who_are_elsewhere(
    book: Database, listing: ContactListing, two: tuple[Someone, Someone]
) -> None:
    _, other = two
    await book.execute("UPDATE contact SET account_id = %s WHERE id = %s", (THEIRS, other.id))
    await told(book, MINE, "support", tickets_of([each for each in PEOPLE if each.account == MINE]))
    assert await fact(listing, other, "open_tickets") is None
