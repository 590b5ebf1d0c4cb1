"""Runs a connector's program: its batches in parallel, each request to its last page.

Whatever a program throws becomes one of the known errors here, and only here: a mapping that stumbles over a payload
must cost its own section and nothing else.
"""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import structlog

from rotunda.connections.channels import Answer
from rotunda.connector_kit.errors import BadPayload, SourceError
from rotunda.connector_kit.paging import NoPaging, Step, next_step
from rotunda.connector_kit.requests import AnyRequest, Payload, Program, Request, SqlQuery

Result = TypeVar("Result")
Ask = Callable[[AnyRequest, Step | None], Awaitable[Answer]]
Fetch = Callable[[AnyRequest], Coroutine[Any, Any, Payload]]
AtHand = Callable[[AnyRequest], "Payload | asyncio.Future[Payload | None] | None"]
"""The payload; or the promise of one that somebody else asks for just now, with None where they leave without it."""

_log = structlog.get_logger(__name__)


def _nothing(_: AnyRequest) -> None:
    return None


async def run_program(program: Program[Result], fetch: Fetch, at_hand: AtHand = _nothing) -> Result:
    """The program's result. The first request that fails ends it, and the others of its batch with it. What is
    `at_hand` is not fetched.

    Raises:
        SourceError: of a request; BadPayload also for anything that the program itself throws.
    """
    try:
        return await _run(program, fetch, at_hand)
    except SourceError:
        raise
    except Exception as error:  # the one place where a defect of a connector is given a meaning
        raise _defect(error) from error


async def _run(program: Program[Result], fetch: Fetch, at_hand: AtHand) -> Result:
    try:
        batch = next(program)
        while True:
            batch = program.send(await _payloads(batch, fetch, at_hand))
    except StopIteration as end:
        return end.value
    finally:
        program.close()


def _defect(error: Exception) -> BadPayload:
    """The log says where; the message of the exception may hold a customer's data and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((each for each in reversed(frames) if "/connectors/" in each.filename), frames[-1])
    place = f"{frame.filename.rpartition('rotunda/')[2]}:{frame.lineno}"
    _log.error(
        "a connector failed on an answer: a defect", place=place, function=frame.name, error=type(error).__name__
    )
    return BadPayload(place, f"the answer has a shape that the connector does not expect ({type(error).__name__})")


async def _payloads(batch: Sequence[AnyRequest], fetch: Fetch, at_hand: AtHand) -> Sequence[Payload]:
    """In the order of the batch."""
    known = [at_hand(request) for request in batch]
    begun = {
        place: promised or fetch(batch[place])
        for place, promised in enumerate(known)
        if not isinstance(promised, Payload)
    }
    found = dict(zip(begun, await _all(tuple(begun.values())), strict=True))
    return [
        payload if isinstance(payload, Payload) else (found[place] or await fetch(batch[place]))
        for place, payload in enumerate(known)
    ]


async def _all(begun: Sequence[Awaitable[Payload | None]]) -> Sequence[Payload | None]:
    if len(begun) < 2:
        return [await each for each in begun]
    futures = [asyncio.ensure_future(each) for each in begun]
    try:
        return await asyncio.gather(*futures)
    except BaseException:
        await _end(futures)
        raise


async def _end(tasks: Sequence[asyncio.Future[Payload | None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def fetch_pages(request: AnyRequest, ask: Ask) -> Payload:
    """Every page of one request, in order; as many as it may have."""
    answer = await ask(request, None)
    if isinstance(request, SqlQuery):
        return Payload(answer.page, truncated=answer.truncated)
    if answer.absent:
        return Payload([])
    if isinstance(request.paging, NoPaging):
        return Payload([answer.page])
    return await _follow(request, answer, ask)


async def _follow(request: Request, first: Answer, ask: Ask) -> Payload:
    pages = [first.page]
    step: Step | None = None
    while True:
        before, step = step, next_step(request.paging, pages[-1])
        if step is None:
            return Payload(pages)
        if step == before:
            raise BadPayload("paging", "the next page is the one that has just been read")
        if len(pages) >= request.max_pages:
            return Payload(pages, truncated=True)
        answer = await ask(request, step)
        if answer.absent:
            return Payload(pages)
        pages.append(answer.page)
