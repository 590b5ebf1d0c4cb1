"""A TCP proxy in front of PostgreSQL: where the faults of the wire happen, and where questions are counted.

- `refused`: the port is closed and open connections are cut.
- `hang`: nothing that a client says is passed on, and new clients hear nothing; it goes on when the fault ends.
- `slow_drip`: the server's words arrive at a few bytes a second.
- `truncated`: the connection ends in the middle of the first answer to a question.
- `wrong_customer`: an account's id among the bound values (or in a simple query) becomes another account's.
- `invalid_tls`: TLS is demanded and cannot be had: a client that asks for it gets a failed handshake, one that does not
  is refused as a server would that allows only encrypted connections. Open connections are cut.

TLS is answered with "no" otherwise: the proxy reads the protocol. Latency is added once per round trip of the client.
"""

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from rotunda_world.productdb import wire
from rotunda_world.running import Fault, RunningWorld
from rotunda_world.server.latency import sample_seconds
from rotunda_world.server.ports import Port
from rotunda_world.server.requests_seen import RequestsSeen

DRIP_EVERY_SECONDS = 0.25
_CHUNK = 65_536
_HANDSHAKE_FAILURE = bytes.fromhex("15030300020228")  # A TLS alert: fatal, handshake failure.
_CUTTING = frozenset({Fault.REFUSED, Fault.INVALID_TLS})
_ROUND_TRIPS = frozenset({wire.QUERY, wire.SYNC, wire.PASSWORD})


@dataclass(slots=True)
class PostgresProxy:
    """`accounts` are all account ids, in one order: a wrong customer is the next one."""

    vendor: str
    running: RunningWorld
    seen: RequestsSeen
    upstream: tuple[str, int]
    accounts: Callable[[], list[str]]
    port: Port
    _sessions: set["_Session"] = field(default_factory=set["_Session"])
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set["asyncio.Task[None]"])
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def fault(self) -> Fault | None:
        return self.running.of(self.vendor).fault

    async def apply(self) -> None:
        """Follows a change of conditions: the port, the open connections, and whatever waits for a change."""
        if self.fault in _CUTTING:
            self._cut()
        if self.fault is Fault.REFUSED:
            self.port.close()
        else:
            await self.port.open(self._protocol)
        self._changed.set()
        self._changed = asyncio.Event()

    async def stop(self) -> None:
        self.port.close()
        self._cut()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.port.release()

    async def wait_while(self, fault: Fault) -> None:
        """Returns at once unless this fault lasts."""
        while self.fault is fault:
            await self._changed.wait()

    def other_account(self, value: bytes) -> bytes | None:
        """The account after this one; None when it is none."""
        accounts = self.accounts()
        try:
            place = accounts.index(value.decode())
        except (ValueError, UnicodeDecodeError):
            return None
        return accounts[(place + 1) % len(accounts)].encode()

    def _protocol(self) -> asyncio.StreamReaderProtocol:
        return asyncio.StreamReaderProtocol(asyncio.StreamReader(limit=_CHUNK), self._accepted)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = _Session(self, reader, writer)
        self._sessions.add(session)
        task = asyncio.get_running_loop().create_task(session.run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self._sessions.discard(session))

    def _cut(self) -> None:
        for session in list(self._sessions):
            session.cut()


class _Session:
    """One client's connection and ours to the server."""

    def __init__(self, proxy: PostgresProxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._reader, self._writer = reader, writer
        self._server: asyncio.StreamWriter | None = None
        self._statements = wire.Statements()
        self._asked = False
        self._chance = random.Random()

    def cut(self) -> None:
        """Ends both connections at once."""
        for writer in (self._writer, self._server):
            if writer is not None:
                writer.transport.abort()

    async def run(self) -> None:
        try:
            await self._serve()
        except (OSError, asyncio.IncompleteReadError, wire.ProtocolBroken):
            pass  # One of the two sides has gone: so does the other.
        finally:
            await self._close()

    async def _close(self) -> None:
        for writer in (self._writer, self._server):
            if writer is not None:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()

    async def _serve(self) -> None:
        opening = await self._opening()
        if opening is None:
            return
        from_server, to_server = await asyncio.open_connection(*self._proxy.upstream)
        self._server = to_server
        to_server.write(opening.encode())
        if opening.code == wire.CANCEL_REQUEST:
            await to_server.drain()
            return
        self._proxy.seen.count(self._proxy.vendor, "CONNECT")
        await _until_one_ends(self._from_client(to_server), self._from_server(from_server))

    async def _opening(self) -> wire.Message | None:
        """The client's start, after it was told that there is no encryption; None when it is sent away."""
        while True:
            message = await wire.read_opening(self._reader)
            await self._proxy.wait_while(Fault.HANG)
            encrypted = message.code in {wire.SSL_REQUEST, wire.GSS_REQUEST}
            if self._proxy.fault is Fault.INVALID_TLS and message.code != wire.GSS_REQUEST:
                await self._refuse_tls(message, asked_for_it=encrypted)
                return None
            if not encrypted:
                return message
            self._writer.write(b"N")

    async def _refuse_tls(self, message: wire.Message, *, asked_for_it: bool) -> None:
        if asked_for_it:
            self._writer.write(b"S")
            await self._reader.read(_CHUNK)  # The client's greeting.
            self._writer.write(_HANDSHAKE_FAILURE)
        else:
            told = wire.startup_parameters(message)
            user, database = told.get("user", ""), told.get("database", told.get("user", ""))
            text = f'no pg_hba.conf entry for host "127.0.0.1", user "{user}", database "{database}", no encryption'
            self._writer.write(wire.fatal("28000", text))
        await self._writer.drain()

    async def _from_client(self, to_server: asyncio.StreamWriter) -> None:
        """Passes on message by message: counted, late, held back or about somebody else."""
        proxy = self._proxy
        while True:
            message = await wire.read_message(self._reader)
            if (view := self._statements.view_of(message)) is not None:
                proxy.seen.count(proxy.vendor, f"SELECT rotunda.{view}")
            if message.kind in _ROUND_TRIPS:
                await self._wait_a_round_trip()
            await proxy.wait_while(Fault.HANG)
            if proxy.fault is Fault.WRONG_CUSTOMER:
                message = wire.with_other_accounts(message, proxy.other_account)
            self._asked = self._asked or message.kind in {wire.QUERY, wire.SYNC}
            to_server.write(message.encode())
            await to_server.drain()

    async def _wait_a_round_trip(self) -> None:
        delay = sample_seconds(self._proxy.running.of(self._proxy.vendor).latency, self._chance)
        if delay:
            await asyncio.sleep(delay)

    async def _from_server(self, reader: asyncio.StreamReader) -> None:
        while chunk := await reader.read(_CHUNK):
            if self._asked and self._proxy.fault is Fault.TRUNCATED:
                await self._send(chunk[: len(chunk) // 2])
                return
            await self._drip(chunk)

    async def _drip(self, chunk: bytes) -> None:
        """At once, but for the fault that lets it through byte by byte."""
        sent = 0
        while sent < len(chunk) and self._proxy.fault is Fault.SLOW_DRIP:
            await self._send(chunk[sent : sent + 1])
            sent += 1
            await asyncio.sleep(DRIP_EVERY_SECONDS)
        await self._send(chunk[sent:])

    async def _send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()


async def _until_one_ends(*directions: Coroutine[Any, Any, None]) -> None:
    """Runs both directions until one of them ends or fails, and passes its failure on."""
    tasks = [asyncio.create_task(direction) for direction in directions]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
