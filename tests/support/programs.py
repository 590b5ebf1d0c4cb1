"""Connectors' programs against a simulator: requests one after the other, pages to their end, no retries, no cache."""

from typing import Any

import msgspec
from yarl import URL

from rotunda.connector_kit.paging import next_step
from rotunda.connector_kit.requests import AnyRequest, Payload, Program, Request
from support.simulators import Served


async def run_against(served: Served, program: Program[Any], headers: dict[str, str] | None = None) -> Any:
    """The program's result; what it raises passes through, and an answer that is no good one fails the test."""
    payloads: list[Payload] | None = None
    while True:
        try:
            batch = program.send(payloads)  # pyright: ignore[reportArgumentType] - a generator starts with None
        except StopIteration as end:
            return end.value
        payloads = [await _ask(served, request, headers or {}) for request in batch]


async def _ask(served: Served, request: AnyRequest, headers: dict[str, str]) -> Payload:
    assert isinstance(request, Request)
    pages: list[Any] = []
    query, body = request.query, request.body
    while len(pages) < request.max_pages:
        page = await _page(served, msgspec.structs.replace(request, query=query, body=body), headers)
        if page is None:
            return Payload([])
        pages.append(page)
        step = next_step(request.paging, page)
        if step is None:
            return Payload(pages)
        query = (*(pair for pair in query if pair[0] not in step.query), *step.query.items())
        body = {**body, **step.body} if step.body else body
    return Payload(pages, truncated=True)


async def _page(served: Served, request: Request, headers: dict[str, str]) -> Any:
    url = served.client.make_url("/").join(URL(request.path, encoded=True)).with_query(list(request.query))
    sent = {**served.headers, **headers, **dict(request.headers)}
    async with served.client.session.request(request.method, url, headers=sent, json=request.body) as answer:
        if answer.status in request.absent_on:
            return None
        assert answer.status in {200, 207}, (request.path, answer.status, await answer.text())
        return msgspec.json.decode(await answer.read())
