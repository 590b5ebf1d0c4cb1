"""Pages that are at hand: how many a second, how long the slowest take, and what the service weighs meanwhile."""

import asyncio
from collections.abc import Sequence
from statistics import median

import msgspec

from bench.load_generator import LoadGenerator
from bench.load_process import Ask, Load, Loaded
from bench.machine import cpu_seconds, memory_mb
from bench.plan import Plan
from bench.report import Line
from bench.subject import Subject, floor, service
from bench.surroundings import Prepared, Surroundings

CONNECTIONS = 16
_PAGES = 16
_IDLE = 0.05
_LISTS = {"list page": "/api/v1/accounts?limit=50", "search": "/api/v1/accounts?limit=50&q=co"}


async def measure(around: Surroundings, prepared: Prepared, generator: LoadGenerator, plan: Plan) -> list[Line]:
    """With redaction for `support`, which sees no amounts."""
    async with service(around, book=True) as subject:
        await until_idle(subject, plan.longest_wait)
        idle = memory_mb(subject.pid)
        pages = [f"/api/v1/accounts/{account}" for account in list(prepared.accounts)[:_PAGES]]
        token = prepared.tokens["support"]
        sizes = [await _size(generator, subject, path, token) for path in pages]
        list_sizes = [await _size(generator, subject, path, token) for path in _LISTS.values()]
        async with floor([*sizes, *list_sizes]) as ready:
            lines = await _pages(generator, plan, _load(subject, pages, token), _ready(ready, range(len(pages))))
            for number, (name, path) in enumerate(_LISTS.items(), len(pages)):
                listed = msgspec.structs.replace(_load(subject, [path], token), connections=1)
                bytes_ready = msgspec.structs.replace(_ready(ready, [number]), connections=1)
                lines.append(await _list(name, generator, plan, listed, bytes_ready))
    return [*lines, Line("memory of the idle service", idle, "MB", "", goal=250)]


async def until_idle(subject: Subject, seconds: float) -> None:
    """Until the background has read the whole book; or so long."""
    for _ in range(int(seconds)):
        before = cpu_seconds(subject.pid)
        await asyncio.sleep(1)
        if cpu_seconds(subject.pid) - before < _IDLE:
            return


async def _size(generator: LoadGenerator, subject: Subject, path: str, token: str) -> int:
    """Of the body; asked for before, so that it is warm."""
    await generator.ask(Ask(subject.port, path, token))
    loaded = await generator.load(Load(subject.port, [path], token, connections=1, seconds=0))
    return round(loaded.mean_bytes)


def _load(subject: Subject, paths: Sequence[str], token: str) -> Load:
    return Load(subject.port, list(paths), token, CONNECTIONS, 0)


def _ready(subject: Subject, numbers: Sequence[int]) -> Load:
    return Load(subject.port, [f"/bytes/{number}" for number in numbers], "none", CONNECTIONS, 0)


async def _pages(generator: LoadGenerator, plan: Plan, product: Load, ready: Load) -> list[Line]:
    rounds = await _in_turns(generator, plan, product, ready)
    rates = {
        "pages/s": median(one.per_second for one, _ in rounds),
        "ready/s": median(two.per_second for _, two in rounds),
    }
    p99 = {"ready p99": median(two.p99 for _, two in rounds) * 1e3, "p50": median(one.p50 for one, _ in rounds) * 1e3}
    size = {"KB": rounds[0][0].mean_bytes / 1e3}
    return [
        Line(
            "warm pages a second, 16 connections",
            median(one.per_second / two.per_second for one, two in rounds),
            "x",
            "the same server sending as many ready bytes",
            goal=0.333,
            at_least=True,
            seen={**rates, **size},
        ),
        Line(
            "warm page, p99 at 16 connections",
            median(one.p99 for one, _ in rounds) * 1e3,
            "ms",
            "",
            goal=25,
            seen=p99,
        ),
    ]


async def _list(name: str, generator: LoadGenerator, plan: Plan, product: Load, ready: Load) -> Line:
    rounds = await _in_turns(generator, plan, product, ready)
    seen = {"p50": median(one.p50 for one, _ in rounds) * 1e3, "ready p95": median(two.p95 for _, two in rounds) * 1e3}
    slower = median(one.p95 - two.p95 for one, two in rounds) * 1e3
    return Line(f"{name}, p95 of {plan.accounts} accounts", slower, "ms", "as many ready bytes", goal=50, seen=seen)


async def _in_turns(generator: LoadGenerator, plan: Plan, product: Load, ready: Load) -> list[tuple[Loaded, Loaded]]:
    rounds: list[tuple[Loaded, Loaded]] = []
    for _ in range(plan.rounds):
        timed = [msgspec.structs.replace(each, seconds=plan.round_seconds) for each in (product, ready)]
        rounds.append((await generator.load(timed[0]), await generator.load(timed[1])))
    return rounds
