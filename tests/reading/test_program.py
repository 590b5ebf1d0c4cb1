"""Programs are run batch by batch, each request to its last page, and whatever they throw is tamed."""

import asyncio
from collections.abc import Generator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.sources import reached
from rotunda.connections.channels import Answer
from rotunda.connector_kit.errors import BadPayload, Forbidden, Unavailable
from rotunda.connector_kit.paging import AfterCursor, LastId, MetaCursor, Paging, Step
from rotunda.connector_kit.requests import AnyRequest, Payload, Program, Request, SqlQuery
from rotunda.reading.program import fetch_pages, run_program


async def echo(request: AnyRequest) -> Payload:
    assert isinstance(request, Request)
    return Payload([request.path])


async def test_payloads_come_back_in_the_order_of_their_requests() -> None:
    def program() -> Program[list[Any]]:
        first = yield [Request(path="/a"), Request(path="/b"), Request(path="/c")]
        second = yield [Request(path="/d")]
        third = yield []
        return [payload.only for payload in (*first, *second, *third)]

    assert await run_program(program(), echo) == ["/a", "/b", "/c", "/d"]


async def test_requests_of_one_batch_run_at_the_same_time() -> None:
    under_way: set[str] = set()
    go = asyncio.Event()

    async def fetch(request: AnyRequest) -> Payload:
        assert isinstance(request, Request)
        under_way.add(request.path)
        await go.wait()
        return Payload([])

    def program() -> Program[int]:
        return len((yield [Request(path=f"/{number}") for number in range(20)]))

    running = asyncio.create_task(run_program(program(), fetch))
    await reached(lambda: len(under_way) == 20)
    go.set()
    assert await running == 20


async def test_a_program_without_requests_has_a_result_too() -> None:
    def program() -> Program[str]:
        return "nothing to ask"
        yield []

    assert await run_program(program(), echo) == "nothing to ask"


async def test_the_first_request_that_fails_ends_the_others_and_the_program() -> None:
    ended: list[str] = []
    closed: list[bool] = []

    async def fetch(request: AnyRequest) -> Payload:
        assert isinstance(request, Request)
        if request.path == "/fails":
            raise Forbidden("no")
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(request.path)
        raise AssertionError

    def program() -> Program[None]:
        try:
            yield [Request(path="/one"), Request(path="/fails"), Request(path="/two")]
        finally:
            closed.append(True)

    with pytest.raises(Forbidden):
        await run_program(program(), fetch)
    assert sorted(ended) == ["/one", "/two"]
    assert closed == [True]


@pytest.mark.parametrize(
    "stumble", [KeyError("x"), AttributeError("x"), ZeroDivisionError(), RecursionError(), StopAsyncIteration()]
)
async def test_whatever_a_program_throws_is_a_bad_payload(stumble: Exception) -> None:
    def program() -> Program[None]:
        yield [Request(path="/a")]
        raise stumble

    with pytest.raises(BadPayload) as raised:
        await run_program(program(), echo)
    assert raised.value.path.startswith("/") or "test_program.py" in raised.value.path


async def test_errors_that_have_a_meaning_keep_it() -> None:
    def program() -> Program[None]:
        yield [Request(path="/a")]
        raise Unavailable("the program says so")

    with pytest.raises(Unavailable):
        await run_program(program(), echo)


async def test_what_is_no_batch_is_a_bad_payload_too() -> None:
    def program() -> Generator[Any, Sequence[Payload], None]:
        yield 7

    with pytest.raises(BadPayload):
        await run_program(program(), echo)


class Pages:
    """Hands out `pages` one by one and remembers what was asked for."""

    def __init__(self, *pages: Any) -> None:
        self._pages = list(pages)
        self.steps: list[Step | None] = []

    async def ask(self, _: AnyRequest, step: Step | None) -> Answer:
        self.steps.append(step)
        return Answer(self._pages[len(self.steps) - 1])


def last_ids(pages: list[list[str]]) -> list[dict[str, Any]]:
    return [
        {"data": [{"id": each} for each in page], "has_more": number < len(pages) - 1}
        for number, page in enumerate(pages)
    ]


@given(
    st.lists(st.lists(st.uuids(), min_size=1, max_size=3), min_size=1, max_size=8, unique_by=tuple), st.integers(1, 10)
)
def test_every_page_is_read_once_and_in_order_until_the_end_or_the_limit(pages: list[list[Any]], most: int) -> None:
    ids = [[str(each) for each in page] for page in pages]
    source = Pages(*last_ids(ids))
    request = Request(path="/list", paging=LastId(), max_pages=most)
    payload = asyncio.run(fetch_pages(request, source.ask))
    assert [[item["id"] for item in page["data"]] for page in payload.pages] == ids[:most]
    assert payload.truncated == (len(ids) > most)
    assert source.steps == [
        None,
        *(Step(query={"starting_after": page[-1]}) for page in ids[: min(most, len(ids)) - 1]),
    ]


async def test_a_source_that_never_ends_its_pages_is_left_after_the_limit() -> None:
    async def ask(_: AnyRequest, step: Step | None) -> Answer:
        number = int(step.query["page[after]"]) if step else 0
        return Answer({"meta": {"has_more": True, "after_cursor": str(number + 1)}})

    payload = await fetch_pages(Request(path="/list", paging=MetaCursor(), max_pages=4), ask)
    assert len(payload.pages) == 4
    assert payload.truncated


@pytest.mark.parametrize(
    ("paging", "page"),
    [
        (MetaCursor(), {"meta": {"has_more": True, "after_cursor": "same"}}),
        (AfterCursor(), {"paging": {"next": {"after": "same"}}}),
        (LastId(), {"data": [{"id": "same"}], "has_more": True}),
    ],
)
async def test_a_cursor_that_does_not_move_is_a_bad_payload(paging: Paging, page: Any) -> None:
    async def ask(_: AnyRequest, step: Step | None) -> Answer:
        return Answer(page)

    with pytest.raises(BadPayload):
        await fetch_pages(Request(path="/list", paging=paging), ask)


async def test_absent_means_no_page() -> None:
    async def ask(_: AnyRequest, step: Step | None) -> Answer:
        return Answer(None, absent=True)

    payload = await fetch_pages(Request(path="/one", paging=LastId()), ask)
    assert payload.pages == []
    assert payload.only is None


async def test_rows_of_a_query_are_the_payload() -> None:
    async def ask(_: AnyRequest, step: Step | None) -> Answer:
        return Answer([{"a": 1}, {"a": 2}], truncated=True)

    payload = await fetch_pages(SqlQuery(sql="SELECT 1", parameters={}), ask)
    assert payload.pages == [{"a": 1}, {"a": 2}]
    assert payload.truncated
