"""Lists over the index of facts, on a real PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from rotunda.access.audit.log import AuditLog
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.viewer import Viewer
from rotunda.identity.fields.definitions import Definitions
from rotunda.kit.clock import SetClock
from rotunda.kit.database import Database
from rotunda.kit.keyset import BadCursor, Keyset
from rotunda.sections.ids import UserId
from rotunda.sections.section import load_sections
from rotunda.view.index.catalogue import Catalogue, SortRefused
from rotunda.view.index.judged import NO_HEALTH
from rotunda.view.index.listing import AccountPage, Listing, ListRequest
from rotunda.view.index.repository import IndexRepository
from rotunda.view.index.search_words import SearchRefused
from rotunda.view.page.plan import House

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = 86_400


@dataclass
class Account:
    """One account with its facts, as the tests write them."""

    name: str
    owner: str = "ana@rotunda.example"
    team: str = "West"
    plan: str | None = None
    mrr: tuple[int, str] | None = None
    beside: dict[str, int] | None = None
    health: float | None = None
    renewal_in_days: int | None = None
    open_tickets: int | None = None


BOOK = [
    Account("Ärger & Söhne", plan="pro", mrr=(120_000, "EUR"), renewal_in_days=12, open_tickets=0),
    Account("Brightwater", plan="starter", mrr=(9_900, "USD"), renewal_in_days=200, open_tickets=3),
    Account("Cascade", owner="bo@rotunda.example", team="North", plan="pro", mrr=(50_000, "JPY"), open_tickets=1),
    Account("Dunmore 100%", owner="bo@rotunda.example", team="North", plan="enterprise", mrr=(1_000_000, "EUR")),
    Account("Elm_Street"),
]


def account_id(position: int) -> str:
    return f"acc_{position:020d}"


async def write_book(database: Database, book: list[Account]) -> None:
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM account_fact")
        await connection.execute("DELETE FROM account_owner")
        await connection.execute("DELETE FROM account")
        for position, account in enumerate(book):
            key = account_id(position)
            await connection.execute(
                "INSERT INTO account (id, name, created_at, updated_at) VALUES (%s, %s, %s, %s)",
                (key, account.name, NOW, NOW),
            )
            for email, team in ((account.owner, None), (None, account.team)):
                await connection.execute(
                    "INSERT INTO account_owner (account_id, email, team, role, source) "
                    "VALUES (%s, %s, %s, 'owner', 'test')",
                    (key, email, team),
                )
            renewal = None if account.renewal_in_days is None else NOW.timestamp() + account.renewal_in_days * DAY
            facts = [
                ("plan", account.plan, None, None),
                ("mrr", None, *(account.mrr or (None, None))),
                ("renewal_at", None, renewal, None),
                ("open_tickets", None, account.open_tickets, None),
                ("health", None, account.health, None),
            ]
            for name, text, number, currency in facts:
                if text is not None or number is not None:
                    several = {currency: number, **account.beside} if account.beside and name == "mrr" else None
                    await connection.execute(
                        "INSERT INTO account_fact (account_id, name, text_value, number_value, currency, source, "
                        "as_of, amounts) VALUES (%s, %s, %s, %s, %s, 'test', %s, %s)",
                        (key, name, text, number, currency, NOW, Jsonb(several) if several else None),
                    )


def viewer(*roles: str, email: str = "ana@rotunda.example", teams: frozenset[str] = frozenset()) -> Viewer:
    return Viewer(UserId("usr_1"), "Ana", email, tuple(DEFAULT_ROLES[each] for each in roles), teams, "token")


@pytest_asyncio.fixture(scope="module")
async def listing(database: Database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Listing]:
    clock = SetClock(NOW)
    folder: Path = tmp_path_factory.mktemp("audit")
    audit = AuditLog(database, b"k" * 32, clock, folder / "checkpoints")
    await audit.open()
    catalogue = Catalogue(House(load_sections(), {}), Definitions(database, clock), clock)
    yield Listing(catalogue, IndexRepository(database), audit, Keyset(b"k" * 32))
    await audit.close()


@pytest_asyncio.fixture
async def book(database: Database, listing: Listing) -> Listing:
    await write_book(database, BOOK)
    return listing


def names(page: AccountPage) -> list[str]:
    return [item.name for item in page.items]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Brightwater", "Cascade", "Dunmore 100%", "Elm_Street", "Ärger & Söhne"]),
        ("arger sohne", ["Ärger & Söhne"]),
        ("100%", ["Dunmore 100%"]),
        ("elm_s", ["Elm_Street"]),
        ("c%e", []),
        ("dunmroe", ["Dunmore 100%"]),
        ("plan:PRO", ["Cascade", "Ärger & Söhne"]),
        ("-plan:pro", ["Brightwater", "Dunmore 100%"]),
        ("mrr:>1k", ["Cascade", "Dunmore 100%", "Ärger & Söhne"]),
        ("mrr:<=99", ["Brightwater"]),
        ("renewal:<90d", ["Ärger & Söhne"]),
        ("has:open-ticket", ["Brightwater", "Cascade"]),
        ("-has:open-ticket", ["Ärger & Söhne"]),
        ("owner:me", ["Brightwater", "Elm_Street", "Ärger & Söhne"]),
        ("-owner:bo plan:starter", ["Brightwater"]),
        ("nothing at all", []),
    ],
)
async def test_search(book: Listing, text: str, found: list[str]) -> None:
    page = await book.page(viewer("admin"), ListRequest(text))
    assert sorted(names(page)) == sorted(found)
    assert page.total == len(found)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("-mrr", ["Dunmore 100%", "Ärger & Söhne", "Cascade", "Brightwater", "Elm_Street"]),
        ("mrr", ["Ärger & Söhne", "Dunmore 100%", "Cascade", "Brightwater", "Elm_Street"]),
        ("renewal_at", ["Ärger & Söhne", "Brightwater", "Cascade", "Dunmore 100%", "Elm_Street"]),
        ("-open_tickets", ["Brightwater", "Cascade", "Ärger & Söhne", "Elm_Street", "Dunmore 100%"]),
        ("-plan", ["Brightwater", "Cascade", "Ärger & Söhne", "Dunmore 100%", "Elm_Street"]),
    ],
)
async def test_sorting_groups_currencies_and_puts_what_is_missing_last(
    book: Listing, sort: str, order: list[str]
) -> None:
    page = await book.page(viewer("admin"), ListRequest("", sort))
    assert names(page) == order


async def test_scopes_are_part_of_the_query(book: Listing) -> None:
    own = await book.page(viewer("sales", email="bo@rotunda.example"), ListRequest())
    assert (names(own), own.total) == (["Cascade", "Dunmore 100%"], 2)
    team = await book.page(viewer("success", email="nobody@rotunda.example", teams=frozenset({"North"})), ListRequest())
    assert names(team) == ["Cascade", "Dunmore 100%"]
    nobody = await book.page(viewer("sales", email="nobody@rotunda.example"), ListRequest())
    assert (names(nobody), nobody.total) == ([], 0)


async def test_columns_sorting_and_operators_follow_the_role(book: Listing) -> None:
    page = await book.page(viewer("support"), ListRequest())
    assert "mrr" not in {column.name for column in page.columns}
    assert all("mrr" not in item.facts for item in page.items)
    with pytest.raises(SortRefused):
        await book.page(viewer("support"), ListRequest("", "-mrr"))
    with pytest.raises(SearchRefused):
        await book.page(viewer("support"), ListRequest("mrr:>1"))


async def test_a_fact_of_one_role_counts_only_within_that_roles_scope(book: Listing) -> None:
    """Support sees all accounts but no amounts; sales sees amounts of Bo's accounts only."""
    both = viewer("support", "sales", email="bo@rotunda.example")
    page = await book.page(both, ListRequest("", "-mrr"))
    assert names(page)[:2] == ["Dunmore 100%", "Cascade"]
    assert {item.name for item in page.items if "mrr" in item.facts} == {"Cascade", "Dunmore 100%"}
    assert names(await book.page(both, ListRequest("mrr:>0"))) == ["Cascade", "Dunmore 100%"]


async def test_a_cursor_belongs_to_its_query(book: Listing) -> None:
    first = await book.page(viewer("admin"), ListRequest(limit=2))
    assert first.next_cursor
    with pytest.raises(BadCursor):
        await book.page(viewer("admin"), ListRequest("", "-mrr", 2, first.next_cursor))


ACCOUNTS = st.lists(
    st.builds(
        Account,
        name=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8),
        plan=st.sampled_from([None, "pro", "Pro", "starter"]),
        mrr=st.none() | st.tuples(st.integers(-5, 5), st.sampled_from(["EUR", "USD"])),
        renewal_in_days=st.none() | st.integers(-3, 3),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    accounts=ACCOUNTS,
    sort=st.sampled_from(["name", "-name", "mrr", "-mrr", "plan", "-plan", "renewal_at", "-renewal_at"]),
    limit=st.integers(1, 5),
)
async def test_pages_by_key_show_every_account_once_in_one_order(
    database: Database, listing: Listing, accounts: list[Account], sort: str, limit: int
) -> None:
    await write_book(database, accounts)
    whole = [item.id for item in (await listing.page(viewer("admin"), ListRequest("", sort, 200))).items]
    assert sorted(whole) == [account_id(position) for position in range(len(accounts))]
    paged: list[str] = []
    cursor: str | None = None
    while True:
        page = await listing.page(viewer("admin"), ListRequest("", sort, limit, cursor))
        paged += [item.id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert paged == whole


async def test_days_until_a_renewal_are_counted_from_now(book: Listing) -> None:
    assert names(await book.page(viewer("admin"), ListRequest("renewal:<13d"))) == ["Ärger & Söhne"]
    assert names(await book.page(viewer("admin"), ListRequest("renewal:<11d"))) == []


SEVERAL = [
    Account("Both", mrr=(200_000, "EUR"), beside={"USD": 150_000, "JPY": 900}),
    Account("Euro", mrr=(120_000, "EUR")),
    Account("Dollar", mrr=(160_000, "USD")),
    Account("None"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mrr:>1000", ["Both", "Dollar", "Euro"]),
        ("mrr:>1550USD", ["Dollar"]),
        ("mrr:>=1500usd", ["Both", "Dollar"]),
        ("mrr:<1000", ["Both"]),
        ("mrr:900JPY", ["Both"]),
        ("mrr:>1kEUR", ["Both", "Euro"]),
        ("-mrr:>1000USD", ["Euro"]),
        ("-mrr:<1000", ["Dollar", "Euro"]),
        ("mrr:>0GBP", []),
        ("mrr:>1900 or mrr:<1000", ["Both"]),
        ("owner:me mrr:>1400USD", ["Both", "Dollar"]),
    ],
)
@pytest.mark.parametrize("sort", ["name", "mrr"])
async def test_of_several_currencies_each_counts(
    database: Database, listing: Listing, text: str, found: list[str], sort: str
) -> None:
    await write_book(database, SEVERAL)
    page = await listing.page(viewer("admin"), ListRequest(text, sort))
    assert (sorted(names(page)), page.total) == (found, len(found))


async def test_several_currencies_stand_where_the_leading_one_does(database: Database, listing: Listing) -> None:
    await write_book(database, SEVERAL)
    assert names(await listing.page(viewer("admin"), ListRequest("", "mrr"))) == ["Euro", "Both", "Dollar", "None"]
    assert names(await listing.page(viewer("admin"), ListRequest("", "-mrr"))) == ["Both", "Euro", "Dollar", "None"]


async def test_health_finds_nobody_and_says_why_until_it_was_judged(database: Database, listing: Listing) -> None:
    await write_book(database, BOOK)
    page = await listing.page(viewer("admin"), ListRequest("health:<60"))
    assert (page.items, page.total) == ([], 0)
    assert page.notice == NO_HEALTH
    assert (await listing.page(viewer("admin"), ListRequest("plan:pro"))).notice is None


async def test_health_is_told_where_all_that_it_is_judged_by_may_be_read(database: Database, listing: Listing) -> None:
    """Bo's accounts are judged; success reads what Ana's are judged by, support not everything of any."""
    judged = [Account("Judged", owner="bo@rotunda.example", health=40), Account("Unjudged")]
    await write_book(database, judged)
    page = await listing.page(viewer("admin"), ListRequest("health:<60", columns=["health"]))
    assert (names(page), page.notice, page.items[0].facts["health"].number) == (["Judged"], None, 40)
    assert names(await listing.page(viewer("admin"), ListRequest("health:>60"))) == []
    assert (await listing.page(viewer("success"), ListRequest("health:<60"))).notice is not None
    with pytest.raises(SearchRefused, match="no operator health:"):
        await listing.page(viewer("support"), ListRequest("health:<60"))
    with pytest.raises(SortRefused):
        await listing.page(viewer("support"), ListRequest("", "health"))
