"""What sources send by themselves: taken in here; listed and tried again by whoever looks after the connections."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.connections.form import WEBHOOK_SECRET
from rotunda.connections.model import FormRefused, UnknownConnection
from rotunda.connector_kit.webhooks import Delivery, SignatureRefused
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.kit.keyset import BadCursor
from rotunda.sections.ids import ConnectionId
from rotunda.sync.inbox.model import Arrived, Standing
from rotunda.sync.inbox.receiving import NotExpected
from rotunda.sync.inbox.service import ArrivedPage

ViewerRequest = Request[Viewer, Any, Any]


class WebhookSecrets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the source signs with: several while one takes the place of another, none to take nothing in any more."""

    secrets: Annotated[list[Annotated[str, msgspec.Meta(min_length=1, max_length=500)]], msgspec.Meta(max_length=5)]


class WebhookAddress(msgspec.Struct, frozen=True):
    """What to enter in the source: where it shall send to."""

    url: str
    secrets: int


def webhook_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @post(
        "/api/v1/webhooks/{connection_id:str}",
        opt={"permission": Permission.PUBLIC},
        status_code=202,
        summary="Where a source sends its news: signed, as its vendor signs",
    )
    async def receive(request: ViewerRequest, connection_id: FromPath[str]) -> Response[bytes]:
        try:
            door = installation.inbox.receiving.door(connection_id)
            await installation.inbox.receiving.receive(door, await _delivery(installation, request))
        except NotExpected:
            raise absent("connection") from None
        except SignatureRefused:
            detail = "Nothing was taken in: the signature is missing, wrong, or not of these minutes."
            raise ProblemError(401, "webhook-refused", detail) from None
        return Response(b"", status_code=202, media_type="text/plain")

    return [receive, *_admins(installation), _secrets(installation)]


async def _delivery(installation: Installation, request: ViewerRequest) -> Delivery:
    """The address is the public one, however many proxies stand between. Of headers of one name the first counts."""
    scope = request.scope
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    query = scope["query_string"].decode("latin-1")
    url = installation.settings.public_url.rstrip("/") + path + (f"?{query}" if query else "")
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed([*scope["headers"]])}
    return Delivery(method=request.method, url=url, headers=headers, body=await request.body())


def _admins(installation: Installation) -> list[HTTPRouteHandler]:
    @get(
        "/api/v1/webhooks",
        opt={"permission": Permission.CONNECTION_MANAGE},
        summary="What sources have sent, newest first, and what became of it",
    )
    async def webhooks(
        in_state: Annotated[Standing | None, QueryParameter(name="state")] = None,
        cursor: FromQuery[str | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> ArrivedPage:
        try:
            return await installation.inbox.page(in_state, cursor, limit)
        except BadCursor as refused:
            raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None

    @post(
        "/api/v1/webhooks/{delivery_id:str}/replay",
        opt={"permission": Permission.CONNECTION_MANAGE},
        status_code=202,
        summary="Try a delivery again at once, whatever became of it",
    )
    async def replay(request: ViewerRequest, delivery_id: FromPath[str]) -> Arrived:
        detail = {"webhook": delivery_id[:64]}
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.WEBHOOK_REPLAY, detail=detail))
        replayed = await installation.inbox.replay(delivery_id)
        if replayed is None:
            raise absent("webhook")
        return replayed

    return [webhooks, replay]


def _secrets(installation: Installation) -> HTTPRouteHandler:
    @put(
        "/api/v1/connections/{connection_id:str}/webhook-secrets",
        opt={"permission": Permission.CONNECTION_MANAGE},
        summary="What a source signs its webhooks with; answers where it shall send them",
    )
    async def secrets(
        request: ViewerRequest, connection_id: FromPath[str], data: JSONBody[WebhookSecrets]
    ) -> WebhookAddress:
        connection = ConnectionId(connection_id)
        entry = {"connection": connection_id[:64], "secrets": len(data.secrets)}
        await installation.audit.record(AuditEntry(Actor.of(request.user), Action.WEBHOOK_SECRETS, detail=entry))
        try:
            await installation.connections.set_secret(connection, WEBHOOK_SECRET, " ".join(data.secrets))
        except UnknownConnection:
            raise absent("connection") from None
        except FormRefused as refused:
            raise ProblemError(422, "secret-refused", refused.reason, field=refused.field) from None
        return WebhookAddress(f"{installation.settings.public_url}/api/v1/webhooks/{connection}", len(data.secrets))

    return secrets
