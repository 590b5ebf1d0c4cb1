"""`python -m bench --inbox`: webhooks that one process takes in at a fixed rate, each answered when it is durable."""

import asyncio
import base64
import hmac
import os
import shutil
import signal
import socket
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from rotunda.connections.form import WEBHOOK_SECRET
from rotunda.entrypoints.installation import open_installation
from rotunda.kit.postgres import EmbeddedPostgres
from rotunda.kit.settings import read_settings
from rotunda.sections.ids import SourceName

KEY = b"a key of this measurement alone"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Offer:
    """So many deliveries a second, for so long, over so many connections."""

    rate: int = 1_050
    seconds: float = 10.0
    connections: int = 32


@dataclass(frozen=True)
class Answer:
    """Seconds: `at` since the first delivery was due, `took` since this one was, so that whoever cannot keep up looks
    it.
    """

    at: float
    took: float


async def measure(offer: Offer) -> None:
    """Prints how many were answered with 202 in a second, and how long that took."""
    async with _receiver() as (host, port, connection):
        await _offered(Offer(offer.rate // 4, 2.0, offer.connections), host, port, connection, "warm")
        answers = await _offered(offer, host, port, connection, "evt")
    took = [each.took for each in answers]
    seconds = max(each.at for each in answers)
    cuts = statistics.quantiles(took, n=100)
    print(
        f"{len(took):,} deliveries in {seconds:.1f} s: {len(took) / seconds:,.0f}/s of {offer.rate:,} offered;"
        f" p50 {cuts[49] * 1000:.1f} ms, p95 {cuts[94] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms"
    )


@asynccontextmanager
async def _receiver() -> AsyncGenerator[tuple[str, int, str]]:
    folder = _open_folder()
    server = EmbeddedPostgres(folder / "postgres")
    await server.start()
    try:
        url = await server.create_database("rotunda")
        connection = await _agreed(url, folder)
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
        environment = {
            **os.environ,
            "ROTUNDA_DATABASE_URL": url,
            "ROTUNDA_DATA": str(folder / "data"),
            "ROTUNDA_LOG_LEVEL": "error",
            "ROTUNDA_ALLOWED_PRIVATE_HOSTS": HOST,
        }
        served = "from rotunda.entrypoints.command_line import main; main()"
        process = await create_subprocess_exec(
            sys.executable, "-c", served, "serve", "--port", str(port), env=environment, stderr=PIPE
        )
        try:
            if process.stderr is not None:
                await process.stderr.readuntil(b"listens on")
            yield HOST, port, connection
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()
    finally:
        await server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _open_folder() -> Path:
    """The database server runs as somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="rotunda-bench-"))
    folder.chmod(0o711)
    return folder


async def _agreed(url: str, folder: Path) -> str:
    """A database as a source: this very one, which answers at once that it is there."""
    given = {"ROTUNDA_DATA": str(folder / "data"), "ROTUNDA_DATABASE_URL": url, "ROTUNDA_ALLOWED_PRIVATE_HOSTS": HOST}
    settings = read_settings(given)
    async with open_installation(settings, demo=False) as installation:
        connection = await installation.connections.create(SourceName("productdb"), None, {"url": url}, None)
        secret = "whsec_" + base64.b64encode(KEY).decode()
        await installation.connections.set_secret(connection.id, WEBHOOK_SECRET, secret)
        return connection.id


async def _offered(offer: Offer, host: str, port: int, connection: str, name: str) -> list[Answer]:
    number = iter(range(int(offer.rate * offer.seconds)))
    start = time.perf_counter() + 0.1
    answers: list[Answer] = []
    path = f"/api/v1/webhooks/{connection}"

    async def send() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        for each in number:
            due = start + each / offer.rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            writer.write(_request(path, host, f"{name}_{each}"))
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 202"):
                raise SystemExit(f"A delivery was answered with {head[:60]!r}.")
            now = time.perf_counter()
            answers.append(Answer(now - start, now - due))
        writer.close()

    await asyncio.gather(*(send() for _ in range(offer.connections)))
    return answers


def _request(path: str, host: str, number: str) -> bytes:
    body = msgspec.json.encode({"type": "account.updated", "data": {"account_id": f"acct_{number[-2:]}"}})
    at = str(int(time.time()))
    digest = hmac.digest(KEY, f"{number}.{at}.".encode() + body, "sha256")
    signature = f"webhook-signature: v1,{base64.b64encode(digest).decode()}\r\n"
    signed = f"webhook-id: {number}\r\nwebhook-timestamp: {at}\r\n{signature}"
    sent = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{signed}"
    return f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{sent}\r\n".encode() + body
