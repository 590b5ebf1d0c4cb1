"""Pages of accounts that nobody has looked at: what Rotunda adds to what its sources take."""

import time
from collections.abc import Iterable, Sequence
from statistics import median

import aiohttp
import msgspec

from bench.bare import BareSources, Call, Timed, distinct
from bench.load_generator import LoadGenerator
from bench.looks import Looks
from bench.machine import cpu_seconds
from bench.plan import Plan
from bench.report import Line
from bench.subject import service
from bench.surroundings import Prepared, Surroundings, World
from rotunda.entrypoints.server import settle_garbage
from rotunda.sections.ids import AccountId, SourceName

LATENCY_MS = 50.0
_WARM_UP = 12
"""Pages before the first that counts: connections are open then, statements prepared, code is warm."""


class Cold(msgspec.Struct, frozen=True):
    """One account's page and what lies under it.

    Seconds; CPU seconds of the service, and of the bare calls with answers decoded and with answers left as bytes.
    """

    page: float
    page_cpu: float
    slowest: Timed
    gathered: float
    decoded_cpu: float
    bytes_cpu: float
    calls: int


async def measure(around: Surroundings, prepared: Prepared, generator: LoadGenerator, plan: Plan) -> list[Line]:
    """Every source takes 50 ms for each request."""
    async with (
        service(around, book=False) as subject,
        aiohttp.ClientSession() as session,
        BareSources(around) as bare,
    ):
        world = World(around.addresses, session)
        await world.slow(LATENCY_MS)
        looks = Looks(subject, generator, session, prepared, bare)
        await _pages(looks, _WARM_UP)
        settle_garbage()  # as the service does, so that the bare calls have no collections that it has not
        pages = await _pages(looks, plan.cold_pages)
        firsts = await _firsts(looks, plan.cold_pages)
        dead = {vendor: [await _dead(looks, world, vendor) for _ in range(plan.dead_pages)] for vendor in world.vendors}
        return [*_page_lines(pages), _first_line(firsts), _dead_line(pages, dead)]


async def _pages(looks: Looks, number: int) -> list[Cold]:
    """First every page, then what lies under each: so neither finds the core's caches full of the other's work."""
    accounts = [looks.fresh() for _ in range(number)]
    pages = [await _page(looks, account) for account in accounts]
    programs = [await looks.bare(account) for account in accounts]
    calls = [distinct(timed) for timed in programs]
    decoded = [await _gather(looks, each, decoded=True) for each in calls]
    left = [await _gather(looks, each, decoded=False) for each in calls]
    return [
        Cold(*page, max(timed, key=lambda each: each.seconds), *bare, as_bytes[1], len(made))
        for page, timed, bare, as_bytes, made in zip(pages, programs, decoded, left, calls, strict=True)
    ]


async def _page(looks: Looks, account: AccountId) -> tuple[float, float]:
    """Seconds, and CPU seconds of the service."""
    before = cpu_seconds(looks.pid)
    page = await looks.page(account)
    return page, cpu_seconds(looks.pid) - before


async def _gather(looks: Looks, calls: Sequence[Call], *, decoded: bool) -> tuple[float, float]:
    """Seconds, and CPU seconds of this process."""
    began, before = time.perf_counter(), time.process_time()
    await looks.gather(calls, decoded=decoded)
    return time.perf_counter() - began, time.process_time() - before


async def _firsts(looks: Looks, number: int) -> list[tuple[float, float]]:
    """Until the first section is there, and the fastest source's program alone."""
    accounts = [looks.fresh() for _ in range(number)]
    firsts = [await looks.first_section(account) for account in accounts]
    fastest = [min(each.seconds for each in await looks.bare(account)) for account in accounts]
    return list(zip(firsts, fastest, strict=True))


async def _dead(looks: Looks, world: World, vendor: SourceName) -> float:
    """The page without that source, minus the slowest source's time with all of them up."""
    account = looks.fresh()
    slowest = max(each.seconds for each in await looks.bare(account))
    await world.spoil(vendor, "refused")
    page = await looks.page(account)
    await world.spoil(vendor, None)
    await looks.forgive(vendor)
    return page - slowest


def _page_lines(pages: Sequence[Cold]) -> list[Line]:
    seen = {
        "page": _ms(one.page for one in pages),
        "slowest": _ms(one.slowest.seconds for one in pages),
        "calls at once": _ms(one.gathered for one in pages),
        "calls": median(one.calls for one in pages),
    }
    cpu = {
        "page": _ms(one.page_cpu for one in pages),
        "decoded": _ms(one.decoded_cpu for one in pages),
        "bytes": _ms(one.bytes_cpu for one in pages),
    }
    names = {f"{one.slowest.source} {one.slowest.section}" for one in pages}
    return [
        Line(
            "cold page minus its slowest source",
            _ms(one.page - one.slowest.seconds for one in pages),
            "ms",
            f"the slowest program alone ({', '.join(sorted(names))})",
            goal=15,
            seen=seen,
        ),
        Line(
            "CPU of a cold page",
            median(one.page_cpu / one.decoded_cpu for one in pages),
            "x",
            "a bare asyncio.gather of the same calls, answers decoded",
            goal=3,
            seen=cpu,
        ),
        Line(
            "CPU of a cold page, answers left as bytes",
            median(one.page_cpu / one.bytes_cpu for one in pages),
            "x",
            "a bare asyncio.gather of the same calls, answers not read",
            goal=3,
            seen=cpu,
        ),
    ]


def _first_line(firsts: Sequence[tuple[float, float]]) -> Line:
    return Line(
        "first section on the stream minus the fastest source",
        _ms(first - fastest for first, fastest in firsts),
        "ms",
        "the fastest program alone",
        goal=10,
        seen={"first": _ms(first for first, _ in firsts), "fastest": _ms(fastest for _, fastest in firsts)},
    )


def _dead_line(pages: Sequence[Cold], dead: dict[SourceName, list[float]]) -> Line:
    """Of the source without which it takes the longest."""
    healthy = _ms(one.page - one.slowest.seconds for one in pages)
    added = {str(vendor): _ms(seconds) - healthy for vendor, seconds in dead.items()}
    return Line(
        "cold page with one source dead minus with all up",
        max(added.values()),
        "ms",
        "the same above the slowest source",
        goal=5,
        seen=added,
    )


def _ms(seconds: Iterable[float]) -> float:
    return median(seconds) * 1e3
