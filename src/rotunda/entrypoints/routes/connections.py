"""Which systems feed the page: connect, check, health; and how sources are marked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from rotunda.access.audit.entry import Action, Actor, AuditEntry, DetailValue
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.connections.form import fields_of
from rotunda.connections.model import Connection, ConnectionState, FormRefused, UnknownConnection, UnknownSource
from rotunda.connector_kit.connector import Connector
from rotunda.connector_kit.manifest import FormField, Manifest, Scope
from rotunda.entrypoints.ground import DIRECTORY
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.reading.breaker import BreakerState
from rotunda.reading.status import SourceStatus
from rotunda.sections.ids import ConnectionId, SectionName, SourceName
from rotunda.sections.provenance import Category, Mode

ViewerRequest = Request[Viewer, Any, Any]


class LastError(msgspec.Struct, frozen=True):
    at: datetime
    kind: str
    reason: str


class Latency(msgspec.Struct, frozen=True):
    """Milliseconds over the recent calls."""

    p50: float
    p95: float


class Budget(msgspec.Struct, frozen=True):
    """How much of the vendor's rate limit is used within its window."""

    bucket: str
    used: int
    limit: int
    seconds: float


class ConnectionItem(msgspec.Struct, frozen=True):
    """One configured source. Secrets are not in it and nowhere else. `lag_seconds` is how old the oldest change may be
    that no pull has read; None where nothing is pulled, or the first pull is under way.
    """

    id: ConnectionId
    source: str
    title: str
    category: Category
    mode: Mode
    state: ConnectionState
    fills: list[SectionName]
    last_success_at: datetime | None
    last_error: LastError | None
    breaker: BreakerState
    budgets: list[Budget]
    latency_ms: Latency | None
    records: int
    settings: dict[str, str]
    created_at: datetime
    lag_seconds: float | None = None


class AvailableSource(msgspec.Struct, frozen=True):
    """A source that can be connected, and the form that does it."""

    source: str
    title: str
    category: Category
    summary: str
    docs_url: str
    brand_color: str
    fills: list[SectionName]
    form: list[FormField]
    scopes: list[Scope]
    connected: bool


class ConnectionList(msgspec.Struct, frozen=True):
    """`missing` names the sections that no connection fills."""

    items: list[ConnectionItem]
    available: list[AvailableSource]
    missing: list[SectionName]


class ConnectionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`form` holds the fields that the source asks for, as text."""

    source: str
    form: dict[str, str]
    title: str | None = None


class ConnectionChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`form` holds the fields with choices that become others. All else stays."""

    form: dict[str, str]


class CheckResult(msgspec.Struct, frozen=True):
    ok: bool
    checked_at: datetime
    latency_ms: float | None
    reason: str | None


class SourceMark(msgspec.Struct, frozen=True):
    title: str
    brand_color: str


def connection_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/connections",
        opt={"permission": Permission.CONNECTION_READ},
        summary="What is connected, and how it is",
    )
    async def connections() -> ConnectionList:
        return await _list(installation)

    @post("/api/v1/connections", opt={"permission": Permission.CONNECTION_MANAGE}, summary="Connect a source")
    async def connect(data: JSONBody[ConnectionRequest], request: ViewerRequest) -> ConnectionItem:
        try:
            connection = await installation.connections.create(
                SourceName(data.source), data.title, data.form, request.user.user_id
            )
        except UnknownSource:
            known = ", ".join(sorted(installation.house.connectors))
            detail = f"There is no such source. Known are {known}."
            raise ProblemError(422, "connection-refused", detail, field="source") from None
        except FormRefused as refused:
            raise ProblemError(422, "connection-refused", refused.reason, field=refused.field) from None
        detail = {"connection": connection.id, "source": connection.source}
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.CONNECTION_CREATE, detail=detail))
        installation.cluster.tell_soon(DIRECTORY)
        return _item(installation, connection, 0)

    return [connections, connect, _change(installation), *_single_routes(installation)]


def _change(installation: Installation) -> HTTPRouteHandler:
    @patch(
        "/api/v1/connections/{connection_id:str}",
        opt={"permission": Permission.CONNECTION_MANAGE},
        summary="Change choices of a connection's form; the source is asked whether it still works",
    )
    async def change(
        connection_id: FromPath[str], data: JSONBody[ConnectionChange], request: ViewerRequest
    ) -> ConnectionItem:
        connections, known = installation.connections, ConnectionId(connection_id)
        try:
            _only_choices(connections.manifest(known), data.form)
            changed = await connections.update(known, {**connections.get(known).settings, **data.form})
        except UnknownConnection:
            raise absent("connection") from None
        except FormRefused as refused:
            raise ProblemError(422, "connection-refused", refused.reason, field=refused.field) from None
        detail: dict[str, DetailValue] = {"connection": changed.id, "fields": sorted(data.form)}
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.CONNECTION_CHANGE, detail=detail))
        records = await installation.identity.record_counts()
        return _item(installation, changed, records.get(changed.id, 0))

    return change


def _only_choices(manifest: Manifest, form: Mapping[str, str]) -> None:
    """With another address, secrets would be sent to where they were not entered for."""
    choices = {field.name for field in manifest.form if field.choices and not field.secret}
    for name in form:
        if name not in choices:
            raise FormRefused(name, "Connect it anew to change this.")


def _single_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/connections/{connection_id:str}/check",
        opt={"permission": Permission.CONNECTION_MANAGE},
        status_code=200,
        summary="Ask the source whether the credentials work",
    )
    async def check(connection_id: FromPath[str], request: ViewerRequest) -> CheckResult:
        await installation.audit.record(
            AuditEntry(Actor.of(request.user), Action.CONNECTION_CHECK, detail={"connection": connection_id[:64]})
        )
        try:
            started = installation.clock.monotonic()
            health = await installation.connections.check(ConnectionId(connection_id))
        except UnknownConnection:
            raise absent("connection") from None
        milliseconds = (installation.clock.monotonic() - started) * 1000
        ok = health.state is ConnectionState.OK
        reason = health.last_error.reason if health.last_error and not ok else None
        return CheckResult(ok, installation.clock.now(), round(milliseconds, 1), reason)

    @delete(
        "/api/v1/connections/{connection_id:str}",
        opt={"permission": Permission.CONNECTION_MANAGE},
        summary="Disconnect a source; its credentials are forgotten",
    )
    async def disconnect(connection_id: FromPath[str], request: ViewerRequest) -> Response[None]:
        try:
            await installation.connections.remove(ConnectionId(connection_id))
            await installation.identity.forget(ConnectionId(connection_id), request.user.user_id)
        except UnknownConnection:
            raise absent("connection") from None
        detail = {"connection": connection_id}
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.CONNECTION_REMOVE, detail=detail))
        return Response(None, status_code=204)

    @get(
        "/api/v1/sources",
        opt={"permission": Permission.SIGNED_IN},
        sync_to_thread=False,
        summary="How sources are marked",
    )
    def sources() -> dict[str, SourceMark]:
        manifests = (connector.manifest for connector in installation.house.connectors.values())
        return {each.source: SourceMark(each.title, each.brand_color) for each in manifests}

    return [check, disconnect, sources]


async def _list(installation: Installation) -> ConnectionList:
    records = await installation.identity.record_counts()
    lags = {each.connection_id: each.lag_seconds for each in await installation.pulls.items()}
    active = installation.connections.list()
    filled = {name for each in active for name in installation.house.connectors[each.source].sections}
    connected = {each.source for each in active}
    return ConnectionList(
        items=[_item(installation, each, records.get(each.id, 0), lags.get(each.id)) for each in active],
        available=[_available(each, connected) for each in installation.house.connectors.values()],
        missing=[name for name in installation.house.sections if name not in filled],
    )


def _item(installation: Installation, connection: Connection, records: int, lag: float | None = None) -> ConnectionItem:
    manifest = installation.house.connectors[connection.source].manifest
    health = installation.connections.health.of(connection.id)
    status: SourceStatus = installation.readings.status(connection.id)
    return ConnectionItem(
        id=connection.id,
        source=connection.source,
        title=connection.title,
        category=manifest.category,
        mode=manifest.mode,
        state=health.state,
        fills=list(manifest.fills),
        last_success_at=health.last_success_at,
        last_error=LastError(health.last_error.at, health.last_error.kind.value, health.last_error.reason)
        if health.last_error
        else None,
        breaker=status.breaker,
        budgets=[Budget(each.bucket, each.used, each.limit, each.seconds) for each in status.budgets],
        latency_ms=_latency(status),
        records=records,
        settings=dict(connection.settings),
        created_at=connection.created_at,
        lag_seconds=lag,
    )


def _latency(status: SourceStatus) -> Latency | None:
    if status.p50 is None or status.p95 is None:
        return None
    return Latency(round(status.p50 * 1000, 1), round(status.p95 * 1000, 1))


def _available(connector: Connector, connected: set[Any]) -> AvailableSource:
    manifest = connector.manifest
    return AvailableSource(
        source=manifest.source,
        title=manifest.title,
        category=manifest.category,
        summary=manifest.summary,
        docs_url=manifest.docs_url,
        brand_color=manifest.brand_color,
        fills=list(manifest.fills),
        form=list(fields_of(manifest)),
        scopes=list(manifest.scopes),
        connected=manifest.source in connected,
    )
