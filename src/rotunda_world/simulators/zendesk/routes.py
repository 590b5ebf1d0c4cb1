"""Which path is answered by what. The suffix `.json` is optional everywhere."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from rotunda_world.simulators.zendesk.endpoints import (
    exports,
    organizations,
    searches,
    settings,
    tickets,
    users,
    webhooks,
)
from rotunda_world.simulators.zendesk.sign_in import TOKEN_PATH, create_token

_Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

_ORGANIZATION = "/organizations/{organization_id:[^/.]+}"
_USER = "/users/{user_id:[^/.]+}"
_TICKET = "/tickets/{ticket_id:[^/.]+}"
_WEBHOOK = "/webhooks/{webhook_id:[^/.]+}"

_READ: Mapping[str, _Answer] = {
    "/users": users.index,
    "/users/me": users.me,
    "/users/search": users.find,
    "/users/show_many": users.show_many,
    _USER: users.show,
    f"{_USER}/tickets/requested": users.tickets_requested,
    "/organizations": organizations.index,
    "/organizations/search": organizations.search,
    "/organizations/show_many": organizations.show_many,
    _ORGANIZATION: organizations.show,
    f"{_ORGANIZATION}/related": organizations.related,
    f"{_ORGANIZATION}/users": organizations.members,
    f"{_ORGANIZATION}/tickets": organizations.tickets_of,
    "/tickets": tickets.index,
    "/tickets/show_many": tickets.show_many,
    _TICKET: tickets.show,
    f"{_TICKET}/comments": tickets.comments,
    f"{_TICKET}/audits": tickets.audits,
    f"{_TICKET}/metrics": tickets.metrics,
    "/search": searches.results,
    "/search/count": searches.count,
    "/search/export": searches.export,
    "/satisfaction_ratings": settings.satisfaction_ratings,
    "/incremental/tickets/cursor": exports.tickets,
    "/incremental/users/cursor": exports.users,
    "/incremental/organizations": exports.organizations,
    "/groups": settings.groups,
    "/ticket_fields": settings.ticket_fields,
    "/custom_statuses": settings.custom_statuses,
    "/webhooks": webhooks.index,
    _WEBHOOK: webhooks.show,
    f"{_WEBHOOK}/signing_secret": webhooks.signing_secret,
}


def add_to(app: web.Application) -> None:
    app.router.add_post(TOKEN_PATH, create_token)
    for path, answer in _READ.items():
        _add(app, "GET", path, answer)
    _add(app, "POST", "/webhooks", webhooks.create)
    _add(app, "DELETE", _WEBHOOK, webhooks.delete)


def _add(app: web.Application, method: str, path: str, answer: _Answer) -> None:
    app.router.add_route(method, f"/api/v2{path}", answer)
    app.router.add_route(method, f"/api/v2{path}.json", answer)
