"""The load generator's own process: orders as JSON lines on standard input, what came of each on standard output."""

import asyncio
import contextlib
import itertools
import statistics
import sys
import time
from collections.abc import Sequence

import msgspec
import uvloop

from bench.load_client import Requester


class Load(msgspec.Struct, frozen=True, tag=True):
    """Requests for `paths` in turn, as fast as they are answered, over so many connections for so long."""

    port: int
    paths: list[str]
    token: str
    connections: int
    seconds: float


class Ask(msgspec.Struct, frozen=True, tag=True):
    """One request on a new connection. `marker` is what the answer is watched for."""

    port: int
    path: str
    token: str
    marker: str = ""


class Loaded(msgspec.Struct, frozen=True):
    """What came of a Load. Percentiles in seconds."""

    per_second: float
    p50: float
    p95: float
    p99: float
    answers: int
    mean_bytes: float


class Asked(msgspec.Struct, frozen=True):
    """What came of an Ask: seconds until the marker was seen (None: never) and until the end."""

    seconds: float
    marker_seconds: float | None
    received: int


Order = Load | Ask


def request_of(order: Order, path: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {order.token}", "", "")
    return "\r\n".join(lines).encode()


async def load(order: Load) -> Loaded:
    """Raises WrongAnswer at the first answer that is no success."""
    loop = asyncio.get_running_loop()
    requests = [request_of(order, path) for path in order.paths]
    began = time.perf_counter()
    finished: list[asyncio.Future[None]] = []
    requesters: list[Requester] = []
    for number in range(order.connections):
        turns = itertools.cycle([*requests[number % len(requests) :], *requests[: number % len(requests)]])
        finished.append(loop.create_future())
        requester = Requester(turns, finished[-1])
        await loop.create_connection(lambda made=requester: made, "127.0.0.1", order.port)
        requesters.append(requester)
    for requester in requesters:
        loop.call_at(loop.time() + order.seconds, requester.stop)
    await asyncio.gather(*finished)
    return _loaded(requesters, time.perf_counter() - began)


def _loaded(requesters: Sequence[Requester], took: float) -> Loaded:
    seconds = sorted(second for requester in requesters for second in requester.seconds)
    cuts = statistics.quantiles(seconds, n=100) if len(seconds) > 1 else seconds * 100
    received = sum(requester.received for requester in requesters)
    return Loaded(len(seconds) / took, cuts[49], cuts[94], cuts[98], len(seconds), received / len(seconds))


async def ask(order: Ask) -> Asked:
    """To the end of the answer, however long it is: the connection is closed by the server."""
    reader, writer = await asyncio.open_connection("127.0.0.1", order.port)
    request = request_of(order, order.path).replace(b"\r\nHost", b"\r\nConnection: close\r\nHost")
    received, seen_at, marker = bytearray(), None, order.marker.encode()
    began = time.perf_counter()
    writer.write(request)
    while piece := await reader.read(256 * 1024):
        received += piece
        if seen_at is None and marker and marker in received:
            seen_at = time.perf_counter() - began
    took = time.perf_counter() - began
    writer.close()
    if not received.startswith(b"HTTP/1.1 200"):
        raise ValueError(bytes(received.partition(b"\r\n")[0]).decode())
    return Asked(took, seen_at, len(received))


async def follow() -> None:
    """One order after the other, until the input ends."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = msgspec.json.decode(line, type=Order)
        result = await load(order) if isinstance(order, Load) else await ask(order)
        print(msgspec.json.encode(result).decode(), flush=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(follow())
