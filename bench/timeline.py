"""Timelines of 20,000 accounts with ten million events, the heaviest with 200,000; and how time grows up to there.

Times are of whole answers as the routes give them: members, the page, what is beside it, the counts, highlights, the
row of the access log, and the bytes. Recording is the real path: batches as streams bring them, links looked up, all
indexes there.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import msgspec
import psycopg

from bench.report import Line
from bench.surroundings import open_folder
from bench.timeline_book import ACCOUNTS, SHARES, SOURCES, fill, quarters_before
from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.roles import DEFAULT_ROLES, Role
from rotunda.access.viewer import Viewer
from rotunda.connector_kit.events import Event, EventType, Participant
from rotunda.connector_kit.events import Role as Part
from rotunda.entrypoints.installation import Installation, open_installation
from rotunda.entrypoints.server import settle_garbage
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.settings import read_settings
from rotunda.sections.ids import AccountId, ConnectionId, ContactId, ExternalId, UserId
from rotunda.view.timeline.asked import Asked
from rotunda.view.timeline.pages import Whose

PAGE_GOAL, ACROSS_GOAL, RECORDED_GOAL = 50, 300, 5000
"""Milliseconds at the 95th percentile; events in a second."""

SIZES = (100_000, 1_000_000, 10_000_000)
_SEED = 11
_BATCH, _LARGEST_RUN = 500, 60_000
_WORDS = [f"word{number}" for number in range(2000)]
_SETTINGS = {"shared_buffers": "2GB", "max_wal_size": "8GB", "maintenance_work_mem": "512MB"}
_SIZES = """
    SELECT kind, sum(bytes)::float8 / 1e6 FROM (
        SELECT pg_indexes_size(c.oid) AS bytes, 'indexes of ' || regexp_replace(c.relname, '_\\d.*', '') AS kind
        FROM pg_class c WHERE c.relname ~ '^(timeline|thread)_' AND c.relkind = 'r'
        UNION ALL
        SELECT pg_table_size(c.oid), 'rows of ' || regexp_replace(c.relname, '_\\d.*', '')
        FROM pg_class c WHERE c.relname ~ '^(timeline|thread)_' AND c.relkind = 'r'
    ) AS every GROUP BY kind HAVING sum(bytes) > 1e6 ORDER BY 2 DESC
"""

Question = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class Size:
    """`asks` is how often each kind of question is asked."""

    events: int = SIZES[-1]
    asks: int = 200


async def measure(most: int) -> list[Line]:
    """A book of each size up to `most`."""
    lines: list[Line] = []
    for events in [each for each in SIZES if each <= most] or [most]:
        lines += await measure_one(Size(events))
    return lines


async def measure_one(size: Size) -> list[Line]:
    """One line for each kind of question, one for recording, one with the sizes."""
    with open_folder() as folder:
        server = EmbeddedPostgres(folder / "postgres", settings=_SETTINGS)
        url = await server.start()
        try:
            return await _measure(size, url, folder)
        finally:
            await server.stop()


async def _measure(size: Size, url: str, folder: Path) -> list[Line]:
    settings = read_settings({"ROTUNDA_DATA": str(folder), "ROTUNDA_DATABASE_URL": url})
    async with open_installation(settings, demo=False) as installation:
        now = installation.clock.now()
        await installation.timeline.make_room([begin for begin, _ in quarters_before(now)])
        began = time.perf_counter()
        await fill(url, size.events, await installation.timeline.numbers(), now)
        made = time.perf_counter() - began
        settle_garbage()
        asking = _Asking(installation, await _words(url), random.Random(_SEED), size.events)
        lines = [await _line(*each, size) for each in asking.questions()]
        recorded = _Recording(installation, size, now)
        lines += [await recorded.line(sources) for sources in (1, 2)]
    return [*lines, await _sizes(url, size, made)]


class _Asking:
    """Questions as people ask them, drawn anew each time; every third is about the heaviest account."""

    def __init__(self, installation: Installation, words: Sequence[str], draw: random.Random, events: int) -> None:
        self._installation = installation
        self._words = words
        self._draw = draw
        self._now = installation.clock.now()
        self._events = events

    def questions(self) -> list[tuple[str, float, Question]]:
        everybody, team, own = _viewer("admin"), _viewer("success", "West"), _viewer("sales")
        page = PAGE_GOAL
        return [
            ("page: newest", page, lambda: self._page(Asked())),
            ("page: at any depth", page, lambda: self._page(Asked(at=self._moment()))),
            ("page: upwards, at any depth", page, lambda: self._page(Asked(at=self._moment(), newer=True))),
            ("page: some types, at any depth", page, lambda: self._page(Asked(types=self._types(), at=self._moment()))),
            ("page: a rare type", page, lambda: self._page(Asked(types=(EventType.QUOTE_SENT,)))),
            ("page: a range of days", page, lambda: self._page(self._range(Asked()))),
            ("page: with a contact", page, lambda: self._with_contact(Asked(at=self._moment()))),
            ("page: with a teammate", page, lambda: self._page(Asked(person="usr_rep7", at=self._moment()))),
            ("page: types, days and a teammate", page, lambda: self._page(self._everything())),
            ("page: types, days and a word", page, lambda: self._page(self._worded(self._range(Asked())))),
            ("page: grouped by type", page, lambda: self._page(Asked(grouped=True, limit=10))),
            ("page: of a contact", page, self._of_contact),
            ("channels of a year by week", page, self._mix),
            ("words within one account", page, lambda: self._page(Asked(text=self._text()))),
            ("a frequent word within one account", page, lambda: self._page(Asked(text=self._frequent()))),
            ("words over all accounts", ACROSS_GOAL, lambda: self._across(everybody, self._text())),
            ("a frequent word over all", ACROSS_GOAL, lambda: self._across(everybody, self._frequent())),
            ("a rare word over all", ACROSS_GOAL, lambda: self._across(everybody, self._draw.choice(self._words))),
            ("words over a team's 5,000", ACROSS_GOAL, lambda: self._across(team, self._text())),
            ("words over one's own 50", ACROSS_GOAL, lambda: self._across(own, self._text())),
        ]

    async def _page(self, asked: Asked) -> bytes:
        return await self._answered(asked, self._account())

    async def _answered(self, asked: Asked, number: int) -> bytes:
        account = account_of(number)
        members = await self._installation.identity.members(account)
        whose = Whose(viewer=_ADMIN, reach=_ROLE.reach, customer=account, accounts=[account, *members])
        page = await self._installation.timeline_pages.page(whose, asked)
        await self._installation.audit.record(AuditEntry(Actor.of(_ADMIN), Action.DRILL, account))
        return msgspec.json.encode(page)

    async def _with_contact(self, asked: Asked) -> bytes:
        account = self._account()
        person = contact_of(5 * account + self._draw.randrange(5))
        return await self._answered(msgspec.structs.replace(asked, person=person), account)

    async def _of_contact(self) -> bytes:
        contact = contact_of(5 * self._account() + self._draw.randrange(5))
        whose = Whose(viewer=_ADMIN, reach=_ROLE.reach, customer=contact, contacts=[contact])
        page = await self._installation.timeline_pages.page(whose, Asked(at=self._moment()))
        await self._installation.audit.record(AuditEntry(Actor.of(_ADMIN), Action.DRILL, detail={"contact": contact}))
        return msgspec.json.encode(page)

    async def _mix(self) -> bytes:
        account = account_of(self._account())
        whose = Whose(viewer=_ADMIN, reach=_ROLE.reach, customer=account, accounts=[account])
        mix = await self._installation.channels.of(whose, "week", None, None)
        await self._installation.audit.record(AuditEntry(Actor.of(_ADMIN), Action.DRILL, account))
        return msgspec.json.encode(mix)

    async def _across(self, viewer: Viewer, text: str) -> bytes:
        return msgspec.json.encode(await self._installation.timeline_search.find(viewer, text, Asked(text=text)))

    def _account(self) -> int:
        """As events are spread, so that busy accounts are looked at more often."""
        if self._draw.random() < 1 / 3:
            return 0
        return 1 + int((ACCOUNTS - 1) * self._draw.random() ** 2)

    def _moment(self) -> datetime:
        return self._now - timedelta(days=self._draw.uniform(0, 1080))

    def _types(self) -> Sequence[EventType]:
        return self._draw.sample([type_ for _, type_, _, _ in SHARES], self._draw.randint(1, 4))

    def _range(self, asked: Asked) -> Asked:
        begin = self._moment()
        return msgspec.structs.replace(asked, since=begin, until=begin + timedelta(days=self._draw.uniform(1, 400)))

    def _everything(self) -> Asked:
        return self._range(Asked(types=self._types(), person="usr_rep7"))

    def _worded(self, asked: Asked) -> Asked:
        return msgspec.structs.replace(asked, types=self._types(), text=self._text())

    def _word(self) -> str:
        """As frequent as in what people write."""
        return self._words[int(len(self._words) ** self._draw.random()) - 1]

    def _frequent(self) -> str:
        return self._words[self._draw.randrange(5)]

    def _text(self) -> str:
        return " ".join(self._word() for _ in range(self._draw.randint(1, 2)))


def account_of(number: int) -> AccountId:
    return AccountId(f"acc_{number:020}")


def contact_of(number: int) -> ContactId:
    return ContactId(f"per_{number:020}")


def _viewer(role: str, team: str | None = None) -> Viewer:
    teams = frozenset({team} if team else ())
    return Viewer(UserId(f"usr_{role}"), role, "owner7@bench.example", (DEFAULT_ROLES[role],), teams, "token", rights=1)


_ROLE: Role = DEFAULT_ROLES["admin"]
_ADMIN = _viewer("admin")


async def _line(name: str, goal: float, question: Question, size: Size) -> Line:
    for _ in range(10):  # statements are prepared when they come again
        await question()
    spent: list[float] = []
    for _ in range(size.asks):
        began = time.perf_counter()
        await question()
        spent.append((time.perf_counter() - began) * 1000)
    seen = {"median ms": median(spent), "longest ms": max(spent)}
    return Line(
        f"{size.events:,} events: {name}", quantiles(spent, n=20)[-1], "ms", "95 of 100 answers", goal, seen=seen
    )


class _Recording:
    """New events of the last days, a batch at a time from each source, as pulls bring them."""

    def __init__(self, installation: Installation, size: Size, now: datetime) -> None:
        self._installation = installation
        self._size = size
        self._now = now
        self._draw = random.Random(_SEED)
        self._made = 0

    async def line(self, sources: int) -> Line:
        """How many in a second, of all sources together."""
        count = min(_LARGEST_RUN, self._size.events)
        batches = [self._batch() for _ in range(0, count, _BATCH)]
        settle_garbage()
        own, began = time.process_time(), time.perf_counter()
        longest = max(await asyncio.gather(*(self._record(each, batches) for each in SOURCES[:sources])))
        seconds, own = time.perf_counter() - began, time.process_time() - own
        seen = {
            "events": float(count),
            f"longest batch of {_BATCH} in ms": longest * 1000,
            "own processor time of an event in ms": own / count * 1000,
        }
        name = f"{self._size.events:,} events: recorded, {sources} at once"
        return Line(name, count / seconds, "/s", "batches of 500", RECORDED_GOAL, at_least=True, seen=seen)

    async def _record(self, source: ConnectionId, batches: list[Sequence[Event]]) -> float:
        """Takes batches until there is none; the longest it took for one."""
        longest = 0.0
        while batches:
            began = time.perf_counter()
            await self._installation.timeline.record(source, batches.pop())
            longest = max(longest, time.perf_counter() - began)
        return longest

    def _batch(self) -> Sequence[Event]:
        first, self._made = self._made, self._made + _BATCH
        return [_event(self._draw, _WORDS, number, self._now) for number in range(first, first + _BATCH)]


def _event(draw: random.Random, words: Sequence[str], number: int, now: datetime) -> Event:
    """New ones, of the last days."""
    _, type_, label, routine = draw.choices(SHARES, [share for share, *_ in SHARES])[0]
    account = 1 + int((ACCOUNTS - 1) * draw.random() ** 2)
    person = ("contact", ExternalId(str(5 * account + draw.randrange(5))))
    return Event(
        type=type_,
        key=f"new:{number}",
        version=1,
        at=now - timedelta(minutes=draw.uniform(0, 20_000)),
        record=("engagement", ExternalId(f"new {number}")),
        label=label,
        whose=(("company", ExternalId(str(account))),),
        people=(
            Participant(Part.TO, record=person),
            Participant(Part.FROM, address=f"rep{draw.randrange(100)}@bench.example", ours=True),
        ),
        subject=" ".join(draw.choices(words, k=8)),
        text=" ".join(draw.choices(words, k=32)),
        routine=routine,
    )


async def _words(url: str) -> list[str]:
    """The most frequent first."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        return [word async for (word,) in await connection.execute("SELECT word FROM bench_word ORDER BY id")]


async def _sizes(url: str, size: Size, made: float) -> Line:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        sizes = {str(kind): float(megabytes) async for kind, megabytes in await connection.execute(_SIZES)}
    name = f"{size.events:,} events: rows and indexes"
    return Line(name, sum(sizes.values()), "MB", "on disk", seen=sizes | {"made in s": made})
