"""Serves the built front end: hashed assets for ever, the page itself never cached and under a strict policy."""

import secrets
from pathlib import Path
from typing import Any, TypeAlias

from litestar import MediaType, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import File

from rotunda.access.permission import Permission
from rotunda.entrypoints.problems import answer, make_problem
from rotunda.entrypoints.problems import on_not_found as problem_not_found

FILES = Path(__file__).parent / "web_files"
_NONCE = "__CSP_NONCE__"
_FOR_EVER = "public, max-age=31536000, immutable"
_PAGES = [
    "/",
    "/sign-in",
    "/accounts",
    "/accounts/{account_id:str}",
    "/contacts/{contact_id:str}",
    "/connections",
    "/access-log",
]
_NO_PAGES = frozenset({"api", "assets", "healthz", "readyz", "metrics"})
"""First parts of addresses at which there is never a page, whoever asks."""

_AnyRequest: TypeAlias = Request[Any, Any, Any]


def content_policy(nonce: str) -> str:
    """Nothing from elsewhere, no inline code; styles that the page makes at run time carry the nonce. Not framed."""
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def index_page(files: Path = FILES) -> Response[Any]:
    """The page, which finds out itself what to show at its address; a problem where it has not been built."""
    index = files / "index.html"
    if not index.is_file():
        detail = "The front end has not been built. Run make web, or install the wheel, which brings it."
        return answer(make_problem(503, "front-end-missing", detail))
    nonce = secrets.token_urlsafe(16)
    return Response(
        index.read_text("utf-8").replace(_NONCE, nonce),
        media_type=MediaType.HTML,
        headers={"Content-Security-Policy": content_policy(nonce), "Cache-Control": "no-store"},
    )


def on_not_found(request: _AnyRequest, error: NotFoundException) -> Response[Any]:
    """A person who follows a wrong address is answered by the page, which says so and knows the way back. For programs,
    and for files that do not exist, it stays a problem.
    """
    if not _is_navigation(request):
        return problem_not_found(request, error)
    return index_page()


def _is_navigation(request: _AnyRequest) -> bool:
    first, *others = request.scope["path"].lstrip("/").split("/")
    is_file = not others and "." in first
    asks_for_page = request.method == "GET" and "text/html" in request.headers.get("accept", "").lower()
    return asks_for_page and not is_file and first not in _NO_PAGES


def web_routes(files: Path = FILES) -> list[HTTPRouteHandler]:
    """The page at every address that the front end routes itself, and its files."""

    @get(
        _PAGES,
        opt={"permission": Permission.PUBLIC},
        include_in_schema=False,
        sync_to_thread=False,
    )
    def page() -> Response[Any]:
        return index_page(files)

    @get(
        ["/assets/{name:str}", "/{name:str}"],
        opt={"permission": Permission.PUBLIC},
        include_in_schema=False,
        sync_to_thread=False,
    )
    def asset(request: _AnyRequest, name: FromPath[str]) -> File:
        folder = files / "assets" if request.url.path.startswith("/assets/") else files
        path = folder / name
        if path.parent != folder or not path.is_file() or name == "index.html":
            raise NotFoundException
        lasting = folder is not files
        return File(
            path=path,
            filename=name,
            content_disposition_type="inline",
            headers={"Cache-Control": _FOR_EVER if lasting else "no-cache"},
        )

    return [page, asset]
