"""Merging customers who carry a hundred thousand rows of every kind, while others read, merge and edit.

Times are of whole changes as the routes call them: holding the customers, the plan, its check, the pointers, what is
shown, the durable rows of the access log, the commit.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

import msgspec
import psycopg

from bench.report import Line
from bench.surroundings import open_folder
from rotunda.access.audit.entry import Actor
from rotunda.access.audit.log import AuditLog
from rotunda.entrypoints.tools import MIGRATIONS
from rotunda.identity.contacts import Contacts
from rotunda.identity.fields.model import AppliesTo, Customer, Edit, Edited
from rotunda.identity.fields.tag import entity_tag, readable_fields
from rotunda.identity.fields.values import CustomerFields
from rotunda.identity.merging.ledger import Ledger
from rotunda.identity.merging.model import MergeOrder
from rotunda.identity.merging.service import Merges
from rotunda.identity.service import Identity
from rotunda.kit.clock import SystemClock
from rotunda.kit.database import Database, fetch_all
from rotunda.kit.ids import new_id
from rotunda.kit.migrations import migrate
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.sections.ids import AccountId, ContactId, CustomerId, UserId, VisibleAccountId
from rotunda.sections.labels import Label

WARMING_UP = 2
"""Statements are prepared when they come again."""

GOAL = 200
"""Milliseconds for a merge of two customers with 100,000 events each."""

_SQL = Path(__file__).with_suffix(".sql")
_KEY = bytes(range(32))
_WHO = Actor(UserId("usr_bench"), "Bench", "session")
_LABELS = frozenset(Label)
_BIG: tuple[tuple[str, CustomerId, CustomerId], ...] = (
    ("companies", AccountId("acc_big1".ljust(24, "0")), AccountId("acc_big2".ljust(24, "0"))),
    ("people", ContactId("per_many1".ljust(24, "0")), ContactId("per_many2".ljust(24, "0"))),
)
_PLACE = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS place"

Act = Callable[[], Awaitable[object]]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Size:
    """`rows` of each kind for each of the big ones; `others` are ordinary. Each bystander acts `asks` times."""

    rows: int = 100_000
    others: int = 20_000
    children: int = 1_000
    rounds: int = 10
    asks: int = 40


class _Place(msgspec.Struct, frozen=True):
    place: float


class _Desk:
    """One process's way to the book, with a pool of its own."""

    def __init__(self, database: Database, audit: AuditLog) -> None:
        clock = SystemClock()
        self.database = database
        self.merges = Merges(Ledger(database, clock, audit))
        self.identity = Identity(database, clock)
        self.contacts = Contacts(database)
        self.fields = CustomerFields(database, clock)

    async def look(self, account: AccountId) -> None:
        await self.identity.resolve(account)
        await self.identity.around(VisibleAccountId(account))

    async def there_and_back(self, one: CustomerId, other: CustomerId) -> None:
        merged = await self.merges.merge(_WHO, MergeOrder(one, other))
        await self.merges.undo(_WHO, merged.id, {})

    async def edit(self, account: AccountId, name: str) -> None:
        named = Customer(account, AppliesTo.ACCOUNT)
        tag = entity_tag(readable_fields(await self.fields.of(named), _LABELS))
        edit = Edit(new_id("edt_"), named, {"name": name}, frozenset({tag}), _LABELS, _LABELS, None, keep_apart=True)
        await self.fields.edit(edit, _unrecorded)


async def _unrecorded(edited: Edited) -> None:
    """What is measured is the book."""


async def measure(size: Size) -> list[Line]:
    """A line for each thing that is done to the big ones, and for what others meet with meanwhile."""
    with open_folder() as folder:
        server = EmbeddedPostgres(folder / "postgres")
        await server.start()
        try:
            url = await server.create_database("merging")
            await migrate(url, MIGRATIONS)
            await fill(url, size)
            async with _desk(url, folder / "here") as here, _desk(url, folder / "there") as there:
                return await _measure(size, here, there)
        finally:
            await server.stop()


async def fill(url: str, size: Size) -> None:
    """The rows, and what the planner wants to know of them."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        values = {"rows": size.rows, "others": size.others, "children": size.children}
        for statement in _SQL.read_text().split(";\n"):
            if statement.strip():
                await connection.execute(statement.encode(), values if "%(" in statement else None)
        await connection.execute("VACUUM ANALYZE")


@asynccontextmanager
async def _desk(url: str, points: Path) -> AsyncGenerator[_Desk]:
    database = Database(url)
    await database.open()
    audit = AuditLog(database, _KEY, SystemClock(), points)
    await audit.open()
    yield _Desk(database, audit)
    await audit.close()
    await database.close()


async def _measure(size: Size, here: _Desk, there: _Desk) -> list[Line]:
    lines: list[Line] = []
    for kind, one, other in _BIG:
        for _ in range(WARMING_UP):
            await here.there_and_back(one, other)
        written = await _written(here, one, other)
        for name, spent in (await _changed(here, one, other, size.rounds)).items():
            merged = name == "merged"
            seen = {"median ms": median(spent), "WAL kB": written} if merged else {"median ms": median(spent)}
            title = f"two {kind} of {size.rows:,} rows a kind: {name}"
            lines.append(Line(title, max(spent), "ms", "the longest", GOAL if merged else None, seen=seen))
    return [*lines, *await _meanwhile(size, here, there)]


async def _changed(desk: _Desk, one: CustomerId, other: CustomerId, rounds: int) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = {"planned": [], "merged": [], "undoing planned": [], "undone": []}
    for _ in range(rounds):
        plan = await _timed(spent["planned"], desk.merges.plan(_WHO, MergeOrder(one, other)))
        order = MergeOrder(one, other, fingerprint=plan.fingerprint)
        merged = await _timed(spent["merged"], desk.merges.merge(_WHO, order))
        await _timed(spent["undoing planned"], desk.merges.plan_undo(_WHO, merged.id, {}))
        await _timed(spent["undone"], desk.merges.undo(_WHO, merged.id, {}))
    return spent


async def _timed(spent: list[float], act: Awaitable[Answer]) -> Answer:
    began = time.perf_counter()
    answer = await act
    spent.append((time.perf_counter() - began) * 1000)
    return answer


async def _written(desk: _Desk, one: CustomerId, other: CustomerId) -> float:
    """Kilobytes of PostgreSQL's log that a merge takes. Nothing is rewritten: they do not grow with the customers."""
    async with desk.database.connection() as connection:
        before = await fetch_all(connection, _Place, _PLACE)
    merged = await desk.merges.merge(_WHO, MergeOrder(one, other))
    async with desk.database.connection() as connection:
        after = await fetch_all(connection, _Place, _PLACE)
    await desk.merges.undo(_WHO, merged.id, {})
    return (after[0].place - before[0].place) / 1000


async def _meanwhile(size: Size, here: _Desk, there: _Desk) -> list[Line]:
    """What others meet with who go on without a break: by themselves, and while the big ones are merged and undone."""
    alone = await _bystanders(size, there, 0)
    merging = [asyncio.create_task(_merge_on(here, one, other)) for _, one, other in _BIG]
    beside = await _bystanders(size, there, 1)
    for each in merging:
        each.cancel()
    await asyncio.gather(*merging, return_exceptions=True)
    return [_met(name, alone[name], beside[name]) for name in alone]


def _met(name: str, alone: list[float], beside: list[float]) -> Line:
    seen = {"median ms": median(beside), "alone p95 ms": _p95(alone), "longest ms": max(beside)}
    return Line(f"meanwhile, {name}", _p95(beside), "ms", "95 of 100, while both pairs are merged", seen=seen)


def _p95(spent: Sequence[float]) -> float:
    return quantiles(spent, n=20)[-1]


async def _merge_on(desk: _Desk, one: CustomerId, other: CustomerId) -> None:
    while True:
        await desk.there_and_back(one, other)


async def _bystanders(size: Size, desk: _Desk, turn: int) -> dict[str, list[float]]:
    """Each kind of act by somebody of its own, all at once, each on customers of its own."""
    half = size.others // 2
    pairs = ((_other(n), _other(n + half)) for n in count(1 + turn * size.asks))
    edited = (_other(n) for n in count(1 + (2 + turn) * size.asks))
    acts: dict[str, Act] = {
        "a look at one of the big companies": lambda: desk.look(AccountId(_BIG[0][1])),
        "a look at another company": lambda: desk.look(_other(9)),
        "another pair merged and undone": lambda: desk.there_and_back(*next(pairs)),
        "another company edited": lambda: desk.edit(next(edited), "Another name"),
    }
    spent = await asyncio.gather(*(_go_on(act, size.asks) for act in acts.values()))
    return dict(zip(acts, spent, strict=True))


def _other(number: int) -> AccountId:
    return AccountId(f"acc_other{number}x".ljust(24, "0"))


async def _go_on(act: Act, times: int) -> list[float]:
    spent: list[float] = []
    for _ in range(times):
        await _timed(spent, act())
    return spent
