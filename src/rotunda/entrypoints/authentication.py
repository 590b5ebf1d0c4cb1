"""Who asks: a session cookie or a bearer token becomes a `Viewer`; every route says which permission it needs."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from rotunda.access.credentials import TOKEN_PREFIX
from rotunda.access.panel_links import LINK_PREFIX
from rotunda.access.permission import Permission
from rotunda.access.sign_in import SignIn, WrongCredentials
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.problems import ProblemError

AnyConnection: TypeAlias = ASGIConnection[Any, Any, Any, Any]

COOKIE = "rotunda_session"
SECURE_COOKIE = "__Host-rotunda_session"
_PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
REMEMBERING = "remembering"
"""In a route's `opt`: it compares the counters of what it shows with those that recording the look returns."""

BY_LINK = "by_link"
"""In a route's `opt`: a link to the panel opens it, too. No other route takes one for a credential."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """Sets `connection.user` to the viewer, or to None, and lets through whom the route is open to. Rights are read
    anew for each request, but on routes that check them when the look is recorded (`REMEMBERING` in their `opt`).

    It is a middleware, because a guard of Litestar costs a copy of its route for each request.
    """

    def __init__(self, app: ASGIApp, sign_in: SignIn) -> None:
        self._app = app
        self._sign_in = sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") != "OPTIONS":
            await self._check(ASGIConnection(scope), scope["route_handler"])
        await self._app(scope, receive, send)

    async def _check(self, connection: AnyConnection, handler: BaseRouteHandler) -> None:
        if handler.opt["permission"] is Permission.PUBLIC and connection.scope.get("method") in _SAFE:
            connection.scope["user"] = connection.scope["auth"] = None
            return  # the page's own files: it does not matter who reads them
        remembering = handler.opt.get(REMEMBERING, False)
        await authenticate(connection, self._sign_in, checked_later=remembering)
        if not _is_open(connection, handler):
            if remembering:
                await authenticate(connection, self._sign_in)
            require_permission(connection, handler)
        require_same_origin(connection)
        require_json(connection)


async def authenticate(connection: AnyConnection, sign_in: SignIn, *, checked_later: bool = False) -> None:
    """Sets the connection's user, and `auth` to how they proved who they are."""
    viewer: Viewer | None = None
    try:
        viewer = await _viewer(connection, sign_in, checked_later=checked_later)
    except WrongCredentials:
        viewer = None
    connection.scope["user"] = viewer
    connection.scope["auth"] = viewer.via if viewer else None


async def _viewer(connection: AnyConnection, sign_in: SignIn, *, checked_later: bool) -> Viewer | None:
    header = _header(connection, b"authorization")
    if header is not None:
        token = _bearer(header)
        if token.startswith(LINK_PREFIX):
            return await _linked(connection, token, sign_in)
        peer = None if token.startswith(TOKEN_PREFIX) else peer_of(connection)
        return await sign_in.by_bearer(token, peer, checked_later=checked_later)
    session = session_token(connection) if _header(connection, b"cookie") else None
    return await sign_in.by_session(session, checked_later=checked_later) if session else None


async def _linked(connection: AnyConnection, token: str, sign_in: SignIn) -> Viewer:
    handler: BaseRouteHandler = connection.scope["route_handler"]
    if not handler.opt.get(BY_LINK, False):
        raise WrongCredentials
    return await sign_in.by_link(token)


def _header(connection: AnyConnection, name: bytes) -> str | None:
    """The first of that name. Without making a mapping of them all, which costs more than a remembered viewer."""
    for key, value in connection.scope["headers"]:
        if key == name:
            return value.decode("latin-1")
    return None


def _bearer(header: str) -> str:
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def peer_of(connection: AnyConnection) -> str | None:
    """The address at the other end of the socket; None where a proxy stands between, which would make everybody look
    like this machine. What proxies say of the peer is not asked: it can be made to lie.
    """
    if any(name in connection.headers for name in _PROXY_HEADERS):
        return None
    return connection.client.host if connection.client else None


def session_token(connection: AnyConnection) -> str | None:
    return connection.cookies.get(SECURE_COOKIE) or connection.cookies.get(COOKIE)


def _is_open(connection: AnyConnection, handler: BaseRouteHandler) -> bool:
    permission: Permission = handler.opt["permission"]
    if permission is Permission.PUBLIC:
        return True
    viewer: Viewer | None = connection.user
    return viewer is not None and (permission is Permission.SIGNED_IN or viewer.may(permission))


def require_permission(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Every route says which."""
    if _is_open(connection, handler):
        return
    if connection.user is None:
        raise NotAuthorizedException
    raise ProblemError(403, "not-permitted", "Your role does not include this. An admin can change your role.")


def require_same_origin(connection: AnyConnection) -> None:
    """A session cookie alone may change nothing from another site: browsers say where a request comes from."""
    if connection.scope.get("method") in _SAFE or connection.auth != "session":
        return
    if connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ProblemError(403, "cross-site", "This request came from another site and was refused.")


def require_json(connection: AnyConnection) -> None:
    """Bodies are JSON: a form that another site's page could post without asking is none."""
    if connection.scope.get("method") in _SAFE or not _has_body(connection):
        return
    kind = (_header(connection, b"content-type") or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ProblemError(415, "unsupported-media-type", "Send the body as application/json.", field="content-type")


def _has_body(connection: AnyConnection) -> bool:
    return (
        _header(connection, b"content-length") not in {None, "0"}
        or _header(connection, b"transfer-encoding") is not None
    )


class RouteWithoutPermission(Exception):
    """A route does not declare who may call it. The start stops."""


def check_every_route(handlers: Iterable[BaseRouteHandler]) -> None:
    """Raises RouteWithoutPermission for the first route that forgot its permission."""
    for handler in handlers:
        if not isinstance(handler.opt.get("permission"), Permission):
            raise RouteWithoutPermission(
                f"{handler} declares no permission: add opt={{'permission': Permission.…}} to its decorator."
            )
