"""Serves the built front end: hashed assets for ever, the page itself never cached and under a strict policy."""

import secrets
from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import File

from rotunda.access.permission import Permission
from rotunda.entrypoints.problems import ProblemError

FILES = Path(__file__).parent / "web_files"
_NONCE = "__CSP_NONCE__"
_FOR_EVER = "public, max-age=31536000, immutable"
_PAGES = ["/", "/sign-in", "/accounts", "/accounts/{account_id:str}", "/connections", "/access-log"]


def content_policy(nonce: str) -> str:
    """Nothing from elsewhere, no inline code; styles that the page makes at run time carry the nonce. Not framed."""
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def web_routes(files: Path = FILES) -> list[HTTPRouteHandler]:
    """The page at every address that the front end routes itself, and its files."""

    @get(
        _PAGES,
        opt={"permission": Permission.PUBLIC},
        include_in_schema=False,
        sync_to_thread=False,
    )
    def page() -> Response[str]:
        index = files / "index.html"
        if not index.is_file():
            detail = "The front end has not been built. Run make web, or install the wheel, which brings it."
            raise ProblemError(503, "front-end-missing", detail)
        nonce = secrets.token_urlsafe(16)
        return Response(
            index.read_text("utf-8").replace(_NONCE, nonce),
            media_type=MediaType.HTML,
            headers={"Content-Security-Policy": content_policy(nonce), "Cache-Control": "no-store"},
        )

    @get(
        ["/assets/{name:str}", "/{name:str}"],
        opt={"permission": Permission.PUBLIC},
        include_in_schema=False,
        sync_to_thread=False,
    )
    def asset(request: Request[Any, Any, Any], name: FromPath[str]) -> File:
        folder = files / "assets" if request.url.path.startswith("/assets/") else files
        path = folder / name
        if path.parent != folder or not path.is_file() or name == "index.html":
            raise ProblemError(404, "not-found", "There is nothing at this address.")
        lasting = folder is not files
        return File(
            path=path,
            filename=name,
            content_disposition_type="inline",
            headers={"Cache-Control": _FOR_EVER if lasting else "no-cache"},
        )

    return [page, asset]
