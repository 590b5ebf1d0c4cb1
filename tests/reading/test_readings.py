"""Reading: what is given at once, what is fetched, and what a failing source does to it."""

import asyncio

import msgspec
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from reading.looks import at_hand, read
from reading.sources import (
    ORDERS,
    START,
    Orders,
    Source,
    connector,
    open_house,
    orders,
    reached,
    soon,
    status,
)
from rotunda.connections.model import ConnectionState
from rotunda.connector_kit.errors import Misconfigured, Unavailable
from rotunda.connector_kit.manifest import ErrorKind
from rotunda.connector_kit.paging import AfterCursor
from rotunda.connector_kit.requests import Customer, Program, Request
from rotunda.kit.database import Database
from rotunda.reading.kept import measure
from rotunda.reading.model import Priority, ReadingChanged
from rotunda.sections.freshness import State
from rotunda.sections.ids import ExternalId
from rotunda.sections.provenance import Mode


async def test_a_missing_reading_is_fetched_and_then_at_hand(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        assert at_hand(house) is None
        fetched = await read(house)
        assert (fetched.state, fetched.part, fetched.as_of) == (State.FRESH, Orders(1), START)
        assert (fetched.mode, fetched.reason, fetched.error) == (Mode.LIVE, None, None)
        assert at_hand(house) is fetched
        assert source.asked == ["/check", "/orders?customer=cus_1"]


async def test_what_is_stale_is_given_at_once_and_refreshed_behind_it(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        first = await read(house)
        source.answers("/orders", orders(2))
        house.alarm.advance(61)
        stale = at_hand(house)
        assert stale is not None
        assert (stale.state, stale.part, stale.as_of, stale.version) == (State.STALE, Orders(1), START, first.version)
        await reached(lambda: (found := at_hand(house)) and found.state is State.FRESH)
        refreshed = at_hand(house)
        assert refreshed is not None
        assert (refreshed.part, refreshed.as_of) == (Orders(2), house.clock.now())
        assert source.times("/orders") == 2


async def test_reading_what_is_stale_does_not_wait_either(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await read(house)
        hanging = source.hangs("/orders")
        house.alarm.advance(61)
        assert (await read(house)).state is State.STALE
        await reached(lambda: hanging.waiting == 1)


async def test_a_version_stays_while_the_part_stays(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        first = await read(house)
        house.alarm.advance(61)
        at_hand(house)
        await reached(lambda: (found := at_hand(house)) and found.state is State.FRESH)
        same = at_hand(house)
        source.answers("/orders", orders(2))
        house.alarm.advance(61)
        at_hand(house)
        await reached(lambda: (found := at_hand(house)) and found.state is State.FRESH)
        other = at_hand(house)
        assert same is not None
        assert other is not None
        assert same.as_of != first.as_of
        assert same.version == first.version != other.version


AMOUNTS = st.integers(-(2**63), 2**63)


@given(AMOUNTS, AMOUNTS)
def test_versions_are_equal_exactly_when_parts_are(one: int, other: int) -> None:
    assert (measure(Orders(one)).version == measure(Orders(other)).version) == (one == other)


class Stock(msgspec.Struct, frozen=True):
    by_place: dict[str, int]


@given(st.dictionaries(st.text(), AMOUNTS))
def test_a_version_does_not_depend_on_the_order_of_names(by_place: dict[str, int]) -> None:
    turned = dict(reversed(by_place.items()))
    assert measure(Stock(by_place)).version == measure(Stock(turned)).version


async def test_a_hundred_callers_share_one_call(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        hanging = source.hangs("/orders")
        callers = [asyncio.create_task(read(house)) for _ in range(100)]
        await reached(lambda: hanging.waiting)
        hanging.go.set()
        readings = await soon(asyncio.gather(*callers))
        assert {id(each) for each in readings} == {id(readings[0])}
        assert readings[0].part == Orders(2)
        assert source.times("/orders") == 1


async def test_who_leaves_at_the_deadline_leaves_the_fetch_to_the_others(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        hanging = source.hangs("/orders")
        hasty = asyncio.create_task(read(house, seconds=1))
        patient = asyncio.create_task(read(house, seconds=5))
        await reached(lambda: hanging.waiting)
        house.alarm.advance(1.5)
        left = await soon(hasty)
        assert (left.state, left.error, left.part) == (State.UNAVAILABLE, ErrorKind.UNAVAILABLE, None)
        assert left.reason == "Shop has not answered yet. What it says is shown as soon as it does."
        assert not patient.done()
        hanging.go.set()
        assert (await soon(patient)).part == Orders(2)
        assert at_hand(house) is patient.result()
        assert source.times("/orders") == 1


async def test_a_caller_that_is_cancelled_does_not_cancel_the_fetch(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        hanging = source.hangs("/orders")
        gone = asyncio.create_task(read(house))
        await reached(lambda: hanging.waiting)
        gone.cancel()
        await asyncio.wait({gone})
        hanging.go.set()
        await reached(lambda: at_hand(house))
        assert source.times("/orders") == 1


async def test_stale_data_is_served_with_a_reason_while_the_source_fails_and_withheld_in_the_end(
    database: Database,
) -> None:
    async with Source() as source, open_house(database, source) as house:
        await read(house)
        source.answers("/orders", status(500))
        house.alarm.advance(61)
        at_hand(house)
        await reached(lambda: (found := at_hand(house)) and found.reason)
        stale = at_hand(house)
        assert stale is not None
        assert (stale.state, stale.part, stale.error) == (State.STALE, Orders(1), ErrorKind.UNAVAILABLE)
        assert stale.reason == "Shop is out of order: it answered with status 500."
        house.alarm.advance(24 * 3600)
        withheld = await read(house)
        assert (withheld.state, withheld.part, withheld.as_of) == (State.UNAVAILABLE, None, None)


async def test_a_failure_is_told_again_for_a_while_without_asking(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/orders", status(500))
        failed = await read(house)
        assert (failed.state, failed.part, failed.version) == (State.UNAVAILABLE, None, 0)
        assert await read(house) is failed
        assert source.times("/orders") == 1
        house.alarm.advance(3.1)
        source.answers("/orders", orders(3))
        assert (await read(house)).part == Orders(3)


async def test_an_unknown_customer_costs_no_call_until_a_record_is_linked(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        unlinked = house.readings.at_hand(house.key(), {"payer": (ExternalId("p"),)})
        assert unlinked is not None
        assert unlinked.state is State.UNKNOWN_CUSTOMER
        assert unlinked.reason == "Shop has no record of this customer."
        waited = await house.readings.read(house.key(), {}, wait_until=house.deadline())
        assert waited.state is State.UNKNOWN_CUSTOMER
        assert source.times("/orders") == 0
        assert (await read(house)).part == Orders(1)


async def test_a_section_without_needs_is_read_for_everybody(database: Database) -> None:
    def read_all(_: Customer) -> Program[Orders]:
        [payload] = yield [Request(path="/orders")]
        return Orders(payload.only["orders"])

    async with Source() as source, open_house(database, source, connector(read_all, needs={})) as house:
        assert (await house.readings.read(house.key(), {}, wait_until=house.deadline())).part == Orders(1)


@pytest.mark.parametrize(
    ("code", "state", "kind"),
    [(404, State.UNKNOWN_CUSTOMER, ErrorKind.GONE), (403, State.UNAVAILABLE, ErrorKind.FORBIDDEN)],
)
async def test_what_the_source_has_taken_away_is_withheld(
    database: Database, code: int, state: State, kind: ErrorKind
) -> None:
    async with Source() as source, open_house(database, source) as house:
        await read(house)
        source.answers("/orders", status(code))
        house.alarm.advance(61)
        at_hand(house)
        await reached(lambda: (found := at_hand(house)) and found.part is None)
        found = at_hand(house)
        assert found is not None
        assert (found.state, found.error) == (state, kind)
        assert house.connections.health.of(house.connection.id).state is ConnectionState.OK


async def test_a_mapping_that_stumbles_costs_its_own_reading_and_is_logged_as_a_defect(database: Database) -> None:
    def stumbles(customer: Customer) -> Program[Orders]:
        [payload] = yield [Request(path="/orders")]
        return Orders(payload.only["not there: alice@example.com"])

    async with Source() as source, open_house(database, source, connector(stumbles)) as house:
        with capture_logs() as logs:
            failed = await read(house)
        assert (failed.state, failed.error) == (State.UNAVAILABLE, ErrorKind.BAD_PAYLOAD)
        assert failed.reason is not None
        assert "alice" not in failed.reason
        [defect] = [entry for entry in logs if entry["log_level"] == "error"]
        assert defect["error"] == "KeyError"
        assert defect["function"] == "stumbles"
        assert "alice" not in repr(defect)


async def test_listeners_hear_of_every_change_and_of_nothing_else(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        heard: list[ReadingChanged] = []
        house.readings.subscribe(heard.append)
        await read(house)
        await reached(lambda: len(heard) == 1)
        house.alarm.advance(61)
        at_hand(house)
        await reached(lambda: len(heard) == 2)
        source.answers("/orders", orders(2))
        house.readings.invalidate(house.connection.id)
        await read(house)
        await reached(lambda: len(heard) == 4)
        assert [(change.account, change.section, change.connection) for change in heard] == [
            ("acc_1", ORDERS, house.connection.id)
        ] * 4
        assert [change.reading.state for change in heard] == [State.FRESH, State.FRESH, State.STALE, State.FRESH]


async def test_a_listener_that_fails_costs_nobody_else_anything(database: Database) -> None:
    complaints: list[dict[str, object]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context))

    def fails(_: ReadingChanged) -> None:
        raise ValueError("a listener's own mistake")

    try:
        async with Source() as source, open_house(database, source) as house:
            house.readings.subscribe(fails)
            assert (await read(house)).part == Orders(1)
            await reached(lambda: complaints)
    finally:
        loop.set_exception_handler(None)


async def test_readings_of_a_removed_connection_end(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        await read(house)
        await house.connections.remove(house.connection.id)
        assert at_hand(house) is None
        gone = await read(house)
        assert (gone.state, gone.reason) == (State.NOT_CONNECTED, "This source is no longer connected.")
        with pytest.raises(Misconfigured):
            await house.readings.fetch_program(house.connection.id, (each for each in ()))  # type: ignore[arg-type]


async def test_nothing_read_over_the_old_form_is_shown_after_a_change(database: Database) -> None:
    async with Source() as source, Source() as other, open_house(database, source) as house:
        other.answers("/orders", orders(9))
        hanging = source.hangs("/orders")
        before = asyncio.create_task(read(house))
        await reached(lambda: hanging.waiting)
        await house.connections.update(house.connection.id, {"base_url": other.url})
        hanging.go.set()
        await soon(before)
        assert at_hand(house) is None
        assert house.connections.health.of(house.connection.id).state is ConnectionState.OK
        assert (await read(house)).part == Orders(9)


async def test_a_program_that_fills_no_section_gives_its_result_or_its_error(database: Database) -> None:
    def directory() -> Program[int]:
        first, second = yield [Request(path="/a"), Request(path="/b")]
        return int(first.only["orders"]) + int(second.only["orders"])

    async with Source() as source, open_house(database, source) as house:
        source.answers("/a", orders(40))
        source.answers("/b", orders(2))
        assert await soon(house.readings.fetch_program(house.connection.id, directory())) == 42
        source.answers("/b", status(503))
        with pytest.raises(Unavailable):
            await soon(house.readings.fetch_program(house.connection.id, directory()))


async def test_a_source_that_comes_back_is_read_again_by_itself(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/orders", status(500))
        for number in range(8):
            await read(house, f"acc_{number}")
        assert house.readings.status(house.connection.id).breaker == "open"
        asked = source.times("/orders")
        assert asked < 8
        refused = await read(house, "acc_new")
        assert refused.reason == "Shop has failed several times in a row. It is asked again in a moment."
        assert source.times("/orders") == asked
        source.answers("/orders", orders(5))
        house.alarm.advance(60)
        assert (await read(house)).part == Orders(5)
        assert house.readings.status(house.connection.id).breaker == "closed"


async def test_a_check_that_goes_well_ends_whatever_was_held_against_the_source(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/orders", status(429, Retry_After="600"))
        limited = await read(house)
        assert (limited.state, limited.error) == (State.UNAVAILABLE, ErrorKind.RATE_LIMITED)
        source.answers("/orders", orders(4))
        assert (await read(house)).error is ErrorKind.RATE_LIMITED
        health = await soon(house.connections.check(house.connection.id))
        assert health.state is ConnectionState.OK
        assert (await read(house)).part == Orders(4)


async def test_a_person_who_joins_a_background_fetch_hurries_it(database: Database) -> None:
    async with Source() as source, open_house(database, source, connector(concurrency=2)) as house:
        hanging = source.hangs("/orders")
        background = [
            asyncio.create_task(
                house.readings.read(
                    house.key(f"acc_{number}"), RECORDS_OF[number], wait_until=1e9, priority=Priority.BACKGROUND
                )
            )
            for number in range(3)
        ]
        await reached(lambda: hanging.waiting == 1)
        person = asyncio.create_task(
            house.readings.read(house.key("acc_2"), RECORDS_OF[2], wait_until=1e9, priority=Priority.PERSON)
        )
        await reached(lambda: hanging.waiting == 2)
        assert source.asked[-1] == "/orders?customer=cus_2"
        hanging.go.set()
        await soon(asyncio.gather(person, *background))
        assert source.times("/orders") == 3


RECORDS_OF = [{"customer": (ExternalId(f"cus_{number}"),)} for number in range(4)]


async def test_an_answer_that_is_larger_than_the_cache_is_given_but_not_kept(database: Database) -> None:
    from rotunda.reading.cache import MemoryCache  # noqa: PLC0415 - used here only

    async with Source() as source, open_house(database, source, cache=MemoryCache(limit=10)) as house:
        assert (await read(house)).part == Orders(1)
        assert at_hand(house) is None
        assert (await read(house)).part == Orders(1)
        assert source.times("/orders") == 2


async def test_a_fetch_that_pages_for_too_long_is_ended(database: Database) -> None:
    def read_pages(_: Customer) -> Program[Orders]:
        [payload] = yield [Request(path="/orders", paging=AfterCursor(cursor="next"), max_pages=1000)]
        return Orders(len(payload.pages))

    async with Source() as source, open_house(database, source, connector(read_pages)) as house:

        async def slowly(request: web.Request) -> web.StreamResponse:
            house.alarm.advance(9)
            return web.json_response({"next": request.query.get("after", "") + "x"})

        source.handlers["/orders"] = slowly
        failed = await read(house, seconds=1e6)
        assert (failed.state, failed.error) == (State.UNAVAILABLE, ErrorKind.UNAVAILABLE)
        assert failed.reason == "Shop took too long to answer everything that was asked."
        assert source.times("/orders") == 4


async def test_a_section_of_plain_pages_survives_json_that_is_no_object(database: Database) -> None:
    async with Source() as source, open_house(database, source) as house:
        source.answers("/orders", lambda: web.json_response([1, 2]))
        failed = await read(house)
        assert failed.error is ErrorKind.BAD_PAYLOAD
