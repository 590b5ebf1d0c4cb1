"""What is under a cold page: the connectors' programs and their calls, with nothing of the product around them.

The same clients as the product's (aiohttp, psycopg); no gate, breaker, sharing, cache, merging or encoding.
"""

import asyncio
import time
from collections.abc import Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

import msgspec

from bench.surroundings import Surroundings
from rotunda.connections.addresses import AddressPolicy
from rotunda.connections.channels import Answer, Channel, HttpChannel, SqlChannel
from rotunda.connections.form import base_url_of
from rotunda.connections.sign_in import SignIn
from rotunda.connections.sign_in.bearer_key import BearerKeySignIn
from rotunda.connections.sign_in.client_credentials import ClientCredentialsSignIn
from rotunda.connections.transport.aiohttp_client import AiohttpTransport
from rotunda.connections.transport.database_url import read_database_url
from rotunda.connections.transport.http import HttpAnswer
from rotunda.connections.transport.postgresql import PostgresTransport
from rotunda.connections.transport.sql import Rows
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.manifest import BearerKey, ClientCredentials, DatabaseUrl
from rotunda.connector_kit.paging import Step
from rotunda.connector_kit.requests import AnyRequest, Customer, Payload, Program, SqlQuery
from rotunda.entrypoints.connectors import load_connectors
from rotunda.kit.clock import SystemClock
from rotunda.kit.secret import Secret
from rotunda.reading.program import fetch_pages
from rotunda.sections.ids import SectionName, SourceName
from rotunda.view.page.plan import PlannedSection, PlannedSource

Result = TypeVar("Result")

_SECONDS = 30.0


class HttpCall(msgspec.Struct, frozen=True):
    """One request, as it went over the wire."""

    transport: "RecordingHttp"
    target: str
    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None

    async def again(self, *, decoded: bool) -> object:
        """What came back: its bytes, or decoded as SQL's rows are, and in no shape of ours."""
        answer = await AiohttpTransport.send(
            self.transport, self.target, self.method, dict(self.headers), self.body, _SECONDS
        )
        return msgspec.json.decode(answer.body) if decoded and answer.body else answer.body


class SqlCall(msgspec.Struct, frozen=True, eq=False):
    """One query."""

    transport: "RecordingSql"
    query: SqlQuery

    def again(self, *, decoded: bool) -> Coroutine[Any, Any, object]:
        """Rows, which the client decodes in any case."""
        del decoded
        return PostgresTransport.query(self.transport, self.query, _SECONDS)


Call = HttpCall | SqlCall


class RecordingHttp(AiohttpTransport):
    """The product's HTTP client; writes down what it is asked."""

    def __init__(self, base_url: str, policy: AddressPolicy, limit: int, calls: list[Call]) -> None:
        super().__init__(base_url, policy, limit=limit)
        self._calls = calls

    async def send(
        self, target: str, method: str, headers: Mapping[str, str], body: bytes | None, seconds: float
    ) -> HttpAnswer:
        self._calls.append(HttpCall(self, target, method, tuple(headers.items()), body))
        return await super().send(target, method, headers, body, seconds)


class RecordingSql(PostgresTransport):
    """The product's database client; writes down what it is asked."""

    calls: list[Call]

    async def query(self, query: SqlQuery, seconds: float) -> Rows:
        self.calls.append(SqlCall(self, query))
        return await super().query(query, seconds)


class Timed(msgspec.Struct, frozen=True):
    """One program alone: how long it took, and what it asked."""

    source: SourceName
    section: SectionName
    seconds: float
    calls: list[Call]


class BareSources:
    """Every source of the demo company. What all customers share is asked once, as the product does."""

    def __init__(self, around: Surroundings) -> None:
        self._policy = AddressPolicy(around.settings.allowed_private_hosts)
        self._connectors = load_connectors()
        self._shared: dict[bytes, Payload] = {}
        self._calls: list[Call] = []
        self._channels = {
            source: self._open(self._connectors[source], vendor.form)
            for source, vendor in around.addresses.vendors.items()
        }

    async def __aenter__(self) -> Self:
        for channel in self._channels.values():
            if not channel.signed_in():
                await channel.sign_in(_SECONDS)
        return self

    async def __aexit__(self, *_: object) -> None:
        for channel in self._channels.values():
            await channel.close()

    async def time_each(self, planned: Sequence[PlannedSection]) -> list[Timed]:
        """Every program of a page, one after the other."""
        return [await self._time(section, source) for section in planned for source in section.sources]

    async def gather(self, calls: Sequence[Call], *, decoded: bool) -> None:
        """The calls of a page at the same time, and nothing done with their answers."""
        await asyncio.gather(*(call.again(decoded=decoded) for call in calls))

    async def _time(self, planned: PlannedSection, source: PlannedSource) -> Timed:
        name = planned.section.name
        customer = Customer(source.records, datetime.now(UTC), source.connection.settings)
        self._calls.clear()
        began = time.perf_counter()
        await self._run(source.connection.source, source.connector.sections[name](customer))
        return Timed(source.connection.source, name, time.perf_counter() - began, list(self._calls))

    async def _run(self, source: SourceName, program: Program[Result]) -> Result:
        channel = self._channels[source]
        try:
            batch = next(program)
            while True:
                batch = program.send(await asyncio.gather(*(self._fetch(channel, request) for request in batch)))
        except StopIteration as end:
            return end.value

    async def _fetch(self, channel: Channel, request: AnyRequest) -> Payload:
        async def ask(request: AnyRequest, step: Step | None) -> Answer:
            return await channel.call(request, step, seconds=_SECONDS)

        if isinstance(request, SqlQuery) or request.reusable_for is None:
            return await fetch_pages(request, ask)
        key = msgspec.msgpack.encode(request)
        if key not in self._shared:
            self._shared[key] = await fetch_pages(request, ask)
        return self._shared[key]

    def _open(self, connector: Connector, form: Mapping[str, str]) -> Channel:
        manifest, clock = connector.manifest, SystemClock()
        match manifest.auth:
            case DatabaseUrl(field=field):
                database = RecordingSql(read_database_url(Secret(form[field])), self._policy, clock)
                database.calls = self._calls
                return SqlChannel(manifest, database, clock)
            case BearerKey() | ClientCredentials() as auth:
                transport = RecordingHttp(base_url_of(manifest, form), self._policy, manifest.concurrency, self._calls)
                return HttpChannel(manifest, transport, _sign_in(connector, auth, form, transport), clock)


def _sign_in(
    connector: Connector, auth: BearerKey | ClientCredentials, form: Mapping[str, str], transport: AiohttpTransport
) -> SignIn:
    if isinstance(auth, BearerKey):
        return BearerKeySignIn(Secret(form[auth.field]))
    client = form[auth.id_field], Secret(form[auth.secret_field])
    return ClientCredentialsSignIn(connector.manifest, auth, client, transport, SystemClock())


def distinct(timed: Sequence[Timed]) -> list[Call]:
    """The calls of a page, each once: programs that need the same answer are given the same."""
    seen: set[HttpCall] = set()
    calls: list[Call] = []
    for call in (call for each in timed for call in each.calls):
        if isinstance(call, SqlCall):
            calls.append(call)
        elif call not in seen:
            seen.add(call)
            calls.append(call)
    return calls
