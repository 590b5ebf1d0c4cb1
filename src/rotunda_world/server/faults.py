"""What can be wrong with a vendor over HTTP, done around its application.

`refused` and `invalid_tls` happen at the port (see `http_vendor`); the others here, to the answer that the vendor would
have given. Where an answer is spoilt, the request loses its conditional headers first: a spoilt source answers in full.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from rotunda_world.running import Fault, RunningWorld
from rotunda_world.server.latency import sample_seconds
from rotunda_world.server.requests_seen import RequestsSeen, pattern_of
from rotunda_world.simulators.simulator import Simulator

RETRY_AFTER_SECONDS = 2.0
HUGE_BODY_BYTES = 50_000_000
DRIP_BYTES = 1
DRIP_EVERY_SECONDS = 0.25

_PADDING = b"x" * 65_536
_CONDITIONAL = ("If-None-Match", "If-Modified-Since")


def surround(simulator: Simulator, running: RunningWorld, seen: RequestsSeen) -> Middleware:
    """The outermost middleware of a vendor: counts, waits, then answers, well or not. Every answer carries the vendor's
    own idea of the date.
    """
    chance = random.Random(f"{running.world.seed}:{simulator.vendor}")

    @web.middleware
    async def around(request: web.Request, handler: Handler) -> web.StreamResponse:
        seen.count(simulator.vendor, pattern_of(request))
        conditions = running.of(simulator.vendor)
        if delay := sample_seconds(conditions.latency, chance):
            await asyncio.sleep(delay)
        response = await _asked(_Question(simulator, request, handler), conditions.fault)
        response.headers["Date"] = format_datetime(running.clock(), usegmt=True)
        if isinstance(response, _Spoilt):
            await response.send(request)
        return response

    return around


@dataclass(frozen=True, slots=True)
class _Question:
    """One request, the vendor that it is for, and how that vendor would answer."""

    simulator: Simulator
    request: web.Request
    handler: Handler

    async def answer(self) -> web.StreamResponse:
        return await _answer(self.request, self.handler)

    async def full_answer(self) -> web.Response:
        """The answer to the same request without its conditions."""
        kept = [(name, value) for name, value in self.request.headers.items() if name not in _CONDITIONAL]
        response = await _answer(self.request.clone(headers=kept), self.handler)
        if not isinstance(response, web.Response):
            raise TypeError("simulators answer with whole responses, never with streams")
        return response


async def _asked(question: _Question, fault: Fault | None) -> web.StreamResponse:
    faulty = _FAULTY.get(fault) if fault else None
    return await faulty(question) if faulty else await question.answer()


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        return refusal


class _Spoilt(web.StreamResponse):
    """The head of a good answer, with a body that `sender` spoils once the head has left."""

    def __init__(self, good: web.Response, sender: Callable[[web.StreamResponse, bytes], Awaitable[None]]) -> None:
        super().__init__(status=good.status, headers=good.headers)
        self._good_body = _bytes_of(good)
        self._sender = sender
        self.content_length = len(self._good_body)

    async def send(self, request: web.Request) -> None:
        await self.prepare(request)
        await self._sender(self, self._good_body)


def _bytes_of(response: web.Response) -> bytes:
    return bytes(response.body) if isinstance(response.body, bytes | bytearray) else b""


async def _hang(question: _Question) -> web.StreamResponse:
    await asyncio.Event().wait()  # Ends when the client goes or the server stops: both cancel it.
    return await question.answer()


async def _slow_drip(question: _Question) -> web.StreamResponse:
    return _Spoilt(await question.full_answer(), _drip)


async def _drip(response: web.StreamResponse, body: bytes) -> None:
    for start in range(0, len(body), DRIP_BYTES):
        await response.write(body[start : start + DRIP_BYTES])
        await asyncio.sleep(DRIP_EVERY_SECONDS)


async def _truncated(question: _Question) -> web.StreamResponse:
    spoilt = _Spoilt(await question.full_answer(), _half)
    spoilt.content_length = max(spoilt.content_length or 0, 2)
    spoilt.force_close()
    return spoilt


async def _half(response: web.StreamResponse, body: bytes) -> None:
    await response.write(body[: len(body) // 2])


async def _huge_body(question: _Question) -> web.StreamResponse:
    """Still valid JSON: the good answer with one member too many, in chunks, its length not announced."""
    spoilt = _Spoilt(await question.full_answer(), _padded)
    spoilt.content_length = None
    return spoilt


async def _padded(response: web.StreamResponse, body: bytes) -> None:
    text = body.strip()
    opening, closing = (b'["', b"]") if text.startswith(b"[") else (b'{"padding": "', b"}")
    inside = text[1:-1]
    await response.write(opening)
    for _ in range(HUGE_BODY_BYTES // len(_PADDING) + 1):
        await response.write(_PADDING)
    await response.write(b'"' + (b", " if inside.strip() else b"") + inside + closing)


async def _server_error(question: _Question) -> web.StreamResponse:
    return question.simulator.server_error()


async def _rate_limited(question: _Question) -> web.StreamResponse:
    return question.simulator.rate_limited(RETRY_AFTER_SECONDS)


async def _expired_token(question: _Question) -> web.StreamResponse:
    refused = question.simulator.refused_sign_in.get(question.request.path)
    return refused() if refused else question.simulator.expired_token()


async def _wrong_schema(question: _Question) -> web.StreamResponse:
    return await _rewritten(question, question.simulator.wrong_schema)


async def _wrong_customer(question: _Question) -> web.StreamResponse:
    return await _rewritten(question, question.simulator.wrong_customer)


async def _rewritten(question: _Question, rewrite: Callable[[str, Any], Any]) -> web.StreamResponse:
    good = await question.full_answer()
    body = _bytes_of(good)
    if good.status >= HTTPStatus.MULTIPLE_CHOICES or not body:
        return good
    good.body = json.dumps(rewrite(question.request.path, json.loads(body))).encode()
    good.headers.popall("ETag", None)
    return good


_FAULTY: dict[Fault, Callable[[_Question], Awaitable[web.StreamResponse]]] = {
    Fault.HANG: _hang,
    Fault.SLOW_DRIP: _slow_drip,
    Fault.SERVER_ERROR: _server_error,
    Fault.RATE_LIMITED: _rate_limited,
    Fault.TRUNCATED: _truncated,
    Fault.HUGE_BODY: _huge_body,
    Fault.EXPIRED_TOKEN: _expired_token,
    Fault.WRONG_SCHEMA: _wrong_schema,
    Fault.WRONG_CUSTOMER: _wrong_customer,
}
