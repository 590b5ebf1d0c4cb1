"""What stands between a program and the source: retries, waits, sign-in, the breaker, budgets; over real HTTP."""

import asyncio
import itertools

import pytest
from aiohttp import web

from reading.calling import earn_retries, fails, fetch, give_way, retried
from reading.sources import (
    ORDERS,
    RECORDS,
    Source,
    connector,
    open_house,
    orders,
    reached,
    soon,
    status,
)
from rotunda.connections.model import ConnectionState
from rotunda.connector_kit.errors import (
    AuthExpired,
    Forbidden,
    Gone,
    Misconfigured,
    RateLimited,
    SourceError,
    Unavailable,
)
from rotunda.connector_kit.manifest import (
    ClientCredentials,
    ErrorKind,
    FormField,
    RateBudget,
)
from rotunda.connector_kit.requests import Program, Request
from rotunda.kit.database import Database
from rotunda.reading.model import Priority
from rotunda.reading.refusals import BreakerOpen, BudgetSpent


async def test_a_read_that_failed_is_tried_once_more(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await earn_retries(house)
        source.answers("/a", status(500), orders(3))
        working = asyncio.create_task(fetch(house))
        assert await retried(house, working) == {"orders": 3}
        assert source.times("/a") == 2


async def test_and_not_a_second_time(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await earn_retries(house, 3)
        source.answers("/a", status(500))
        working = asyncio.create_task(fetch(house))
        with pytest.raises(Unavailable):
            await retried(house, working)
        assert source.times("/a") == 2


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (400, Misconfigured),
        (401, AuthExpired),
        (403, Forbidden),
        (404, Gone),
        (422, Misconfigured),
        (302, Misconfigured),
    ],
)
async def test_an_answer_that_says_no_is_not_asked_again(
    database: Database, code: int, kind: type[SourceError]
) -> None:
    async with Source() as source, open_house(database, source) as house:
        await earn_retries(house)
        source.answers("/a", status(code, Location="/elsewhere"))
        await fails(house, kind)
        assert source.times("/a") == 1
        assert source.times("/elsewhere") == 0


async def test_under_a_storm_of_failures_retries_stay_below_a_fifth(database: Database) -> None:
    codes = itertools.cycle([200, 500, 500, 200])

    async def flaky(_: web.Request) -> web.StreamResponse:
        return web.json_response({}, status=next(codes))

    async with Source() as source, open_house(database, source, chance=lambda: 0.0) as house:
        source.handlers["/a"] = flaky
        for number in range(1, 301):
            working = asyncio.create_task(fetch(house))
            await reached(lambda working=working: working.done() or house.alarm.next_moment() is not None)
            house.alarm.advance(0.01)
            await asyncio.wait({working})
            working.exception()
            if not house.line.breaker.closed():
                house.alarm.advance(60)
            counts = house.line.counts
            first = counts.calls - counts.retries
            assert counts.retries * 5 <= first <= number
        assert house.line.counts.retries > 20
        assert source.times("/a") == house.line.counts.calls


async def test_a_wait_within_the_deadline_is_waited_for_by_everybody(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await earn_retries(house, 2)
        source.answers("/a", status(429, Retry_After="2"), orders(3))
        working = asyncio.create_task(fetch(house))
        await reached(house.line.gate.held_until)
        other = asyncio.create_task(fetch(house, "/b"))
        house.alarm.advance(1.9)
        await give_way()
        assert (source.times("/a"), source.times("/b")) == (1, 0)
        house.alarm.advance(0.5)
        assert await soon(working) == {"orders": 3}
        assert await soon(other) == {"orders": 1}


async def test_a_wait_beyond_the_deadline_ends_the_read_at_once(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await earn_retries(house)
        source.answers("/a", status(429, Retry_After="3000"))
        limited = await fails(house, RateLimited)
        assert isinstance(limited, RateLimited)
        assert (limited.until - house.clock.now()).total_seconds() == 3000
        assert source.times("/a") == 1
        await fails(house, RateLimited, "/b")
        assert house.connections.health.of(house.connection.id).state is ConnectionState.LIMITED
        state = house.readings.status(house.connection.id)
        assert state.wait_until == limited.until
        assert state.errors == {ErrorKind.RATE_LIMITED: 1}
        background = asyncio.create_task(fetch(house, "/b", Priority.BACKGROUND))
        await reached(lambda: house.line.gate._waiting)
        house.alarm.advance(2999)
        await give_way()
        assert source.times("/b") == 0
        house.alarm.advance(2)
        await soon(background)


async def test_a_503_that_says_when_to_come_back_is_a_wait(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/a", status(503, Retry_After="600"))
        await fails(house, RateLimited)


async def test_a_wait_is_measured_by_the_sources_own_clock(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        wrong = {"Date": "Mon, 01 Jan 2001 00:00:00 GMT", "Retry-After": "Mon, 01 Jan 2001 00:10:00 GMT"}
        source.answers("/a", lambda: web.Response(status=429, headers=wrong))
        limited = await fails(house, RateLimited)
        assert isinstance(limited, RateLimited)
        assert (limited.until - house.clock.now()).total_seconds() == 600


async def test_an_absurd_wait_is_cut_to_an_hour(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/a", status(429, Retry_After="1e300"))
        limited = await fails(house, RateLimited)
        assert isinstance(limited, RateLimited)
        assert (limited.until - house.clock.now()).total_seconds() == 3600


async def test_people_have_their_share_of_the_budget_while_the_background_waits(database: Database) -> None:
    budget = {"default": RateBudget(requests=10, seconds=60, reserved_percent=40)}
    async with Source() as source, open_house(database, source, connector(budgets=budget)) as house:
        background = [
            asyncio.create_task(fetch(house, f"/background/{number}", Priority.BACKGROUND)) for number in range(8)
        ]
        await reached(lambda: sum(task.done() for task in background) == 6)
        for number in range(4):
            await fetch(house, f"/person/{number}")
        await fails(house, BudgetSpent, "/person/5")
        assert len(source.asked) == 1 + 10
        [use] = house.readings.status(house.connection.id).budgets
        assert (use.used, use.limit) == (10, 10)
        house.alarm.advance(61)
        await soon(asyncio.gather(*background))


async def test_at_most_so_many_requests_are_under_way(database: Database) -> None:
    def many() -> Program[int]:
        return len((yield [Request(path="/a", query=(("n", str(number)),)) for number in range(30)]))

    async with Source() as source, open_house(database, source, connector(concurrency=5)) as house:
        hanging = source.hangs("/a")
        working = asyncio.create_task(house.readings.fetch_program(house.connection.id, many(), Priority.PERSON))
        await reached(lambda: hanging.waiting == 5)
        hanging.go.set()
        assert await soon(working) == 30
        assert hanging.most == 5


async def test_one_endpoint_that_fails_does_not_take_the_others_with_it(database: Database) -> None:
    async with Source() as source, open_house(database, source, chance=lambda: 0.0) as house:
        source.answers("/broken", status(500))
        for number in range(30):
            await fails(house, Unavailable, "/broken", headers=(("X-Number", str(number)),))
            await fetch(house, "/healthy")
            await fetch(house, "/healthy")
        assert house.line.breaker.closed()


async def test_what_answers_beside_a_failure_speaks_for_the_source(database: Database) -> None:
    def three(number: int) -> Program[int]:
        good = yield [Request(path="/a"), Request(path="/b")]
        yield [Request(path="/broken", headers=(("X-Number", str(number)),))]
        return len(good)

    async with Source() as source, open_house(database, source, chance=lambda: 0.0) as house:
        source.answers("/broken", status(500))
        for number in range(30):
            with pytest.raises(Unavailable):
                await soon(house.readings.fetch_program(house.connection.id, three(number), Priority.PERSON))
        assert house.line.breaker.closed()


OAUTH = connector(
    form=(
        FormField(name="client_id", label="Client", help=""),
        FormField(name="client_secret", label="Secret", help="", secret=True),
    ),
    auth=ClientCredentials(id_field="client_id", secret_field="client_secret", token_path="/token", scope="read"),
)


class Desk(Source):
    """A source that hands out tokens, and takes only the newest."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens = 0
        self.lifetime: int | None = 3600
        self.handlers["/token"] = self._token

    async def _token(self, request: web.Request) -> web.StreamResponse:
        self.tokens += 1
        return web.json_response({"access_token": f"t{self.tokens}", "expires_in": self.lifetime})

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.path != "/token" and request.headers.get("Authorization") != f"Bearer t{self.tokens}":
            self.asked.append(request.path_qs)
            return web.json_response({"error": "invalid_token"}, status=401)
        return await super()._answer(request)

    def form(self) -> dict[str, str]:
        return {"client_id": "us", "client_secret": "s3cret", "base_url": self.url}


async def test_a_hundred_calls_with_an_expired_token_lead_to_one_new_token(database: Database) -> None:
    def hundred() -> Program[int]:
        return len((yield [Request(path="/a", query=(("n", str(number)),)) for number in range(100)]))

    async with Desk() as desk, open_house(database, desk, OAUTH, form=desk.form()) as house:
        await fetch(house)
        before = desk.times("/token")
        desk.tokens += 1  # the source has forgotten the token that we hold
        assert await soon(house.readings.fetch_program(house.connection.id, hundred(), Priority.PERSON)) == 100
        assert desk.times("/token") == before + 1
        assert house.line.counts.retries == 0
        assert house.connections.health.of(house.connection.id).state is ConnectionState.OK


async def test_a_token_is_kept_until_shortly_before_it_expires(database: Database) -> None:
    async with Desk() as desk, open_house(database, desk, OAUTH, form=desk.form()) as house:
        await fetch(house)
        before = desk.times("/token")
        house.alarm.advance(3600 - 61)
        await fetch(house)
        assert desk.times("/token") == before
        house.alarm.advance(2)
        await asyncio.gather(*(fetch(house, f"/{number}") for number in range(10)))
        assert desk.times("/token") == before + 1


async def test_the_old_token_serves_on_while_the_desk_is_closed(database: Database) -> None:
    async with Desk() as desk, open_house(database, desk, OAUTH, form=desk.form()) as house:
        await fetch(house)
        house.alarm.advance(3600 - 30)
        desk.answers("/token", status(500))
        assert await fetch(house) == {"orders": 1}
        assert await fetch(house) == {"orders": 1}
        assert house.connections.health.of(house.connection.id).state is ConnectionState.OK


async def test_credentials_that_are_refused_for_good_ask_for_new_ones(database: Database) -> None:
    async with Desk() as desk, open_house(database, desk, OAUTH, form=desk.form()) as house:
        await fetch(house)
        desk.tokens += 1
        desk.answers("/token", lambda: web.json_response({"error": "invalid_client"}, status=401))
        error = await fails(house, AuthExpired)
        assert error.reason == "Shop refuses the client or its secret. Enter them again."
        assert house.connections.health.of(house.connection.id).state is ConnectionState.NEEDS_SIGN_IN
        asked = len(desk.asked)
        await fails(house, AuthExpired, "/b")
        assert len(desk.asked) == asked
        assert house.line.breaker.closed()


async def test_a_fresh_token_that_is_refused_too_is_not_renewed_again(database: Database) -> None:
    async with Desk() as desk, open_house(database, desk, OAUTH, form=desk.form()) as house:
        desk.answers("/a", status(401))
        before = desk.times("/token")
        await fails(house, AuthExpired)
        assert desk.times("/token") == before + 2  # the first sign-in of this channel, and one renewal
        assert desk.times("/a") == 2


async def test_a_desk_that_fails_counts_against_the_source(database: Database) -> None:
    async with Desk() as desk, open_house(database, desk, OAUTH, form=desk.form()) as house:
        desk.answers("/token", status(500))
        for number in range(5):
            await fails(house, Unavailable, f"/{number}")
        await fails(house, BreakerOpen)
        assert desk.times("/token") == 1 + 5


async def test_a_probe_may_make_all_the_requests_of_its_program(database: Database) -> None:
    def three() -> Program[int]:
        first = yield [Request(path="/a"), Request(path="/b")]
        second = yield [Request(path="/c")]
        return len(first) + len(second)

    async with Source() as source, open_house(database, source) as house:
        source.answers("/broken", status(500))
        for number in range(5):
            await fails(house, Unavailable, "/broken", headers=(("X-Number", str(number)),))
        await fails(house, BreakerOpen)
        house.alarm.advance(2.1)
        assert await soon(house.readings.fetch_program(house.connection.id, three(), Priority.PERSON)) == 3
        assert house.line.breaker.closed()


async def test_requests_that_wait_for_their_turn_are_not_sent_once_the_breaker_is_open(database: Database) -> None:
    async with Source() as source, open_house(database, source, connector(concurrency=5), chance=lambda: 0.0) as house:
        hanging = source.hangs("/a")
        hanging.response = status(500)
        tasks = [asyncio.create_task(fetch(house, "/a", headers=(("X-Number", str(number)),))) for number in range(20)]
        await reached(lambda: hanging.waiting == 5)
        hanging.go.set()
        results = await soon(asyncio.gather(*tasks, return_exceptions=True))
        assert source.times("/a") < 20
        assert {type(result) for result in results} == {Unavailable, BreakerOpen}


async def test_what_the_page_and_prometheus_are_told(database: Database) -> None:
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - used here only

    from rotunda.reading.metrics import SourceMetrics  # noqa: PLC0415 - used here only

    async with Source() as source, open_house(database, source) as house:
        await house.readings.read(house.key(), RECORDS, wait_until=house.deadline(), priority=Priority.PERSON)
        house.readings.at_hand(house.key(section=ORDERS), RECORDS)
        source.answers("/a", status(500))
        await fails(house, Unavailable)
        told = house.readings.status(house.connection.id)
        assert (told.calls, told.errors, told.cache_hits, told.cache_misses) == (2, {ErrorKind.UNAVAILABLE: 1}, 1, 1)
        assert told.state is ConnectionState.FAILING
        assert told.last_error is not None
        assert told.last_error.reason == "Shop is out of order: it answered with status 500."
        assert told.p50 is not None
        registry = CollectorRegistry()
        registry.register(SourceMetrics(house.readings.lines, house.clock))
        lines = generate_latest(registry).decode().splitlines()
        labels = f'{{connection="{house.connection.id}",'
        assert f'rotunda_source_requests_total{labels}outcome="ok",source="shop"}} 1.0' in lines
        assert f'rotunda_source_requests_total{labels}outcome="unavailable",source="shop"}} 1.0' in lines
        assert f'rotunda_source_answer_seconds_count{labels}source="shop"}} 1.0' in lines
        assert f'rotunda_source_breaker_state{labels}source="shop"}} 0.0' in lines
