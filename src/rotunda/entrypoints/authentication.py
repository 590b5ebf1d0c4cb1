"""Who asks: a session cookie or a bearer token becomes a `Viewer`; every route says which permission it needs."""

from collections.abc import Iterable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import ASGIApp

from rotunda.access.permission import Permission
from rotunda.access.sign_in import SignIn, WrongCredentials
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.problems import ProblemError

COOKIE = "rotunda_session"
SECURE_COOKIE = "__Host-rotunda_session"
_PROXY_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Authentication(AbstractAuthenticationMiddleware):
    """Sets `connection.user` to the viewer, or to None. Rights are read anew for each request."""

    def __init__(self, app: ASGIApp, sign_in: SignIn) -> None:
        super().__init__(app)
        self._sign_in = sign_in

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        header = connection.headers.get("authorization")
        try:
            if header is not None:
                return AuthenticationResult(
                    await self._sign_in.by_bearer(_bearer(header), peer_of(connection)), "token"
                )
            session = session_token(connection)
            if session is not None:
                return AuthenticationResult(await self._sign_in.by_session(session), "session")
        except WrongCredentials:
            pass
        return AuthenticationResult(user=None, auth=None)


def _bearer(header: str) -> str:
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def peer_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The address at the other end of the socket; None where a proxy stands between, which would make everybody look
    like this machine. What proxies say of the peer is not asked: it can be made to lie.
    """
    if any(name in connection.headers for name in _PROXY_HEADERS):
        return None
    return connection.client.host if connection.client else None


def session_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    return connection.cookies.get(SECURE_COOKIE) or connection.cookies.get(COOKIE)


def require_permission(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard of every route."""
    permission: Permission = handler.opt["permission"]
    if permission is Permission.PUBLIC:
        return
    viewer: Viewer | None = connection.user
    if viewer is None:
        raise NotAuthorizedException
    if permission is not Permission.SIGNED_IN and not viewer.may(permission):
        raise ProblemError(403, "not-permitted", "Your role does not include this. An admin can change your role.")


def require_same_origin(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A session cookie alone may change nothing from another site: browsers say where a request comes from."""
    if connection.scope.get("method") in _SAFE or connection.auth != "session":
        return
    if connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ProblemError(403, "cross-site", "This request came from another site and was refused.")


def require_json(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Bodies are JSON: a form that another site's page could post without asking is none."""
    if connection.scope.get("method") in _SAFE or not _has_body(connection):
        return
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ProblemError(415, "unsupported-media-type", "Send the body as application/json.", field="content-type")


def _has_body(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    return connection.headers.get("content-length", "0") != "0" or "transfer-encoding" in connection.headers


class RouteWithoutPermission(Exception):
    """A route does not declare who may call it. The start stops."""


def check_every_route(handlers: Iterable[BaseRouteHandler]) -> None:
    """Raises RouteWithoutPermission for the first route that forgot its permission."""
    for handler in handlers:
        if not isinstance(handler.opt.get("permission"), Permission):
            raise RouteWithoutPermission(
                f"{handler} declares no permission: add opt={{'permission': Permission.…}} to its decorator."
            )
