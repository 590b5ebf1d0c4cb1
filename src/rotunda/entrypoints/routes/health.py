"""Is it alive, is it ready, how is it doing. Public, and without a word about any customer."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from prometheus_client import CONTENT_TYPE_LATEST

from rotunda.access.permission import Permission
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.worker_figures import WorkerFigures

_PUBLIC = {"permission": Permission.PUBLIC}


def health_routes(installation: Installation, figures: WorkerFigures) -> list[HTTPRouteHandler]:
    @get("/healthz", opt=_PUBLIC, sync_to_thread=False, summary="Whether the process is alive")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @get("/readyz", opt=_PUBLIC, summary="Whether it can answer: its database does")
    async def readyz() -> Response[dict[str, Any]]:
        await installation.database.execute("SELECT 1")
        known: dict[str, Any] = {
            "connections": len(installation.connections.list()),
            "processes": installation.cluster.members,
        }
        if installation.cache is not None:
            known["cache"] = "away" if installation.cache.away else "answers"
        return Response({"status": "ready", **known})

    @get("/metrics", opt=_PUBLIC, include_in_schema=False)
    async def metrics() -> Response[bytes]:
        await installation.sync_metrics.refresh()
        return Response(figures.now(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [healthz, readyz, metrics]
