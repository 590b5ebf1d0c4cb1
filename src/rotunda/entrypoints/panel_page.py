"""The page of the panel: the only one that other sites may frame, and only those that the installation names."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler

from rotunda.access.permission import Permission
from rotunda.entrypoints.problems import ProblemError
from rotunda.entrypoints.web_page import FILES, content_policy

_NONCE = "__CSP_NONCE__"
_UNFRAMED = "frame-ancestors 'none'"


def panel_policy(nonce: str, parents: Sequence[str]) -> str:
    """As strict as every page's, but for who may frame it."""
    framed = f"frame-ancestors {' '.join(parents)}" if parents else _UNFRAMED
    return content_policy(nonce).replace(_UNFRAMED, framed)


def panel_page_routes(parents: Sequence[str], files: Path = FILES) -> list[HTTPRouteHandler]:
    """`parents` are origins."""

    @get("/panel", opt={"permission": Permission.PUBLIC}, include_in_schema=False, sync_to_thread=False)
    def panel_page() -> Response[str]:
        page = files / "panel.html"
        if not page.is_file():
            detail = "The front end has not been built. Run make web, or install the wheel, which brings it."
            raise ProblemError(503, "front-end-missing", detail)
        nonce = secrets.token_urlsafe(16)
        return Response(
            page.read_text("utf-8").replace(_NONCE, nonce),
            media_type=MediaType.HTML,
            headers={"Content-Security-Policy": panel_policy(nonce, parents), "Cache-Control": "no-store"},
        )

    return [panel_page]
