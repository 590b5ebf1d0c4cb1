"""The ASGI application: routes, guards, problems, headers, the OpenAPI document."""

from typing import Any

from litestar import Litestar, Response, Router
from litestar.config.compression import CompressionConfig
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from rotunda import __version__
from rotunda.access.audit.log import AuditUnavailable
from rotunda.access.permission import Permission
from rotunda.entrypoints.authentication import Gate, check_every_route
from rotunda.entrypoints.every_answer import EveryAnswer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.openapi import openapi_route
from rotunda.entrypoints.problems import HANDLERS, answer, make_problem
from rotunda.entrypoints.routes.account_fields import account_field_routes
from rotunda.entrypoints.routes.accounts import account_routes
from rotunda.entrypoints.routes.audit import audit_routes
from rotunda.entrypoints.routes.changes import change_routes
from rotunda.entrypoints.routes.connections import connection_routes
from rotunda.entrypoints.routes.contact_fields import contact_field_routes
from rotunda.entrypoints.routes.contact_merging import contact_merging_routes
from rotunda.entrypoints.routes.contacts import contact_routes
from rotunda.entrypoints.routes.family import family_routes
from rotunda.entrypoints.routes.fields import field_routes
from rotunda.entrypoints.routes.hand_links import hand_link_routes
from rotunda.entrypoints.routes.health import health_routes
from rotunda.entrypoints.routes.insight import insight_routes
from rotunda.entrypoints.routes.logos import logo_routes
from rotunda.entrypoints.routes.looking_back import looking_back_routes
from rotunda.entrypoints.routes.matches import match_routes
from rotunda.entrypoints.routes.merging import merging_routes
from rotunda.entrypoints.routes.panel import panel_routes
from rotunda.entrypoints.routes.people import people_routes
from rotunda.entrypoints.routes.saved_views import saved_view_routes
from rotunda.entrypoints.routes.score_models import score_model_routes
from rotunda.entrypoints.routes.search import search_routes
from rotunda.entrypoints.routes.session import session_routes
from rotunda.entrypoints.routes.signals import signal_routes
from rotunda.entrypoints.routes.sync import sync_routes
from rotunda.entrypoints.routes.threads import thread_routes
from rotunda.entrypoints.routes.timelines import timeline_routes
from rotunda.entrypoints.routes.webhooks import webhook_routes
from rotunda.entrypoints.routes.writing import writing_routes
from rotunda.entrypoints.web_page import on_not_found, web_routes
from rotunda.entrypoints.worker_figures import WorkerFigures

MAX_BODY = 1024 * 1024
_PUBLIC = {"permission": Permission.PUBLIC}


def create_app(installation: Installation, figures: WorkerFigures | None = None) -> Litestar:
    """The application over an installation that is open. `figures`: those of all workers, where there are several.

    Raises:
        RouteWithoutPermission: a route does not say who may call it.
    """
    handlers: list[BaseRouteHandler] = [
        *health_routes(installation, figures or WorkerFigures(installation.metrics, None, 1)),
        *session_routes(installation),
        *panel_routes(installation),
        *account_routes(installation),
        *family_routes(installation),
        *insight_routes(installation),
        *signal_routes(installation),
        *score_model_routes(installation),
        *looking_back_routes(installation),
        *contact_routes(installation),
        *timeline_routes(installation),
        *thread_routes(installation),
        *writing_routes(installation),
        *contact_merging_routes(installation),
        *search_routes(installation),
        *saved_view_routes(installation),
        *logo_routes(installation),
        *merging_routes(installation),
        *hand_link_routes(installation),
        *connection_routes(installation),
        *webhook_routes(installation),
        *sync_routes(installation),
        *change_routes(installation),
        *field_routes(installation),
        *account_field_routes(installation),
        *contact_field_routes(installation),
        *people_routes(installation),
        *audit_routes(installation),
        *match_routes(installation),
        openapi_route(installation.house),
        *web_routes(),
    ]
    check_every_route(handlers)
    app = Litestar(
        handlers,
        middleware=[DefineMiddleware(Gate, sign_in=installation.sign_in)],
        exception_handlers={**HANDLERS, AuditUnavailable: _on_no_audit, NotFoundException: on_not_found},
        openapi_config=OpenAPIConfig(
            title="Rotunda",
            version=__version__,
            description="One screen per customer, read live from the systems that own the facts.",
            openapi_router=Router("/api/v1/reference", route_handlers=[], opt=_PUBLIC),
            render_plugins=[JsonRenderPlugin()],
        ),
        compression_config=CompressionConfig(backend="gzip", exclude=["^/api/", "^/metrics"]),
        request_max_body_size=MAX_BODY,
        logging_config=None,
        debug=False,
    )
    app.asgi_handler = EveryAnswer(app.asgi_handler)
    return app


def _on_no_audit(_: Any, __: AuditUnavailable) -> Response[bytes]:
    detail = "Looks cannot be recorded right now, so nothing is shown. Try again in a minute."
    return answer(make_problem(503, "audit-unavailable", detail), {"Retry-After": "5"})
