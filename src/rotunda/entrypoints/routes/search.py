"""The list of accounts, the same as a file, and what the palette finds while somebody types."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter
from litestar.response import Stream

from rotunda.access.permission import Permission
from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.problems import ProblemError
from rotunda.entrypoints.routes.looks import while_it_stands
from rotunda.kit.keyset import BadCursor
from rotunda.view.index.catalogue import ColumnsRefused, SortRefused
from rotunda.view.index.export import ExportRequest
from rotunda.view.index.hits import SearchResult
from rotunda.view.index.listing import AccountPage, ListRequest
from rotunda.view.index.search_words import SearchRefused
from rotunda.view.tickets import SourcesSilent

ViewerRequest = Request[Viewer, Any, Any]


def search_routes(installation: Installation) -> list[HTTPRouteHandler]:
    @get("/api/v1/accounts", opt={"permission": Permission.ACCOUNT_LIST}, summary="List and search")
    async def accounts(
        request: ViewerRequest,
        q: FromQuery[str] = "",
        sort: FromQuery[str] = "name",
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
        cursor: FromQuery[str | None] = None,
        columns: FromQuery[str | None] = None,
    ) -> AccountPage:
        asked = ListRequest(q, sort, limit, cursor, names(columns))
        with refusals():
            return await installation.listing.page(request.user, asked)

    @get(
        "/api/v1/accounts.csv",
        opt={"permission": Permission.ACCOUNT_LIST},
        summary="The whole list as a file for spreadsheets",
        media_type="text/csv",
    )
    async def export(
        request: ViewerRequest,
        q: FromQuery[str] = "",
        sort: FromQuery[str] = "name",
        columns: FromQuery[str | None] = None,
        *,
        bom: FromQuery[bool] = False,
    ) -> Stream:
        asked = ExportRequest(q, sort, names(columns), mark=bom)
        with refusals():
            parts = await installation.export.begin(request.user, asked)
        return Stream(parts, media_type="text/csv", headers=file_headers("accounts.csv"))

    @get(
        "/api/v1/search",
        opt={"permission": Permission.ACCOUNT_LIST},
        summary="The best few of each kind for what is being typed",
    )
    async def search(
        request: ViewerRequest,
        q: FromQuery[str] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=20)] = 8,
    ) -> SearchResult:
        async def show() -> SearchResult:
            return await installation.quick_search.find(request.user, q, limit)

        with refusals():
            return await while_it_stands(installation, request, show)

    return [accounts, export, search]


@contextmanager
def refusals(field: str = "q") -> Generator[None]:
    """What is refused is named; `field` holds the search."""
    try:
        yield
    except SearchRefused as refused:
        raise ProblemError(
            400, "search-not-understood", refused.reason, field=field, position=refused.position
        ) from None
    except SourcesSilent as silent:
        sources = " and ".join(silent.titles)
        detail = f"{sources} did not answer, and nothing else has this number. Try again in a moment."
        raise ProblemError(503, "sources-silent", detail, field=field) from None
    except SortRefused as refused:
        raise ProblemError(400, "invalid-request", str(refused), field="sort") from None
    except ColumnsRefused as refused:
        raise ProblemError(400, "invalid-request", str(refused), field="columns") from None
    except BadCursor as refused:
        raise ProblemError(400, "invalid-cursor", str(refused), field="cursor") from None


def file_headers(name: str) -> dict[str, str]:
    """Of a file that is kept, not shown."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
    }


def names(columns: str | None) -> list[str] | None:
    """Separated by commas; nothing between them is no column."""
    return None if columns is None else [name.strip() for name in columns.split(",") if name.strip()]
