"""Lists and search over 100,000 accounts with 1,000,000 identifiers, as many facts and 1,000,000 people, all generated.

Times are of whole answers as the routes give them: rights, rows, facts, the count, and the row of the access log. They
hold for two cores; on a busy machine they say how busy it is.
"""

import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, LiteralString

import msgspec
import psycopg
from psycopg import sql
from psycopg.rows import class_row

from bench.report import Line
from bench.surroundings import open_folder
from rotunda.access.roles import DEFAULT_ROLES
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation, open_installation
from rotunda.kit.keyset import CursorValue
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.settings import read_settings
from rotunda.sections.ids import UserId
from rotunda.view.contact.listing import ContactListRequest
from rotunda.view.index.catalogue import Catalogue
from rotunda.view.index.listing import AccountPage, ListRequest
from rotunda.view.index.repository import ListRow
from rotunda.view.index.rows_sql import rows_statement
from rotunda.view.index.search_words import Search

SEARCH_GOAL, PAGE_GOAL = 50, 100
"""Milliseconds at the 95th percentile."""

_SEED = 11
_COLUMNS = ("account", "last_seen_at", "open_tickets", "field.score")
_OF_SALES = ("account", "last_seen_at", "field.score")
"""Who sells does not read tickets."""

_BOOK = ("search_term", "identifier", "account_fact", "contact", "contact_identifier", "contact_link")
_DOCUMENTS = ("listed_account", "listed_person", "search_word")
_FACTS = ("person_fact",)
_INDEXED = (*_BOOK, *_DOCUMENTS, *_FACTS)
_INDEXES = """
    SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique
"""
_SIZES = """
    SELECT c.relname, pg_relation_size(c.oid) / 1e6 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = ANY(%s::regclass[]) ORDER BY 2 DESC
"""


@dataclass(frozen=True)
class Scale:
    """`accounts` have ten identifiers and ten people each; `asks` is how often each kind of question is asked."""

    accounts: int = 100_000
    asks: int = 200


async def measure(scale: Scale) -> list[Line]:
    """One line per kind of question, and one with the sizes."""
    with open_folder() as folder:
        server = EmbeddedPostgres(folder / "postgres")
        url = await server.start()
        try:
            return await _measure(scale, url, folder)
        finally:
            await server.stop()


async def _measure(scale: Scale, url: str, folder: Path) -> list[Line]:
    settings = read_settings({"ROTUNDA_DATA": str(folder), "ROTUNDA_DATABASE_URL": url})
    async with open_installation(settings, demo=False) as installation:
        began = time.perf_counter()
        await fill(url, scale.accounts)
        made = time.perf_counter() - began
        names, people = await _names(url, "account"), await _names(url, "contact")
        asking = _Asking(installation, names, people, random.Random(_SEED))
        asked = [(name, goal, await _spent(ask, scale.asks)) for name, goal, ask in asking.questions()]
    kinds = [_line(name, spent) for name, _, spent in asked]
    return [*kinds, *_together(asked), await _sizes(url, made)]


async def fill(url: str, accounts: int) -> None:
    """The rows, their indexes made anew (which is faster than row by row), and what the planner wants to know."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("SET maintenance_work_mem = '256MB'")
        await _written(connection, _BOOK, "scale.sql", accounts)
        await connection.execute("ANALYZE")
        await _written(connection, _DOCUMENTS, "scale_documents.sql", accounts)
        await connection.execute("ANALYZE listed_person")
        await _written(connection, _FACTS, "scale_facts.sql", accounts)
        await connection.execute("VACUUM ANALYZE")


async def _written(connection: psycopg.AsyncConnection[Any], tables: Sequence[str], file: str, accounts: int) -> None:
    indexes = await (await connection.execute(_INDEXES, (list(tables),))).fetchall()
    for name, _ in indexes:
        await connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for statement in Path(__file__).with_name(file).read_text().split(";\n"):
        if statement.strip():
            values = {"accounts": accounts} if "%(accounts)s" in statement else None
            await connection.execute(statement.encode(), values)
    for _, definition in indexes:
        await connection.execute(definition.encode())


Question = Callable[[], Awaitable[Any]]


class _Asking:
    """Questions as people ask them, drawn anew each time."""

    def __init__(
        self, installation: Installation, names: Sequence[str], people: Sequence[str], draw: random.Random
    ) -> None:
        self._installation = installation
        self._names = names
        self._people = people
        self._draw = draw

    def questions(self) -> list[tuple[str, float, Question]]:
        """Each with its goal in milliseconds."""
        everybody, team, own = _viewer("admin"), _viewer("success", "Team 3"), _viewer("sales")
        return [
            ("palette: a name, letter by letter", SEARCH_GOAL, lambda: self._find(everybody, self._beginning())),
            ("palette: words of a name", SEARCH_GOAL, lambda: self._find(everybody, self._words())),
            ("palette: words with a typo", SEARCH_GOAL, lambda: self._find(everybody, self._mistyped())),
            ("palette: an id, an address, a domain", SEARCH_GOAL, lambda: self._find(everybody, self._identifier())),
            ("palette: one team's accounts", SEARCH_GOAL, lambda: self._find(team, self._words())),
            ("palette: one's own accounts, with a typo", SEARCH_GOAL, lambda: self._find(own, self._mistyped())),
            ("palette: a person, letter by letter", SEARCH_GOAL, lambda: self._find(everybody, self._begun_person())),
            ("palette: a person with a typo", SEARCH_GOAL, lambda: self._find(everybody, self._mistyped_person())),
            ("palette: a person's address or number", SEARCH_GOAL, lambda: self._find(everybody, self._reach())),
            ("palette: a person of one's own accounts", SEARCH_GOAL, lambda: self._find(own, self._begun_person())),
            ("people: first page", PAGE_GOAL, lambda: self._people_page(everybody, "")),
            ("people: words", PAGE_GOAL, lambda: self._people_page(everybody, self._person().lower())),
            ("people: one frequent word", PAGE_GOAL, lambda: self._people_page(everybody, self._given())),
            ("people: conditions", PAGE_GOAL, lambda: self._people_page(everybody, self._conditions())),
            ("people: one team's, words", PAGE_GOAL, lambda: self._people_page(team, self._given())),
            ("people: one's own", PAGE_GOAL, lambda: self._people_page(own, "", columns=_OF_SALES)),
            ("people: sorted by a fact", PAGE_GOAL, lambda: self._people_page(everybody, "", self._of_people())),
            ("people: one team's, by a fact", PAGE_GOAL, lambda: self._people_page(team, "", self._of_people())),
            ("people: conditions on facts", PAGE_GOAL, lambda: self._people_page(everybody, self._facts())),
            ("list: any order, first page", PAGE_GOAL, lambda: self._page(everybody, "", self._sort())),
            ("list: any order, a page far down", PAGE_GOAL, lambda: self._far_down(everybody)),
            ("list: conditions", PAGE_GOAL, lambda: self._page(everybody, self._conditions(), self._sort())),
            ("list: words, some with a typo", PAGE_GOAL, lambda: self._page(everybody, self._mistyped(), self._sort())),
            ("list: my book", PAGE_GOAL, lambda: self._page(own, "owner:me", self._sort())),
            ("list: one team's accounts", PAGE_GOAL, lambda: self._page(team, "", self._sort())),
        ]

    async def _find(self, viewer: Viewer, text: str) -> object:
        return await self._installation.quick_search.find(viewer, text, 8)

    async def _people_page(
        self, viewer: Viewer, text: str, sort: str = "name", columns: Sequence[str] = _COLUMNS
    ) -> object:
        return await self._installation.contact_listing.page(viewer, ContactListRequest(text, sort, columns=columns))

    async def _page(self, viewer: Viewer, text: str, sort: str, cursor: str | None = None) -> AccountPage:
        return await self._installation.listing.page(viewer, ListRequest(text, sort, 50, cursor))

    async def _far_down(self, viewer: Viewer) -> object:
        """The cursor of a row in the middle, as if somebody had scrolled there."""
        sort = self._sort()
        depth = self._draw.randrange(1, len(self._names))
        key = await _key_at(self._installation, viewer, sort, depth)
        cursor = self._installation.keyset.encode(f"accounts||{sort}", key)
        return _Timed(lambda: self._page(viewer, "", sort, cursor))

    def _sort(self) -> str:
        return self._draw.choice(
            ("name", "-name", "mrr", "-mrr", "-renewal_at", "plan", "-active_users_7d", "open_deals")
        )

    def _of_people(self) -> str:
        return self._draw.choice(
            ("-last_seen_at", "last_contacted_at", "-open_tickets", "product_role", "-field.score")
        )

    def _facts(self) -> str:
        return self._draw.choice(
            (
                "person.seen:<7d",
                "person.seen:<7d person.tickets:>2",
                "person.tickets:>5",
                "field.score:>1000",
                "-field.score:>10",
                "person.role:admin person.contacted:>300d",
                "field.score:512 plan:pro",
            )
        )

    def _name(self) -> str:
        return self._draw.choice(self._names)

    def _person(self) -> str:
        return self._draw.choice(self._people)

    def _given(self) -> str:
        return self._person().split(maxsplit=1)[0].lower()

    def _begun_person(self) -> str:
        name = self._person()
        return name[: self._draw.randint(1, len(name))]

    def _mistyped_person(self) -> str:
        return self._misspelled(self._person())

    def _reach(self) -> str:
        number = self._draw.randrange(3, len(self._people), 3)
        return self._draw.choice((f"+4930{number:08}", f"{self._given()}.{self._draw.randrange(1000)}", str(number)))

    def _beginning(self) -> str:
        name = self._name()
        return name[: self._draw.randint(1, len(name))]

    def _words(self) -> str:
        words = self._name().split()
        return " ".join(self._draw.sample(words, self._draw.randint(1, 2))).lower()

    def _mistyped(self) -> str:
        """A letter left out, doubled, or swapped with its neighbour."""
        return self._misspelled(self._name())

    def _misspelled(self, name: str) -> str:
        word, *others = name.split()
        at = self._draw.randrange(1, len(word) - 1)
        changed = self._draw.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
        return " ".join([changed, *others[: self._draw.randint(0, 1)]])

    def _identifier(self) -> str:
        n = self._draw.randrange(1, len(self._names))
        hubspot, zendesk = 31_000_000_000 + n * 37, 360_000_000 + n * 13
        address = f"ana.keller{n % 6 + 1}"
        return self._draw.choice((f"id:{hubspot}", str(zendesk), f"zendesk:{zendesk}", f"{n}.example", address))

    def _conditions(self) -> str:
        return self._draw.choice(
            (
                "plan:pro mrr:>1000",
                "renewal:<90d has:overdue-invoice",
                "has:open-ticket -plan:starter",
                "tag:vip",
                "field.region:EU-West mrr:>5000",
                "owner:owner7 deals:>1",
                "(plan:enterprise or mrr:>9000) has:open-deal",
                "london plan:pro",
            )
        )


class _Timed(msgspec.Struct, frozen=True):
    """What is to be measured after something was prepared."""

    ask: Question


async def _spent(question: Question, asks: int) -> list[float]:
    """Milliseconds of each answer."""
    spent: list[float] = []
    for _ in range(asks):
        began = time.perf_counter()
        answer = await question()
        if isinstance(answer, _Timed):
            began = time.perf_counter()
            await answer.ask()
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def _together(asked: Sequence[tuple[str, float, list[float]]]) -> list[Line]:
    """All kinds of a goal, each asked equally often: kinds that nobody asks for often weigh as much as others."""
    names = {SEARCH_GOAL: "search, all kinds together", PAGE_GOAL: "list page, all kinds together"}
    return [
        _line(name, [each for _, its, spent in asked if its == goal for each in spent], goal)
        for goal, name in names.items()
    ]


def _line(name: str, spent: Sequence[float], goal: float | None = None) -> Line:
    p95 = quantiles(spent, n=20)[-1]
    return Line(name, p95, "ms", "95 of 100 answers", goal, seen={"median ms": median(spent), "longest ms": max(spent)})


async def _key_at(installation: Installation, viewer: Viewer, sort: str, depth: int) -> Sequence[CursorValue]:
    """The key of the row so far down, read by counting rows off."""
    readable = await Catalogue(installation.house, installation.definitions, installation.clock).of(viewer)
    statement = rows_statement(readable.query(Search()), readable.order(sort), depth, None)
    async with (
        installation.database.connection() as connection,
        connection.cursor(row_factory=class_row(ListRow)) as cursor,
    ):
        await cursor.execute(sql.SQL("SELECT * FROM ({}) AS page OFFSET {}").format(statement, depth - 1))
        row = await cursor.fetchone()
    if row is None:
        raise RuntimeError("the list ends before that row")
    return row.key


def _viewer(role: str, team: str | None = None) -> Viewer:
    teams = frozenset({team} if team else ())
    return Viewer(UserId(f"usr_{role}"), role, "owner7@bench.example", (DEFAULT_ROLES[role],), teams, "token", rights=1)


async def _names(url: str, table: LiteralString) -> list[str]:
    statement = sql.SQL("SELECT name FROM {} WHERE name !~ '@' ORDER BY id").format(sql.Identifier(table))
    async with await psycopg.AsyncConnection.connect(url) as connection:
        rows = await connection.execute(statement)
        return [name async for (name,) in rows]


async def _sizes(url: str, seconds: float) -> Line:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        sizes = dict(await (await connection.execute(_SIZES, (list(_INDEXED),))).fetchall())
    seen = {name: float(size) for name, size in sizes.items()} | {"made in s": seconds}
    return Line("indexes of lists and search", sum(map(float, sizes.values())), "MB", "on disk", seen=seen)
