"""What is pulled from sources, how far it has come, and the jobs that do it: for whoever minds the connections."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from rotunda.access.audit.entry import Action, Actor, AuditEntry
from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.connections.model import UnknownConnection
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError, absent
from rotunda.sections.ids import ConnectionId
from rotunda.sync.pulls.model import SyncItem, SyncStatus
from rotunda.sync.pulls.service import NothingToPull

ViewerRequest = Request[Viewer, Any, Any]
_MANAGE = {"permission": Permission.CONNECTION_MANAGE}


class Backfill(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many months of the past are read again."""

    months: Annotated[int, msgspec.Meta(ge=1, le=120)] = 24


def sync_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/sync", opt=_MANAGE, summary="How far each stream of each source has been pulled; jobs that gave up")
    async def status() -> SyncStatus:
        pulled = await installation.pulls.status()
        return msgspec.structs.replace(pulled, outbox=await installation.outbox.status())

    @post(
        "/api/v1/sync/{connection_id:str}/run",
        opt=_MANAGE,
        status_code=202,
        summary="Pull a connection's streams at once, as a job",
    )
    async def run(request: ViewerRequest, connection_id: FromPath[str]) -> SyncItem:
        await _record(installation, request, Action.SYNC_RUN, {"connection": connection_id[:64]})
        try:
            return await installation.pulls.run(ConnectionId(connection_id))
        except (UnknownConnection, NothingToPull) as refused:
            raise _refused(refused) from None

    @post(
        "/api/v1/sync/{connection_id:str}/backfill",
        opt=_MANAGE,
        status_code=202,
        summary="Read the last months of a connection's streams again from their beginning, as a job",
    )
    async def backfill(request: ViewerRequest, connection_id: FromPath[str], data: JSONBody[Backfill]) -> SyncItem:
        detail = {"connection": connection_id[:64], "months": data.months}
        await _record(installation, request, Action.SYNC_BACKFILL, detail)
        try:
            return await installation.pulls.backfill(ConnectionId(connection_id), data.months)
        except (UnknownConnection, NothingToPull) as refused:
            raise _refused(refused) from None

    return [status, run, backfill, _replay(installation), _retry(installation)]


def _retry(installation: Installation) -> HTTPRouteHandler:
    @post(
        "/api/v1/outbox/{written_id:str}/retry",
        opt=_MANAGE,
        status_code=202,
        summary="Send again to the CRM what could not be sent",
    )
    async def retry(request: ViewerRequest, written_id: FromPath[str]) -> Response[None]:
        await _record(installation, request, Action.OUTBOX_RETRY, {"written": written_id[:64]})
        if not await installation.outbox.retry(written_id[:64]):
            raise absent("failure")
        return Response(None, status_code=202)

    return retry


def _replay(installation: Installation) -> HTTPRouteHandler:
    @post("/api/v1/jobs/{job_id:int}/replay", opt=_MANAGE, status_code=202, summary="Try a job again that gave up")
    async def replay(request: ViewerRequest, job_id: FromPath[int]) -> Response[None]:
        await _record(installation, request, Action.JOB_REPLAY, {"job": job_id})
        if not 0 < job_id < 2**63 or not await installation.jobs.replay(job_id):
            raise absent("job")
        return Response(None, status_code=202)

    return replay


async def _record(
    installation: Installation, request: ViewerRequest, action: Action, detail: dict[str, str | int]
) -> None:
    await installation.audit.record(AuditEntry(Actor.of(request.user), action, detail=detail))


def _refused(refused: Exception) -> ProblemError:
    if isinstance(refused, UnknownConnection):
        return absent("connection")
    return ProblemError(409, "nothing-to-pull", "This source tells of no changes that could be pulled.")
